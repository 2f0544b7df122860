// Package deadlines tells learners of quizzes that close soon. When a quiz closes is said by its author, and held by the exam
// hall; whether a learner wants to be told is known to notify.
package deadlines

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"vatra/content"
	"vatra/content/markup"
	"vatra/lms/i18n"
	"vatra/lms/notify"
	"vatra/lms/people"
	"vatra/lms/pg"
)

// aRound is how many people one round tells; the next goes on.
const aRound = 500

// Deadlines writes the letters.
type Deadlines struct {
	db      *pg.DB
	courses *content.Store
	people  *people.People
}

// New makes it.
func New(db *pg.DB, courses *content.Store, people *people.People) *Deadlines {
	return &Deadlines{db: db, courses: courses, people: people}
}

// near is somebody for whom a quiz closes soon.
type near struct {
	UserID    uuid.UUID `bun:"user_id"`
	QuizID    uuid.UUID `bun:"quiz_id"`
	VersionID uuid.UUID `bun:"version_id"`
	LessonID  uuid.UUID `bun:"lesson_id"`
	ClosesAt  time.Time `bun:"closes_at"`
}

// soon are those who have begun the version of a course that has a quiz which is open, closes in less than three days, and can
// still be passed by them: not the ones who have, who sit it at this moment, or who have no attempt left.
const soon = `
SELECT e.user_id, q.id AS quiz_id, v.id AS version_id, l.id AS lesson_id, q.closes_at
FROM quizzes q
JOIN lessons l ON l.quiz_id = q.id
JOIN course_versions v ON v.id = l.version_id
JOIN course_enrolments e ON e.course_id = v.course_id AND e.version_id = v.id
JOIN users u ON u.id = e.user_id AND u.disabled_at IS NULL
WHERE q.closes_at > now() AND q.closes_at < now() + interval '3 days' AND (q.opens_at IS NULL OR q.opens_at <= now())
	AND NOT EXISTS (SELECT FROM deadline_letters d WHERE d.user_id = e.user_id AND d.quiz_id = q.id)
	AND NOT EXISTS (SELECT FROM lesson_progress p WHERE p.user_id = e.user_id AND p.version_id = v.id AND p.lesson_id = l.id)
	AND NOT EXISTS (SELECT FROM attempts a WHERE a.quiz_id = q.id AND a.learner_id = e.user_id AND a.submitted_at IS NULL)
	AND (q.max_attempts IS NULL
		OR q.max_attempts > (SELECT count(*) FROM counted_attempts a WHERE a.counts_in = q.id AND a.learner_id = e.user_id))
ORDER BY q.closes_at, e.user_id
LIMIT ?`

// Tell writes to everybody for whom a quiz closes in less than three days, once a person and quiz, however many servers do it at
// once. One who cannot be written to does not keep the others from it.
func (d *Deadlines) Tell(ctx context.Context) error {
	var all []near
	if err := d.db.NewRaw(soon, aRound).Scan(ctx, &all); err != nil {
		return fmt.Errorf("reading for whom a quiz closes soon: %w", err)
	}
	var faults []error
	for _, one := range all {
		faults = append(faults, d.tell(ctx, one))
	}
	return errors.Join(faults...)
}

func (d *Deadlines) tell(ctx context.Context, one near) error {
	version, err := d.courses.Version(ctx, one.VersionID)
	if err != nil {
		return err
	}
	lesson, err := version.Lesson(one.LessonID)
	if err != nil {
		return err
	}
	return d.db.Tx(ctx, func(ctx context.Context, tx bun.Tx) error {
		const mark = `INSERT INTO deadline_letters (user_id, quiz_id) SELECT id, ? FROM users WHERE id = ? ON CONFLICT DO NOTHING`
		marked, err := tx.ExecContext(ctx, mark, one.QuizID, one.UserID)
		if err != nil {
			return fmt.Errorf("noting a letter about a quiz that closes: %w", err)
		}
		if fresh, err := marked.RowsAffected(); err != nil || fresh == 0 {
			return err // another server has told them
		}
		return d.people.Write(ctx, tx, one.UserID, func(to notify.Reader) notify.Letter {
			return letter(to.Locale, version, lesson, one.ClosesAt)
		})
	})
}

// letter is about a quiz, in a language.
func letter(locale string, version *content.Version, lesson content.Lesson, closes time.Time) notify.Letter {
	quiz, _ := lesson.Titles.In(locale, version.Languages...)
	course, _ := version.Titles.In(locale, version.Languages...)
	return notify.Letter{
		About: "notify.deadline.", Path: markup.LessonURL(version.Code, lesson.Key), Kind: notify.Deadlines,
		Args: []any{"Quiz", quiz, "Course", course, "Closes", closes, "Zone", i18n.For(locale).Zone(closes)},
	}
}
