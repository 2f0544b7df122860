ALTER TABLE attempt_slots DROP COLUMN room;
ALTER TABLE attempts RESET (fillfactor);
ALTER TABLE attempts
    DROP CONSTRAINT attempts_saves_are_bounded,
    DROP COLUMN saves_left,
    DROP COLUMN bytes_left,
    DROP COLUMN saves_at_once,
    DROP COLUMN saves_paid_until;
