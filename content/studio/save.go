package studio

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"
	"github.com/uptrace/bun/schema"

	"vatra/lms/fault"
	"vatra/lms/pg"
)

// Desk is a draft with somebody in front of it. By is who writes, uuid.Nil for nobody in particular. May is a condition on d, the
// draft, under which it is there for them; the zero one always holds.
type Desk struct {
	Draft, By uuid.UUID
	May       schema.QueryWithArgs
}

func (d Desk) may() schema.QueryWithArgs {
	if d.May.Query == "" {
		return bun.SafeQuery("TRUE")
	}
	return d.May
}

// Edit is what somebody wants a field to say. Base is the number of the edit that they had before them, 0 for an empty field.
// Client names the edit, so that one whose answer got lost can be sent again; where its writer has written on meanwhile, After is
// that one's name. Origin and OriginLang are as in Field; without a language it is the draft's first.
type Edit struct {
	Piece      uuid.UUID
	Place      Place
	Base       int
	Text       string
	Origin     int
	OriginLang string
	Client     uuid.UUID
	After      uuid.UUID
}

// Receipt tells that a field says something, for good: it was committed, and stays in the history until its writer has gone on
// with it.
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

// Save makes a field of a piece of the draft say the edit's text, in three statements whatever the draft holds. An edit that was
// saved before gives its receipt again, and one that changes nothing the receipt of what stands. The error is a *Conflict where
// somebody else was faster; NotFound studio.no_piece, or studio.no_field also for a language that the draft has not; Invalid with
// the name of the field.
func (s *Studio) Save(ctx context.Context, desk Desk, edit Edit) (receipt Receipt, err error) {
	if edit.Place.Name == place || edit.Place.Name == gone || edit.Place.Name == Key {
		return Receipt{}, fault.New(fault.NotFound, "studio.no_field") // Move, Remove and Add write those
	}
	err = s.db.Tx(ctx, func(ctx context.Context, tx bun.Tx) error {
		piece, err := lock(ctx, tx, desk, edit.Piece)
		if err == nil {
			receipt, err = save(ctx, tx, desk.By, piece, edit)
		}
		return err
	})
	return receipt, err
}

func save(ctx context.Context, tx bun.Tx, by uuid.UUID, piece locked, edit Edit) (Receipt, error) {
	if err := piece.refer(&edit); err != nil {
		return Receipt{}, err
	}
	now, err := stands(ctx, tx, by, edit)
	if err != nil || now.Known > 0 {
		return Receipt{Number: now.Known, SavedAt: now.KnownAt}, err
	}
	edit.Text, err = piece.Kind.clean(edit.Place, edit.Text, len(now.Text))
	switch {
	case err != nil:
		return Receipt{}, err
	case now.Number > 0 && now.Text == edit.Text && now.translates(edit):
		return Receipt{Number: now.Number, SavedAt: now.At}, nil
	case now.Number != edit.Base && (edit.After == uuid.Nil || now.Client != edit.After || !now.Own):
		return Receipt{}, &Conflict{Now: now.Field, By: now.By}
	}
	edit.Base = now.Number
	return write(ctx, tx, by, edit, now.goesOn(edit.Text))
}

// locked is a piece that nobody else changes until the transaction ends.
type locked struct {
	Kind      Kind   `bun:"kind"`
	Languages string `bun:"languages"` // of the draft
}

func lock(ctx context.Context, tx bun.Tx, desk Desk, piece uuid.UUID) (found locked, err error) {
	const query = `SELECT p.kind, coalesce((SELECT f.text FROM pieces c JOIN piece_fields f ON f.piece_id = c.id AND f.name = ?0 AND f.lang = ''
			WHERE c.draft_id = d.id AND c.kind = ?1), '') AS languages
		FROM pieces p JOIN drafts d ON d.id = p.draft_id
		WHERE p.id = ?2 AND d.id = ?3 AND d.removed_at IS NULL AND ?4 FOR UPDATE OF p`
	err = tx.NewRaw(query, Languages, Course, piece, desk.Draft, desk.may()).Scan(ctx, &found)
	return found, pg.Found(err, "studio.no_piece")
}

// refer says of what a translation is one; what is no translation is of nothing.
func (l locked) refer(edit *Edit) error {
	tags := strings.Fields(l.Languages)
	known := edit.Place.Lang == ""
	for _, tag := range tags {
		known = known || tag == edit.Place.Lang
	}
	switch {
	case !known:
		return fault.New(fault.NotFound, "studio.no_field")
	case edit.Place.Lang == "" || edit.Place.Lang == tags[0] || edit.Origin == 0:
		edit.Origin, edit.OriginLang = 0, ""
	case edit.OriginLang == "":
		edit.OriginLang = tags[0]
	}
	return nil
}

