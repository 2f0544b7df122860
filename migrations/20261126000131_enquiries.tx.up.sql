-- What learners ask their trainers about a lesson, and the answers. Nobody else reads them.

CREATE TABLE enquiries (
    id          uuid PRIMARY KEY,
    user_id     uuid NOT NULL REFERENCES users ON DELETE CASCADE,
    course_id   uuid NOT NULL REFERENCES courses,
    version_id  uuid NOT NULL REFERENCES course_versions,
    lesson_id   uuid NOT NULL REFERENCES lessons,
    question    text NOT NULL,
    asked_at    timestamptz NOT NULL DEFAULT now(),
    answer      text,
    answered_at timestamptz,
    answered_by uuid REFERENCES users ON DELETE SET NULL,
    CONSTRAINT enquiries_say_something CHECK (btrim(question) <> '' AND btrim(answer) <> ''),
    CONSTRAINT enquiries_are_short CHECK (char_length(question) <= 4000 AND char_length(answer) <= 4000),
    CONSTRAINT enquiries_answers_have_a_date CHECK ((answer IS NULL) = (answered_at IS NULL)),
    CONSTRAINT enquiries_answered_by_has_an_answer CHECK (answered_by IS NULL OR answer IS NOT NULL)
);
CREATE UNIQUE INDEX enquiries_once_while_open ON enquiries (user_id, lesson_id, md5(question)) WHERE answer IS NULL;
CREATE INDEX enquiries_by_user ON enquiries (user_id, asked_at);
CREATE INDEX enquiries_open ON enquiries (asked_at) WHERE answer IS NULL;
CREATE INDEX enquiries_by_answer ON enquiries (answered_at) WHERE answer IS NOT NULL;
COMMENT ON INDEX enquiries_once_while_open IS 'The same question sent twice is one question.';
COMMENT ON COLUMN enquiries.version_id IS 'what the learner was reading, from which the lesson has its title';
COMMENT ON COLUMN enquiries.answered_by IS 'null beside an answer: a person who has gone';
