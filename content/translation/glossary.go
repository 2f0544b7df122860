package translation

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/google/uuid"

	"vatra/lms/fault"
	"vatra/lms/lang"
	"vatra/lms/pg"
	"vatra/lms/text"
)

// Term is a word of the house: what it is called in each language.
type Term struct {
	ID    uuid.UUID  `bun:"id"`
	Texts lang.Texts `bun:"texts"`
	Note  string     `bun:"note"` // for whoever translates
}

// Glossary are the terms of the house.
type Glossary struct{ db *pg.DB }

// NewGlossary is kept in the database.
func NewGlossary(db *pg.DB) *Glossary { return &Glossary{db} }

// The most that a glossary holds.
const (
	MaxTerms = 5000
	maxTerm  = 100 // characters
	maxNote  = 500
)

// All are the terms, in the order in which they came.
func (g *Glossary) All(ctx context.Context) ([]Term, error) {
	terms := []Term{}
	if err := g.db.NewRaw(`SELECT id, texts, note FROM glossary_terms ORDER BY id`).Scan(ctx, &terms); err != nil {
		return nil, fmt.Errorf("reading the glossary: %w", err)
	}
	return terms, nil
}

// Put keeps a term. One without a text in two languages is Invalid, and so is a text that is too long: fields are called by their
// languages, and note. Conflict studio.glossary_full.
func (g *Glossary) Put(ctx context.Context, term Term) error {
	fields := fault.Fields{}
	texts := lang.Texts{}
	for tag, word := range term.Texts {
		word = strings.Join(strings.Fields(word), " ")
		if utf8.RuneCountInString(word) > maxTerm || text.HasUnseen(word) {
			fields.Add(tag, "studio.too_long", "Max", maxTerm)
		}
		if word != "" {
			texts[tag] = word
		}
	}
	term.Note = strings.Join(strings.Fields(term.Note), " ")
	if utf8.RuneCountInString(term.Note) > maxNote {
		fields.Add("note", "studio.too_long", "Max", maxNote)
	}
	if err := fields.Err(); err != nil {
		return err
	}
	if len(texts) < 2 {
		return fault.New(fault.Invalid, "studio.glossary_two")
	}
	const statement = `INSERT INTO glossary_terms (id, texts, note) SELECT ?, ?, ?
		WHERE (SELECT count(*) FROM glossary_terms) < ? ON CONFLICT (id) DO UPDATE SET texts = excluded.texts, note = excluded.note`
	result, err := g.db.ExecContext(ctx, statement, term.ID, texts, term.Note, MaxTerms)
	if err != nil {
		return fmt.Errorf("keeping a term: %w", err)
	}
	if n, err := result.RowsAffected(); err == nil && n == 0 {
		return fault.New(fault.Conflict, "studio.glossary_full")
	}
	return nil
}

// Remove takes a term out; one that is not there is out already.
func (g *Glossary) Remove(ctx context.Context, id uuid.UUID) error {
	_, err := g.db.ExecContext(ctx, `DELETE FROM glossary_terms WHERE id = ?`, id)
	return err
}

// In are the terms that a text in one language has, and that have a word in the other: whatever their case, and with other endings
// than the glossary has, since all of these languages decline.
func In(source string, terms []Term, from, to string) []Term {
	words := text.Words(source)
	var found []Term
	for _, term := range terms {
		if stems := stemmed(text.Words(term.Texts[from])); len(stems) > 0 && term.Texts[to] != "" && has(words, stems) {
			found = append(found, term)
		}
	}
	return found
}

// stemmed leaves the ends of words away, the longer the word the more.
func stemmed(words []string) []string {
	const part = 4
	for i, word := range words {
		letters := []rune(word)
		words[i] = string(letters[:len(letters)-len(letters)/part])
	}
	return words
}

func has(words, stems []string) bool {
	for at := 0; at+len(stems) <= len(words); at++ {
		if slices.EqualFunc(words[at:at+len(stems)], stems, begins) {
			return true
		}
	}
	return false
}

// begins reports whether a word is the stem with at most an ending of a few letters.
func begins(word, stem string) bool {
	const most = 5
	rest, found := strings.CutPrefix(word, stem)
	return found && utf8.RuneCountInString(rest) <= most
}
