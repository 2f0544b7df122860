DROP TABLE rounds;
DROP TABLE mails;
DROP VIEW kept_objects;
DROP INDEX award_papers_by_file;
ALTER TABLE award_papers DISABLE TRIGGER award_papers_are_append_only;
DELETE FROM award_papers p WHERE EXISTS (SELECT FROM award_papers newer WHERE newer.award_id = p.award_id AND newer.number > p.number);
ALTER TABLE award_papers ENABLE TRIGGER award_papers_are_append_only;
ALTER TABLE award_papers
    DROP CONSTRAINT award_papers_one_per_number,
    ADD CONSTRAINT award_papers_pkey PRIMARY KEY (award_id),
    DROP COLUMN number,
    ALTER COLUMN sha256 TYPE text COLLATE "default";
COMMENT ON TABLE award_papers IS 'The PDF of an award, stored once.';
DROP INDEX imports_by_file, imports_not_ended, imports_by_end;
ALTER TABLE imports
    DROP COLUMN size,
    DROP COLUMN file_gone_at,
    ALTER COLUMN sha256 TYPE text COLLATE "default";
DROP INDEX assets_by_use;
ALTER TABLE assets
    DROP COLUMN used_at,
    ALTER COLUMN sha256 TYPE text COLLATE "default";
ALTER TABLE asset_variants ALTER COLUMN sha256 TYPE text COLLATE "default", ALTER COLUMN variant_sha256 TYPE text COLLATE "default";
ALTER TABLE version_assets ALTER COLUMN sha256 TYPE text COLLATE "default";
