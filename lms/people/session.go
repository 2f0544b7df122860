package people

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/uptrace/bun"

	"vatra/lms/access"
	"vatra/lms/fault"
	"vatra/lms/limits"
	"vatra/lms/text"
)

// Session is what a browser holds after logging in. The token is known to the browser alone.
type Session struct {
	Token     string
	ExpiresAt time.Time // at the latest; earlier when it lies unused
	Actor     access.Actor
}

// sessionLives says how long a session lasts and how long it may lie unused: a month for those who learn and teach
// (NIST SP 800-63B section 4.1.3), a working day for those who hold the keys (section 4.2.3).
var sessionLives = map[access.Role]struct{ whole, idle time.Duration }{
	access.RoleLearner:       {30 * 24 * time.Hour, 7 * 24 * time.Hour},
	access.RoleTrainer:       {30 * 24 * time.Hour, 7 * 24 * time.Hour},
	access.RoleAdministrator: {12 * time.Hour, 2 * time.Hour},
}

// account is a person with the secret that logging in needs.
type account struct {
	Person
	PasswordHash string `bun:"password_hash"`
}

const accountColumns = personColumns + `, password_hash`

func (a account) actor() access.Actor {
	return access.Actor{UserID: a.ID, Role: a.Role, Name: a.Name, Locale: a.Locale}
}

// LogIn opens a session, and ends the one that the browser came with. An unknown address and a wrong password get the
// same Unauthenticated people.wrong_login after the same time. Only who knows the password learns that an account is
// Forbidden people.disabled or people.unconfirmed; in the latter case the mail is sent again. Where a second step is due
// there is no session yet, and the error is a *SecondStepDue.
func (p *People) LogIn(ctx context.Context, email, password string, visitor Visitor) (Session, error) {
	canonical, ok := CanonicalEmail(email)
	if !ok {
		canonical = strings.ToLower(strings.TrimSpace(email))
	}
	var person account
	if ok {
		var err error
		if person, err = accountBy(ctx, p.db, "email", canonical); err != nil && !errors.Is(err, sql.ErrNoRows) {
			return Session{}, fmt.Errorf("looking for an account: %w", err)
		}
	}
	outdated, err := p.prove(ctx, person, password, fault.New(fault.Unauthenticated, "people.wrong_login"),
		limits.LoginAccount.Of(canonical), limits.LoginAddress.Of(visitor.Address))
	switch {
	case err != nil:
		return Session{}, err
	case person.Disabled:
		return Session{}, fault.New(fault.Forbidden, "people.disabled")
	case !person.Confirmed:
		return Session{}, p.remindToConfirm(ctx, person)
	}
	if outdated {
		if person.PasswordHash, err = p.rehash(ctx, person, password); err != nil {
			return Session{}, err
		}
	}
	return p.letIn(ctx, person, visitor)
}

// sessionActor is the one statement of every request by somebody who is logged in.
const sessionActor = `
SELECT u.id, u.role, u.name, u.locale, s.seen_at < now() - interval '5 minutes'
FROM sessions s JOIN users u ON u.id = s.user_id
WHERE s.token_hash = $1 AND s.expires_at > now() AND s.seen_at + make_interval(secs => s.idle) > now()
	AND u.disabled_at IS NULL AND u.confirmed_at IS NOT NULL`

// Session is who holds the token; Unauthenticated people.login_needed for one that is unknown, ended, too old or unused
// for too long, and for a person who was disabled. Every few minutes it notes that the session is in use.
func (p *People) Session(ctx context.Context, token string) (access.Actor, error) {
	hash, ok := hashToken(token)
	if !ok {
		return access.Actor{}, fault.New(fault.Unauthenticated, "people.login_needed")
	}
	var actor access.Actor
	var stale bool
	err := p.db.Pool.QueryRow(ctx, sessionActor, hash).Scan(&actor.UserID, &actor.Role, &actor.Name, &actor.Locale, &stale)
	if errors.Is(err, pgx.ErrNoRows) {
		return access.Actor{}, fault.New(fault.Unauthenticated, "people.login_needed")
	}
	if err != nil {
		return access.Actor{}, fmt.Errorf("reading a session: %w", err)
	}
	if stale {
		if _, err := p.db.Pool.Exec(ctx, `UPDATE sessions SET seen_at = now() WHERE token_hash = $1`, hash); err != nil {
			return access.Actor{}, fmt.Errorf("noting that a session is in use: %w", err)
		}
	}
	return actor, nil
}

