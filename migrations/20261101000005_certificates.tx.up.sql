-- Awards are frozen records; what happens to them later is a history beside them.

CREATE TABLE awards (
    id         uuid PRIMARY KEY,
    code       text NOT NULL,
    holder_id  uuid NOT NULL,
    subject    text NOT NULL,
    record     jsonb NOT NULL,
    awarded_at timestamptz NOT NULL,
    CONSTRAINT awards_one_per_code UNIQUE (code),
    CONSTRAINT awards_one_per_subject UNIQUE (holder_id, subject)
);
CREATE TRIGGER awards_are_append_only BEFORE UPDATE OR DELETE ON awards
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
COMMENT ON COLUMN awards.subject IS 'what was completed, in the words of whoever awards: one award a holder and subject';
COMMENT ON COLUMN awards.record IS 'every claim that the paper shows, as issued';

CREATE TABLE award_events (
    award_id uuid NOT NULL REFERENCES awards,
    number   integer NOT NULL,
    kind     text NOT NULL,
    reason   text NOT NULL DEFAULT '',
    actor_id uuid,
    at       timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (award_id, number),
    CONSTRAINT award_events_kind_is_known CHECK (kind IN ('issued', 'revoked', 'reinstated')),
    CONSTRAINT award_events_revoking_has_a_reason CHECK (kind = 'issued' OR btrim(reason) <> '')
);
CREATE TRIGGER award_events_are_append_only BEFORE UPDATE OR DELETE ON award_events
    FOR EACH ROW EXECUTE FUNCTION refuse_change();

CREATE TABLE award_papers (
    award_id   uuid PRIMARY KEY REFERENCES awards,
    sha256     text NOT NULL,
    size       bigint NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now()
);
CREATE TRIGGER award_papers_are_append_only BEFORE UPDATE OR DELETE ON award_papers
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
COMMENT ON TABLE award_papers IS 'The PDF of an award, stored once.';
