-- More types of questions.
ALTER TABLE question_versions
    DROP CONSTRAINT question_versions_type_is_known,
    ADD CONSTRAINT question_versions_type_is_known
        CHECK (type IN ('single', 'multiple', 'truefalse', 'shorttext', 'numeric', 'matching', 'ordering', 'cloze',
            'select', 'matrix', 'scale')),
    DROP CONSTRAINT question_versions_points_are_positive,
    ADD CONSTRAINT question_versions_points_are_positive CHECK (points > 0 OR points = 0 AND type = 'scale');

-- The questions of a lesson may all be of a survey; a quiz asks something that counts.
ALTER TABLE attempts
    DROP CONSTRAINT attempts_max_score_is_positive,
    ADD CONSTRAINT attempts_max_score_is_positive CHECK (max_score > 0 OR max_score = 0 AND submitted_at IS NULL);
