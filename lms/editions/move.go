package editions

import (
	"context"
	"fmt"

	"github.com/google/uuid"
	"github.com/uptrace/bun"
	"github.com/uptrace/bun/dialect/pgdialect"

	"vatra/assessment/carry"
	"vatra/assessment/quizzes"
	"vatra/content"
	"vatra/lms/access"
	"vatra/lms/audit"
	"vatra/lms/fault"
	"vatra/lms/lang"
)

// Way is what moving the learners of a version to the one that is public would do.
type Way struct {
	From, To *content.Version
	Moving   int          // people in the middle of From who would go
	Staying  int          // people who sit an exam of it just now, and stay
	Kept     int          // lessons of To: who has done them has done them
	New      []lang.Texts // titles of lessons of To that are new to them
	Again    []lang.Texts // of exams that ask something else or are marked otherwise: they are to be taken
	Left     []lang.Texts // of lessons that only From has

	steps []step
}

// step is a lesson of one version and the same in the other.
type step struct {
	from, to   content.Lesson
	old, fresh *quizzes.Quiz // nil: without questions
	kept       bool
}

// sits holds for e, somebody's row of a course, while they are in the middle of an exam of it.
const sits = `EXISTS (SELECT FROM attempts a JOIN lessons l ON l.quiz_id = a.quiz_id AND l.version_id = e.version_id AND l.kind = 'quiz'
	WHERE a.learner_id = e.user_id AND a.submitted_at IS NULL)`

// Way tells what moving the learners who are in the middle of a version, by its number, would do. Conflict versions.is_current for the
// version that is public; NotFound content.version_not_found.
func (e *Editions) Way(ctx context.Context, actor access.Actor, draftID uuid.UUID, number int) (Way, error) {
	_, known, err := e.Versions(ctx, actor, draftID)
	if err != nil {
		return Way{}, err
	}
	var way Way
	if way.From, err = e.numbered(ctx, known, number); err != nil {
		return Way{}, err
	}
	if way.From.ID == known[0].ID {
		return Way{}, fault.New(fault.Conflict, "versions.is_current", "Number", number)
	}
	if way.To, err = e.courses.Version(ctx, known[0].ID); err != nil {
		return Way{}, err
	}
	if err := e.plan(ctx, &way); err != nil {
		return Way{}, err
	}
	const query = `SELECT count(*) FILTER (WHERE NOT ` + sits + `), count(*) FILTER (WHERE ` + sits + `) FROM course_enrolments e
		WHERE e.course_id = ? AND e.version_id = ? AND e.completed_at IS NULL`
	err = e.db.NewRaw(query, way.From.CourseID, way.From.ID).Scan(ctx, &way.Moving, &way.Staying)
	return way, err
}

// plan finds each lesson of the one version in the other, by its key.
func (e *Editions) plan(ctx context.Context, way *Way) error {
	for _, lesson := range way.To.Lessons() {
		before, err := way.From.LessonByKey(lesson.Key)
		if err != nil {
			way.New = append(way.New, lesson.Titles)
			continue
		}
		one := step{from: before, to: lesson}
		if one.old, err = e.quizOf(ctx, before); err != nil {
			return err
		}
		if one.fresh, err = e.quizOf(ctx, lesson); err != nil {
			return err
		}
		wasExam, isExam := before.Kind == content.KindQuiz, lesson.Kind == content.KindQuiz
		one.kept = !wasExam && !isExam || wasExam && isExam && carry.Counts(one.old, one.fresh)
		if one.kept {
			way.Kept++
		} else {
			way.Again = append(way.Again, lesson.Titles)
		}
		way.steps = append(way.steps, one)
	}
	for _, lesson := range way.From.Lessons() {
		if _, err := way.To.LessonByKey(lesson.Key); err != nil {
			way.Left = append(way.Left, lesson.Titles)
		}
	}
	return nil
}

// quizOf is what a lesson asks; nil where that is nothing.
func (e *Editions) quizOf(ctx context.Context, lesson content.Lesson) (*quizzes.Quiz, error) {
	if lesson.QuizID == uuid.Nil {
		return nil, nil //nolint:nilnil // a lesson without questions is a fact about it
	}
	return e.quizzes.Quiz(ctx, lesson.QuizID)
}

// Move takes the learners who are in the middle of a version, by its number, to the one that is public, and gives how many went and
// how many stay, since they sit an exam. What they have done of lessons that are in both is done, and what they did in quizzes that
// still ask the same counts; nothing that they did is changed. base is the number of the version that was public when the actor
// looked: Conflict studio.published_meanwhile where that is another one by now. Its other faults are those of Way.
func (e *Editions) Move(ctx context.Context, actor access.Actor, draftID uuid.UUID, number, base int) (moved, staying int, err error) {
	way, err := e.Way(ctx, actor, draftID, number)
	if err != nil {
		return 0, 0, err
	}
	err = e.log.Tx(ctx, func(ctx context.Context, tx bun.Tx, note audit.Note) error {
		newest, err := e.newest(ctx, tx, actor, draftID, way.To.Code)
		if err != nil {
			return err
		}
		if newest != base || way.To.Number != base {
			return fault.New(fault.Conflict, "studio.published_meanwhile", "Number", newest)
		}
		going, all, err := way.held(ctx, tx)
		if err != nil {
			return err
		}
		moved, staying = len(going), all-len(going)
		if moved == 0 {
			return nil
		}
		if err := e.take(ctx, tx, way, going); err != nil {
			return err
		}
		return note(actor, audit.Entry{
			Event: audit.LearnersMoved, Target: fmt.Sprintf("%s %d→%d: %d", way.To.Code, number, base, moved),
		})
	})
	return moved, staying, err
}

