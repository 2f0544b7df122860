-- Who signs the certificates of a track, where that is somebody else than who signs for the house.
ALTER TABLE track_versions
    ADD COLUMN signatory         text NOT NULL DEFAULT '',
    ADD COLUMN signatory_offices jsonb NOT NULL DEFAULT '{}',
    ADD CONSTRAINT track_versions_offices_are_somebodys CHECK (signatory <> '' OR signatory_offices = '{}');
COMMENT ON COLUMN track_versions.signatory IS 'empty: whoever signs for the house; that of the newest version signs, also for who keeps an older one';
COMMENT ON COLUMN track_versions.signatory_offices IS 'what they are there, by language';
