-- A lesson that was opened and not completed leaves its trace in course_enrolments; nobody ever read another one.

DELETE FROM lesson_progress WHERE completed_at IS NULL;
ALTER TABLE lesson_progress
    DROP COLUMN opened_at,
    ALTER COLUMN completed_at SET NOT NULL,
    ALTER COLUMN completed_at SET DEFAULT now();
COMMENT ON TABLE lesson_progress IS 'The lessons that somebody has completed.';

-- A lesson stands in a module of its own version.
ALTER TABLE modules ADD CONSTRAINT modules_of_their_version UNIQUE (version_id, id);
ALTER TABLE lessons
    DROP CONSTRAINT lessons_module_id_fkey,
    ADD CONSTRAINT lessons_module_is_of_their_version
        FOREIGN KEY (version_id, module_id) REFERENCES modules (version_id, id) ON DELETE CASCADE;
