-- Hot statements are planned once for each connection, and a plan holds until the statistics of its tables are taken anew.
-- Taken of a table with a few rows they say that reading all of it is best, and the plan made then reads all of it still
-- when an exam has filled it. Without them PostgreSQL takes a table for ten pages at least, and its index for better.
ALTER TABLE users SET (autovacuum_analyze_threshold = 5000);
ALTER TABLE sessions SET (autovacuum_analyze_threshold = 5000);
ALTER TABLE rate_limits SET (autovacuum_analyze_threshold = 5000);
ALTER TABLE course_enrolments SET (autovacuum_analyze_threshold = 5000);
ALTER TABLE lesson_progress SET (autovacuum_analyze_threshold = 5000);
ALTER TABLE attempts SET (autovacuum_analyze_threshold = 5000);
ALTER TABLE attempt_slots SET (autovacuum_analyze_threshold = 5000);
ALTER TABLE answers SET (autovacuum_analyze_threshold = 5000);
ALTER TABLE awards SET (autovacuum_analyze_threshold = 5000);
ALTER TABLE award_events SET (autovacuum_analyze_threshold = 5000);
