package content

import (
	"context"
	"fmt"

	"github.com/google/uuid"
)

// Source is what an author wrote as the text of a lesson, with its questions in their places. What the lesson's title
// and summary say is not in it again: neither front matter nor a heading at its top that is the title. Format is
// markup.SyntaxMarkdown or markup.SyntaxHTML. HTML comes from elsewhere and is not sanitised: it is to be edited and
// given away, never shown as a page. A lesson that has only a title in a language has the zero Source there.
type Source struct {
	Text   string `bun:"source"`
	Format string `bun:"source_format"`
}

// LessonSource is a lesson in one language as it can be edited.
type LessonSource struct {
	LessonID uuid.UUID
	Key      string
	Lang     string
	Title    string
	Summary  string
	Source   `bun:",extend"`
}

// Sources gives the lessons of a version, a draft or a published one, as their authors wrote them: in the order of the
// course and, of each lesson, by language. Of an unknown version there are none.
func (s *Store) Sources(ctx context.Context, versionID uuid.UUID) ([]LessonSource, error) {
	var sources []LessonSource
	err := s.db.NewSelect().Table("lesson_texts").
		Join("JOIN lessons AS l ON l.id = lesson_texts.lesson_id").
		Column("lesson_id", "l.key", "lang", "title", "summary", "source", "source_format").
		Where("l.version_id = ?", versionID).Order("l.position", "lang").
		Scan(ctx, &sources)
	if err != nil {
		return nil, fmt.Errorf("reading sources: %w", err)
	}
	return sources, nil
}
