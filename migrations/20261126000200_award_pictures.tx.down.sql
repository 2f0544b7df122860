DO $$
BEGIN
    -- What was added last is what stands last.
    EXECUTE 'CREATE OR REPLACE VIEW kept_objects AS '
        || regexp_replace(pg_get_viewdef('kept_objects'::regclass), 'UNION ALL(?!.*UNION ALL).*$', '');
END $$;
DROP TABLE award_pictures;
