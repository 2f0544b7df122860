DROP INDEX quizzes_by_closing;
DROP TABLE deadline_letters;
