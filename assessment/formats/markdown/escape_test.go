package markdown_test

import (
	"reflect"
	"testing"

	"github.com/shopspring/decimal"

	"vatra/assessment"
	"vatra/assessment/formats/markdown"
)

// again is a question after it was written and read.
func again(t *testing.T, q *assessment.Question) assessment.QuestionText {
	t.Helper()
	source := markdown.Write(q, "en")
	read, warnings := markdown.Parse(source, "en")
	if len(read) != 1 || len(warnings) != 0 || read[0].Type != q.Type {
		t.Fatalf("\n%s\nis read as %+v, %v", source, read, warnings)
	}
	return read[0].Texts["en"]
}

func TestArrowsWithinAPairStayThere(t *testing.T) {
	t.Parallel()
	q := &assessment.Question{
		Key: "arrows", Type: assessment.Matching, Points: decimal.NewFromInt(1), Options: []string{"o1", "o2"},
		Pairs: []assessment.Pair{{ID: "p1", Option: "o1"}, {ID: "p2", Option: "o2"}},
		Texts: map[string]assessment.QuestionText{"en": {Syntax: assessment.Markdown, Prompt: "Which?", Items: map[string]assessment.ItemText{
			"p1": {Text: "a => b"}, "o1": {Text: "=> c"}, "p2": {Text: "x"}, "o2": {Text: "y=>z"},
		}}},
	}
	text := again(t, q)
	for id, item := range q.Texts["en"].Items {
		if text.Items[id].Text != item.Text {
			t.Errorf("%s is %q and not %q", id, text.Items[id].Text, item.Text)
		}
	}
}

func TestAnswersOfAGapMeanThemselves(t *testing.T) {
	t.Parallel()
	for _, answers := range [][]string{
		{`C:\`, "x"}, {`a\|b`}, {"(mayor)"}, {"5 +- 1"}, {"5 ± 1", "6 +/- 2"}, {"a {points=3}"}, {`\\`, `\(x)`}, {"a | b", "()"}, {`\server`},
	} {
		q := &assessment.Question{
			Key: "gap", Type: assessment.Cloze, Points: decimal.NewFromInt(1), Gaps: []assessment.Gap{{ID: "g1", Marks: 1}},
			Texts: map[string]assessment.QuestionText{"en": {
				Syntax: assessment.Markdown, Prompt: "Fill in.\n\nThe [[1]].", Items: map[string]assessment.ItemText{"g1": {Accepted: answers}},
			}},
		}
		if got := again(t, q).Items["g1"].Accepted; !reflect.DeepEqual(got, answers) {
			t.Errorf("%q are %q", answers, got)
		}
	}
	q := &assessment.Question{
		Key: "choice", Type: assessment.Cloze, Points: decimal.NewFromInt(1),
		Gaps: []assessment.Gap{{ID: "g1", Marks: 1, Choices: []assessment.Choice{{ID: "g1c1", Right: true}, {ID: "g1c2"}}}},
		Texts: map[string]assessment.QuestionText{"en": {Syntax: assessment.Markdown, Prompt: "Fill in.\n\nThe [[1]].", Items: map[string]assessment.ItemText{
			"g1c1": {Text: "(a)"}, "g1c2": {Text: `(b\)`},
		}}},
	}
	text := again(t, q)
	for id, item := range q.Texts["en"].Items {
		if text.Items[id].Text != item.Text {
			t.Errorf("%s is %q and not %q", id, text.Items[id].Text, item.Text)
		}
	}
}
