package people

import (
	"context"
	"crypto/subtle"
	"fmt"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"vatra/lms/audit"
	"vatra/lms/fault"
	"vatra/lms/people/letters"
	"vatra/lms/people/roll"
	"vatra/lms/pg"
	"vatra/lms/sessions"
)

// SecondStepDue is the error of a login whose password was right and whose second step is due. lms/factors keeps it until
// then; LogInProven opens the session.
type SecondStepDue struct {
	UserID       uuid.UUID
	PasswordMark []byte // of the password that was right
}

// Error is for the log; nobody is shown it.
func (*SecondStepDue) Error() string { return "a second step is due" }

// letIn opens the session of somebody whose password was right, unless they have a second step to take. That is asked once the
// session stands, and undoes it: whoever turns a second step on meanwhile waits for it, and ends it (see sessions.Open).
func (p *People) letIn(ctx context.Context, person roll.Account, visitor sessions.Visitor) (session sessions.Session, err error) {
	err = p.log.Tx(ctx, func(ctx context.Context, tx bun.Tx, note audit.Note) error {
		if session, err = begin(ctx, tx, note, person, visitor); err != nil {
			return err
		}
		due := false
		if p.conf.SecondStep != nil {
			due, err = p.conf.SecondStep(ctx, tx, person.ID)
		}
		if err == nil && due {
			return &SecondStepDue{UserID: person.ID, PasswordMark: person.PasswordMark()}
		}
		if err != nil {
			return err
		}
		return p.tellOfBrowser(ctx, tx, person, visitor)
	})
	if err != nil {
		return sessions.Session{}, err
	}
	return session, nil
}

// LogInProven opens a session for somebody who has shown in another way that the account is theirs: by a second step, with
// the mark of their password, or by a passkey, without one. Unauthenticated people.wrong_login where the password was
// changed since; Forbidden people.disabled.
func (p *People) LogInProven(ctx context.Context, userID uuid.UUID, passwordMark []byte, visitor sessions.Visitor) (sessions.Session, error) {
	person, err := roll.By(ctx, p.db, "id", userID)
	switch {
	case err != nil:
		return sessions.Session{}, pg.Found(err, "people.not_found")
	case person.Disabled:
		return sessions.Session{}, p.desk.Refuse(ctx, person.Whose(), audit.WhyDisabled, fault.New(fault.Forbidden, "people.disabled"), visitor)
	case passwordMark != nil && subtle.ConstantTimeCompare(passwordMark, person.PasswordMark()) != 1:
		return sessions.Session{}, fault.New(fault.Unauthenticated, "people.wrong_login")
	}
	return p.open(ctx, person, visitor)
}

// TellOfSecondStep mails somebody, in their language and the transaction, that how they sign in was changed. path is where
// they can look.
func (p *People) TellOfSecondStep(ctx context.Context, tx bun.Tx, userID uuid.UUID, what fault.Message, path string) error {
	person, err := roll.By(ctx, tx, "id", userID)
	if err != nil {
		return fmt.Errorf("reading whom to tell: %w", err)
	}
	return p.post(ctx, tx, letters.SecondStep, person.Reader(), path, "What", what)
}
