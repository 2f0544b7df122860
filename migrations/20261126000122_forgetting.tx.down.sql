DROP TRIGGER security_events_are_written_once ON security_events;
CREATE TRIGGER security_events_are_written_once BEFORE UPDATE ON security_events
    FOR EACH STATEMENT EXECUTE FUNCTION security_events_are_written_once();
COMMENT ON COLUMN awards.holder_id IS NULL;
DROP TRIGGER awards_never_change ON awards;
DROP TRIGGER awards_are_append_only ON awards;
CREATE TRIGGER awards_are_append_only BEFORE UPDATE OR DELETE ON awards
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
DROP TRIGGER answers_are_append_only ON answers;
CREATE TRIGGER answers_are_append_only BEFORE UPDATE OR DELETE ON answers
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
DROP FUNCTION refuse_change_of_journal();
