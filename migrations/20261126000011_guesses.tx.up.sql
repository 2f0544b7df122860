-- Tries of a password, each of which takes longer than the one before. They may be lost in a crash, as rate_limits may.
CREATE UNLOGGED TABLE guesses (
    bucket     text PRIMARY KEY,
    tries      integer NOT NULL,
    wait_until timestamptz NOT NULL,
    forget_at  timestamptz NOT NULL,
    too_early  boolean NOT NULL DEFAULT false
);
COMMENT ON COLUMN guesses.wait_until IS 'No try before then is taken, or counted.';
COMMENT ON COLUMN guesses.too_early IS 'Whether the last one came before.';
