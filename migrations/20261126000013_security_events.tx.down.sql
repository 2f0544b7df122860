DROP TABLE security_events;
DROP FUNCTION security_events_are_written_once();
