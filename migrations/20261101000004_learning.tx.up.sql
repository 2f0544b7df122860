-- Tracks as data, who is enrolled, how far they are.
--
-- Whoever needs several rows of one person locks them in this order, so that nobody waits for somebody who waits for
-- them: users, attempts, course_enrolments, lesson_progress, enrolments, awards. Whoever moves learners has locked the course
-- before, and locks those of all of them in that order, each by the ids of the people. Whoever publishes a course: courses, the
-- bank of questions (an advisory lock), quizzes, course_versions.

CREATE TABLE tracks (
    id         uuid PRIMARY KEY,
    code       text NOT NULL,
    position   integer NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT tracks_one_per_code UNIQUE (code)
);

CREATE TABLE track_versions (
    id                uuid PRIMARY KEY,
    track_id          uuid NOT NULL REFERENCES tracks ON DELETE CASCADE,
    number            integer NOT NULL,
    names             jsonb NOT NULL,
    summaries         jsonb NOT NULL,
    hours             integer NOT NULL,
    lessons_completed boolean NOT NULL DEFAULT true,
    quizzes_passed    boolean NOT NULL DEFAULT true,
    minimum_mark      numeric(5, 2) NOT NULL DEFAULT 0,
    created_at        timestamptz NOT NULL DEFAULT now(),
    created_by        uuid REFERENCES users ON DELETE SET NULL,
    CONSTRAINT track_versions_one_per_number UNIQUE (track_id, number),
    CONSTRAINT track_versions_hours_are_positive CHECK (hours > 0),
    CONSTRAINT track_versions_minimum_mark_is_a_percentage CHECK (minimum_mark BETWEEN 0 AND 100)
);
-- Whose version it was is forgotten with the person; nothing else changes.
CREATE TRIGGER track_versions_are_frozen BEFORE UPDATE ON track_versions FOR EACH ROW
    WHEN (NEW.created_by IS NOT NULL OR to_jsonb(OLD) - 'created_by' <> to_jsonb(NEW) - 'created_by')
    EXECUTE FUNCTION refuse_change();
COMMENT ON COLUMN track_versions.minimum_mark IS 'per cent, the mean over the exams of the required courses';

CREATE TABLE track_courses (
    track_version_id uuid NOT NULL REFERENCES track_versions ON DELETE CASCADE,
    position         integer NOT NULL,
    course_code      text NOT NULL,
    PRIMARY KEY (track_version_id, position),
    CONSTRAINT track_courses_one_per_course UNIQUE (track_version_id, course_code)
);
CREATE TRIGGER track_courses_are_frozen BEFORE UPDATE ON track_courses
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
COMMENT ON COLUMN track_courses.course_code IS 'a code, not an id: a track may require a course that is not imported yet';

CREATE TABLE enrolments (
    id               uuid PRIMARY KEY,
    user_id          uuid NOT NULL REFERENCES users ON DELETE CASCADE,
    track_id         uuid NOT NULL REFERENCES tracks,
    track_version_id uuid NOT NULL REFERENCES track_versions,
    enrolled_at      timestamptz NOT NULL DEFAULT now(),
    enrolled_by      uuid REFERENCES users ON DELETE SET NULL,
    completed_at     timestamptz,
    completed_by     uuid REFERENCES attempts,
    CONSTRAINT enrolments_one_per_track UNIQUE (user_id, track_id),
    CONSTRAINT enrolments_completed_by_has_a_date CHECK (completed_by IS NULL OR completed_at IS NOT NULL)
);
COMMENT ON COLUMN enrolments.completed_by IS 'the attempt whose handing in completed it; null where a lesson or enrolling did';
CREATE INDEX enrolments_by_track ON enrolments (track_id);

CREATE TABLE course_enrolments (
    user_id        uuid NOT NULL REFERENCES users ON DELETE CASCADE,
    course_id      uuid NOT NULL REFERENCES courses,
    version_id     uuid NOT NULL REFERENCES course_versions,
    started_at     timestamptz NOT NULL DEFAULT now(),
    seen_at        timestamptz NOT NULL DEFAULT now(),
    completed_at   timestamptz,
    last_lesson_id uuid REFERENCES lessons,
    moved_at       timestamptz,
    PRIMARY KEY (user_id, course_id)
) WITH (autovacuum_analyze_threshold = 5000);
CREATE INDEX course_enrolments_by_course ON course_enrolments (course_id);
COMMENT ON COLUMN course_enrolments.version_id IS 'learners keep the version they started, until an author moves them to a newer one';
COMMENT ON COLUMN course_enrolments.moved_at IS 'when they were moved to this version; null once they have been told';
COMMENT ON COLUMN course_enrolments.seen_at IS 'when they last read or answered in it; opening the same lesson again is noted once an hour';

CREATE TABLE lesson_progress (
    user_id      uuid NOT NULL REFERENCES users ON DELETE CASCADE,
    lesson_id    uuid NOT NULL REFERENCES lessons,
    version_id   uuid NOT NULL REFERENCES course_versions,
    completed_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (user_id, version_id, lesson_id)
) WITH (autovacuum_analyze_threshold = 5000);
COMMENT ON TABLE lesson_progress IS 'The lessons that somebody has completed. One that was only opened leaves its trace in course_enrolments.';

CREATE TABLE imports (
    id           uuid PRIMARY KEY,
    file_name    text NOT NULL,
    sha256       text COLLATE "C" NOT NULL,
    size         bigint NOT NULL DEFAULT 0,
    status       text NOT NULL DEFAULT 'queued',
    done         integer NOT NULL DEFAULT 0,
    total        integer NOT NULL DEFAULT 0,
    report       jsonb,
    error_key    text NOT NULL DEFAULT '',
    error_args   jsonb NOT NULL DEFAULT '{}',
    course_id    uuid REFERENCES courses ON DELETE SET NULL,
    created_at   timestamptz NOT NULL DEFAULT now(),
    created_by   uuid REFERENCES users ON DELETE SET NULL,
    finished_at  timestamptz,
    file_gone_at timestamptz,
    CONSTRAINT imports_status_is_known CHECK (status IN ('queued', 'running', 'done', 'failed')),
    CONSTRAINT imports_size_is_not_negative CHECK (size >= 0),
    CONSTRAINT imports_ended_have_a_date CHECK ((status IN ('done', 'failed')) = (finished_at IS NOT NULL))
);
COMMENT ON COLUMN imports.size IS 'bytes of the package, which count for its quota until it is gone';
COMMENT ON COLUMN imports.file_gone_at IS 'since when the package itself is no longer kept';
CREATE INDEX imports_by_file ON imports (sha256) WHERE file_gone_at IS NULL;
CREATE INDEX imports_not_ended ON imports (created_at) WHERE finished_at IS NULL;
CREATE INDEX imports_by_end ON imports (finished_at) WHERE file_gone_at IS NULL;
