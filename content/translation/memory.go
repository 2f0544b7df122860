package translation

import (
	"context"

	"github.com/uptrace/bun"
	"github.com/uptrace/bun/dialect/pgdialect"

	"vatra/lms/pg"
)

// Memory is what was translated before, and published, whoever translated it.
type Memory struct{ db *pg.DB }

// NewMemory is kept in the database.
func NewMemory(db *pg.DB) *Memory { return &Memory{db} }

// Pair is a text and its translation.
type Pair struct {
	From, To       string // BCP 47
	Source, Target string
}

// MaxRemembered is how many characters the source of a pair may have: nobody meets a longer one again.
const MaxRemembered = 2000

// Remember keeps pairs, in the transaction in which their texts are published. What is longer than MaxRemembered is passed over.
func Remember(ctx context.Context, tx bun.Tx, pairs []Pair) error {
	var from, to, sources, targets []string
	for _, pair := range pairs {
		if n := len([]rune(pair.Source)); n == 0 || n > MaxRemembered || pair.Target == "" {
			continue
		}
		from, to = append(from, pair.From), append(to, pair.To)
		sources, targets = append(sources, pair.Source), append(targets, pair.Target)
	}
	if len(sources) == 0 {
		return nil
	}
	const statement = `INSERT INTO translation_memory (source_lang, target_lang, source, target)
		SELECT DISTINCT * FROM unnest(?::text[], ?::text[], ?::text[], ?::text[])
		ON CONFLICT (source_lang, target_lang, md5(source), md5(target)) DO UPDATE SET used_at = now()`
	_, err := tx.ExecContext(ctx, statement, pgdialect.Array(from), pgdialect.Array(to), pgdialect.Array(sources), pgdialect.Array(targets))
	return err
}

// Match is a pair whose source is like a text.
type Match struct {
	Source, Target string
	Alike          float64 // from 0 to 1, by trigrams
}

// Exact reports whether the source is the text itself.
func (m Match) Exact() bool { return m.Alike == 1 }

// MostMatches is how many are given for a text.
const MostMatches = 3

// alike is from where on a match is any help.
const alike = 0.6

// Find gives, for each text, what was made of one that is like it: the most alike first, and of those that are equally so the
// last used.
func (m *Memory) Find(ctx context.Context, from, to string, texts []string) ([][]Match, error) {
	found := make([][]Match, len(texts))
	if len(texts) == 0 {
		return found, nil
	}
	const query = `SELECT asked.nr, m.source, m.target, m.alike FROM unnest($1::text[]) WITH ORDINALITY asked (text, nr),
		LATERAL (SELECT source, target, CASE WHEN source = asked.text THEN 1 ELSE least(similarity(source, asked.text), 0.99) END AS alike
			FROM translation_memory WHERE source_lang = $2 AND target_lang = $3 AND source % asked.text
			ORDER BY alike DESC, used_at DESC, target LIMIT $4) m
		WHERE m.alike >= $5 ORDER BY asked.nr, m.alike DESC`
	err := m.db.Each(ctx, func(scan pg.Scan) error {
		var number int
		var match Match
		if err := scan(&number, &match.Source, &match.Target, &match.Alike); err != nil {
			return err
		}
		found[number-1] = append(found[number-1], match)
		return nil
	}, query, texts, from, to, MostMatches, alike)
	return found, err
}
