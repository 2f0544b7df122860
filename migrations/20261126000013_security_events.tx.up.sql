-- The security log: who did what, from where. Its rows outlive the people in them, hence no references.
CREATE TABLE security_events (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    at         timestamptz NOT NULL DEFAULT now(),
    event      text NOT NULL,
    actor_id   uuid,
    account_id uuid,
    address    text NOT NULL,
    request    text NOT NULL,
    target     text NOT NULL,
    CONSTRAINT security_events_are_short CHECK (octet_length(event) <= 60 AND octet_length(address) <= 60
        AND octet_length(request) <= 60 AND octet_length(target) <= 200)
);
CREATE INDEX security_events_by_time ON security_events (at);
CREATE INDEX security_events_by_event ON security_events (event, id);
CREATE INDEX security_events_by_actor ON security_events (actor_id, id);
CREATE INDEX security_events_by_account ON security_events (account_id, id);
COMMENT ON COLUMN security_events.actor_id IS 'null: somebody who had not logged in, or the operator at the machine';
COMMENT ON COLUMN security_events.account_id IS 'whose account it is about; null: none, or none that exists';
COMMENT ON COLUMN security_events.request IS 'the id of the request, as in the log of requests';

CREATE FUNCTION security_events_are_written_once() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the security log is not rewritten' USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER security_events_are_written_once BEFORE UPDATE ON security_events
    FOR EACH STATEMENT EXECUTE FUNCTION security_events_are_written_once();
