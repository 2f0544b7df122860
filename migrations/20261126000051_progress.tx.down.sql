ALTER TABLE lessons
    DROP CONSTRAINT lessons_module_is_of_their_version,
    ADD CONSTRAINT lessons_module_id_fkey FOREIGN KEY (module_id) REFERENCES modules ON DELETE CASCADE;
ALTER TABLE modules DROP CONSTRAINT modules_of_their_version;

COMMENT ON TABLE lesson_progress IS NULL;
ALTER TABLE lesson_progress
    ALTER COLUMN completed_at DROP DEFAULT,
    ALTER COLUMN completed_at DROP NOT NULL,
    ADD COLUMN opened_at timestamptz NOT NULL DEFAULT now();
