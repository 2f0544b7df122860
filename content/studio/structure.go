package studio

import (
	"context"
	"fmt"
	"maps"
	"slices"

	"github.com/google/uuid"
	"github.com/shopspring/decimal"
	"github.com/uptrace/bun"

	"vatra/lms/fault"
	"vatra/lms/pg"
)

// MaxPieces is how many pieces a draft may have, those that were taken out included.
const MaxPieces = 20_000

// Values are the first words of a new piece.
type Values map[Place]string

// Begin makes a draft with its course piece. Invalid with the names of the fields.
func (s *Studio) Begin(ctx context.Context, by uuid.UUID, values Values) (draft uuid.UUID, err error) {
	err = s.db.Tx(ctx, func(ctx context.Context, tx bun.Tx) error {
		draft = uuid.Must(uuid.NewV7())
		if _, err := tx.ExecContext(ctx, `INSERT INTO drafts (id, created_by) VALUES (?, ?)`, draft, pg.OrNull(by)); err != nil {
			return fmt.Errorf("making a draft: %w", err)
		}
		return put(ctx, tx, draft, by, uuid.Must(uuid.NewV7()), Course, values)
	})
	return draft, err
}

// Add makes a piece of the kind in another one, after the piece after, which is in it too, or at the end for uuid.Nil. Its name is
// the caller's, so that one whose answer got lost can be asked for again: it is made once. NotFound studio.no_piece; Conflict
// studio.too_many_pieces; Invalid with the names of the fields.
func (s *Studio) Add(ctx context.Context, draftID, by uuid.UUID, id uuid.UUID, kind Kind, parent, after uuid.UUID, values Values) error {
	return s.db.Tx(ctx, func(ctx context.Context, tx bun.Tx) error {
		where, err := between(ctx, tx, draftID, kind, parent, after)
		if err != nil {
			return err
		}
		known := false
		if err := tx.NewRaw(`SELECT EXISTS (SELECT FROM pieces WHERE id = ? AND draft_id = ?)`, id, draftID).Scan(ctx, &known); err != nil || known {
			return err
		}
		own := maps.Clone(values)
		own[Place{Name: place}] = where
		return put(ctx, tx, draftID, by, id, kind, own)
	})
}

func put(ctx context.Context, tx bun.Tx, draftID, by, id uuid.UUID, kind Kind, values Values) error {
	if _, err := tx.ExecContext(ctx, `INSERT INTO pieces (id, draft_id, kind) VALUES (?, ?, ?)`, id, draftID, kind); err != nil {
		return fmt.Errorf("making a piece: %w", err)
	}
	wrong := fault.Fields{}
	for at, text := range values {
		text, err := kind.clean(at, text)
		if told, ok := fault.As(err); ok && told.Fields != nil {
			maps.Copy(wrong, told.Fields)
			continue
		}
		if err != nil {
			return err
		}
		edit := Edit{Piece: id, Place: at, Client: uuid.Must(uuid.NewV7())}
		if _, err := write(ctx, tx, by, edit, text); err != nil {
			return err
		}
	}
	return wrong.Err()
}

// Move puts a piece into another one, after the piece after there, or before all for uuid.Nil. base is the number of the place
// that its mover saw it at. The error is a *Conflict where somebody else has moved it meanwhile.
func (s *Studio) Move(ctx context.Context, draftID, by, id, parent, after uuid.UUID, base int, client uuid.UUID) (receipt Receipt, err error) {
	err = s.db.Tx(ctx, func(ctx context.Context, tx bun.Tx) error {
		kind, err := lock(ctx, tx, draftID, id)
		if err != nil {
			return err
		}
		where, err := between(ctx, tx, draftID, kind, parent, after)
		if err != nil {
			return err
		}
		receipt, err = save(ctx, tx, draftID, by, Edit{Piece: id, Place: Place{Name: place}, Base: base, Text: where, Client: client})
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

// between is the place in a parent after one of its parts. Nobody else adds to the parent or moves within it until the
// transaction ends.
func between(ctx context.Context, tx bun.Tx, draftID uuid.UUID, kind Kind, parent, after uuid.UUID) (string, error) {
	above, err := lock(ctx, tx, draftID, parent)
	if err == nil && (above != below[kind] || above == "") {
		err = fault.New(fault.NotFound, "studio.no_piece")
	}
	if err != nil {
		return "", err
	}
	ranks, err := ranksIn(ctx, tx, draftID, parent)
	if err != nil {
		return "", err
	}
	rank, found := rankAfter(ranks, after)
	if !found {
		return "", fault.New(fault.NotFound, "studio.no_piece")
	}
	return parent.String() + " " + rank.String(), nil
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
