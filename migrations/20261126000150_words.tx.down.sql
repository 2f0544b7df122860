DROP TABLE course_words;
