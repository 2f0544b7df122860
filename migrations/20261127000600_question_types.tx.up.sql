-- More types of questions.
ALTER TABLE question_versions
    DROP CONSTRAINT question_versions_type_is_known,
    ADD CONSTRAINT question_versions_type_is_known
        CHECK (type IN ('single', 'multiple', 'truefalse', 'shorttext', 'numeric', 'matching', 'ordering', 'cloze',
            'select'));
