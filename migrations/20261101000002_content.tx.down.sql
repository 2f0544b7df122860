DROP VIEW newest_versions;
DROP TABLE version_assets, lesson_texts, lessons, modules, course_versions, courses, asset_variants, assets;
DROP FUNCTION refuse_unpublishing, refuse_change_of_published, refuse_change;
