package assessment

import (
	crand "crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
)

// WithIDsLike is a copy of the question whose ids tell nothing: an item that stood in the version before, with the same
// text in a language, keeps its id from there, and the others get random ones. before may be nil.
func (q *Question) WithIDsLike(before *Question) *Question {
	named := make(map[string]string)
	var free []string
	if before != nil {
		free = before.ids()
	}
	for _, id := range q.ids() {
		kept := slices.IndexFunc(free, func(old string) bool { return q.sameItem(id, before, old) })
		if kept < 0 {
			named[id] = crand.Text()[:8]
			continue
		}
		named[id] = free[kept]
		free = slices.Delete(free, kept, kept+1)
	}
	return q.renamed(named)
}

// Has reports whether a response to another version of the question can be one to this one: it is answered alike, and has every
// item that the other has.
func (q *Question) Has(other *Question) bool {
	ids := q.ids()
	return q.Type == other.Type && !slices.ContainsFunc(other.ids(), func(id string) bool { return !slices.Contains(ids, id) })
}

// sameItem reports whether two items are of the same sort and read the same in a language that both questions have.
func (q *Question) sameItem(id string, other *Question, its string) bool {
	if q.sortOf(id) != other.sortOf(its) {
		return false
	}
	for lang, text := range q.Texts {
		if there, ok := other.Texts[lang].Items[its]; ok && there.Text == text.Items[id].Text {
			return true
		}
	}
	return false
}

// sortOf tells choices, pairs, options and gaps apart.
func (q *Question) sortOf(id string) string {
	switch {
	case slices.Contains(q.Options, id):
		return "option"
	case slices.ContainsFunc(q.Pairs, func(p Pair) bool { return p.ID == id }):
		return "pair"
	case slices.ContainsFunc(q.Gaps, func(g Gap) bool { return g.ID == id }):
		return "gap"
	}
	return "choice"
}

// Digest is a hash of all that a learner is asked and marked by. Two questions with the same digest are the same,
// whatever their ids, their key and the source that they were rendered from.
func (q *Question) Digest() string {
	places := make(map[string]string)
	for i, id := range q.ids() {
		places[id] = fmt.Sprint(i)
	}
	plain := q.renamed(places)
	plain.Key = ""
	body, _ := json.Marshal(plain) // strings and decimals always can be
	sum := sha256.Sum256(body)
	return hex.EncodeToString(sum[:])
}

// Form is a hash of all that a learner is asked and marked by but for the words: as many items, the same of them right, the same
// answers accepted, in the same languages. Two questions with the same form differ in what they say alone.
func (q *Question) Form() string {
	plain := *q
	plain.Texts = make(map[string]QuestionText, len(q.Texts))
	for lang, text := range q.Texts {
		bare := QuestionText{Accepted: text.Accepted, Items: make(map[string]ItemText, len(text.Items))}
		for id, item := range text.Items {
			bare.Items[id] = ItemText{Accepted: item.Accepted}
		}
		plain.Texts[lang] = bare
	}
	return plain.Digest()
}

// renamed is a copy of the question with other ids.
func (q *Question) renamed(ids map[string]string) *Question {
	copied := *q
	copied.Choices = renamedChoices(q.Choices, ids)
	copied.Gaps = slices.Clone(q.Gaps)
	for i, gap := range copied.Gaps {
		copied.Gaps[i].ID, copied.Gaps[i].Choices = ids[gap.ID], renamedChoices(gap.Choices, ids)
	}
	copied.Pairs = slices.Clone(q.Pairs)
	for i, p := range copied.Pairs {
		copied.Pairs[i] = Pair{ID: ids[p.ID], Option: ids[p.Option]}
	}
	copied.Options = slices.Clone(q.Options)
	for i, id := range copied.Options {
		copied.Options[i] = ids[id]
	}
	copied.Texts = maps.Clone(q.Texts)
	for lang, text := range copied.Texts {
		items := make(map[string]ItemText, len(text.Items))
		for id, item := range text.Items {
			if now, used := ids[id]; used {
				items[now] = item
			}
		}
		text.Items = items
		copied.Texts[lang] = text
	}
	return &copied
}

func renamedChoices(choices []Choice, ids map[string]string) []Choice {
	copied := slices.Clone(choices)
	for i, c := range copied {
		copied[i].ID = ids[c.ID]
	}
	return copied
}
