-- Copies of everything that is kept of one person, for that person alone.
CREATE TABLE exports (
    id          uuid PRIMARY KEY,
    user_id     uuid NOT NULL REFERENCES users ON DELETE CASCADE,
    status      text NOT NULL DEFAULT 'queued',
    asked_at    timestamptz NOT NULL DEFAULT now(),
    finished_at timestamptz,
    sha256      text COLLATE "C",
    size        bigint,
    CONSTRAINT exports_status_is_known CHECK (status IN ('queued', 'done', 'failed')),
    CONSTRAINT exports_ended_have_a_date CHECK ((status = 'queued') = (finished_at IS NULL)),
    CONSTRAINT exports_done_have_a_file CHECK ((status = 'done') = (sha256 IS NOT NULL) AND (sha256 IS NULL) = (size IS NULL))
);
CREATE UNIQUE INDEX exports_one_at_a_time ON exports (user_id) WHERE status = 'queued';
CREATE INDEX exports_by_user ON exports (user_id, asked_at);
CREATE INDEX exports_by_end ON exports (finished_at);
CREATE INDEX exports_by_file ON exports (sha256) WHERE sha256 IS NOT NULL;
COMMENT ON TABLE exports IS 'A row is deleted some days after it has ended; its object goes when nothing names it any more.';

-- Whatever the view names by now, exports are named beside it.
DO $$
BEGIN
    EXECUTE 'CREATE OR REPLACE VIEW kept_objects AS ' || rtrim(pg_get_viewdef('kept_objects'::regclass), '; ' || chr(10))
        || ' UNION ALL SELECT sha256, size, ''export'' AS keeper FROM exports WHERE sha256 IS NOT NULL';
END $$;
