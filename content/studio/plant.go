package studio

import (
	"context"
	"fmt"
	"maps"
	"math"
	"strings"

	"github.com/google/uuid"
	"github.com/shopspring/decimal"
	"github.com/uptrace/bun"
	"github.com/uptrace/bun/dialect/pgdialect"

	"vatra/lms/fault"
	"vatra/lms/lang"
	"vatra/lms/pg"
)

// MaxPieces is how many pieces a draft may have, those that were taken out included.
const MaxPieces = 50_000

// Values are the first words of a new piece.
type Values map[Place]string

// Plant is a piece that is to be made with what is in it.
type Plant struct {
	Kind   Kind
	Values Values
	Parts  []Plant
}

// Key is the key that the piece is to have.
func (p Plant) Key() string { return p.Values[Place{Name: Key}] }

// Size is how many pieces become of it.
func (p Plant) Size() int {
	size := 1
	for _, part := range p.Parts {
		size += part.Size()
	}
	return size
}

// Put adds texts by their languages.
func (v Values) Put(name string, texts lang.Texts) {
	for tag, text := range texts {
		v[Place{name, tag}] = text
	}
}

// Follow notes of which course a draft is, and what version was made of it last or it was made of.
func Follow(ctx context.Context, tx bun.Tx, draft, course, version uuid.UUID) error {
	_, err := tx.ExecContext(ctx, `UPDATE drafts SET course_id = ?, version_id = ? WHERE id = ?`, course, version, draft)
	return err
}

// Begin makes a draft of a course with what is in it, in the transaction. Invalid with the names of the fields.
func Begin(ctx context.Context, tx bun.Tx, by uuid.UUID, course Plant) (draft uuid.UUID, err error) {
	return begin(ctx, tx, by, course, rows{})
}

// BringIn is Begin for a course that was written elsewhere: its texts may be as long as they are.
func BringIn(ctx context.Context, tx bun.Tx, by uuid.UUID, course Plant) (draft uuid.UUID, err error) {
	return begin(ctx, tx, by, course, rows{already: math.MaxInt})
}

func begin(ctx context.Context, tx bun.Tx, by uuid.UUID, course Plant, made rows) (draft uuid.UUID, err error) {
	draft = uuid.Must(uuid.NewV7())
	if _, err := tx.ExecContext(ctx, `INSERT INTO drafts (id, created_by) VALUES (?, ?)`, draft, pg.OrNull(by)); err != nil {
		return uuid.Nil, fmt.Errorf("making a draft: %w", err)
	}
	made.main, _, _ = strings.Cut(course.Values[Place{Name: Languages}], " ")
	if err := made.add(uuid.Must(uuid.NewV7()), course); err != nil {
		return uuid.Nil, err
	}
	return draft, made.write(ctx, tx, draft, by)
}

// rows are pieces and their first edits, before they are written in one statement each.
type rows struct {
	pieces []string // ids
	kinds  []string
	of     []string // ids, one an edit
	names  []string
	langs  []string
	texts  []string
	edits  []string // the names of the edits
	main   string   // the language that is translated from

	already int // how many bytes a text may have in any case
}

func (r *rows) add(id uuid.UUID, plant Plant) error {
	if len(r.pieces) >= MaxPieces {
		return fault.New(fault.Conflict, "studio.too_many_pieces")
	}
	r.pieces, r.kinds = append(r.pieces, id.String()), append(r.kinds, string(plant.Kind))
	wrong := fault.Fields{}
	for at, text := range plant.Values {
		text, err := plant.Kind.clean(at, text, r.already)
		if told, ok := fault.As(err); ok && told.Fields != nil {
			maps.Copy(wrong, told.Fields)
			continue
		}
		if err != nil {
			return err
		}
		r.of, r.names, r.langs = append(r.of, id.String()), append(r.names, at.Name), append(r.langs, at.Lang)
		r.texts, r.edits = append(r.texts, text), append(r.edits, uuid.Must(uuid.NewV7()).String())
	}
	for n, part := range plant.Parts {
		part.Values = part.Values.at(id, decimal.NewFromInt(int64(n+1)))
		if err := r.add(uuid.Must(uuid.NewV7()), part); err != nil {
			return err
		}
	}
	return wrong.Err()
}

func (r *rows) write(ctx context.Context, tx bun.Tx, draftID, by uuid.UUID) error {
	const pieces = `INSERT INTO pieces (id, draft_id, kind) SELECT id, ?, kind FROM unnest(?::uuid[], ?::text[]) p (id, kind)`
	if _, err := tx.ExecContext(ctx, pieces, draftID, pgdialect.Array(r.pieces), pgdialect.Array(r.kinds)); err != nil {
		return fmt.Errorf("making pieces: %w", err)
	}
	// A translation that comes with its original says what that says.
	const edits = `
		WITH given AS (
			SELECT * FROM unnest(?0::uuid[], ?1::text[], ?2::text[], ?3::text[], ?4::uuid[]) e (piece_id, name, lang, text, client)),
		added AS (
			INSERT INTO piece_edits (piece_id, name, lang, number, text, origin, origin_lang, client, by)
			SELECT g.piece_id, g.name, g.lang, 1, g.text, CASE WHEN o.lang IS NULL THEN 0 ELSE 1 END, coalesce(o.lang, ''), g.client, ?6
			FROM given g LEFT JOIN given o ON o.piece_id = g.piece_id AND o.name = g.name AND o.lang = ?5 AND g.lang NOT IN ('', ?5) RETURNING *)
		INSERT INTO piece_fields (piece_id, name, lang, number, text, origin, origin_lang, by, at)
		SELECT piece_id, name, lang, number, text, origin, origin_lang, by, at FROM added`
	_, err := tx.ExecContext(ctx, edits, pgdialect.Array(r.of), pgdialect.Array(r.names), pgdialect.Array(r.langs),
		pgdialect.Array(r.texts), pgdialect.Array(r.edits), r.main, pg.OrNull(by))
	if err != nil {
		return fmt.Errorf("writing pieces: %w", err)
	}
	return nil
}

// at are the values of a piece in the parent.
func (v Values) at(parent uuid.UUID, rank decimal.Decimal) Values {
	own := maps.Clone(v)
	if own == nil {
		own = Values{}
	}
	own[Place{Name: place}] = parent.String() + " " + rank.String()
	return own
}
