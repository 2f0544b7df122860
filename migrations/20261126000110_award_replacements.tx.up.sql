-- A corrected name issues a certificate anew. The old award stays as it was issued; its history says what came in its place.

ALTER TABLE awards ADD COLUMN number integer NOT NULL DEFAULT 1;
ALTER TABLE awards DROP CONSTRAINT awards_one_per_subject;
ALTER TABLE awards ADD CONSTRAINT awards_one_per_subject_and_number UNIQUE (holder_id, subject, number);
ALTER TABLE awards ADD CONSTRAINT awards_numbers_begin_with_one CHECK (number >= 1);
COMMENT ON COLUMN awards.subject IS 'what was completed, in the words of whoever awards: one award a holder, subject and number';
COMMENT ON COLUMN awards.number IS '1 is what was earned; each further one was issued in place of the one before, in another name';

CREATE FUNCTION refuse_another_claim() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM awards before WHERE before.holder_id = NEW.holder_id AND before.subject = NEW.subject
        AND before.number = NEW.number - 1
        AND before.record - ARRAY['code', 'holder_name'] = NEW.record - ARRAY['code', 'holder_name']) THEN
        RAISE EXCEPTION 'an award that replaces another differs from it in code and name alone' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER awards_replace_the_name_alone BEFORE INSERT ON awards
    FOR EACH ROW WHEN (NEW.number > 1) EXECUTE FUNCTION refuse_another_claim();

ALTER TABLE award_events DROP CONSTRAINT award_events_kind_is_known;
ALTER TABLE award_events ADD CONSTRAINT award_events_kind_is_known CHECK (kind IN ('issued', 'revoked', 'reinstated', 'replaced'));
ALTER TABLE award_events DROP CONSTRAINT award_events_revoking_has_a_reason;
ALTER TABLE award_events ADD CONSTRAINT award_events_revoking_has_a_reason CHECK (kind IN ('issued', 'replaced') OR btrim(reason) <> '');

CREATE FUNCTION refuse_after_replacing() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM award_events WHERE award_id = NEW.award_id AND kind = 'replaced') THEN
        RAISE EXCEPTION 'nothing happens any more to an award that was replaced' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER award_events_end_with_replacing BEFORE INSERT ON award_events
    FOR EACH ROW EXECUTE FUNCTION refuse_after_replacing();

CREATE TABLE award_name_requests (
    id         uuid PRIMARY KEY,
    award_id   uuid NOT NULL REFERENCES awards,
    name       text NOT NULL,
    asked_at   timestamptz NOT NULL DEFAULT now(),
    decided_at timestamptz,
    decided_by uuid,
    granted    boolean,
    reason     text NOT NULL DEFAULT '',
    CONSTRAINT award_name_requests_are_decided_whole CHECK ((decided_at IS NULL) = (granted IS NULL)),
    CONSTRAINT award_name_requests_refusing_has_a_reason CHECK (granted IS NOT false OR btrim(reason) <> '')
);
CREATE UNIQUE INDEX award_name_requests_one_open ON award_name_requests (award_id) WHERE decided_at IS NULL;
COMMENT ON TABLE award_name_requests IS 'Names that share no word with the one on the certificate: an administrator decides.';
COMMENT ON COLUMN award_name_requests.decided_by IS 'null: nobody yet, or the operator at the machine';

ALTER TABLE users ADD COLUMN confirmed_name text;
COMMENT ON COLUMN users.confirmed_name IS 'the name that its owner said shall stand on certificates; asked anew where it is not the present one';
