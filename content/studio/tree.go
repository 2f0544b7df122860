package studio

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"
	"github.com/shopspring/decimal"

	"vatra/lms/pg"
)

// Check asks whether the draft is there for whoever is in front of it: NotFound studio.no_draft where it is not.
func (s *Studio) Check(ctx context.Context, desk Desk) error {
	var id uuid.UUID
	const query = `SELECT id FROM drafts d WHERE id = ? AND removed_at IS NULL AND ?`
	return pg.Found(s.db.NewRaw(query, desk.Draft, desk.may()).Scan(ctx, &id), "studio.no_draft")
}

// Draft reads a draft as it is now, in two statements. NotFound studio.no_draft.
func (s *Studio) Draft(ctx context.Context, desk Desk) (*Draft, error) {
	var head struct {
		CreatedAt time.Time     `bun:"created_at"`
		CreatedBy uuid.NullUUID `bun:"created_by"`
		CourseID  uuid.NullUUID `bun:"course_id"`
		VersionID uuid.NullUUID `bun:"version_id"`
		NewestID  uuid.NullUUID `bun:"newest_id"`
		Newest    int           `bun:"newest"`
	}
	const query = `SELECT d.created_at, d.created_by, d.course_id, d.version_id, n.version_id AS newest_id, coalesce(n.number, 0) AS newest
		FROM drafts d LEFT JOIN newest_versions n ON n.course_id = d.course_id WHERE d.id = ? AND d.removed_at IS NULL AND ?`
	if err := s.db.NewRaw(query, desk.Draft, desk.may()).Scan(ctx, &head); err != nil {
		return nil, pg.Found(err, "studio.no_draft")
	}
	draft := &Draft{
		ID: desk.Draft, CreatedAt: head.CreatedAt, CreatedBy: head.CreatedBy.UUID, CourseID: head.CourseID.UUID,
		VersionID: head.VersionID.UUID, NewestID: head.NewestID.UUID, Newest: head.Newest, pieces: map[uuid.UUID]*Piece{},
	}
	if err := s.readPieces(ctx, draft); err != nil {
		return nil, err
	}
	draft.join()
	return draft, nil
}

func (s *Studio) readPieces(ctx context.Context, draft *Draft) error {
	const query = `SELECT p.id, p.kind, coalesce(f.name, ''), coalesce(f.lang, ''), coalesce(f.number, 0), coalesce(f.text, ''),
		coalesce(f.origin, 0), coalesce(f.origin_lang, ''), coalesce(f.at, 'epoch') FROM pieces p LEFT JOIN piece_fields f ON f.piece_id = p.id WHERE p.draft_id = $1`
	return s.db.Each(ctx, func(scan pg.Scan) error {
		var id uuid.UUID
		var kind Kind
		var at Place
		var field Field
		if err := scan(&id, &kind, &at.Name, &at.Lang, &field.Number, &field.Text, &field.Origin, &field.OriginLang, &field.At); err != nil {
			return err
		}
		piece := draft.pieces[id]
		if piece == nil {
			piece = &Piece{ID: id, Kind: kind, Fields: map[Place]Field{}}
			draft.pieces[id] = piece
		}
		if at.Name != "" {
			piece.Fields[at] = field
		}
		return nil
	}, query, draft.ID)
}

// join makes a tree of the pieces.
func (d *Draft) join() {
	for _, piece := range d.pieces {
		if piece.Kind == Course {
			d.Root = piece
			continue
		}
		parent, _ := piece.place()
		piece.Parent = d.pieces[parent]
		switch {
		case piece.Shared(gone) != "":
			d.Removed = append(d.Removed, piece)
		case piece.Parent != nil && piece.Parent.Kind == below[piece.Kind]:
			piece.Parent.Parts = append(piece.Parent.Parts, piece)
		}
	}
	for _, piece := range d.pieces {
		slices.SortFunc(piece.Parts, byRank)
	}
	slices.SortFunc(d.Removed, byRank)
}

// place is the piece that this one is in, and its rank among the others there.
func (p *Piece) place() (parent uuid.UUID, rank decimal.Decimal) {
	id, number, _ := strings.Cut(p.Shared(place), " ")
	parent, _ = uuid.Parse(id)
	rank, _ = decimal.NewFromString(number)
	return parent, rank
}

func byRank(a, b *Piece) int {
	_, first := a.place()
	_, second := b.place()
	return cmp.Or(first.Cmp(second), strings.Compare(a.ID.String(), b.ID.String()))
}
