package studio

import (
	"context"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun/schema"
)

// Said is what a field has said, who wrote it and when.
type Said struct {
	Field
	By string `bun:"by_name"` // empty where they have gone
}

// History is what a field has said before the edit with the number, the newest first and at most so many; from its newest on for a
// number of 0. What one person wrote in one sitting is one of them.
func (s *Studio) History(ctx context.Context, desk Desk, piece uuid.UUID, at Place, before, most int) ([]Said, error) {
	said := []Said{}
	const query = `SELECT e.number, e.text, e.origin, e.origin_lang, e.at, coalesce(u.name, '') AS by_name
		FROM piece_edits e JOIN pieces p ON p.id = e.piece_id JOIN drafts d ON d.id = p.draft_id LEFT JOIN users u ON u.id = e.by
		WHERE d.id = ?0 AND d.removed_at IS NULL AND ?1 AND e.piece_id = ?2 AND e.name = ?3 AND e.lang = ?4 AND (?5 = 0 OR e.number < ?5)
		ORDER BY e.number DESC LIMIT ?6`
	err := s.db.NewRaw(query, desk.Draft, desk.may(), piece, at.Name, at.Lang, before, most).Scan(ctx, &said)
	return said, err
}

// Head is a draft as a list shows it.
type Head struct {
	ID        uuid.UUID     `bun:"id"`
	CourseID  uuid.NullUUID `bun:"course_id"`
	CreatedBy uuid.NullUUID `bun:"created_by"`
	CreatedAt time.Time     `bun:"created_at"`
	EditedAt  time.Time     `bun:"edited_at"`
	EditedBy  string        `bun:"edited_by"`
	Title     string        `bun:"title"`
	Lang      string        `bun:"lang"` // of the title
	Code      string        `bun:"code"`
}

// Heads are the drafts for which the condition on d, the draft, holds: the last written first, at most five hundred.
func (s *Studio) Heads(ctx context.Context, condition schema.QueryWithArgs) ([]Head, error) {
	heads := []Head{}
	const query = `SELECT d.id, d.course_id, d.created_by, d.created_at, coalesce(last.at, d.created_at) AS edited_at,
			coalesce(last.name, '') AS edited_by, coalesce(title.text, '') AS title, split_part(coalesce(tags.text, ''), ' ', 1) AS lang,
			coalesce(code.text, '') AS code
		FROM drafts d JOIN pieces c ON c.draft_id = d.id AND c.kind = 'course'
		LEFT JOIN piece_fields code ON code.piece_id = c.id AND code.name = 'code' AND code.lang = ''
		LEFT JOIN piece_fields tags ON tags.piece_id = c.id AND tags.name = 'languages' AND tags.lang = ''
		LEFT JOIN piece_fields title ON title.piece_id = c.id AND title.name = 'title' AND title.lang = split_part(tags.text, ' ', 1)
		LEFT JOIN LATERAL (SELECT f.at, u.name FROM pieces p JOIN piece_fields f ON f.piece_id = p.id LEFT JOIN users u ON u.id = f.by
			WHERE p.draft_id = d.id ORDER BY f.at DESC LIMIT 1) last ON true
		WHERE d.removed_at IS NULL AND ? ORDER BY edited_at DESC, d.id LIMIT 500`
	err := s.db.NewRaw(query, condition).Scan(ctx, &heads)
	return heads, err
}

// Before is what a field said in the edit with the number; empty where its writer has gone on with that one.
func (s *Studio) Before(ctx context.Context, piece uuid.UUID, at Place, number int) (text string, err error) {
	const query = `SELECT coalesce((SELECT text FROM piece_edits WHERE piece_id = ? AND name = ? AND lang = ? AND number = ?), '')`
	err = s.db.NewRaw(query, piece, at.Name, at.Lang, number).Scan(ctx, &text)
	return text, err
}

// IsGone is Piece.Gone of a lesson for whoever needs nothing else of its draft: whether it was taken out, or the module that it is in.
func (s *Studio) IsGone(ctx context.Context, desk Desk, lesson uuid.UUID) (is bool, err error) {
	const query = `SELECT EXISTS (SELECT FROM pieces p JOIN drafts d ON d.id = p.draft_id
		JOIN piece_fields f ON f.piece_id = p.id AND f.name = ?0 AND f.lang = ''
		JOIN piece_fields g ON g.piece_id IN (p.id, split_part(f.text, ' ', 1)::uuid) AND g.name = ?1 AND g.lang = '' AND g.text <> ''
		WHERE p.id = ?2 AND d.id = ?3 AND ?4)`
	err = s.db.NewRaw(query, place, gone, lesson, desk.Draft, desk.may()).Scan(ctx, &is)
	return is, err
}
