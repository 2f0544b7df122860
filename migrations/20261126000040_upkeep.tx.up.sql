-- What is kept in the object store, for how long, and what makes sure of it.
--
-- Addresses are compared byte by byte, so that rows and objects stream in one order whatever the locale of the database.

ALTER TABLE asset_variants ALTER COLUMN sha256 TYPE text COLLATE "C", ALTER COLUMN variant_sha256 TYPE text COLLATE "C";
ALTER TABLE version_assets ALTER COLUMN sha256 TYPE text COLLATE "C";
ALTER TABLE assets
    ALTER COLUMN sha256 TYPE text COLLATE "C",
    ADD COLUMN used_at timestamptz NOT NULL DEFAULT now();
COMMENT ON COLUMN assets.used_at IS 'when an import has put it last: what no course uses is deleted a while after';
CREATE INDEX assets_by_use ON assets (used_at);

ALTER TABLE imports
    ALTER COLUMN sha256 TYPE text COLLATE "C",
    ADD COLUMN size bigint NOT NULL DEFAULT 0,
    ADD COLUMN file_gone_at timestamptz,
    ADD CONSTRAINT imports_size_is_not_negative CHECK (size >= 0);
COMMENT ON COLUMN imports.size IS 'bytes of the package, which count for its quota until it is gone';
COMMENT ON COLUMN imports.file_gone_at IS 'since when the package itself is no longer kept';
CREATE INDEX imports_by_file ON imports (sha256) WHERE file_gone_at IS NULL;
CREATE INDEX imports_not_ended ON imports (created_at) WHERE finished_at IS NULL;
CREATE INDEX imports_by_end ON imports (finished_at) WHERE file_gone_at IS NULL;

ALTER TABLE award_papers
    ALTER COLUMN sha256 TYPE text COLLATE "C",
    ADD COLUMN number integer NOT NULL DEFAULT 1,
    DROP CONSTRAINT award_papers_pkey,
    ADD CONSTRAINT award_papers_one_per_number PRIMARY KEY (award_id, number);
COMMENT ON TABLE award_papers IS 'The PDF of an award. The newest counts; another one is printed only where the file of the last was lost.';
CREATE INDEX award_papers_by_file ON award_papers (sha256);

CREATE VIEW kept_objects AS
SELECT sha256, size, 'asset' AS keeper FROM assets
UNION ALL
SELECT sha256, size, 'upload' FROM imports WHERE file_gone_at IS NULL
UNION ALL
SELECT sha256, size, 'paper' FROM award_papers p
WHERE NOT EXISTS (SELECT FROM award_papers newer WHERE newer.award_id = p.award_id AND newer.number > p.number);
COMMENT ON VIEW kept_objects IS 'every object of the store that something names, and how large it is; ordered by address it streams from indexes';

-- Mails on their way. A job sends each; what it was lost with is found here.
CREATE TABLE mails (
    id          uuid PRIMARY KEY,
    message     jsonb,
    queued_at   timestamptz NOT NULL DEFAULT now(),
    sent_at     timestamptz,
    given_up_at timestamptz,
    CONSTRAINT mails_end_one_way CHECK (sent_at IS NULL OR given_up_at IS NULL),
    CONSTRAINT mails_are_forgotten_when_ended CHECK ((message IS NULL) = (sent_at IS NOT NULL OR given_up_at IS NOT NULL))
);
CREATE INDEX mails_on_their_way ON mails (queued_at) WHERE message IS NOT NULL;
COMMENT ON COLUMN mails.message IS 'as jobs.SendMail has it, with the link in it; gone as soon as it is sent or given up';

-- How far the rounds have come that look at everything, a piece at a time.
CREATE TABLE rounds (
    name      text PRIMARY KEY,
    place     text NOT NULL DEFAULT '',
    walked_at timestamptz NOT NULL DEFAULT now()
);
COMMENT ON COLUMN rounds.place IS 'the last address that was looked at; empty: the next round begins at the first';