// standing is what a field says when it is about to be written, and what is known of the edit that comes.
type standing struct {
	Said
	Client  uuid.UUID `bun:"client"`
	Own     bool      `bun:"own"`     // the same person wrote it
	Sitting bool      `bun:"sitting"` // and has not been at it for long
	Led     bool      `bun:"led"`     // a translation says that it is of it
	Known   int       `bun:"known"`   // the number of the edit, where it was saved before
	KnownAt time.Time `bun:"known_at"`
}

// sitting is how long somebody goes on with an edit before the next one is begun; the schema refuses what is much longer.
const sitting = 10 * time.Minute

func stands(ctx context.Context, tx bun.Tx, by uuid.UUID, edit Edit) (now standing, err error) {
	const query = `SELECT coalesce(f.number, 0) AS number, coalesce(f.text, '') AS text, coalesce(f.origin, 0) AS origin,
			coalesce(f.origin_lang, '') AS origin_lang, coalesce(f.at, 'epoch') AS at, coalesce(u.name, '') AS by_name,
			coalesce(e.client, ?6) AS client, coalesce(f.by = ?5, false) AS own,
			coalesce(clock_timestamp() - e.began < make_interval(secs => ?4), false) AS sitting,
			EXISTS (SELECT FROM piece_fields t WHERE t.piece_id = ?0 AND t.name = ?1 AND t.origin_lang = ?2 AND t.origin = f.number) AS led,
			coalesce(s.number, 0) AS known, coalesce(s.at, 'epoch') AS known_at
		FROM (SELECT) one
		LEFT JOIN piece_fields f ON f.piece_id = ?0 AND f.name = ?1 AND f.lang = ?2
		LEFT JOIN piece_edits e ON e.piece_id = ?0 AND e.name = ?1 AND e.lang = ?2 AND e.number = f.number
		LEFT JOIN users u ON u.id = f.by
		LEFT JOIN piece_edits s ON s.piece_id = ?0 AND s.client = ?3 AND s.name = ?1 AND s.lang = ?2`
	err = tx.NewRaw(query, edit.Piece, edit.Place.Name, edit.Place.Lang, edit.Client, sitting.Seconds(), pg.OrNull(by), uuid.Nil).Scan(ctx, &now)
	if errors.Is(err, sql.ErrNoRows) { // there is always one
		err = fmt.Errorf("reading a field: %w", err)
	}
	return now, err
}

// translates reports whether what stands is a translation of what the edit is one of, or the edit says nothing of that.
func (s standing) translates(edit Edit) bool {
	return edit.Origin == 0 || s.Origin == edit.Origin && s.OriginLang == edit.OriginLang
}

// goesOn reports whether a text takes the place of what stands: it is the same person's, of the same sitting, no translation is
// tied to it, and most of it is in the new one. Whoever wipes a text out by mistake finds it in the history.
func (s standing) goesOn(text string) bool {
	if !s.Own || !s.Sitting || s.Led {
		return false
	}
	before, most := s.Text, min(len(s.Text), len(text))
	head := 0
	for head < most && before[head] == text[head] {
		head++
	}
	tail := 0
	for tail < most-head && before[len(before)-1-tail] == text[len(text)-1-tail] {
		tail++
	}
	const few = 20 // bytes, of which nobody misses any
	return len(before) <= few || 2*(head+tail) >= len(before)
}

// write adds an edit whose place in the history is decided, or goes on with the newest.
func write(ctx context.Context, tx bun.Tx, by uuid.UUID, edit Edit, goesOn bool) (Receipt, error) {
	statement := `WITH added AS (
			INSERT INTO piece_edits (piece_id, name, lang, number, text, origin, origin_lang, client, by)
			VALUES (?0, ?1, ?2, ?3 + 1, ?4, ?5, ?6, ?7, ?8) RETURNING *)`
	if goesOn {
		statement = `WITH added AS (
			UPDATE piece_edits SET number = number + 1, text = ?4, origin = ?5, origin_lang = ?6, client = ?7, at = clock_timestamp()
			WHERE piece_id = ?0 AND name = ?1 AND lang = ?2 AND number = ?3 RETURNING *)`
	}
	statement += `, shown AS (
			INSERT INTO piece_fields (piece_id, name, lang, number, text, origin, origin_lang, by, at)
			SELECT piece_id, name, lang, number, text, origin, origin_lang, by, at FROM added
			ON CONFLICT (piece_id, name, lang) DO UPDATE SET number = excluded.number, text = excluded.text, origin = excluded.origin,
				origin_lang = excluded.origin_lang, by = excluded.by, at = excluded.at)
		SELECT number, at FROM added`
	var receipt Receipt
	err := tx.NewRaw(statement, edit.Piece, edit.Place.Name, edit.Place.Lang, edit.Base, edit.Text, edit.Origin, edit.OriginLang,
		edit.Client, pg.OrNull(by)).Scan(ctx, &receipt)
	if pg.Violates(err, "piece_edits_once") {
		return Receipt{}, fault.New(fault.Invalid, "error.bad_request") // one name for two edits
	}
	return receipt, err
}
