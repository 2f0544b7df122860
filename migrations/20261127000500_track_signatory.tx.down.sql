ALTER TABLE track_versions DROP COLUMN signatory_offices, DROP COLUMN signatory;
