DROP TABLE draft_presence;
