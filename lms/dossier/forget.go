package dossier

import (
	"context"
	"fmt"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"vatra/lms/access"
	"vatra/lms/audit"
	"vatra/lms/fault"
	"vatra/lms/notify"
)

// Standing is what somebody should know before they delete their account.
type Standing struct {
	Exams        int // that they are in the middle of
	Certificates int // that stay, without the account
	Printing     int // of these, whose paper is not printed yet
}

// Standing is that of the actor. Conflict people.last_administrator_self where they cannot delete their account.
func (d *Dossiers) Standing(ctx context.Context, actor access.Actor) (standing Standing, err error) {
	err = d.DB.Tx(ctx, func(ctx context.Context, tx bun.Tx) error {
		if _, err := d.People.Depart(ctx, tx, actor); err != nil {
			return err
		}
		if standing.Exams, err = d.Quizzes.Running(ctx, tx, actor.UserID); err != nil {
			return err
		}
		const awarded = `SELECT count(*), count(*) FILTER (WHERE NOT EXISTS (SELECT FROM award_papers WHERE award_id = a.id))
			FROM awards a WHERE holder_id = ?`
		return tx.NewRaw(awarded, actor.UserID).Scan(ctx, &standing.Certificates, &standing.Printing)
	})
	return standing, err
}

// Consent is what somebody has ticked.
type Consent struct {
	Understood bool // what goes and what stays
	LosesExam  bool // the exam that they are in the middle of
}

// Forget deletes the account of the actor and what belongs to it, in one transaction, and writes to them that it is done. What the
// law lets stay is the record of each award, without the account, and the security log, with the number of the account that is
// no more; both name the public task that they are kept for on the page that asks. Courses stay: they are the house's, and name
// their authors only where their authors have written it. A paper that is just being printed is finished, and belongs to the
// record.
//
// Faults: Invalid with the fields understood and exam_lost, Conflict people.last_administrator_self.
func (d *Dossiers) Forget(ctx context.Context, actor access.Actor, consent Consent) error {
	return d.Log.Tx(ctx, func(ctx context.Context, tx bun.Tx, note audit.Note) error {
		reader, err := d.People.Depart(ctx, tx, actor)
		if err != nil {
			return err
		}
		running, err := d.Quizzes.Running(ctx, tx, actor.UserID)
		if err != nil {
			return err
		}
		if err := consent.check(running); err != nil {
			return err
		}
		if err := d.People.Forget(ctx, tx, actor.UserID, reader.Email); err != nil {
			return err
		}
		if err := d.forgetWork(ctx, tx, actor.UserID); err != nil {
			return err
		}
		if err := note(actor, audit.Entry{Event: audit.AccountDeleted, Account: actor.UserID}); err != nil {
			return err
		}
		reader.ID = uuid.Nil // the letter belongs to nobody's account any more
		return d.Office.Post(ctx, tx, notify.Letter{About: "dossier.mail.deleted.", To: reader, Path: "/", Why: notify.HadAccount})
	})
}

func (c Consent) check(running int) error {
	fields := fault.Fields{}
	if !c.Understood {
		fields.Add("understood", "dossier.must_understand")
	}
	if running > 0 && !c.LosesExam {
		fields.Add("exam_lost", "dossier.exam_is_running")
	}
	return fields.Err()
}

// forgetWork ends what rooms hold that know a learner only by id, in the order in which their rows are locked everywhere.
func (d *Dossiers) forgetWork(ctx context.Context, tx bun.Tx, userID uuid.UUID) error {
	const authored = `UPDATE courses SET created_by = NULL WHERE created_by = ?0`
	const drafted = `UPDATE course_versions SET created_by = NULL WHERE created_by = ?0 AND status = 'draft'`
	for _, statement := range []string{authored, drafted} {
		if _, err := tx.ExecContext(ctx, statement, userID); err != nil {
			return fmt.Errorf("taking an author from courses: %w", err)
		}
	}
	if err := d.Quizzes.Forget(ctx, tx, userID); err != nil {
		return err
	}
	return d.Awards.Release(ctx, tx, userID)
}

// forgetAgain ends what was begun for an account in the very moment in which it was deleted: rooms that know a learner only by id
// cannot see that nobody has it any more.
func (d *Dossiers) forgetAgain(ctx context.Context) error {
	var gone []uuid.UUID
	const lately = `SELECT account_id FROM security_events WHERE event = ? AND at > now() - interval '1 day'`
	if err := d.DB.NewRaw(lately, audit.AccountDeleted).Scan(ctx, &gone); err != nil {
		return fmt.Errorf("looking for accounts that were deleted: %w", err)
	}
	for _, id := range gone {
		err := d.DB.Tx(ctx, func(ctx context.Context, tx bun.Tx) error { return d.forgetWork(ctx, tx, id) })
		if err != nil {
			return err
		}
	}
	return nil
}