// LogOut ends one session; a token that is no longer known is no error.
func (p *People) LogOut(ctx context.Context, token string) error {
	hash, ok := hashToken(token)
	if !ok {
		return nil
	}
	_, err := p.db.ExecContext(ctx, `DELETE FROM sessions WHERE token_hash = ?`, hash)
	return err
}

// LogOutEverywhere ends all sessions of the actor, this one too.
func (p *People) LogOutEverywhere(ctx context.Context, actor access.Actor) error {
	if err := actor.Require(access.KeepAccount); err != nil {
		return err
	}
	return endSessions(ctx, p.db, actor.UserID)
}

// endSessions must come after the change to users in the same transaction that it is meant for: see startSession.
func endSessions(ctx context.Context, db bun.IDB, userID uuid.UUID) error {
	_, err := db.ExecContext(ctx, `DELETE FROM sessions WHERE user_id = ?`, userID)
	return err
}

// endWaysIn ends the sessions of a person, likewise, and the links that were mailed to them.
func endWaysIn(ctx context.Context, tx bun.Tx, userID uuid.UUID) error {
	if err := endSessions(ctx, tx, userID); err != nil {
		return err
	}
	_, err := tx.ExecContext(ctx, `DELETE FROM tokens WHERE user_id = ? AND used_at IS NULL`, userID)
	return err
}

// startSession opens a session for a person as they were when their password was checked. Should the password, the
// role or the access change meanwhile, there is none: the row is locked against it until the session can be seen, and
// so ended, by whoever changes it.
func startSession(ctx context.Context, db bun.IDB, person account, visitor Visitor) (Session, error) {
	const statement = `
		WITH replaced AS (DELETE FROM sessions WHERE token_hash = ?)
		INSERT INTO sessions (token_hash, user_id, expires_at, idle, agent)
		SELECT ?, id, now() + make_interval(secs => ?), ?, ? FROM users
		WHERE id = ? AND password_hash = ? AND role = ? AND confirmed_at IS NOT NULL AND disabled_at IS NULL
		FOR SHARE
		RETURNING expires_at`
	life := sessionLives[person.Role]
	replaced, _ := hashToken(visitor.Token)
	token, hash := newToken()
	session := Session{Token: token, Actor: person.actor()}
	err := db.NewRaw(statement, replaced, hash, int(life.whole.Seconds()), int(life.idle.Seconds()), agentName(visitor.Agent),
		person.ID, person.PasswordHash, person.Role).Scan(ctx, &session.ExpiresAt)
	if errors.Is(err, sql.ErrNoRows) {
		return Session{}, fault.New(fault.Unauthenticated, "people.wrong_login")
	}
	if err != nil {
		return Session{}, fmt.Errorf("opening a session: %w", err)
	}
	return session, nil
}

func accountBy(ctx context.Context, db bun.IDB, column bun.Ident, value any) (account, error) {
	var person account
	err := db.NewRaw(`SELECT `+accountColumns+` FROM users WHERE ? = ?`, column, value).Scan(ctx, &person)
	return person, err
}

// prove asks for a person's password, as often as the limits allow; a zero person has none that is right. wrong is said
// of a wrong one.
func (p *People) prove(
	ctx context.Context, person account, password string, wrong error, hits ...limits.Hit,
) (outdated bool, err error) {
	if err := p.limits.Take(ctx, hits...); err != nil {
		return false, err
	}
	matches, outdated, err := p.passwords.matches(ctx, password, person.PasswordHash)
	switch {
	case err != nil:
		return false, err
	case !matches:
		return false, wrong
	}
	return outdated, p.limits.Forgive(ctx, hits...)
}

// wrongPassword is the fault of a form with the field.
func wrongPassword(field string) error {
	fields := fault.Fields{}
	fields.Add(field, "people.password_wrong")
	return fields.Err()
}

// rehash brings a password to today's parameters, and gives the hash that is kept from now on.
func (p *People) rehash(ctx context.Context, person account, password string) (string, error) {
	hash, err := p.passwords.hash(ctx, password)
	if err != nil {
		return "", err
	}
	_, err = p.db.ExecContext(ctx, `UPDATE users SET password_hash = ? WHERE id = ? AND password_hash = ?`, hash, person.ID, person.PasswordHash)
	return hash, err
}

// agentName is what a browser calls itself, as far as it is text.
func agentName(agent string) string {
	const most = 200
	letters := []rune(text.WithoutUnseen(agent))
	return string(letters[:min(len(letters), most)])
}
