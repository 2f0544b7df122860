-- The hours of a track are reckoned from the declared work of its courses. A figure that somebody states stands beside
-- them, with its reason; what was stated before had none, and is forgotten.

ALTER TABLE lessons DROP CONSTRAINT lessons_kind_is_known;
ALTER TABLE lessons ADD CONSTRAINT lessons_kind_is_known
    CHECK (kind IN ('page', 'practice', 'quiz', 'topic', 'file', 'link'));
COMMENT ON COLUMN lessons.minutes IS 'work that its author declares, in whole minutes: reading, or practising where the kind is practice, or the exam';

ALTER TABLE track_versions DROP CONSTRAINT track_versions_hours_are_positive;
ALTER TABLE track_versions DROP COLUMN hours;
ALTER TABLE track_versions ADD COLUMN stated_hours integer;
ALTER TABLE track_versions ADD COLUMN stated_reasons jsonb NOT NULL DEFAULT '{}';
ALTER TABLE track_versions
    ADD CONSTRAINT track_versions_stated_hours_are_positive CHECK (stated_hours > 0),
    ADD CONSTRAINT track_versions_stated_hours_have_a_reason CHECK ((stated_hours IS NOT NULL) = (stated_reasons <> '{}'));
COMMENT ON COLUMN track_versions.stated_hours IS 'another figure than the reckoned, which somebody answers for; null: none';
COMMENT ON COLUMN track_versions.stated_reasons IS 'why it is another, by language';
