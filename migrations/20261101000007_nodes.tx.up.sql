-- The servers that work the job queue. River keeps its own tables; this one says which of its workers are alive.

CREATE TABLE nodes (
    id      text PRIMARY KEY,
    seen_at timestamptz NOT NULL DEFAULT now()
);
COMMENT ON TABLE nodes IS 'A node that was not seen for a while is taken for dead, and others take over its jobs.';
COMMENT ON COLUMN nodes.id IS 'as river_job.attempted_by has it, another one at each start';
