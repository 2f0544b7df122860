-- What one attempt may put on the disk: see assessment/exam/bounds.go, where the figures are.

ALTER TABLE attempts
    ADD COLUMN saves_left       integer NOT NULL DEFAULT 1000,
    ADD COLUMN bytes_left       integer NOT NULL DEFAULT 1000000,
    ADD COLUMN saves_at_once    integer NOT NULL DEFAULT 100,
    ADD COLUMN saves_paid_until timestamptz NOT NULL DEFAULT clock_timestamp(),
    ADD CONSTRAINT attempts_saves_are_bounded CHECK (saves_left >= 0 AND bytes_left >= 0 AND saves_at_once > 0);
ALTER TABLE attempts
    ALTER COLUMN saves_left DROP DEFAULT,
    ALTER COLUMN bytes_left DROP DEFAULT,
    ALTER COLUMN saves_at_once DROP DEFAULT;
-- Each save counts in the row of its attempt: there is room for the row's next state on its own page, and no index changes.
ALTER TABLE attempts SET (fillfactor = 70);
COMMENT ON COLUMN attempts.saves_left IS 'entries that its journal may still take';
COMMENT ON COLUMN attempts.bytes_left IS 'bytes of responses that its journal may still take, as jsonb has them';
COMMENT ON COLUMN attempts.saves_at_once IS 'how many answers may come in one go after a while without any';
COMMENT ON COLUMN attempts.saves_paid_until IS 'every save moves this on by one pace, from now at least; it may be as far ahead as saves_at_once paces';

ALTER TABLE attempt_slots ADD COLUMN room integer NOT NULL DEFAULT 4128;
ALTER TABLE attempt_slots ALTER COLUMN room DROP DEFAULT;
COMMENT ON COLUMN attempt_slots.room IS 'bytes that one response to this question may take, as jsonb has them';
