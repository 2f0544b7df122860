package qti12

import (
	"fmt"
	"strings"

	"github.com/shopspring/decimal"

	"vatra/assessment"
)

// mostResponses is more than a question may have gaps: each is looked for in all conditions.
const mostResponses = 20

// responses are those of a presentation, in the order in which they stand.
func (n *node) responses() []*node {
	var found []*node
	for _, child := range n.children {
		switch child.name {
		case "response_lid", "response_str", "response_num":
			found = append(found, child)
		default:
			found = append(found, child.responses()...)
		}
	}
	return found
}

// readGaps reads an item with several responses as a text with gaps. A response stands where its element does; or, as Canvas
// writes it (response_<name>, of several blanks or lists), where the text has [name].
func readGaps(q *assessment.Question, item *node, responses []*node, text *assessment.QuestionText) (reason string) {
	q.Type = assessment.Cloze
	scores := make([]decimal.Decimal, len(responses))
	for i, response := range responses {
		var gap assessment.Gap
		if gap, scores[i] = readGap(i+1, item, response, text); len(gap.Choices)+len(gap.Numbers)+len(text.Items[gap.ID].Accepted) == 0 {
			return "assessment.warning_several_responses"
		}
		q.Gaps = append(q.Gaps, gap)
	}
	share(q.Gaps, scores)
	text.Prompt = item.first("presentation").passage(responses)
	for i, response := range responses {
		if name, named := strings.CutPrefix(response.attrs["ident"], "response_"); named {
			text.Prompt = strings.Replace(text.Prompt, "["+name+"]", fmt.Sprintf("[[%d]]", i+1), 1)
		}
	}
	return ""
}

// readGap is one response, and what it scores by itself.
func readGap(number int, item, response *node, text *assessment.QuestionText) (assessment.Gap, decimal.Decimal) {
	gap := assessment.Gap{ID: fmt.Sprintf("gap%d", number), Marks: 1}
	scoring := item.scoring(response.attrs["ident"])
	var score decimal.Decimal
	for _, c := range scoring {
		if len(c.equal)+len(c.ranges) > 0 {
			score = decimal.Max(score, c.score)
		}
	}
	labels := response.all("response_label")
	right := rightChoices(scoring)
	if response.name == "response_lid" && len(labels) != len(right) {
		for _, label := range labels {
			id := gap.ID + "/" + label.attrs["ident"]
			gap.Choices = append(gap.Choices, assessment.Choice{ID: id, Right: right[label.attrs["ident"]]})
			text.Items[id] = assessment.ItemText{Text: label.material()}
		}
		text.Items[gap.ID] = assessment.ItemText{}
		return gap, score
	}
	var blank assessment.Question
	var words assessment.QuestionText
	if response.name == "response_lid" { // Canvas lists all that counts of a blank, and each of it scores
		for _, label := range labels {
			words.Accepted = append(words.Accepted, label.words())
		}
	} else {
		readBlank(&blank, response, scoring, &words)
	}
	gap.Numbers = blank.Numbers
	text.Items[gap.ID] = assessment.ItemText{Accepted: words.Accepted}
	return gap, score
}

// share gives each gap marks in proportion to what it scores, where each has a score of its own.
func share(gaps []assessment.Gap, scores []decimal.Decimal) {
	least := decimal.Min(scores[0], scores[1:]...)
	if !least.IsPositive() {
		return
	}
	for i := range gaps {
		gaps[i].Marks = int(scores[i].DivRound(least, 0).IntPart())
	}
}

// passage is the material of a presentation with a place for each response where it stands, unless the text names it itself.
func (n *node) passage(responses []*node) string {
	var parts []string
	for _, child := range n.children {
		switch child.name {
		case "material":
			parts = append(parts, child.material())
		case "response_lid", "response_str", "response_num":
			if !strings.HasPrefix(child.attrs["ident"], "response_") {
				for i, response := range responses {
					if response == child {
						parts = append(parts, fmt.Sprintf("[[%d]]", i+1))
					}
				}
			}
		default:
			parts = append(parts, child.passage(responses))
		}
	}
	return strings.Join(parts, " ")
}
