-- What is kept in the object store, for how long, and what makes sure of it.

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
