-- What a course is known by.
ALTER TABLE course_versions
    ADD COLUMN picture_path text,
    ADD COLUMN picture_alt  jsonb NOT NULL DEFAULT '{}',
    ADD CONSTRAINT course_versions_picture_is_theirs FOREIGN KEY (id, picture_path)
        REFERENCES version_assets (version_id, path) DEFERRABLE INITIALLY DEFERRED;
COMMENT ON COLUMN course_versions.picture_path IS 'the file of the version that is shown beside its title; NULL: none';
COMMENT ON COLUMN course_versions.picture_alt IS 'what that picture shows, by BCP 47 tag; nothing for one that only adorns';
