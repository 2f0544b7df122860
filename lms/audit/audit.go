// Package audit owns the security log: who did what, from where. EVENTS.md lists what it tells.
package audit

import (
	"context"
	"fmt"
	"log/slog"
	"strings"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"vatra/lms/access"
	"vatra/lms/pg"
	"vatra/lms/text"
)

// Year is how long the log is kept where nothing is said.
const Year = 365 * 24 * time.Hour

// Log writes what happened into the database, and says it in the log of the program.
type Log struct {
	db   *pg.DB
	out  *slog.Logger
	kept time.Duration
}

// New is a log that keeps what happened for so long; 0 is a Year.
func New(db *pg.DB, out *slog.Logger, kept time.Duration) *Log {
	if kept <= 0 {
		kept = Year
	}
	return &Log{db: db, out: out, kept: kept}
}

// Entry is one thing that happened. Account is whose account it is about; zero for none, or for none that exists. Target is
// what it is about, as EVENTS.md says for each event; it never holds a secret.
type Entry struct {
	Event   Event
	Account uuid.UUID
	Target  string
}

// Note writes an entry of somebody.
type Note func(actor access.Actor, entry Entry) error

// Note writes an entry by itself, for what no transaction does.
func (l *Log) Note(ctx context.Context, actor access.Actor, entry Entry) error {
	if err := write(ctx, l.db, actor, entry); err != nil {
		return err
	}
	l.say(ctx, actor, entry)
	return nil
}

// Tx is pg.DB.Tx for work that notes what it does, in the same transaction. The lines of the program's log follow once it has
// committed.
func (l *Log) Tx(ctx context.Context, work func(ctx context.Context, tx bun.Tx, note Note) error) error {
	var say []func()
	err := l.db.Tx(ctx, func(ctx context.Context, tx bun.Tx) error {
		say = nil // this may be run again
		return work(ctx, tx, func(actor access.Actor, entry Entry) error {
			say = append(say, func() { l.say(ctx, actor, entry) })
			return write(ctx, tx, actor, entry)
		})
	})
	if err != nil {
		return err
	}
	for _, one := range say {
		one()
	}
	return nil
}

func write(ctx context.Context, db bun.IDB, actor access.Actor, entry Entry) error {
	_, err := db.ExecContext(ctx, `INSERT INTO security_events (event, actor_id, account_id, address, request, target)
		VALUES (?, ?, ?, ?, ?, ?)`, entry.Event, pg.OrNull(actor.UserID), pg.OrNull(entry.Account),
		short(actor.From.Address, 60), short(actor.From.Request, 60), short(entry.Target, 200))
	if err != nil {
		return fmt.Errorf("writing %s into the security log: %w", entry.Event, err)
	}
	return nil
}

func (l *Log) say(ctx context.Context, actor access.Actor, entry Entry) {
	attributes := []slog.Attr{slog.String("event", string(entry.Event)), slog.String("id", actor.From.Request)}
	for _, one := range []struct {
		name string
		id   uuid.UUID
	}{{"actor", actor.UserID}, {"account", entry.Account}} {
		if one.id != uuid.Nil {
			attributes = append(attributes, slog.String(one.name, one.id.String()))
		}
	}
	attributes = append(attributes, slog.String("address", short(actor.From.Address, 60)))
	if entry.Target != "" {
		attributes = append(attributes, slog.String("target", short(entry.Target, 200)))
	}
	l.out.LogAttrs(ctx, slog.LevelInfo, "security", attributes...)
}

// short is one line of text of at most so many bytes, whatever it was.
func short(given string, most int) string {
	line := text.OneLine(text.WithoutUnseen(strings.ToValidUTF8(given, "")))
	return strings.ToValidUTF8(line[:min(len(line), most)], "")
}

// Prune deletes what is older than the log is kept.
func (l *Log) Prune(ctx context.Context) error {
	_, err := l.db.ExecContext(ctx, `DELETE FROM security_events WHERE at < now() - make_interval(secs => ?)`, l.kept.Seconds())
	if err != nil {
		return fmt.Errorf("pruning the security log: %w", err)
	}
	return nil
}