// newest locks the course, and is the number of its public version.
func (e *Editions) newest(ctx context.Context, tx bun.Tx, actor access.Actor, draftID uuid.UUID, code string) (int, error) {
	if err := actor.RequireFor(ctx, tx, access.WriteCourses, access.Draft(draftID)); err != nil {
		return 0, err
	}
	if err := e.courses.Lock(ctx, tx, code, actor.UserID); err != nil {
		return 0, err
	}
	newest, err := e.courses.Newest(ctx, tx, code)
	return newest.Number, err
}

// held are those who go, and how many are in the middle of the version. Nobody of them completes a lesson or begins an exam until the
// transaction ends.
func (w *Way) held(ctx context.Context, tx bun.Tx) (going []uuid.UUID, all int, err error) {
	const middle = ` WHERE e.course_id = ? AND e.version_id = ? AND e.completed_at IS NULL`
	var held []uuid.UUID
	for _, lock := range []string{
		`SELECT u.id FROM users u JOIN course_enrolments e ON e.user_id = u.id` + middle + ` ORDER BY u.id FOR NO KEY UPDATE OF u`,
		`SELECT e.user_id FROM course_enrolments e` + middle + ` ORDER BY e.user_id FOR UPDATE`,
	} {
		held = nil
		if err := tx.NewRaw(lock, w.From.CourseID, w.From.ID).Scan(ctx, &held); err != nil {
			return nil, 0, fmt.Errorf("holding learners: %w", err)
		}
	}
	// Only now: an exam that was begun while this waited is seen.
	const free = `SELECT e.user_id FROM course_enrolments e` + middle + ` AND NOT ` + sits
	if err := tx.NewRaw(free, w.From.CourseID, w.From.ID).Scan(ctx, &going); err != nil {
		return nil, 0, fmt.Errorf("choosing learners: %w", err)
	}
	return going, len(held), nil
}

// take moves the learners, in as many statements whatever their number.
func (e *Editions) take(ctx context.Context, tx bun.Tx, way Way, going []uuid.UUID) error {
	learners := pgdialect.Array(going)
	var all, kept [2][]uuid.UUID
	for _, one := range way.steps {
		all[0], all[1] = append(all[0], one.from.ID), append(all[1], one.to.ID)
		if one.kept {
			kept[0], kept[1] = append(kept[0], one.from.ID), append(kept[1], one.to.ID)
		}
	}
	const enrolments = `UPDATE course_enrolments e SET version_id = ?0, moved_at = now(), last_lesson_id =
			(SELECT fresh FROM unnest(?1::uuid[], ?2::uuid[]) p (old, fresh) WHERE old = e.last_lesson_id)
		WHERE e.course_id = ?3 AND e.user_id = ANY (?4::uuid[])`
	_, err := tx.ExecContext(ctx, enrolments, way.To.ID, pgdialect.Array(all[0]), pgdialect.Array(all[1]), way.To.CourseID, learners)
	if err != nil {
		return fmt.Errorf("moving learners: %w", err)
	}
	const progress = `INSERT INTO lesson_progress (user_id, lesson_id, version_id, completed_at)
		SELECT d.user_id, p.fresh, ?0, d.completed_at FROM lesson_progress d JOIN unnest(?1::uuid[], ?2::uuid[]) p (old, fresh) ON p.old = d.lesson_id
		WHERE d.version_id = ?3 AND d.user_id = ANY (?4::uuid[]) ON CONFLICT DO NOTHING`
	_, err = tx.ExecContext(ctx, progress, way.To.ID, pgdialect.Array(kept[0]), pgdialect.Array(kept[1]), way.From.ID, learners)
	if err != nil {
		return fmt.Errorf("moving what learners have done: %w", err)
	}
	for _, one := range way.steps {
		switch {
		case !one.kept || one.old == nil || one.fresh == nil:
		case one.to.Kind == content.KindQuiz:
			err = carry.Attempts(ctx, tx, going, one.old, one.fresh)
		default:
			err = carry.Answers(ctx, tx, going, one.old, one.fresh)
		}
		if err != nil {
			return err
		}
	}
	return e.settle(ctx, tx, way.To, learners)
}

// settle has the course completed for those who have done all of it now, since what they had not done is not in it any more.
func (e *Editions) settle(ctx context.Context, tx bun.Tx, version *content.Version, learners any) error {
	var done []uuid.UUID
	const query = `SELECT user_id FROM lesson_progress WHERE version_id = ? AND user_id = ANY (?::uuid[]) GROUP BY user_id HAVING count(*) = ?`
	if err := tx.NewRaw(query, version.ID, learners, len(version.Lessons())).Scan(ctx, &done); err != nil {
		return fmt.Errorf("looking who has done all: %w", err)
	}
	for _, learner := range done {
		if err := e.queue.Enqueue(ctx, tx, FinishCourse{UserID: learner, VersionID: version.ID}, nil); err != nil {
			return err
		}
	}
	return nil
}

// FinishCourse is the job that settles what follows for somebody who has done all of a version by being moved to it.
type FinishCourse struct {
	UserID    uuid.UUID `json:"user_id"`
	VersionID uuid.UUID `json:"version_id"`
}

// Kind names the job.
func (FinishCourse) Kind() string { return "editions.finish" }

// Finish works FinishCourse.
func (e *Editions) Finish(ctx context.Context, job FinishCourse) error {
	version, err := e.courses.Version(ctx, job.VersionID)
	if err != nil {
		return err
	}
	return e.reading.Finish(ctx, job.UserID, version)
}
