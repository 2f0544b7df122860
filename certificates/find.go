package certificates

import (
	"context"
	"strings"
	"unicode"

	"vatra/lms/text"
)

const (
	pageSize     = 50
	lastPage     = 100_000
	maxQuery     = 200 // characters
	shortestCode = 4   // characters of a code that make a search by code
)

// Found is one page of awards, newest first.
type Found struct {
	Awards []Award
	Page   int  // from 1
	More   bool // there is a next page
}

// Find searches all awards, fifty a page, for administrators: by a code or its beginning, or by words of the holder's
// name, or their beginnings, with or without diacritics, in any order. Without a query it lists the newest. Pages count
// from 1.
func (s *Store) Find(ctx context.Context, query string, page int) (Found, error) {
	page = min(max(page, 1), lastPage)
	if runes := []rune(query); len(runes) > maxQuery {
		query = string(runes[:maxQuery])
	}
	const newest = `ORDER BY a.awarded_at DESC, a.id DESC LIMIT $1 OFFSET $2`
	where, args := newest, []any{pageSize + 1, (page - 1) * pageSize}
	if strings.TrimSpace(query) != "" {
		where = `WHERE a.id IN (
				SELECT id FROM awards WHERE $3 <> '' AND to_tsvector('simple', search) @@ to_tsquery('simple', $3)
				UNION ALL SELECT id FROM awards WHERE $4 <> '' AND code >= $4 AND code <= $4 || '~') ` + newest
		args = append(args, byName(query), byCode(query))
	}
	awards, err := s.list(ctx, where, args...)
	if err != nil {
		return Found{}, err
	}
	return Found{Awards: awards[:min(len(awards), pageSize)], Page: page, More: len(awards) > pageSize}, nil
}

// byName is the query in PostgreSQL's language for a text search: every word, or a word that begins with it.
func byName(query string) string {
	words := strings.Fields(folded(query))
	for i, word := range words {
		words[i] = "'" + word + "':*"
	}
	return strings.Join(words, " & ")
}

// byCode is a code, or the beginning of one, or nothing.
func byCode(query string) string {
	if code, err := ParseCode(query); err == nil {
		return string(code)
	}
	var begin strings.Builder
	for _, r := range query {
		if separates(r) {
			continue
		}
		symbol := symbolOf(r)
		if symbol < 0 {
			return ""
		}
		begin.WriteByte(alphabet[symbol])
	}
	if n := begin.Len(); n < shortestCode || n > codeLength {
		return ""
	}
	return begin.String()
}

// folded is the words of a name for searching: lower case, letters and digits only, without diacritics.
func folded(name string) string {
	words := strings.FieldsFunc(text.Fold(name), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
	return strings.Join(words, " ")
}
