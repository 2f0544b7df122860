package studio

import (
	"context"
	"fmt"
	"maps"
	"slices"
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
const MaxPieces = 20_000

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
	draft = uuid.Must(uuid.NewV7())
	if _, err := tx.ExecContext(ctx, `INSERT INTO drafts (id, created_by) VALUES (?, ?)`, draft, pg.OrNull(by)); err != nil {
		return uuid.Nil, fmt.Errorf("making a draft: %w", err)
	}
	main, _, _ := strings.Cut(course.Values[Place{Name: Languages}], " ")
	made := rows{main: main}
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
}

func (r *rows) add(id uuid.UUID, plant Plant) error {
	if len(r.pieces) >= MaxPieces {
		return fault.New(fault.Conflict, "studio.too_many_pieces")
	}
	r.pieces, r.kinds = append(r.pieces, id.String()), append(r.kinds, string(plant.Kind))
	wrong := fault.Fields{}
	for at, text := range plant.Values {
		text, err := plant.Kind.clean(at, text)
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
			SELECT * FROM unnest(?::uuid[], ?::text[], ?::text[], ?::text[], ?::uuid[]) e (piece_id, name, lang, text, client)),
		added AS (
			INSERT INTO piece_edits (piece_id, name, lang, number, text, origin, client, by)
			SELECT piece_id, name, lang, 1, text, CASE WHEN lang IN ('', ?) THEN 0 ELSE 1 END, client, ? FROM given RETURNING *)
		INSERT INTO piece_fields (piece_id, name, lang, number, text, origin, at)
		SELECT piece_id, name, lang, number, text, origin, at FROM added`
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

// Add makes a piece in another one, after the piece after, which is in it too, or at the end for uuid.Nil. Its name is
// the caller's, so that one whose answer got lost can be asked for again: it is made once. NotFound studio.no_piece; Conflict
// studio.too_many_pieces; Invalid with the names of the fields.
func (s *Studio) Add(ctx context.Context, draftID, by, id uuid.UUID, plant Plant, parent, after uuid.UUID) error {
	return s.db.Tx(ctx, func(ctx context.Context, tx bun.Tx) error {
		rank, err := between(ctx, tx, draftID, plant.Kind, parent, after)
		if err != nil {
			return err
		}
		known := false
		if err := tx.NewRaw(`SELECT EXISTS (SELECT FROM pieces WHERE id = ? AND draft_id = ?)`, id, draftID).Scan(ctx, &known); err != nil || known {
			return err
		}
		plant.Values = plant.Values.at(parent, rank)
		made := rows{}
		const query = `SELECT split_part(f.text, ' ', 1) FROM pieces p JOIN piece_fields f ON f.piece_id = p.id AND f.name = ? AND f.lang = ''
			WHERE p.draft_id = ? AND p.kind = ?`
		if err := tx.NewRaw(query, Languages, draftID, Course).Scan(ctx, &made.main); err != nil {
			return fmt.Errorf("reading the languages of a draft: %w", err)
		}
		if err := made.add(id, plant); err != nil {
			return err
		}
		return made.write(ctx, tx, draftID, by)
	})
}

// Move puts a piece into another one, after the piece after there, or before all for uuid.Nil. base is the number of the place
// that its mover saw it at. The error is a *Conflict where somebody else has moved it meanwhile.
func (s *Studio) Move(ctx context.Context, draftID, by, id, parent, after uuid.UUID, base int, client uuid.UUID) (receipt Receipt, err error) {
	err = s.db.Tx(ctx, func(ctx context.Context, tx bun.Tx) error {
		kind, err := lock(ctx, tx, draftID, id)
		if err != nil {
			return err
		}
		rank, err := between(ctx, tx, draftID, kind, parent, after)
		if err != nil {
			return err
		}
		at := Place{Name: place}
		where := Values(nil).at(parent, rank)[at]
		receipt, err = save(ctx, tx, draftID, by, Edit{Piece: id, Place: at, Base: base, Text: where, Client: client})
		return err
	})
	return receipt, err
}

// Remove takes a piece out with all that is in it; Restore brings it back to where it was. Both do nothing the second time.
func (s *Studio) Remove(ctx context.Context, draftID, by, id uuid.UUID) error {
	return s.setGone(ctx, draftID, by, id, "yes")
}

// Restore is for what Remove took out.
func (s *Studio) Restore(ctx context.Context, draftID, by, id uuid.UUID) error {
	return s.setGone(ctx, draftID, by, id, "")
}

func (s *Studio) setGone(ctx context.Context, draftID, by, id uuid.UUID, text string) error {
	return s.db.Tx(ctx, func(ctx context.Context, tx bun.Tx) error {
		if _, err := lock(ctx, tx, draftID, id); err != nil {
			return err
		}
		edit := Edit{Piece: id, Place: Place{Name: gone}, Text: text, Client: uuid.Must(uuid.NewV7())}
		now, err := newest(ctx, tx, edit)
		if err != nil || now.Text == text {
			return err
		}
		edit.Base = now.Number
		_, err = save(ctx, tx, draftID, by, edit)
		return err
	})
}

// between is a rank in a parent after one of its parts. Nobody else adds to the parent or moves within it until the
// transaction ends.
func between(ctx context.Context, tx bun.Tx, draftID uuid.UUID, kind Kind, parent, after uuid.UUID) (rank decimal.Decimal, err error) {
	above, err := lock(ctx, tx, draftID, parent)
	if err == nil && (above != below[kind] || above == "") {
		err = fault.New(fault.NotFound, "studio.no_piece")
	}
	if err != nil {
		return rank, err
	}
	ranks, err := ranksIn(ctx, tx, draftID, parent)
	if err != nil {
		return rank, err
	}
	rank, found := rankAfter(ranks, after)
	if !found {
		return rank, fault.New(fault.NotFound, "studio.no_piece")
	}
	return rank, nil
}

// ranked is a part of a piece and its rank there.
type ranked struct {
	id   uuid.UUID
	rank decimal.Decimal
}

// ranksIn are the parts of a piece in their order, with those that were taken out: they keep their places.
func ranksIn(ctx context.Context, tx bun.Tx, draftID, parent uuid.UUID) ([]ranked, error) {
	var rows []struct {
		ID    uuid.UUID `bun:"id"`
		Text  string    `bun:"text"`
		Total int       `bun:"total"`
	}
	const query = `SELECT p.id, f.text FROM pieces p JOIN piece_fields f ON f.piece_id = p.id AND f.name = ? AND f.lang = ''
		WHERE p.draft_id = ? AND f.text LIKE ?`
	if err := tx.NewRaw(query, place, draftID, parent.String()+" %").Scan(ctx, &rows); err != nil {
		return nil, err
	}
	if len(rows) >= MaxPieces {
		return nil, fault.New(fault.Conflict, "studio.too_many_pieces")
	}
	parts := make([]ranked, 0, len(rows))
	for _, row := range rows {
		piece := Piece{Fields: map[Place]Field{{Name: place}: {Text: row.Text}}}
		_, rank := piece.place()
		parts = append(parts, ranked{row.ID, rank})
	}
	slices.SortFunc(parts, func(a, b ranked) int { return a.rank.Cmp(b.rank) })
	return parts, nil
}

// Last is where a piece comes after all others.
var Last = uuid.Max

// rankAfter is a rank between those of the piece and of the next one.
func rankAfter(parts []ranked, after uuid.UUID) (rank decimal.Decimal, found bool) {
	one := decimal.NewFromInt(1)
	if len(parts) == 0 {
		return one, after == uuid.Nil || after == Last
	}
	switch after {
	case uuid.Nil:
		return parts[0].rank.Sub(one), true
	case Last:
		return parts[len(parts)-1].rank.Add(one), true
	}
	at := slices.IndexFunc(parts, func(p ranked) bool { return p.id == after })
	switch {
	case at < 0:
		return decimal.Decimal{}, false
	case at == len(parts)-1:
		return parts[at].rank.Add(one), true
	}
	half := decimal.New(5, -1) // exact, which Div is not
	return parts[at].rank.Add(parts[at+1].rank).Mul(half), true
}
