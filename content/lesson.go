package content

import (
	"context"
	"fmt"
	"slices"

	"github.com/google/uuid"

	"vatra/content/markup"
	"vatra/lms/lang"
)

// LessonText is what a reader of one language sees of a lesson. Lang is the language of the title, SummaryLang that of
// the summary, and each block says its own: where a translation has gaps, they differ, and a page marks them.
type LessonText struct {
	Lang        string
	Title       string
	SummaryLang string
	Summary     string
	Blocks      []Block
}

// Block is a piece of a lesson: sanitised HTML, or the key of a question. The n-th block is the same place of the lesson
// in every language. In a draft, and as it is stored, its links into the course are markup.AssetLink and
// markup.LessonLink; LessonText gives them as addresses of the site.
type Block struct {
	HTML     string `json:"html,omitempty"`
	Question string `json:"question,omitempty"`
	Lang     string `json:"-"`
}

// textKey is one lesson in one of its own languages; "" is a language that it does not have.
type textKey struct {
	lesson uuid.UUID
	lang   string
}

// lessonRow is one language of a lesson.
type lessonRow struct {
	lang, title, summary string
	blocks               []Block
}

// LessonText gives the text of a lesson for a reader of lang, or fault.NotFound when the version has no such lesson.
//
// The fallback is per block. A block that the translation leaves empty comes from the version's languages in their
// order. Where a translation has other blocks than the language that it would fall back to (their number differs, or a
// question stands where the other has text), places cannot be compared: then the translation is taken whole, and the
// questions that it lacks follow at its end, since the lesson may ask for them. A translation of the title alone gets
// all its blocks from the fallback.
func (s *Store) LessonText(ctx context.Context, v *Version, lessonID uuid.UUID, tag string) (LessonText, error) {
	lesson, err := v.Lesson(lessonID)
	if err != nil {
		return LessonText{}, err
	}
	// Only languages that exist make a key, so that asking for invented ones fills no cache.
	own, _ := lang.Best(tag, lesson.Titles.Languages())
	key := textKey{lessonID, own}
	if text, ok := s.texts.Get(key); ok {
		return text, nil
	}
	rows, err := s.lessonRows(ctx, v.Code, lessonID)
	if err != nil {
		return LessonText{}, err
	}
	text := assemble(inOrder(rows, own, v.Languages))
	s.texts.Put(key, text, text.size())
	return text, nil
}

func (s *Store) lessonRows(ctx context.Context, courseCode string, lessonID uuid.UUID) ([]lessonRow, error) {
	rows, err := s.db.Pool.Query(ctx,
		`SELECT lang, title, summary, blocks FROM lesson_texts WHERE lesson_id = $1 ORDER BY lang`, lessonID)
	if err != nil {
		return nil, fmt.Errorf("reading a lesson: %w", err)
	}
	defer rows.Close()
	var texts []lessonRow
	for rows.Next() {
		var row lessonRow
		if err := rows.Scan(&row.lang, &row.title, &row.summary, &row.blocks); err != nil {
			return nil, fmt.Errorf("reading a lesson: %w", err)
		}
		for i := range row.blocks {
			row.blocks[i].Lang = row.lang
			row.blocks[i].HTML = markup.Addresses(row.blocks[i].HTML, courseCode)
		}
		texts = append(texts, row)
	}
	if err := rows.Err(); err != nil {
		return nil, fmt.Errorf("reading a lesson: %w", err)
	}
	return texts, nil
}

// inOrder puts the reader's language first, then the fallbacks, then whatever else there is.
func inOrder(rows []lessonRow, lang string, fallbacks []string) []lessonRow {
	rank := func(row lessonRow) int {
		if row.lang == lang {
			return -1
		}
		if place := slices.Index(fallbacks, row.lang); place >= 0 {
			return place
		}
		return len(fallbacks)
	}
	slices.SortStableFunc(rows, func(a, b lessonRow) int { return rank(a) - rank(b) })
	return rows
}

// assemble builds one text from the languages of a lesson, the most wanted first.
func assemble(rows []lessonRow) LessonText {
	var text LessonText
	for _, row := range rows {
		if text.Title == "" && row.title != "" {
			text.Title, text.Lang = row.title, row.lang
		}
		if text.Summary == "" && row.summary != "" {
			text.Summary, text.SummaryLang = row.summary, row.lang
		}
		switch {
		case len(row.blocks) == 0:
		case len(text.Blocks) == 0:
			text.Blocks = slices.Clone(row.blocks)
		case sameShape(text.Blocks, row.blocks):
			fill(text.Blocks, row.blocks)
		default:
			text.Blocks = append(text.Blocks, missingQuestions(text.Blocks, row.blocks)...)
		}
	}
	return text
}

// sameShape reports whether the n-th block is the same place in both. An empty block fits everywhere.
func sameShape(a, b []Block) bool {
	if len(a) != len(b) {
		return false
	}
	for i := range a {
		if !a[i].empty() && !b[i].empty() && a[i].Question != b[i].Question {
			return false
		}
	}
	return true
}

func fill(blocks, from []Block) {
	for i := range blocks {
		if blocks[i].empty() {
			blocks[i] = from[i]
		}
	}
}

func missingQuestions(blocks, from []Block) []Block {
	var missing []Block
	for _, block := range from {
		asked := func(b Block) bool { return b.Question == block.Question }
		if block.Question != "" && !slices.ContainsFunc(blocks, asked) {
			missing = append(missing, block)
		}
	}
	return missing
}

func (b Block) empty() bool { return b.HTML == "" && b.Question == "" }

func (t LessonText) size() int {
	const overhead = 100
	bytes := 2*overhead + len(t.Title) + len(t.Summary)
	for _, block := range t.Blocks {
		bytes += overhead + len(block.HTML) + len(block.Question)
	}
	return bytes
}
