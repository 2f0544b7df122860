package studio

import (
	"context"
	"slices"

	"github.com/google/uuid"
	"github.com/shopspring/decimal"
	"github.com/uptrace/bun"
)

// ranked is a part of a piece and its rank there.
type ranked struct {
	id   uuid.UUID
	rank decimal.Decimal
}

// ranksIn are the parts of a piece in their order, with those that were taken out: they keep their places.
func ranksIn(ctx context.Context, tx bun.Tx, draftID, parent uuid.UUID) ([]ranked, error) {
	var rows []struct {
		ID   uuid.UUID `bun:"id"`
		Text string    `bun:"text"`
	}
	const query = `SELECT p.id, f.text FROM pieces p JOIN piece_fields f ON f.piece_id = p.id AND f.name = ? AND f.lang = ''
		WHERE p.draft_id = ? AND f.text LIKE ?`
	if err := tx.NewRaw(query, place, draftID, parent.String()+" %").Scan(ctx, &rows); err != nil {
		return nil, err
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
