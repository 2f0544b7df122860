ALTER TABLE track_versions DROP COLUMN stated_reasons;
ALTER TABLE track_versions ADD COLUMN hours integer NOT NULL DEFAULT 1;
ALTER TABLE track_versions ALTER COLUMN hours DROP DEFAULT;
ALTER TABLE track_versions DROP COLUMN stated_hours;
ALTER TABLE track_versions ADD CONSTRAINT track_versions_hours_are_positive CHECK (hours > 0);

ALTER TABLE lessons DISABLE TRIGGER published_lessons_are_frozen;
UPDATE lessons SET kind = 'page' WHERE kind = 'practice';
ALTER TABLE lessons ENABLE TRIGGER published_lessons_are_frozen;
ALTER TABLE lessons DROP CONSTRAINT lessons_kind_is_known;
ALTER TABLE lessons ADD CONSTRAINT lessons_kind_is_known CHECK (kind IN ('page', 'quiz', 'topic', 'file', 'link'));
COMMENT ON COLUMN lessons.minutes IS 'time to read, in whole minutes';
