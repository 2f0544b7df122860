-- Questions in versions, quizzes, attempts and the journal of their answers.

CREATE TABLE questions (
    id         uuid PRIMARY KEY,
    collection text NOT NULL,
    key        text NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT questions_one_per_key UNIQUE (collection, key),
    CONSTRAINT questions_have_an_identity CHECK (collection <> '' AND key <> '')
);
COMMENT ON TABLE questions IS 'A question stays the same one however often it is written anew; question_versions say what it asks.';
COMMENT ON COLUMN questions.collection IS 'what the question belongs to: course/<code>, or the id of a bank';
COMMENT ON COLUMN questions.key IS 'unique in the collection: <lesson>/<question> in a course';

CREATE TABLE question_versions (
    id          uuid PRIMARY KEY,
    question_id uuid NOT NULL REFERENCES questions ON DELETE CASCADE,
    number      integer NOT NULL,
    digest      text NOT NULL,
    type        text NOT NULL,
    points      numeric(8, 2) NOT NULL DEFAULT 1,
    tags        text[] NOT NULL DEFAULT '{}',
    body        jsonb NOT NULL,
    sources     jsonb NOT NULL DEFAULT '{}',
    created_at  timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT question_versions_one_per_number UNIQUE (question_id, number),
    CONSTRAINT question_versions_differ UNIQUE (question_id, digest),
    CONSTRAINT question_versions_type_is_known
        CHECK (type IN ('single', 'multiple', 'truefalse', 'shorttext', 'numeric', 'matching')),
    CONSTRAINT question_versions_points_are_positive CHECK (points > 0)
);
CREATE TRIGGER question_versions_are_frozen BEFORE UPDATE ON question_versions
    FOR EACH ROW WHEN (to_jsonb(OLD) - 'sources' <> to_jsonb(NEW) - 'sources') EXECUTE FUNCTION refuse_change();
COMMENT ON COLUMN question_versions.digest IS 'SHA-256, in hex, of what is asked and how it is marked, whatever the ids of choices';
COMMENT ON COLUMN question_versions.body IS 'the question with its rendered texts; links in them are neutral (asset:<sha256>/<name>, lesson:<key>#anchor)';
COMMENT ON COLUMN question_versions.sources IS 'by language: what the author wrote, and in which format; of several that render to this body the newest, so it alone may change';

CREATE TABLE quizzes (
    id                 uuid PRIMARY KEY,
    state              text NOT NULL DEFAULT 'draft',
    kind               text NOT NULL,
    titles             jsonb NOT NULL,
    time_limit_seconds integer,
    opens_at           timestamptz,
    closes_at          timestamptz,
    max_attempts       integer,
    pass_mark          numeric(5, 2) NOT NULL,
    shuffle_questions  boolean NOT NULL DEFAULT false,
    shuffle_choices    boolean NOT NULL DEFAULT false,
    grade_by           text NOT NULL,
    review             text NOT NULL,
    created_at         timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT quizzes_state_is_known CHECK (state IN ('draft', 'frozen')),
    CONSTRAINT quizzes_kind_is_known CHECK (kind IN ('exam', 'check')),
    CONSTRAINT quizzes_time_limit_is_positive CHECK (time_limit_seconds > 0),
    CONSTRAINT quizzes_max_attempts_is_positive CHECK (max_attempts > 0),
    CONSTRAINT quizzes_pass_mark_is_a_percentage CHECK (pass_mark BETWEEN 0 AND 100),
    CONSTRAINT quizzes_grade_by_is_known CHECK (grade_by IN ('best', 'last', 'first', 'average')),
    CONSTRAINT quizzes_review_is_known CHECK (review IN ('during', 'after', 'closed', 'never')),
    CONSTRAINT quizzes_close_after_opening CHECK (closes_at > opens_at),
    CONSTRAINT quizzes_checks_are_never_over
        CHECK (kind <> 'check' OR (time_limit_seconds IS NULL AND opens_at IS NULL AND closes_at IS NULL
                                   AND max_attempts IS NULL))
);
COMMENT ON COLUMN quizzes.state IS 'draft: may be changed and deleted; frozen: may be started, and never changes';
COMMENT ON COLUMN quizzes.kind IS 'exam: taken as a whole; check: questions inside a lesson, answered one by one with feedback at once';
COMMENT ON COLUMN quizzes.pass_mark IS 'per cent of the points';

