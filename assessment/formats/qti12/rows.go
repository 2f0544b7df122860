package qti12

import (
	"fmt"
	"slices"
	"strings"

	"vatra/assessment"
)

// readSeveral reads an item with several responses, or gives the reason of a warning.
func readSeveral(q *assessment.Question, item *node, responses []*node, meta qtiMetadata, text *assessment.QuestionText) (reason string) {
	if !below(responses) {
		return readGaps(q, item, responses, text)
	}
	if !readRows(q, item, responses, meta, text) {
		return "assessment.warning_several_responses"
	}
	text.Prompt = item.first("presentation").passage(nil)
	return ""
}

// below reports whether the responses are rows: each has one choice out of the same labels, and words of its own.
func below(responses []*node) bool {
	columns := responses[0].all("response_label")
	return !slices.ContainsFunc(responses, func(response *node) bool {
		alike := slices.EqualFunc(columns, response.all("response_label"), func(a, b *node) bool {
			return a.attrs["ident"] == b.attrs["ident"] && a.words() == b.words()
		})
		return response.name != "response_lid" || !alike || response.own() == "" || strings.EqualFold(response.attrs["rcardinality"], "multiple")
	})
}

// readRows reads rows and columns, or what Canvas calls matching; false where a row has not one right column.
func readRows(q *assessment.Question, item *node, responses []*node, meta qtiMetadata, text *assessment.QuestionText) bool {
	q.Type = assessment.Matrix
	if meta.is("matching") {
		q.Type = assessment.Matching
	}
	for _, column := range responses[0].all("response_label") {
		id := "column/" + column.attrs["ident"]
		q.Options = append(q.Options, id)
		text.Items[id] = assessment.ItemText{Text: column.material()}
	}
	for i, response := range responses {
		right := rightChoices(item.scoring(response.attrs["ident"]))
		if len(right) != 1 {
			return false
		}
		for ident := range right {
			id := fmt.Sprintf("row%d", i+1)
			q.Pairs = append(q.Pairs, assessment.Pair{ID: id, Option: "column/" + ident})
			text.Items[id] = assessment.ItemText{Text: response.own()}
		}
	}
	return true
}

// own is the material of a response itself.
func (n *node) own() string {
	var parts []string
	for _, child := range n.children {
		if child.name == "material" {
			parts = append(parts, child.material())
		}
	}
	return strings.TrimSpace(strings.Join(parts, "\n"))
}
