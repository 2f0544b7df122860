package studio

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"vatra/lms/fault"
	"vatra/lms/pg"
)

// Edit is what somebody wants a field to say. Base is the number of the edit that they had before them, 0 for an empty field.
// Client names the edit, so that one whose answer got lost can be sent again. Origin is as in Field.
type Edit struct {
	Piece  uuid.UUID
	Place  Place
	Base   int
	Text   string
	Origin int
	Client uuid.UUID
}

// Receipt tells that a field says something, for good: it was committed, and stays in the history.
type Receipt struct {
	Number  int       `bun:"number"`
	SavedAt time.Time `bun:"at"`
}

// Conflict is the error of an edit whose field says something else by now than what its writer had before them. Nothing was
// changed. Whoever wants their text all the same sends it again, based on Now.
type Conflict struct {
	Now Field
	By  string // the name of whoever wrote that; empty where they have gone
}

// Error is for the log; people are shown both texts.
func (c *Conflict) Error() string {
	return fmt.Sprintf("somebody wrote edit %d meanwhile", c.Now.Number)
}

// Studio keeps drafts in PostgreSQL.
type Studio struct {
	db *pg.DB
}

// New keeps them in the database.
func New(db *pg.DB) *Studio { return &Studio{db: db} }

// Save makes a field of a piece of the draft say the edit's text. An edit that was saved before gives its receipt again, and one
// that changes nothing the receipt of what stands. by is who writes. The error is a *Conflict where somebody else was faster;
// NotFound studio.no_piece or studio.no_field; Invalid with the name of the field.
func (s *Studio) Save(ctx context.Context, draftID, by uuid.UUID, edit Edit) (receipt Receipt, err error) {
	err = s.db.Tx(ctx, func(ctx context.Context, tx bun.Tx) error {
		receipt, err = save(ctx, tx, draftID, by, edit)
		return err
	})
	return receipt, err
}

func save(ctx context.Context, tx bun.Tx, draftID, by uuid.UUID, edit Edit) (Receipt, error) {
	kind, err := lock(ctx, tx, draftID, edit.Piece)
	if err != nil {
		return Receipt{}, err
	}
	text, err := kind.clean(edit.Place, edit.Text)
	if err != nil {
		return Receipt{}, err
	}
	if known, err := saved(ctx, tx, edit); err != nil || known.Number > 0 {
		return known, err
	}
	now, err := newest(ctx, tx, edit)
	switch {
	case err != nil:
		return Receipt{}, err
	case now.Text == text && now.Origin == edit.Origin && now.Number > 0:
		return Receipt{Number: now.Number, SavedAt: now.At}, nil
	case now.Number != edit.Base:
		return Receipt{}, &Conflict{Now: now.Field, By: now.By}
	}
	return write(ctx, tx, by, edit, text)
}

// lock keeps a piece from changing under others until the transaction ends.
func lock(ctx context.Context, tx bun.Tx, draftID, piece uuid.UUID) (kind Kind, err error) {
	const query = `SELECT kind FROM pieces WHERE id = ? AND draft_id = ? FOR UPDATE`
	return kind, pg.Found(tx.NewRaw(query, piece, draftID).Scan(ctx, &kind), "studio.no_piece")
}

// saved is the receipt of an edit that was saved before; the zero one for a new one.
func saved(ctx context.Context, tx bun.Tx, edit Edit) (Receipt, error) {
	var known Receipt
	const query = `SELECT number, at FROM piece_edits WHERE piece_id = ? AND client = ? AND name = ? AND lang = ?`
	err := tx.NewRaw(query, edit.Piece, edit.Client, edit.Place.Name, edit.Place.Lang).Scan(ctx, &known)
	if errors.Is(err, sql.ErrNoRows) {
		return Receipt{}, nil
	}
	return known, err
}

// newest is what a field says; the zero Said where nothing was ever written.
func newest(ctx context.Context, tx bun.Tx, edit Edit) (Said, error) {
	var now Said
	const query = `SELECT e.number, e.text, e.origin, e.at, coalesce(u.name, '') AS by_name
		FROM piece_fields f JOIN piece_edits e USING (piece_id, name, lang, number) LEFT JOIN users u ON u.id = e.by
		WHERE f.piece_id = ? AND f.name = ? AND f.lang = ?`
	err := tx.NewRaw(query, edit.Piece, edit.Place.Name, edit.Place.Lang).Scan(ctx, &now)
	if errors.Is(err, sql.ErrNoRows) {
		return Said{}, nil
	}
	return now, err
}

// write adds an edit whose place in the history is decided.
func write(ctx context.Context, tx bun.Tx, by uuid.UUID, edit Edit, text string) (Receipt, error) {
	const statement = `
		WITH added AS (
			INSERT INTO piece_edits (piece_id, name, lang, number, text, origin, client, by)
			VALUES (?0, ?1, ?2, ?3, ?4, ?5, ?6, ?7) RETURNING *),
		shown AS (
			INSERT INTO piece_fields (piece_id, name, lang, number, text, origin, at)
			SELECT piece_id, name, lang, number, text, origin, at FROM added
			ON CONFLICT (piece_id, name, lang) DO UPDATE SET
				number = excluded.number, text = excluded.text, origin = excluded.origin, at = excluded.at)
		SELECT number, at FROM added`
	var receipt Receipt
	err := tx.NewRaw(statement, edit.Piece, edit.Place.Name, edit.Place.Lang, edit.Base+1, text, edit.Origin, edit.Client,
		pg.OrNull(by)).Scan(ctx, &receipt)
	if pg.Violates(err, "piece_edits_once") {
		return Receipt{}, fault.New(fault.Invalid, "error.bad_request") // one name for two edits
	}
	return receipt, err
}
