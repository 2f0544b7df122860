// Package reviews shows drafts to people who have no account, through a private link, and keeps what they and the writers say
// about them. Whoever may write a draft gives links to it and ends them; whoever holds one reads the draft as learners would, and
// comments on its blocks.
package reviews

import (
	"context"
	"fmt"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/google/uuid"

	"vatra/content/studio"
	"vatra/lms/access"
	"vatra/lms/authoring"
	"vatra/lms/fault"
	"vatra/lms/limits"
	"vatra/lms/people"
	"vatra/lms/pg"
	"vatra/lms/secret"
	"vatra/lms/text"
)

const (
	// Life is how long a link works.
	Life = 30 * 24 * time.Hour
	// MaxLinks are how many links a draft has that work.
	MaxLinks = 100
	// TextMax is how many characters a comment may have.
	TextMax = 4000
	// NameMax is how many the name of a reader may have.
	NameMax = 120
	// Path begins the address that a link is; its token follows.
	Path = "/review/"
)

// Reviews keeps links and comments.
type Reviews struct {
	db        *pg.DB
	authoring *authoring.Authoring
	limits    *limits.Limits
	people    *people.People
}

// New keeps them in the database.
func New(db *pg.DB, drafts *authoring.Authoring, l *limits.Limits, people *people.People) *Reviews {
	return &Reviews{db: db, authoring: drafts, limits: l, people: people}
}

// Link lets whoever holds its token read a draft.
type Link struct {
	ID     uuid.UUID `bun:"id"`
	Draft  uuid.UUID `bun:"draft_id"`
	Name   string    `bun:"name"` // of whom it is for
	MadeAt time.Time `bun:"made_at"`
	EndsAt time.Time `bun:"ends_at"`
	UsedAt time.Time `bun:"used_at"` // last; zero where nobody has
}

const linkColumns = `l.id, l.draft_id, l.name, l.made_at, l.ends_at, l.used_at`

// Invite makes a link to a draft that the actor may write, for a person with the name. Invalid with the field name; Conflict
// reviews.too_many.
func (r *Reviews) Invite(ctx context.Context, actor access.Actor, draft uuid.UUID, name string) (token string, err error) {
	if err := r.authoring.Check(ctx, actor, draft); err != nil {
		return "", err
	}
	name, err = checked("name", strings.Join(strings.Fields(name), " "), NameMax)
	if err != nil {
		return "", err
	}
	token, hash := secret.New()
	const statement = `INSERT INTO draft_links (id, draft_id, token_hash, name, made_by, ends_at)
		SELECT ?, ?, ?, ?, ?, now() + make_interval(secs => ?) WHERE (SELECT count(*) FROM draft_links WHERE draft_id = ? AND ends_at > now()) < ?`
	done, err := r.db.ExecContext(ctx, statement, uuid.Must(uuid.NewV7()), draft, hash, name, pg.OrNull(actor.UserID), Life.Seconds(), draft, MaxLinks)
	if err != nil {
		return "", fmt.Errorf("making a link to a draft: %w", err)
	}
	if n, err := done.RowsAffected(); err != nil || n == 0 {
		return "", fault.New(fault.Conflict, "reviews.too_many", "Max", MaxLinks)
	}
	return token, nil
}

// Links are those to a draft that work, the newest first.
func (r *Reviews) Links(ctx context.Context, actor access.Actor, draft uuid.UUID) ([]Link, error) {
	if err := r.authoring.Check(ctx, actor, draft); err != nil {
		return nil, err
	}
	links := []Link{}
	const query = `SELECT ` + linkColumns + ` FROM draft_links l WHERE l.draft_id = ? AND l.ends_at > now() ORDER BY l.made_at DESC, l.id`
	if err := r.db.NewRaw(query, draft).Scan(ctx, &links); err != nil {
		return nil, fmt.Errorf("reading the links to a draft: %w", err)
	}
	return links, nil
}

// End ends a link at once; what its reader has said stays.
func (r *Reviews) End(ctx context.Context, actor access.Actor, draft, link uuid.UUID) error {
	if err := r.authoring.Check(ctx, actor, draft); err != nil {
		return err
	}
	_, err := r.db.ExecContext(ctx, `UPDATE draft_links SET ends_at = now() WHERE id = ? AND draft_id = ? AND ends_at > now()`, link, draft)
	return err
}

// Link is the one with the token. NotFound reviews.ended for what is no link, or not any more.
func (r *Reviews) Link(ctx context.Context, token string) (Link, error) {
	hash, ok := secret.Hash(token)
	if !ok {
		return Link{}, fault.New(fault.NotFound, "reviews.ended")
	}
	var link Link
	const statement = `UPDATE draft_links l SET used_at = now() WHERE l.token_hash = ? AND l.ends_at > now() RETURNING ` + linkColumns
	err := r.db.NewRaw(statement, hash).Scan(ctx, &link)
	return link, pg.Found(err, "reviews.ended")
}

// Open gives the draft to which a link leads too.
func (r *Reviews) Open(ctx context.Context, token string) (Link, *studio.Draft, error) {
	link, err := r.Link(ctx, token)
	if err != nil {
		return Link{}, nil, err
	}
	draft, err := r.authoring.Draft(ctx, access.Operator(), link.Draft)
	if fault.Is(err, fault.NotFound) {
		err = fault.New(fault.NotFound, "reviews.ended")
	}
	return link, draft, err
}

// checked is a text as it is kept. Invalid with the field where it is empty or has too many characters.
func checked(field, given string, most int) (string, error) {
	given = strings.TrimSpace(text.WithoutUnseen(text.Lines(given)))
	fields := fault.Fields{}
	switch {
	case given == "":
		fields.Add(field, "error.required")
	case utf8.RuneCountInString(given) > most:
		fields.Add(field, "studio.too_long", "Max", most)
	}
	return given, fields.Err()
}
