package enquiries

import (
	"context"
	"fmt"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"vatra/content"
	"vatra/lms/access"
	"vatra/lms/i18n"
	"vatra/lms/mail"
	"vatra/lms/site"
)

// The pages that letters lead to.
const (
	PathMine   = "/questions"
	PathAnswer = "/teach/questions/"
)

// reader is somebody who gets a letter.
type reader struct {
	Email  string `bun:"email"`
	Locale string `bun:"locale"`
}

// tellTrainers writes to the trainers of the course; to the administrators where it has none who could read it.
func (s *Enquiries) tellTrainers(
	ctx context.Context, tx bun.Tx, asker access.Actor, id uuid.UUID, version *content.Version, lesson content.Lesson,
) error {
	var readers []reader
	const trainers = `SELECT u.email, u.locale FROM users u JOIN grants g ON g.user_id = u.id AND g.role = u.role
		WHERE g.scope_kind = ? AND g.scope_id = ? AND u.confirmed_at IS NOT NULL AND u.disabled_at IS NULL ORDER BY u.id`
	if err := tx.NewRaw(trainers, access.ScopeCourse, version.CourseID).Scan(ctx, &readers); err != nil {
		return fmt.Errorf("looking for the trainers of a course: %w", err)
	}
	if len(readers) == 0 {
		const administrators = `SELECT email, locale FROM users
			WHERE role = ? AND confirmed_at IS NOT NULL AND disabled_at IS NULL ORDER BY id`
		if err := tx.NewRaw(administrators, access.RoleAdministrator).Scan(ctx, &readers); err != nil {
			return fmt.Errorf("looking for administrators: %w", err)
		}
	}
	for _, to := range readers {
		err := s.post(ctx, tx, "asked", to, version, lesson, PathAnswer+id.String(), "Name", asker.Name)
		if err != nil {
			return err
		}
	}
	return nil
}

func (s *Enquiries) tellAsker(ctx context.Context, tx bun.Tx, trainer access.Actor, enquiry Enquiry, answer string) error {
	var to reader
	const query = `SELECT u.email, u.locale FROM users u JOIN enquiries q ON q.user_id = u.id WHERE q.id = ?`
	if err := tx.NewRaw(query, enquiry.ID).Scan(ctx, &to); err != nil {
		return fmt.Errorf("looking for who has asked: %w", err)
	}
	return s.post(ctx, tx, "answered", to, enquiry.Version, enquiry.Lesson, PathMine+"#"+enquiry.ID.String(),
		"Name", trainer.Name, "Answer", answer)
}

// post writes a letter, enquiries.mail.<letter>, in its reader's language.
func (s *Enquiries) post(
	ctx context.Context, tx bun.Tx, letter string, to reader, version *content.Version, lesson content.Lesson, path string,
	more ...any,
) error {
	settings, err := site.ReadSettings(ctx, tx)
	if err != nil {
		return err
	}
	id, err := uuid.NewV7()
	if err != nil {
		return err
	}
	printer := i18n.For(to.Locale)
	course, _ := version.Titles.In(printer.Lang(), version.Languages...)
	title, _ := lesson.Titles.In(printer.Lang(), version.Languages...)
	args := append([]any{"Site", settings.SiteName, "Course", course, "Lesson", title, "Link", s.baseURL + path}, more...)
	text := func(part string) string { return printer.T("enquiries.mail."+letter+"."+part, args...) }
	message := mail.Message{ID: id, To: to.Email, Subject: text("subject"), Text: text("text"), Locale: printer.Lang()}
	if err := s.queue.Post(ctx, tx, message); err != nil {
		return fmt.Errorf("posting a letter about a question: %w", err)
	}
	return nil
}
