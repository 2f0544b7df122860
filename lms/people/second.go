package people

import (
	"context"
	"crypto/sha256"
	"crypto/subtle"
	"fmt"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"vatra/lms/access"
	"vatra/lms/fault"
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

// letIn opens the session of somebody whose password was right, unless they have a second step to take.
func (p *People) letIn(ctx context.Context, person account, visitor sessions.Visitor) (sessions.Session, error) {
	if p.conf.SecondStep != nil {
		due, err := p.conf.SecondStep(ctx, person.ID)
		if err != nil {
			return sessions.Session{}, err
		}
		if due {
			return sessions.Session{}, &SecondStepDue{UserID: person.ID, PasswordMark: person.passwordMark()}
		}
	}
	return p.open(ctx, person, visitor)
}

// LogInProven opens a session for somebody who has shown in another way that the account is theirs: by a second step, with
// the mark of their password, or by a passkey, without one. Unauthenticated people.wrong_login where the password was
// changed since; Forbidden people.disabled.
func (p *People) LogInProven(ctx context.Context, userID uuid.UUID, passwordMark []byte, visitor sessions.Visitor) (sessions.Session, error) {
	person, err := accountBy(ctx, p.db, "id", userID)
	switch {
	case err != nil:
		return sessions.Session{}, pg.Found(err, "people.not_found")
	case person.Disabled:
		return sessions.Session{}, p.refuse(ctx, person, "disabled", fault.New(fault.Forbidden, "people.disabled"), visitor)
	case passwordMark != nil && subtle.ConstantTimeCompare(passwordMark, person.passwordMark()) != 1:
		return sessions.Session{}, fault.New(fault.Unauthenticated, "people.wrong_login")
	}
	return p.open(ctx, person, visitor)
}

// passwordMark tells one password from another and nothing else of them.
func (a account) passwordMark() []byte {
	sum := sha256.Sum256([]byte("vatra password mark\x00" + a.PasswordHash))
	return sum[:]
}

// ConfirmPassword asks the actor for their password before something that only they may do. A wrong one is Invalid with
// the field; TooMany, since somebody at an open screen may try to guess.
func (p *People) ConfirmPassword(ctx context.Context, actor access.Actor, field, password string) error {
	if err := actor.Require(access.KeepAccount); err != nil {
		return err
	}
	person, err := accountBy(ctx, p.db, "id", actor.UserID)
	if err != nil {
		return pg.Found(err, "people.not_found")
	}
	return p.proveInside(ctx, actor, person, password, wrongPassword(field))
}

// TellOfSecondStep mails somebody, in their language and the transaction, that how they sign in was changed. path is where
// they can look.
func (p *People) TellOfSecondStep(ctx context.Context, tx bun.Tx, userID uuid.UUID, what fault.Message, path string) error {
	person, err := accountBy(ctx, tx, "id", userID)
	if err != nil {
		return fmt.Errorf("reading whom to tell: %w", err)
	}
	return p.post(ctx, tx, letterSecondStep, person.Email, person.Locale, path, "What", what)
}
