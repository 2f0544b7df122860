DROP TABLE track_wishes;
ALTER TABLE enrolments DROP COLUMN ended_at;
