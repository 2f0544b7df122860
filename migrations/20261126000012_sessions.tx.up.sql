-- A session has a name that may be shown, and knows when its owner last gave their password in it.
ALTER TABLE sessions
    ADD COLUMN id uuid NOT NULL DEFAULT gen_random_uuid(),
    ADD COLUMN proved_at timestamptz NOT NULL DEFAULT now(),
    ADD CONSTRAINT sessions_one_per_id UNIQUE (id);
COMMENT ON COLUMN sessions.id IS 'Opens nothing: a page may show it, so that its owner can say which session shall end.';
COMMENT ON COLUMN sessions.proved_at IS 'When the password was last given: what matters asks for it again after a while.';
