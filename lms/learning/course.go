package learning

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

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
	Moved       bool      // to this version, and they were not told yet
	longAgo     bool      // when they were last seen here is to be noted again
	versionID   uuid.UUID
	done        []uuid.UUID // lessons, in no order
	marks       []byte      // the same, a bit for each lesson of the version
}

// Done reports whether the lesson is completed.
func (c *CourseState) Done(lessonID uuid.UUID) bool {
	at := c.Version.Place(lessonID) - 1
	return at >= 0 && at/8 < len(c.marks) && c.marks[at/8]&(1<<(at%8)) != 0
}

// DoneCount is how many lessons are completed.
func (c *CourseState) DoneCount() int { return len(c.done) }

// Marks are equal where the same lessons of a version are completed.
func (c *CourseState) Marks() string { return string(c.marks) }

// in says which version it is that the state is of.
func (c *CourseState) in(version *content.Version) {
	c.Version, c.marks = version, nil
	if len(c.done) == 0 {
		return
	}
	c.marks = make([]byte, (len(version.Lessons())+7)/8)
	for _, id := range c.done {
		if at := version.Place(id) - 1; at >= 0 {
			c.marks[at/8] |= 1 << (at % 8)
		}
	}
}

// Resume is the lesson to go on with: the last one opened if it is not completed, else the first that is not
// completed, else the first.
func (c *CourseState) Resume() content.Lesson {
	lessons := c.Version.Lessons()
	for _, lesson := range lessons {
		if lesson.ID == c.LastLesson && !c.Done(lesson.ID) {
			return lesson
		}
	}
	for _, lesson := range lessons {
		if !c.Done(lesson.ID) {
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
	COALESCE(e.seen_at < now() - interval '1 hour', false), COALESCE(e.moved_at IS NOT NULL, false),
	ARRAY(SELECT p.lesson_id FROM lesson_progress p WHERE p.user_id = e.user_id AND p.version_id = e.version_id)
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
func (c *CourseState) scan(scan pg.Scan) error {
	var started, completed *time.Time
	var last *uuid.UUID
	if err := scan(&c.versionID, &started, &completed, &last, &c.longAgo, &c.Moved, &c.done); err != nil {
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
	err := state.scan(s.db.Pool.QueryRow(ctx, oneCourse, userID, code).Scan)
	if err != nil {
		return nil, pg.Found(err, "content.course_not_found")
	}
	version, err := s.courses.Version(ctx, state.versionID)
	if err != nil {
		return nil, err
	}
	state.in(version)
	return state, nil
}

// many are the courses with the codes and, where asked for, all that the person has started, in one statement.
func (s shelf) many(ctx context.Context, userID uuid.UUID, codes []string, started bool) ([]*CourseState, error) {
	states, err := readMany(ctx, s.db, userID, codes, started)
	if err != nil {
		return nil, err
	}
	for _, state := range states {
		version, err := s.courses.Version(ctx, state.versionID)
		if err != nil {
			return nil, err
		}
		state.in(version)
	}
	return states, nil
}

// readMany reads the states without their versions, which may take a connection of their own: all rows are read before
// one is asked for.
func readMany(
	ctx context.Context, db pg.Querier, userID uuid.UUID, codes []string, started bool,
) (states []*CourseState, err error) {
	err = db.Each(ctx, func(scan pg.Scan) error {
		state := &CourseState{}
		states = append(states, state)
		return state.scan(scan)
	}, manyCourses, userID, codes, started)
	if err != nil {
		return nil, fmt.Errorf("reading the courses of a person: %w", err)
	}
	return states, nil
}

// versions are versions that were read before a transaction began, which must not wait for another connection.
type versions map[uuid.UUID]*content.Version

// errMoved ends a transaction that met a learner who was moved to another version meanwhile.
var errMoved = errors.New("the learner was moved to another version meanwhile")

// errNewVersion ends a transaction that met a version nobody has read before it began.
var errNewVersion = errors.New("a course was published meanwhile")

// manyIn is many within a transaction.
func (v versions) manyIn(ctx context.Context, tx bun.Tx, userID uuid.UUID, codes []string) ([]*CourseState, error) {
	states, err := readMany(ctx, pg.On(tx), userID, codes, false)
	if err != nil {
		return nil, err
	}
	for _, state := range states {
		version := v[state.versionID]
		if version == nil {
			return nil, errNewVersion
		}
		state.in(version)
	}
	return states, nil
}