CREATE TABLE quiz_slots (
    quiz_id             uuid NOT NULL REFERENCES quizzes ON DELETE CASCADE,
    position            integer NOT NULL,
    question_version_id uuid NOT NULL REFERENCES question_versions,
    key                 text NOT NULL DEFAULT '',
    PRIMARY KEY (quiz_id, position)
);
CREATE UNIQUE INDEX quiz_slots_one_per_key ON quiz_slots (quiz_id, key) WHERE key <> '';
COMMENT ON TABLE quiz_slots IS 'The questions that a quiz may ask: all of them in order, or the pool that quiz_draws draws from.';

CREATE TABLE quiz_draws (
    quiz_id  uuid NOT NULL REFERENCES quizzes ON DELETE CASCADE,
    position integer NOT NULL,
    tag      text NOT NULL,
    count    integer NOT NULL,
    PRIMARY KEY (quiz_id, position),
    CONSTRAINT quiz_draws_count_is_positive CHECK (count > 0)
);

CREATE FUNCTION refuse_change_of_frozen_quiz() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_TABLE_NAME = 'quizzes' THEN
        IF OLD.state = 'draft' THEN
            RETURN coalesce(NEW, OLD);
        END IF;
    ELSE
        -- A freezing that is under way is waited for. A draft that is being deleted is gone by now.
        PERFORM FROM quizzes WHERE id IN (OLD.quiz_id, NEW.quiz_id) FOR SHARE;
        IF NOT EXISTS (SELECT FROM quizzes WHERE id IN (OLD.quiz_id, NEW.quiz_id) AND state = 'frozen') THEN
            RETURN coalesce(NEW, OLD);
        END IF;
    END IF;
    RAISE EXCEPTION 'a frozen quiz never changes: % of % refused', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'restrict_violation', CONSTRAINT = 'quizzes_frozen_never_change';
END $$;
CREATE TRIGGER quizzes_frozen_never_change BEFORE UPDATE OR DELETE ON quizzes
    FOR EACH ROW EXECUTE FUNCTION refuse_change_of_frozen_quiz();
CREATE TRIGGER quiz_slots_of_frozen_quizzes_never_change BEFORE INSERT OR UPDATE OR DELETE ON quiz_slots
    FOR EACH ROW EXECUTE FUNCTION refuse_change_of_frozen_quiz();
CREATE TRIGGER quiz_draws_of_frozen_quizzes_never_change BEFORE INSERT OR UPDATE OR DELETE ON quiz_draws
    FOR EACH ROW EXECUTE FUNCTION refuse_change_of_frozen_quiz();

