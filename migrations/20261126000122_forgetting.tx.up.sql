-- What may go with a person who deletes their account, and only with them.

-- The journal is append-only for as long as its learner is here. Whoever deletes an account names its learner for the
-- transaction: see assessment/exam, Store.Forget.
CREATE FUNCTION refuse_change_of_journal() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' AND EXISTS (SELECT FROM attempts WHERE id = OLD.attempt_id
            AND learner_id::text = current_setting('vatra.forgotten_learner', true)) THEN
        RETURN OLD;
    END IF;
    RAISE EXCEPTION '% is append-only: % refused', TG_TABLE_NAME, TG_OP
        USING ERRCODE = 'restrict_violation', CONSTRAINT = TG_TABLE_NAME || '_are_append_only';
END $$;
DROP TRIGGER answers_are_append_only ON answers;
CREATE TRIGGER answers_are_append_only BEFORE UPDATE OR DELETE ON answers
    FOR EACH ROW EXECUTE FUNCTION refuse_change_of_journal();

-- An award loses its holder when the account is deleted, and nothing else of it changes: it gets another, who is nobody. Whoever
-- deletes an account names its holder for the transaction: see certificates, Store.Release.
DROP TRIGGER IF EXISTS awards_are_append_only ON awards;
CREATE TRIGGER awards_are_append_only BEFORE DELETE ON awards
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER awards_never_change BEFORE UPDATE ON awards
    FOR EACH ROW WHEN (to_jsonb(OLD) - 'holder_id' <> to_jsonb(NEW) - 'holder_id'
        OR OLD.holder_id::text IS DISTINCT FROM current_setting('vatra.forgotten_holder', true)) EXECUTE FUNCTION refuse_change();
COMMENT ON COLUMN awards.holder_id IS 'whose it is; of an account that was deleted an id that nobody has';

-- The security log is not rewritten, but for an address in what an event is about, which may be struck out.
DROP TRIGGER security_events_are_written_once ON security_events;
CREATE TRIGGER security_events_are_written_once BEFORE UPDATE ON security_events
    FOR EACH ROW WHEN (OLD.event NOT LIKE 'invitation.%' OR NEW.target NOT IN ('', split_part(OLD.target, ' ', 1))
        OR to_jsonb(OLD) - 'target' <> to_jsonb(NEW) - 'target')
    EXECUTE FUNCTION security_events_are_written_once();
