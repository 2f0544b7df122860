package audit

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"vatra/lms/access"
	"vatra/lms/pg"
	"vatra/lms/text"
)

// PageSize is how many rows stand on a page.
const PageSize = 50

// Filter says which rows to read; a zero field filters nothing.
type Filter struct {
	Person string // part of the name or the address of who acted, or of whose account it is about
	Event  Event
	Page   int // from 1; 0 is the first
}

// Row is one thing that happened. The names are empty where the people are not known, or are no more.
type Row struct {
	At           time.Time `bun:"at"`
	Event        Event     `bun:"event"`
	ActorID      uuid.UUID `bun:"actor_id"`
	ActorName    string    `bun:"actor_name"`
	AccountID    uuid.UUID `bun:"account_id"`
	AccountName  string    `bun:"account_name"`
	AccountEmail string    `bun:"account_email"`
	Address      string    `bun:"address"`
	Request      string    `bun:"request"`
	Target       string    `bun:"target"`
}

// Page is one page of the log; More says whether there is another one.
type Page struct {
	Rows []Row
	Page int
	More bool
}

const columns = `SELECT e.at, e.event, e.actor_id, e.account_id, e.address, e.request, e.target,
		coalesce(a.name, '') AS actor_name, coalesce(o.name, '') AS account_name, coalesce(o.email, '') AS account_email
	FROM security_events e LEFT JOIN users a ON a.id = e.actor_id LEFT JOIN users o ON o.id = e.account_id
	`

const deepest = 10_000 // pages; whoever looks for something older asks for somebody

// Read is a page of the log, the newest first, for whoever may manage people.
func (l *Log) Read(ctx context.Context, actor access.Actor, filter Filter) (Page, error) {
	if err := actor.Require(access.ManagePeople); err != nil {
		return Page{}, err
	}
	page := Page{Page: min(max(1, filter.Page), deepest), Rows: []Row{}}
	const query = columns + `
		WHERE (?0 = '' OR e.event = ?0)
			AND (?1 = '' OR EXISTS (SELECT FROM users u WHERE u.id IN (e.actor_id, e.account_id) AND u.search LIKE ?1))
		ORDER BY e.id DESC LIMIT ?2 OFFSET ?3`
	err := l.db.NewRaw(query, filter.Event, pattern(filter.Person), PageSize+1, (page.Page-1)*PageSize).Scan(ctx, &page.Rows)
	if err != nil {
		return Page{}, fmt.Errorf("reading the security log: %w", err)
	}
	if page.More = len(page.Rows) > PageSize; page.More {
		page.Rows = page.Rows[:PageSize]
	}
	return page, nil
}

// Of are the newest of the events about somebody's account, at most twenty and the newest first, for whoever may manage people.
func (l *Log) Of(ctx context.Context, actor access.Actor, accountID uuid.UUID, events ...Event) ([]Row, error) {
	if err := actor.Require(access.ManagePeople); err != nil {
		return nil, err
	}
	rows := []Row{}
	err := l.db.NewRaw(columns+`WHERE e.account_id = ? AND e.event IN (?) ORDER BY e.id DESC LIMIT 20`, accountID, bun.List(events)).
		Scan(ctx, &rows)
	if err != nil {
		return nil, fmt.Errorf("reading of an account in the security log: %w", err)
	}
	return rows, nil
}

// pattern finds the words within users.search; empty for no words.
func pattern(words string) string {
	words = strings.Join(strings.Fields(text.WithoutUnseen(strings.ToValidUTF8(words, " "))), " ")
	if words == "" {
		return ""
	}
	return pg.Within(text.Fold(words))
}
