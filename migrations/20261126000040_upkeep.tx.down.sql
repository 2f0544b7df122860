DROP TABLE rounds, mails;
DROP VIEW kept_objects;
