package learning

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/uptrace/bun"
	"github.com/uptrace/bun/dialect/pgdialect"

	"vatra/content"
	"vatra/lms/pg"
)

// CourseState is a course as one person stands in it: the version that they started, or the newest where they have not started.
type CourseState struct {
	Version     *content.Version
	Started     bool
	StartedAt   time.Time // zero when not started
	CompletedAt time.Time // zero while under way
	LastLesson  uuid.UUID // where to resume; Nil when not started
	longAgo     bool      // when they were last seen here is to be noted again
	versionID   uuid.UUID
	done        map[uuid.UUID]bool
}

// Done reports whether the lesson is completed.
func (c *CourseState) Done(lessonID uuid.UUID) bool { return c.done[lessonID] }

// DoneCount is how many lessons are completed.
func (c *CourseState) DoneCount() int { return len(c.done) }

// Resume is the lesson to go on with: the last one opened if it is not completed, else the first that is not
// completed, else the first.
func (c *CourseState) Resume() content.Lesson {
	lessons := c.Version.Lessons()
	for _, lesson := range lessons {
		if lesson.ID == c.LastLesson && !c.done[lesson.ID] {
			return lesson
		}
	}
	for _, lesson := range lessons {
		if !c.done[lesson.ID] {
			return lesson
		}
	}
	return lessons[0]
}

// examsOf are the quizzes of a version that its lessons are, in their order. Questions inside a lesson are not exams.
func examsOf(version *content.Version) []uuid.UUID {
	var exams []uuid.UUID
	for _, lesson := range version.Lessons() {
		if lesson.Kind == content.KindQuiz {
			exams = append(exams, lesson.QuizID)
		}
	}
	return exams
}

// courseStates are published courses as the person $1 stands in them (the nil UUID for a guest): the version that they
// started, or the newest.
const courseStates = `SELECT COALESCE(e.version_id, n.version_id), e.started_at, e.completed_at, e.last_lesson_id,
	COALESCE(e.seen_at < now() - interval '1 hour', false),
	ARRAY(SELECT p.lesson_id FROM lesson_progress p
		WHERE p.user_id = e.user_id AND p.version_id = e.version_id AND p.completed_at IS NOT NULL)
	FROM newest_versions n
	LEFT JOIN course_enrolments e ON e.course_id = n.course_id AND e.user_id = $1
	WHERE `

// oneCourse, for the code $2, is a hot statement. manyCourses are those with the codes $2, whether started or not, and
// where $3 all that were started, the one last worked at first.
const (
	oneCourse   = courseStates + `n.code = $2`
	manyCourses = courseStates + `n.code = ANY ($2) OR ($3 AND e.user_id IS NOT NULL)
	ORDER BY e.seen_at DESC NULLS LAST, n.code`
)

// scan reads a row of courseStates; Version is still to come.
func (c *CourseState) scan(row interface{ Scan(into ...any) error }) error {
	var started, completed *time.Time
	var last *uuid.UUID
	var done []uuid.UUID
	var list any = &done
	if _, inTransaction := row.(*sql.Rows); inTransaction {
		list = pgdialect.Array(&done)
	}
	if err := row.Scan(&c.versionID, &started, &completed, &last, &c.longAgo, list); err != nil {
		return err
	}
	if started != nil {
		c.Started, c.StartedAt = true, *started
	}
	if completed != nil {
		c.CompletedAt = *completed
	}
	if last != nil {
		c.LastLesson = *last
	}
	c.done = make(map[uuid.UUID]bool, len(done))
	for _, id := range done {
		c.done[id] = true
	}
	return nil
}

// shelf reads courses as people stand in them.
type shelf struct {
	db      *pg.DB
	courses *content.Store
}

// one is the course with the code, in one statement; NotFound `content.course_not_found`.
func (s shelf) one(ctx context.Context, userID uuid.UUID, code string) (*CourseState, error) {
	state := &CourseState{}
	err := state.scan(s.db.Pool.QueryRow(ctx, oneCourse, userID, code))
	if err != nil {
		return nil, pg.Found(err, "content.course_not_found")
	}
	state.Version, err = s.courses.Version(ctx, state.versionID)
	return state, err
}

// many are the courses with the codes and, where asked for, all that the person has started, in one statement.
func (s shelf) many(ctx context.Context, userID uuid.UUID, codes []string, started bool) ([]*CourseState, error) {
	rows, err := s.db.Pool.Query(ctx, manyCourses, userID, codes, started)
	if err != nil {
		return nil, fmt.Errorf("reading courses under way: %w", err)
	}
	// All rows are read before a version is asked for: that may take a connection of its own.
	states, err := pgx.CollectRows(rows, func(row pgx.CollectableRow) (*CourseState, error) {
		state := &CourseState{}
		return state, state.scan(row)
	})
	if err != nil {
		return nil, fmt.Errorf("reading courses under way: %w", err)
	}
	for _, state := range states {
		if state.Version, err = s.courses.Version(ctx, state.versionID); err != nil {
			return nil, err
		}
	}
	return states, nil
}

// versions are versions that were read before a transaction began, which must not wait for another connection.
type versions map[uuid.UUID]*content.Version

// errNewVersion ends a transaction that met a version nobody has read before it began.
var errNewVersion = errors.New("a course was published meanwhile")

// manyIn is many within a transaction.
func (v versions) manyIn(ctx context.Context, tx bun.Tx, userID uuid.UUID, codes []string) ([]*CourseState, error) {
	// Not through bun, which would write the arguments in its own way: the statement is the pool's.
	rows, err := tx.Tx.QueryContext(ctx, manyCourses, userID, codes, false)
	if err != nil {
		return nil, fmt.Errorf("reading courses in a transaction: %w", err)
	}
	defer rows.Close()
	var states []*CourseState
	for rows.Next() {
		state := &CourseState{}
		if err := state.scan(rows); err != nil {
			return nil, fmt.Errorf("reading courses in a transaction: %w", err)
		}
		if state.Version = v[state.versionID]; state.Version == nil {
			return nil, errNewVersion
		}
		states = append(states, state)
	}
	return states, rows.Err()
}
