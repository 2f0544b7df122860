-- Leaving a track, and being told when one opens.
--
-- Whoever publishes a course locks, after what stands in learning's order, the tracks that require it, in the order of
-- their ids; whoever wishes to be told locks the one track.

ALTER TABLE enrolments ADD COLUMN ended_at timestamptz;
COMMENT ON COLUMN enrolments.ended_at IS 'since when its learner has left; coming back takes it away, and what was done counts as before';

CREATE TABLE track_wishes (
    track_id uuid NOT NULL REFERENCES tracks ON DELETE CASCADE,
    user_id  uuid NOT NULL REFERENCES users ON DELETE CASCADE,
    asked_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT track_wishes_one_per_track PRIMARY KEY (user_id, track_id)
);
CREATE INDEX track_wishes_by_track ON track_wishes (track_id);
COMMENT ON TABLE track_wishes IS 'Who is told when a track opens. A wish goes in the transaction that posts its letter.';
