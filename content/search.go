package content

import (
	"context"
	"fmt"
	"strings"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/uptrace/bun"
	"golang.org/x/net/html"

	"vatra/lms/fault"
	"vatra/lms/text"
)

// MaxSearch is how many characters may be searched for at once.
const MaxSearch = 200

const (
	maxTerms = 12       // of a search; what is typed after them narrows no more
	maxWords = 64 << 10 // bytes of the text of a course and language that are searched, well below what a tsvector holds
	maxWord  = 60       // letters; PostgreSQL refuses words of 2 kB
)

// Search gives the courses, by their ids, whose newest version has all the words, or words that begin with them, in one
// language: in the title, the summary, the titles or the texts of its lessons, the best first. The alphabet, capitals and
// accents make no difference. It returns fault.Fields for q with content.search_long or, for signs without any word,
// content.search_empty.
func (s *Store) Search(ctx context.Context, sought string) ([]uuid.UUID, error) {
	if len([]rune(sought)) > MaxSearch {
		return nil, wrong("content.search_long", "Max", MaxSearch)
	}
	terms := text.Words(sought)
	if len(terms) == 0 {
		return nil, wrong("content.search_empty")
	}
	query := strings.Join(terms[:min(len(terms), maxTerms)], ":* & ") + ":*"
	rows, err := s.db.Pool.Query(ctx, `
		SELECT n.course_id FROM newest_versions n JOIN course_words w ON w.version_id = n.version_id
		WHERE w.words @@ to_tsquery('simple', $1)
		GROUP BY n.course_id, n.code ORDER BY max(ts_rank(w.words, to_tsquery('simple', $1))) DESC, n.code`, query)
	if err != nil {
		return nil, fmt.Errorf("searching for courses: %w", err)
	}
	found, err := pgx.CollectRows(rows, pgx.RowTo[uuid.UUID])
	if err != nil {
		return nil, fmt.Errorf("searching for courses: %w", err)
	}
	return found, nil
}

func wrong(key string, args ...any) error {
	fields := fault.Fields{}
	fields.Add("q", key, args...)
	return fields.Err()
}

// saveWords keeps what the version is found by, in each of its languages.
func (d *Draft) saveWords(ctx context.Context, tx bun.Tx, versionID uuid.UUID) error {
	for _, tag := range d.Languages {
		titles, texts := d.said(tag)
		_, err := tx.ExecContext(ctx, `INSERT INTO course_words (version_id, lang, words) VALUES (?, ?,
			setweight(to_tsvector('simple', ?), 'A') || setweight(to_tsvector('simple', ?), 'B') ||
			setweight(to_tsvector('simple', ?), 'C') || to_tsvector('simple', ?))`,
			versionID, tag, searched(d.Titles[tag]), searched(d.Summaries[tag]), searched(titles), searched(texts))
		if err != nil {
			return err
		}
	}
	return nil
}

// said are the titles and the texts of all lessons in one language.
func (d *Draft) said(tag string) (titles, texts string) {
	var title, body strings.Builder
	for _, module := range d.Modules {
		title.WriteString(module.Titles[tag] + " ")
		for _, lesson := range module.Lessons {
			said := lesson.Texts[tag]
			title.WriteString(said.Title + " " + said.Summary + " ")
			for _, block := range said.Blocks {
				if body.Len() < maxWords {
					writeText(&body, block.HTML)
				}
			}
		}
	}
	return title.String(), body.String()
}

// searched is a text as it is indexed.
func searched(s string) string {
	var b strings.Builder
	for _, word := range text.Words(s) {
		if b.Len() > maxWords {
			break
		}
		runes := []rune(word)
		b.WriteString(string(runes[:min(len(runes), maxWord)]) + " ")
	}
	return b.String()
}

// writeText writes what HTML says, its elements apart.
func writeText(b *strings.Builder, source string) {
	for tokens := html.NewTokenizer(strings.NewReader(source)); ; {
		switch tokens.Next() {
		case html.ErrorToken:
			return
		case html.TextToken:
			b.Write(tokens.Text())
		default:
			b.WriteByte(' ')
		}
	}
}
