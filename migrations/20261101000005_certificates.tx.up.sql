-- Awards are frozen records; what happens to them later is a history beside them.

CREATE TABLE awards (
    id         uuid PRIMARY KEY,
    code       text COLLATE "C" NOT NULL,
    holder_id  uuid NOT NULL,
    subject    text NOT NULL,
    record     jsonb NOT NULL,
    search     text NOT NULL,
    awarded_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT awards_one_per_code UNIQUE (code),
    CONSTRAINT awards_one_per_subject UNIQUE (holder_id, subject),
    CONSTRAINT awards_code_has_its_alphabet CHECK (code ~ '^[0-9A-HJKMNP-TV-Z]{16}$'),
    CONSTRAINT awards_record_names_its_code CHECK (record ->> 'code' = code)
) WITH (autovacuum_analyze_threshold = 5000);
CREATE INDEX awards_by_time ON awards (awarded_at DESC, id DESC);
CREATE INDEX awards_by_name ON awards USING gin (to_tsvector('simple', search));
CREATE TRIGGER awards_are_append_only BEFORE UPDATE OR DELETE ON awards
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
COMMENT ON COLUMN awards.code IS 'without hyphens; COLLATE "C" lets the beginning of a code use the index';
COMMENT ON COLUMN awards.subject IS 'what was completed, in the words of whoever awards: one award a holder and subject';
COMMENT ON COLUMN awards.record IS 'every claim that the paper shows, as issued';
COMMENT ON COLUMN awards.search IS 'the words of the holder''s name, lower case and without diacritics';

CREATE TABLE award_events (
    award_id uuid NOT NULL REFERENCES awards,
    number   integer NOT NULL,
    kind     text NOT NULL,
    reason   text NOT NULL DEFAULT '',
    actor_id uuid,
    at       timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (award_id, number),
    CONSTRAINT award_events_kind_is_known CHECK (kind IN ('issued', 'revoked', 'reinstated')),
    CONSTRAINT award_events_begin_with_issuing CHECK ((kind = 'issued') = (number = 1)),
    CONSTRAINT award_events_revoking_has_a_reason CHECK (kind = 'issued' OR btrim(reason) <> ''),
    CONSTRAINT award_events_reason_is_short CHECK (char_length(reason) <= 500)
) WITH (autovacuum_analyze_threshold = 5000);
CREATE TRIGGER award_events_are_append_only BEFORE UPDATE OR DELETE ON award_events
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
COMMENT ON TABLE award_events IS 'The newest event is the state of an award.';

CREATE TABLE award_papers (
    award_id   uuid NOT NULL REFERENCES awards,
    number     integer NOT NULL DEFAULT 1,
    sha256     text COLLATE "C" NOT NULL,
    size       bigint NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT award_papers_one_per_number PRIMARY KEY (award_id, number),
    CONSTRAINT award_papers_hash_is_sha256 CHECK (sha256 ~ '^[0-9a-f]{64}$'),
    CONSTRAINT award_papers_are_not_empty CHECK (size > 0)
);
CREATE TRIGGER award_papers_are_append_only BEFORE UPDATE OR DELETE ON award_papers
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
COMMENT ON TABLE award_papers IS 'The PDF of an award. The newest counts; another one is printed only where the file of the last was lost.';
CREATE INDEX award_papers_by_file ON award_papers (sha256);
