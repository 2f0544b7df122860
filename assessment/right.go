package assessment

import (
	"maps"
	"slices"
)

// RightResponse is an answer that is fully right: what a review shows as the solution.
func (q *Question) RightResponse() Response {
	var r Response
	for _, choice := range q.Choices {
		if choice.Right {
			r.Choices = append(r.Choices, choice.ID)
		}
	}
	if len(q.Numbers) > 0 {
		r.Number = q.Numbers[0].Value.String()
	}
	if len(q.Pairs) > 0 {
		r.Pairs = make(map[string]string, len(q.Pairs))
		for _, pair := range q.Pairs {
			r.Pairs[pair.ID] = pair.Option
		}
	}
	if q.Type == ShortText {
		for _, lang := range slices.Sorted(maps.Keys(q.Texts)) {
			if accepted := q.Texts[lang].Accepted; len(accepted) > 0 {
				r.Text = accepted[0]
				break
			}
		}
	}
	return r
}
