package reviews

import (
	"context"
	"fmt"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"vatra/content/studio"
	"vatra/lms/access"
	"vatra/lms/fault"
	"vatra/lms/limits"
	"vatra/lms/notify"
	"vatra/lms/pg"
)

// Comment is what somebody says about a piece of a draft.
type Comment struct {
	ID       uuid.UUID `bun:"id"`
	Piece    uuid.UUID `bun:"piece_id"`
	Lang     string    `bun:"lang"` // in which they read it
	Name     string    `bun:"name"` // of whoever says it
	Text     string    `bun:"text"`
	At       time.Time `bun:"at"`
	Resolved time.Time `bun:"resolved_at"` // zero while it is open
	By       string    `bun:"resolved_by"`
}

// Said is what is said about a piece.
type Said struct {
	Piece uuid.UUID
	Lang  string
	Text  string
}

// Comment keeps what the reader of a link says, and tells the writers by mail, once for all that is said within an hour. The same
// said again is one. Invalid with the field text; NotFound studio.no_piece; TooMany.
func (r *Reviews) Comment(ctx context.Context, link Link, draft *studio.Draft, said Said) error {
	if err := r.limits.Take(ctx, limits.CommentLink.Of(link.ID.String())); err != nil {
		return err
	}
	return r.keep(ctx, draft, said, link)
}

func (r *Reviews) keep(ctx context.Context, draft *studio.Draft, said Said, link Link) error {
	words, err := checked("text", said.Text, TextMax)
	if err != nil {
		return err
	}
	if draft.Piece(said.Piece) == nil {
		return fault.New(fault.NotFound, "studio.no_piece")
	}
	const statement = `INSERT INTO draft_comments (id, draft_id, piece_id, lang, link_id, name, text)
		SELECT ?0, ?1, ?2, ?3, ?4, ?5, ?6 WHERE NOT EXISTS (SELECT FROM draft_comments
			WHERE piece_id = ?2 AND link_id = ?4 AND text = ?6 AND resolved_at IS NULL)`
	return r.db.Tx(ctx, func(ctx context.Context, tx bun.Tx) error {
		news, err := quiet(ctx, tx, draft.ID, link)
		if err != nil {
			return err
		}
		_, err = tx.ExecContext(ctx, statement, uuid.Must(uuid.NewV7()), draft.ID, said.Piece, said.Lang, link.ID, link.Name, words)
		if err != nil {
			return fmt.Errorf("keeping a comment: %w", err)
		}
		if !news {
			return nil
		}
		return r.tell(ctx, tx, draft, link.Name, words)
	})
}

// quiet reports whether the reader of a link has said nothing for an hour.
func quiet(ctx context.Context, tx bun.Tx, draft uuid.UUID, link Link) (quiet bool, err error) {
	const query = `SELECT NOT EXISTS (SELECT FROM draft_comments WHERE draft_id = ? AND link_id = ? AND at > now() - interval '1 hour')`
	err = tx.NewRaw(query, draft, link.ID).Scan(ctx, &quiet)
	return quiet, err
}

// tell writes to those who write the draft.
func (r *Reviews) tell(ctx context.Context, tx bun.Tx, draft *studio.Draft, name, words string) error {
	writers, err := access.Holders(ctx, tx, access.Draft(draft.ID))
	if err != nil {
		return err
	}
	for _, writer := range writers {
		err := r.people.Write(ctx, tx, writer, func(to notify.Reader) notify.Letter {
			title, _ := draft.Root.Texts(studio.Title).In(to.Locale, draft.Tags()...)
			return notify.Letter{
				About: "reviews.mail.", Path: "/studio/" + draft.ID.String() + "/reviews", Why: notify.Writes,
				Args: []any{"Name", name, "Course", title, "Text", words},
			}
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// Comments are what was said about a draft that the actor may write, open ones first, each in the order in which it was said; at
// most a thousand.
func (r *Reviews) Comments(ctx context.Context, actor access.Actor, draft uuid.UUID) ([]Comment, error) {
	if err := r.authoring.Check(ctx, actor, draft); err != nil {
		return nil, err
	}
	return r.list(ctx, draft, uuid.Nil)
}

// ByLink are what the reader of a link has said.
func (r *Reviews) ByLink(ctx context.Context, link Link) ([]Comment, error) {
	return r.list(ctx, link.Draft, link.ID)
}

func (r *Reviews) list(ctx context.Context, draft, link uuid.UUID) ([]Comment, error) {
	comments := []Comment{}
	const query = `SELECT c.id, c.piece_id, c.lang, c.name, c.text, c.at, c.resolved_at, coalesce(u.name, '') AS resolved_by
		FROM draft_comments c LEFT JOIN users u ON u.id = c.resolved_by
		WHERE c.draft_id = ?0 AND (?1::uuid IS NULL OR c.link_id = ?1) ORDER BY c.resolved_at IS NOT NULL, c.at, c.id LIMIT 1000`
	if err := r.db.NewRaw(query, draft, pg.OrNull(link)).Scan(ctx, &comments); err != nil {
		return nil, fmt.Errorf("reading comments: %w", err)
	}
	return comments, nil
}

// Resolve marks a comment as done with, or as open again.
func (r *Reviews) Resolve(ctx context.Context, actor access.Actor, draft, comment uuid.UUID, done bool) error {
	if err := r.authoring.Check(ctx, actor, draft); err != nil {
		return err
	}
	const statement = `UPDATE draft_comments SET resolved_at = CASE WHEN ?0 THEN now() END, resolved_by = CASE WHEN ?0 THEN ?1::uuid END
		WHERE id = ?2 AND draft_id = ?3 AND (resolved_at IS NULL) = ?0`
	_, err := r.db.ExecContext(ctx, statement, done, pg.OrNull(actor.UserID), comment, draft)
	return err
}
