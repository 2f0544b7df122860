// Package enquiries is where learners ask their trainers about a lesson, in private, and read the answers. A question goes to
// the trainers of the course, or to the administrators where it has none; whoever may follow the learners of a course reads
// what they ask about it, and answers once.
package enquiries

import (
	"context"
	"fmt"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/google/uuid"
	"github.com/uptrace/bun"
	"github.com/uptrace/bun/schema"

	"vatra/content"
	"vatra/lms/access"
	"vatra/lms/fault"
	"vatra/lms/limits"
	"vatra/lms/people"
	"vatra/lms/pg"
	"vatra/lms/text"
)

// TextMax is how many characters a question may have, and an answer.
const TextMax = 4000

const onePage = 20

// Enquiry is a question about a lesson, and the answer where there is one.
type Enquiry struct {
	ID         uuid.UUID `bun:"id"`
	AskerID    uuid.UUID `bun:"asker_id"`
	Asker      string    `bun:"asker"` // the name
	VersionID  uuid.UUID `bun:"version_id"`
	LessonID   uuid.UUID `bun:"lesson_id"`
	Question   string    `bun:"question"`
	AskedAt    time.Time `bun:"asked_at"`
	Answer     string    `bun:"answer"` // empty while it is open
	AnsweredAt time.Time `bun:"answered_at"`
	AnsweredBy string    `bun:"answered_by"` // a name; empty too where that person has gone

	Version *content.Version `bun:"-"` // of the course, as it was read
	Lesson  content.Lesson   `bun:"-"`
}

// Page is a part of a list that may be long.
type Page struct {
	Enquiries []Enquiry
	Page      int // from 1
	More      bool
}

// Enquiries keeps them.
type Enquiries struct {
	db      *pg.DB
	courses *content.Store
	limits  *limits.Limits
	people  *people.People
}

// New keeps them in the database.
func New(db *pg.DB, courses *content.Store, l *limits.Limits, people *people.People) *Enquiries {
	return &Enquiries{db: db, courses: courses, limits: l, people: people}
}

// Mine are those that the actor has asked, the newest first.
func (s *Enquiries) Mine(ctx context.Context, actor access.Actor, page int) (Page, error) {
	if err := actor.Require(access.Learn); err != nil {
		return Page{}, err
	}
	return s.page(ctx, page, bun.SafeQuery("q.user_id = ?", actor.UserID), "q.asked_at DESC, q.id DESC")
}

// Open are those that wait for an answer which the actor may give, the oldest first.
func (s *Enquiries) Open(ctx context.Context, actor access.Actor, page int) (Page, error) {
	return s.ofOthers(ctx, actor, page, "q.answer IS NULL", "q.asked_at, q.id")
}

// Answered are those that have an answer, among those of the actor's courses, the last answered first.
func (s *Enquiries) Answered(ctx context.Context, actor access.Actor, page int) (Page, error) {
	return s.ofOthers(ctx, actor, page, "q.answer IS NOT NULL", "q.answered_at DESC, q.id DESC")
}

func (s *Enquiries) ofOthers(ctx context.Context, actor access.Actor, page int, which, order string) (Page, error) {
	if err := actor.Require(access.FollowLearners); err != nil {
		return Page{}, err
	}
	return s.page(ctx, page, bun.SafeQuery("? AND ?", bun.Safe(which), within(actor)), order)
}

// Enquiry is one that the actor may answer. Any other does not exist: NotFound enquiries.not_found.
func (s *Enquiries) Enquiry(ctx context.Context, actor access.Actor, id uuid.UUID) (Enquiry, error) {
	if err := actor.Require(access.FollowLearners); err != nil {
		return Enquiry{}, err
	}
	found, err := s.list(ctx, bun.SafeQuery("q.id = ? AND ?", id, within(actor)), "q.id", 1, 0)
	if err == nil && len(found) == 0 {
		err = fault.New(fault.NotFound, "enquiries.not_found")
	}
	if err != nil {
		return Enquiry{}, err
	}
	return found[0], nil
}

// within holds for the questions q about courses whose learners the actor follows.
func within(actor access.Actor) schema.QueryWithArgs {
	return actor.Within(access.FollowLearners, bun.Ident("q.course_id"))
}

func (s *Enquiries) page(ctx context.Context, page int, condition schema.QueryWithArgs, order string) (Page, error) {
	page = min(max(1, page), 1000)
	found, err := s.list(ctx, condition, order, onePage+1, (page-1)*onePage)
	return Page{Enquiries: found[:min(len(found), onePage)], Page: page, More: len(found) > onePage}, err
}

// list is one statement: versions are kept in memory.
func (s *Enquiries) list(
	ctx context.Context, condition schema.QueryWithArgs, order string, limit, offset int,
) ([]Enquiry, error) {
	var found []Enquiry
	const query = `SELECT q.id, q.user_id AS asker_id, u.name AS asker, q.version_id, q.lesson_id, q.question, q.asked_at, coalesce(q.answer, '') AS answer,
			coalesce(q.answered_at, q.asked_at) AS answered_at, coalesce(t.name, '') AS answered_by
		FROM enquiries q JOIN users u ON u.id = q.user_id LEFT JOIN users t ON t.id = q.answered_by
		WHERE ? ORDER BY ? LIMIT ? OFFSET ?`
	if err := s.db.NewRaw(query, condition, bun.Safe(order), limit, offset).Scan(ctx, &found); err != nil {
		return nil, fmt.Errorf("reading questions to trainers: %w", err)
	}
	for i := range found {
		version, err := s.courses.Version(ctx, found[i].VersionID)
		if err != nil {
			return nil, err
		}
		found[i].Version = version
		if found[i].Lesson, err = version.Lesson(found[i].LessonID); err != nil {
			return nil, err
		}
	}
	return found, nil
}

// checked is a text as it is kept: \n at the ends of lines, and no space around it. Invalid with the field where it is empty
// or too long.
func checked(field, given string) (string, error) {
	given = strings.TrimSpace(text.Lines(given))
	fields := fault.Fields{}
	switch {
	case given == "":
		fields.Add(field, "error.required")
	case utf8.RuneCountInString(given) > TextMax:
		fields.Add(field, "people.text_long", "Max", TextMax)
	}
	return given, fields.Err()
}
