DROP VIEW counted_attempts;
DROP TABLE answers, attempt_slots, attempts_carried, attempts, quiz_draws, quiz_slots, quizzes, question_versions, questions;
DROP FUNCTION refuse_change_of_frozen_quiz;
