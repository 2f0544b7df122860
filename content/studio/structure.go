package studio

import (
	"context"
	"fmt"
	"strings"

	"github.com/google/uuid"
	"github.com/shopspring/decimal"
	"github.com/uptrace/bun"

	"vatra/content/pack"
	"vatra/lms/fault"
	"vatra/lms/pg"
)

// Add makes a piece in another one, after the piece after, which is in it too, before all for uuid.Nil or after all for Last. Its
// name is the caller's, so that one whose answer got lost can be asked for again: it is made once. Its key becomes one like the wanted
// one that no piece of the draft has, however many add at once. NotFound studio.no_piece; Conflict studio.too_many_pieces; Invalid
// with the names of the fields.
func (s *Studio) Add(ctx context.Context, desk Desk, id uuid.UUID, plant Plant, parent, after uuid.UUID) error {
	return s.db.Tx(ctx, func(ctx context.Context, tx bun.Tx) error {
		// Whoever else adds to the draft waits here; nothing locks a draft after its pieces.
		const first = `SELECT EXISTS (SELECT FROM pieces WHERE id = ? AND draft_id = d.id) FROM drafts d
			WHERE id = ? AND removed_at IS NULL AND ? FOR NO KEY UPDATE`
		known := false
		err := tx.NewRaw(first, id, desk.Draft, desk.may()).Scan(ctx, &known)
		if err != nil || known {
			return pg.Found(err, "studio.no_piece")
		}
		above, rank, err := between(ctx, tx, desk, plant.Kind, parent, after)
		if err != nil {
			return err
		}
		plant.Values = plant.Values.at(parent, rank)
		if err := freeKey(ctx, tx, desk.Draft, plant); err != nil {
			return err
		}
		made := rows{}
		made.main, _, _ = strings.Cut(above.Languages, " ")
		if err := made.add(id, plant); err != nil {
			return err
		}
		return made.write(ctx, tx, desk.Draft, desk.By)
	})
}

// freeKey gives the plant a key that is free, where it wants one, and refuses to make a draft too large.
func freeKey(ctx context.Context, tx bun.Tx, draft uuid.UUID, plant Plant) error {
	var taken struct {
		Pieces int      `bun:"pieces"`
		Keys   []string `bun:"keys,array"`
	}
	const query = `SELECT count(*) AS pieces, coalesce(array_agg(f.text) FILTER (WHERE f.text <> ''), '{}') AS keys
		FROM pieces p LEFT JOIN piece_fields f ON f.piece_id = p.id AND f.name = ? AND f.lang = '' WHERE p.draft_id = ?`
	if err := tx.NewRaw(query, Key, draft).Scan(ctx, &taken); err != nil {
		return fmt.Errorf("reading the keys of a draft: %w", err)
	}
	if taken.Pieces >= MaxPieces {
		return fault.New(fault.Conflict, "studio.too_many_pieces")
	}
	at := Place{Name: Key}
	if _, wants := plant.Values[at]; !wants {
		return nil
	}
	keys := pack.Keys{}
	for _, key := range taken.Keys {
		keys.Reserve(key)
	}
	plant.Values[at] = keys.Take("part", plant.Values[at])
	return nil
}

// Move puts a piece into another one, after the piece after there, or before all for uuid.Nil. base is the number of the place
// that its mover saw it at. The error is a *Conflict where somebody else has moved it meanwhile.
func (s *Studio) Move(ctx context.Context, desk Desk, id, parent, after uuid.UUID, base int, client uuid.UUID) (receipt Receipt, err error) {
	err = s.db.Tx(ctx, func(ctx context.Context, tx bun.Tx) error {
		piece, err := lock(ctx, tx, desk, id)
		if err != nil {
			return err
		}
		_, rank, err := between(ctx, tx, desk, piece.Kind, parent, after)
		if err != nil {
			return err
		}
		at := Place{Name: place}
		where := Values(nil).at(parent, rank)[at]
		receipt, err = save(ctx, tx, desk.By, piece, Edit{Piece: id, Place: at, Base: base, Text: where, Client: client})
		return err
	})
	return receipt, err
}

// Remove takes a piece out with all that is in it; Restore brings it back to where it was. Both do nothing the second time.
func (s *Studio) Remove(ctx context.Context, desk Desk, id uuid.UUID) error {
	return s.setGone(ctx, desk, id, "yes")
}

// Restore is for what Remove took out.
func (s *Studio) Restore(ctx context.Context, desk Desk, id uuid.UUID) error {
	return s.setGone(ctx, desk, id, "")
}

func (s *Studio) setGone(ctx context.Context, desk Desk, id uuid.UUID, text string) error {
	return s.db.Tx(ctx, func(ctx context.Context, tx bun.Tx) error {
		piece, err := lock(ctx, tx, desk, id)
		if err != nil {
			return err
		}
		edit := Edit{Piece: id, Place: Place{Name: gone}, Text: text, Client: uuid.Must(uuid.NewV7())}
		now, err := stands(ctx, tx, desk.By, edit)
		if err != nil || now.Text == text {
			return err
		}
		edit.Base = now.Number
		_, err = save(ctx, tx, desk.By, piece, edit)
		return err
	})
}

// between is a rank in a parent after one of its parts. Nobody else adds to the parent or moves within it until the
// transaction ends.
func between(ctx context.Context, tx bun.Tx, desk Desk, kind Kind, parent, after uuid.UUID) (above locked, rank decimal.Decimal, err error) {
	above, err = lock(ctx, tx, desk, parent)
	if err == nil && (above.Kind != below[kind] || above.Kind == "") {
		err = fault.New(fault.NotFound, "studio.no_piece")
	}
	if err != nil {
		return above, rank, err
	}
	ranks, err := ranksIn(ctx, tx, desk.Draft, parent)
	if err != nil {
		return above, rank, err
	}
	rank, found := rankAfter(ranks, after)
	if !found {
		return above, rank, fault.New(fault.NotFound, "studio.no_piece")
	}
	return above, rank, nil
}
