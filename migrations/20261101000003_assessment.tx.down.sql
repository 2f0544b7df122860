DROP TABLE answers, attempt_slots, attempts, quiz_draws, quiz_slots, quizzes, question_versions, questions;
