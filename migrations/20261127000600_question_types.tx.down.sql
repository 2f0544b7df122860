ALTER TABLE question_versions
    DROP CONSTRAINT question_versions_type_is_known,
    ADD CONSTRAINT question_versions_type_is_known
        CHECK (type IN ('single', 'multiple', 'truefalse', 'shorttext', 'numeric', 'matching')),
    DROP CONSTRAINT question_versions_points_are_positive,
    ADD CONSTRAINT question_versions_points_are_positive CHECK (points > 0);

ALTER TABLE attempts
    DROP CONSTRAINT attempts_max_score_is_positive,
    ADD CONSTRAINT attempts_max_score_is_positive CHECK (max_score > 0);