-- What one attempt may put on the disk is in its row and in its slots: see assessment/exam/bounds.go, where the figures are.
-- Each save counts in the row of its attempt: there is room for the row's next state on its own page, and no index changes.
CREATE TABLE attempts (
    id               uuid PRIMARY KEY,
    quiz_id          uuid NOT NULL REFERENCES quizzes,
    learner_id       uuid NOT NULL,
    number           integer NOT NULL,
    started_at       timestamptz NOT NULL DEFAULT clock_timestamp(),
    deadline         timestamptz,
    submitted_at     timestamptz,
    closed_by        text,
    score            numeric(30, 20),
    max_score        numeric(10, 2) NOT NULL,
    passed           boolean,
    saves_left       integer NOT NULL,
    bytes_left       integer NOT NULL,
    saves_at_once    integer NOT NULL,
    saves_paid_until timestamptz NOT NULL DEFAULT clock_timestamp(),
    CONSTRAINT attempts_one_per_number UNIQUE (quiz_id, learner_id, number),
    CONSTRAINT attempts_closed_by_is_known CHECK (closed_by IN ('learner', 'deadline')),
    CONSTRAINT attempts_submitted_are_marked
        CHECK ((submitted_at IS NULL) = (score IS NULL) AND (score IS NULL) = (passed IS NULL)
               AND (submitted_at IS NULL) = (closed_by IS NULL)),
    CONSTRAINT attempts_score_is_in_range CHECK (score BETWEEN 0 AND max_score),
    CONSTRAINT attempts_max_score_is_positive CHECK (max_score > 0),
    CONSTRAINT attempts_saves_are_bounded CHECK (saves_left >= 0 AND bytes_left >= 0 AND saves_at_once > 0)
) WITH (fillfactor = 70, autovacuum_analyze_threshold = 5000);
COMMENT ON COLUMN attempts.score IS 'points; a partial credit such as 1/3 keeps 20 places, and marks are compared at 12';
COMMENT ON COLUMN attempts.saves_left IS 'entries that its journal may still take';
COMMENT ON COLUMN attempts.bytes_left IS 'bytes of responses that its journal may still take, as jsonb has them';
COMMENT ON COLUMN attempts.saves_at_once IS 'how many answers may come in one go after a while without any';
COMMENT ON COLUMN attempts.saves_paid_until IS 'every save moves this on by one pace, from now at least; it may be as far ahead as saves_at_once paces';
CREATE UNIQUE INDEX attempts_one_open_per_learner ON attempts (quiz_id, learner_id) WHERE submitted_at IS NULL;
CREATE INDEX attempts_by_learner ON attempts (learner_id);
CREATE INDEX attempts_overdue ON attempts (deadline) WHERE submitted_at IS NULL;

CREATE TABLE attempts_carried (
    learner_id   uuid NOT NULL,
    quiz_id      uuid NOT NULL REFERENCES quizzes,
    from_quiz_id uuid NOT NULL REFERENCES quizzes,
    CONSTRAINT attempts_carried_once PRIMARY KEY (learner_id, quiz_id, from_quiz_id)
);
CREATE INDEX attempts_carried_by_quiz ON attempts_carried (quiz_id);
CREATE INDEX attempts_carried_by_source ON attempts_carried (from_quiz_id);
COMMENT ON TABLE attempts_carried IS 'What a learner did in a quiz counts in the one that took its place, when they were moved to another version of the course.';

CREATE VIEW counted_attempts AS
    SELECT quiz_id AS counts_in, attempts.* FROM attempts
    UNION ALL
    SELECT c.quiz_id, a.* FROM attempts_carried c JOIN attempts a ON a.quiz_id = c.from_quiz_id AND a.learner_id = c.learner_id;
COMMENT ON VIEW counted_attempts IS 'The attempts that count in a quiz: those at it, and those that were carried to it.';

CREATE TABLE attempt_slots (
    attempt_id          uuid NOT NULL REFERENCES attempts,
    slot                integer NOT NULL,
    question_version_id uuid NOT NULL REFERENCES question_versions,
    key                 text NOT NULL DEFAULT '',
    choice_order        text[] NOT NULL DEFAULT '{}',
    score               numeric(30, 20),
    room                integer NOT NULL,
    PRIMARY KEY (attempt_id, slot)
) WITH (autovacuum_analyze_threshold = 5000);
COMMENT ON TABLE attempt_slots IS 'An attempt freezes its question versions and their order.';
COMMENT ON COLUMN attempt_slots.room IS 'bytes that one response to this question may take, as jsonb has them';

CREATE TABLE answers (
    attempt_id uuid NOT NULL,
    slot       integer NOT NULL,
    seq        bigint NOT NULL,
    response   jsonb NOT NULL,
    saved_at   timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (attempt_id, slot, seq),
    FOREIGN KEY (attempt_id, slot) REFERENCES attempt_slots,
    CONSTRAINT answers_seq_is_positive CHECK (seq > 0)
) WITH (autovacuum_analyze_threshold = 5000);
CREATE TRIGGER answers_are_append_only BEFORE UPDATE OR DELETE ON answers
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER answers_are_not_truncated BEFORE TRUNCATE ON answers
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
COMMENT ON TABLE answers IS 'The journal: the highest seq of a slot is the answer that counts; the others are its history.';
