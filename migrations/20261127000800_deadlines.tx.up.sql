-- Whom a letter has told that a quiz closes soon.

CREATE TABLE deadline_letters (
    user_id uuid NOT NULL REFERENCES users ON DELETE CASCADE,
    quiz_id uuid NOT NULL REFERENCES quizzes ON DELETE CASCADE,
    sent_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT deadline_letters_one_per_quiz PRIMARY KEY (user_id, quiz_id)
);
COMMENT ON TABLE deadline_letters IS 'One goes out once, also to whoever does without such letters. The row is written in the transaction that posts it.';
CREATE INDEX quizzes_by_closing ON quizzes (closes_at) WHERE closes_at IS NOT NULL;
