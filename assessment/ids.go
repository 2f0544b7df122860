package assessment

import (
	crand "crypto/rand"
	"maps"
	"slices"
)

// WithRandomIDs is a copy of the question whose ids tell nothing.
func (q *Question) WithRandomIDs() *Question {
	renamed := make(map[string]string)
	for _, id := range q.ids() {
		renamed[id] = crand.Text()[:8]
	}
	kept := *q
	kept.Choices = slices.Clone(q.Choices)
	for i, c := range kept.Choices {
		kept.Choices[i].ID = renamed[c.ID]
	}
	kept.Pairs = slices.Clone(q.Pairs)
	for i, p := range kept.Pairs {
		kept.Pairs[i] = Pair{ID: renamed[p.ID], Option: renamed[p.Option]}
	}
	kept.Options = slices.Clone(q.Options)
	for i, id := range kept.Options {
		kept.Options[i] = renamed[id]
	}
	kept.Texts = maps.Clone(q.Texts)
	for lang, text := range kept.Texts {
		items := make(map[string]ItemText, len(text.Items))
		for id, item := range text.Items {
			if now, used := renamed[id]; used {
				items[now] = item
			}
		}
		text.Items = items
		kept.Texts[lang] = text
	}
	return &kept
}
