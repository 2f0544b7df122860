-- Tries of a password or of a code, each of which takes longer than the one before. They may be lost in a crash, as rate_limits may.
CREATE UNLOGGED TABLE guesses (
    bucket     text PRIMARY KEY,
    tries      integer NOT NULL,
    wait_until timestamptz NOT NULL,
    forget_at  timestamptz NOT NULL,
    too_early  integer NOT NULL DEFAULT 0
);
COMMENT ON COLUMN guesses.wait_until IS 'No try before then is taken, or counted.';
COMMENT ON COLUMN guesses.too_early IS 'How many have come before.';
