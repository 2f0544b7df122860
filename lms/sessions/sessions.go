// Package sessions owns who is logged in where. Sessions are rows in PostgreSQL that every request reads and nobody
// remembers, so one that is ended is over at once on every server of the site. How somebody proves who they are is
// people's; a session begins once that is done: see Open.
package sessions

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/uptrace/bun"

	"vatra/lms/access"
	"vatra/lms/audit"
	"vatra/lms/fault"
	"vatra/lms/pg"
	"vatra/lms/secret"
	"vatra/lms/text"
)

// Sessions keeps who is logged in.
type Sessions struct {
	db  *pg.DB
	log *audit.Log
}

// New keeps sessions in db, and tells the log who ends them.
func New(db *pg.DB, log *audit.Log) *Sessions { return &Sessions{db: db, log: log} }

// Session is what a browser holds after logging in. The token is known to the browser alone.
type Session struct {
	Token     string
	ExpiresAt time.Time // at the latest; earlier when it lies unused
	Actor     access.Actor
}

// Visitor is where a request comes from. Address is the network address, for the limits; Agent the name that the
// browser gives itself; Token the session token that it sent, if any, which a login replaces. Browser is an id of the
// browser, and Knows whose accounts have been logged in to there, both as a cookie says that only the server can write.
// Request is the id of the request.
type Visitor struct {
	Address string
	Request string
	Agent   string
	Token   string
	Browser string
	Knows   []uuid.UUID
}

// Origin is where the visitor acts from, for the security log.
func (v Visitor) Origin() access.Origin { return access.Origin{Address: v.Address, Request: v.Request} }

// Owner is who a session is opened for, as they were when they proved who they are.
type Owner struct {
	access.Actor
	PasswordHash string
}

// lives says how long a session lasts and how long it may lie unused: a month for those who learn (NIST SP 800-63B section
// 4.1.3), a week for those who see what others learn, a working day for those who hold the keys (section 4.2.3).
var lives = map[access.Role]struct{ whole, idle time.Duration }{
	access.RoleLearner:       {30 * 24 * time.Hour, 7 * 24 * time.Hour},
	access.RoleTrainer:       {7 * 24 * time.Hour, 24 * time.Hour},
	access.RoleAdministrator: {12 * time.Hour, 2 * time.Hour},
}

// Open opens a session, and ends the one that the browser came with. Should the password, the role or the access have
// changed since the owner proved who they are, there is none, but Unauthenticated people.wrong_login: the row of users is
// locked against it until the session can be seen, and so ended, by whoever changes it.
func Open(ctx context.Context, db bun.IDB, owner Owner, visitor Visitor) (Session, error) {
	const statement = `
		WITH replaced AS (DELETE FROM sessions WHERE token_hash = ?)
		INSERT INTO sessions (token_hash, user_id, expires_at, idle, agent)
		SELECT ?, id, now() + make_interval(secs => ?), ?, ? FROM users
		WHERE id = ? AND password_hash = ? AND role = ? AND confirmed_at IS NOT NULL AND disabled_at IS NULL
		FOR SHARE
		RETURNING expires_at`
	life := lives[owner.Role]
	replaced, _ := secret.Hash(visitor.Token)
	token, hash := secret.New()
	session := Session{Token: token, Actor: owner.Actor}
	err := db.NewRaw(statement, replaced, hash, int(life.whole.Seconds()), int(life.idle.Seconds()), agentName(visitor.Agent),
		owner.UserID, owner.PasswordHash, owner.Role).Scan(ctx, &session.ExpiresAt)
	if errors.Is(err, sql.ErrNoRows) {
		return Session{}, fault.New(fault.Unauthenticated, "people.wrong_login")
	}
	if err != nil {
		return Session{}, fmt.Errorf("opening a session: %w", err)
	}
	return session, nil
}

// Recently is how long a password that was given counts for acts that ask for it again: see Current.Recent.
const Recently = 10 * time.Minute

// current is the one statement of every request by somebody who is logged in, with the attempt of theirs against which the clock
// runs: every page shows it.
const current = `
SELECT u.id, u.role, u.name, u.locale, s.proved_at > now() - make_interval(secs => $2), s.seen_at < now() - interval '5 minutes',
	running.id, running.deadline, extract(epoch FROM running.deadline - now())::double precision
FROM sessions s JOIN users u ON u.id = s.user_id
LEFT JOIN LATERAL (
	SELECT id, deadline FROM attempts WHERE learner_id = u.id AND submitted_at IS NULL AND deadline > now() ORDER BY deadline LIMIT 1
) running ON true
WHERE s.token_hash = $1 AND s.expires_at > now() AND s.seen_at + make_interval(secs => s.idle) > now()
	AND u.disabled_at IS NULL AND u.confirmed_at IS NOT NULL`

// Current is a session that is used now. Recent says whether its owner has given their password within Recently.
// Running is nil for somebody who sits no quiz with a time limit.
type Current struct {
	Actor   access.Actor
	Recent  bool
	Running *Running
}

// Running is an attempt at a quiz whose time is running; the first to end, where there are several.
type Running struct {
	AttemptID uuid.UUID
	Deadline  time.Time
	Left      time.Duration // until the deadline, by the database's clock
}

// Current is the session of the token; Unauthenticated people.login_needed for one that is unknown, ended, too old or unused
// for too long, and for a person who was disabled. Every few minutes it notes that the session is in use.
func (s *Sessions) Current(ctx context.Context, token string) (Current, error) {
	hash, ok := secret.Hash(token)
	if !ok {
		return Current{}, fault.New(fault.Unauthenticated, "people.login_needed")
	}
	var now Current
	var stale bool
	var attempt uuid.NullUUID
	var deadline *time.Time
	var left *float64
	err := s.db.Pool.QueryRow(ctx, current, hash, Recently.Seconds()).
		Scan(&now.Actor.UserID, &now.Actor.Role, &now.Actor.Name, &now.Actor.Locale, &now.Recent, &stale, &attempt, &deadline, &left)
	if errors.Is(err, pgx.ErrNoRows) {
		return Current{}, fault.New(fault.Unauthenticated, "people.login_needed")
	}
	if err != nil {
		return Current{}, fmt.Errorf("reading a session: %w", err)
	}
	if attempt.Valid {
		now.Running = &Running{attempt.UUID, pg.UTC(deadline), time.Duration(*left * float64(time.Second))}
	}
	if stale {
		// Where nothing can be written now, what can be read is still shown.
		if _, err := s.db.Pool.Exec(ctx, `UPDATE sessions SET seen_at = now() WHERE token_hash = $1`, hash); err != nil && !pg.Away(err) {
			return Current{}, fmt.Errorf("noting that a session is in use: %w", err)
		}
	}
	return now, nil
}

// Proved notes that the owner of a session has given their password in it just now; NotFound sessions.none for one that has
// ended meanwhile.
func Proved(ctx context.Context, db bun.IDB, userID uuid.UUID, token string) error {
	hash, _ := secret.Hash(token)
	return pg.ChangeOne(ctx, db, "sessions.none", `UPDATE sessions SET proved_at = now() WHERE token_hash = ? AND user_id = ?`, hash, userID)
}

// agentName is what a browser calls itself, as far as it is text.
func agentName(agent string) string {
	const most = 200
	letters := []rune(text.WithoutUnseen(agent))
	return string(letters[:min(len(letters), most)])
}
