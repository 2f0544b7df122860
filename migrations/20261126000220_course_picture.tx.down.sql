ALTER TABLE course_versions DROP COLUMN picture_alt, DROP COLUMN picture_path;
