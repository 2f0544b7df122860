package enquiries

import (
	"context"
	"fmt"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"vatra/content"
	"vatra/lms/access"
	"vatra/lms/notify"
)

// The pages that letters lead to.
const (
	PathMine   = "/questions"
	PathAnswer = "/teach/questions/"
)

// tellTrainers writes to the trainers of the course; to the administrators where it has none who could read it.
func (s *Enquiries) tellTrainers(
	ctx context.Context, tx bun.Tx, asker access.Actor, id uuid.UUID, version *content.Version, lesson content.Lesson,
) error {
	readers, err := access.Holders(ctx, tx, access.Course(version.CourseID))
	if err != nil {
		return err
	}
	if len(readers) == 0 {
		const administrators = `SELECT id FROM users
			WHERE role = ? AND confirmed_at IS NOT NULL AND disabled_at IS NULL ORDER BY id`
		if err := tx.NewRaw(administrators, access.RoleAdministrator).Scan(ctx, &readers); err != nil {
			return fmt.Errorf("looking for administrators: %w", err)
		}
	}
	for _, reader := range readers {
		letter := notify.Letter{About: "enquiries.mail.asked.", Path: PathAnswer + id.String(), Why: notify.Teaches, Args: []any{"Name", asker.Name}}
		if err := s.write(ctx, tx, reader, version, lesson, letter); err != nil {
			return err
		}
	}
	return nil
}

func (s *Enquiries) tellAsker(ctx context.Context, tx bun.Tx, trainer access.Actor, enquiry Enquiry, answer string) error {
	return s.write(ctx, tx, enquiry.AskerID, enquiry.Version, enquiry.Lesson, notify.Letter{
		About: "enquiries.mail.answered.", Path: PathMine + "#" + enquiry.ID.String(), Why: notify.HasAsked,
		Args: []any{"Name", trainer.Name, "Answer", answer},
	})
}

// write posts a letter about a lesson, with the fields Course and Lesson.
func (s *Enquiries) write(
	ctx context.Context, tx bun.Tx, reader uuid.UUID, version *content.Version, lesson content.Lesson, letter notify.Letter,
) error {
	return s.people.Write(ctx, tx, reader, func(to notify.Reader) notify.Letter {
		course, _ := version.Titles.In(to.Locale, version.Languages...)
		title, _ := lesson.Titles.In(to.Locale, version.Languages...)
		letter.Args = append(letter.Args, "Course", course, "Lesson", title)
		return letter
	})
}
