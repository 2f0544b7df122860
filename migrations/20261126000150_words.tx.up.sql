-- What courses are found by.
CREATE TABLE course_words (
    version_id uuid NOT NULL REFERENCES course_versions ON DELETE CASCADE,
    lang       text NOT NULL,
    words      tsvector NOT NULL,
    PRIMARY KEY (version_id, lang)
);
CREATE INDEX course_words_by_word ON course_words USING gin (words);
COMMENT ON COLUMN course_words.words IS 'in one alphabet and without accents; weight A: the title, B: the summary, C: titles of lessons, D: their texts';
