// Package qti12 reads questions in IMS QTI 1.2, as Common Cartridges carry them.
package qti12

import (
	"errors"
	"fmt"
	"html"
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"vatra/assessment"
	"vatra/assessment/formats"
	"vatra/lms/fault"
)

// Format names the format of the sources that questions are read from: each an <item>, in UTF-8.
const Format = "qti12"

// Parse reads the questions of a QTI 1.2 assessment or question bank, as IMS Common Cartridge (1.0 to 1.3, "QTI 1.2
// profile") restricts it and as Canvas writes it: multiple choice, multiple response, true/false, fill in the blank,
// numbers, ordering, several blanks and lists in a text, and rows of the same choices, with feedback. Texts are HTML, still to be sanitised; plain texts are escaped. Essays, pattern match and other
// items are left out with a warning each.
//
// It refuses, as an Invalid fault, what is not QTI (assessment.qti_unreadable) and any DOCTYPE (assessment.qti_doctype).
func Parse(data []byte, lang string) (questions []assessment.Question, title string, warnings []fault.Warning, err error) {
	root, err := readXML(data)
	if err != nil {
		return nil, "", nil, err
	}
	qti := root.first("questestinterop")
	if qti.name == "" {
		return nil, "", nil, fault.New(fault.Invalid, "assessment.qti_unreadable")
	}
	title = strings.TrimSpace(qti.first("assessment").attrs["title"])
	keys := map[string]bool{}
	for i, item := range qti.all("item") {
		q, reason := readQTIItem(item, lang)
		if reason == "" {
			if q.Key == "" || keys[q.Key] {
				q.Key = fmt.Sprintf("q%d", i+1)
			}
			reason = reasonOf(q.Validate())
		}
		if reason != "" {
			warnings = append(warnings, fault.Warn("", reason, "Question", item.label()))
			continue
		}
		keys[q.Key] = true
		questions = append(questions, *q)
	}
	return questions, title, warnings, nil
}

// label names an item for a person: its title, else the beginning of its text.
func (n *node) label() string {
	if title := strings.TrimSpace(n.attrs["title"]); title != "" {
		return formats.Shortened(title)
	}
	return formats.Shortened(n.first("presentation").first("mattext").words())
}

func reasonOf(err error) string {
	if err == nil {
		return ""
	}
	if told, ok := errors.AsType[*fault.Error](err); ok {
		return told.Key
	}
	return "assessment.warning_unknown_item"
}

// mostSource is more than a question may have as its source: one that is longer is refused, and items in items, each with all
// those in it, are not copied for it.
const mostSource = 1 << 20

// readQTIItem makes an item a question, or gives the reason of a warning.
func readQTIItem(item *node, lang string) (q *assessment.Question, reason string) {
	meta := item.metadata()
	presentation := item.first("presentation")
	choices, blanks := presentation.all("response_lid"), presentation.all("response_str")
	numbers := presentation.all("response_num")
	q = &assessment.Question{Key: item.attrs["ident"], Points: meta.points(), Tags: meta.tags()}
	text := assessment.QuestionText{
		Syntax: assessment.HTML, Prompt: presentation.prompt(), Items: map[string]assessment.ItemText{},
		Source: assessment.Source{Format: Format, Text: string(item.source[:min(len(item.source), mostSource)])},
	}
	scoring := item.scoring("")
	switch {
	case meta.is("essay"):
		return nil, "assessment.warning_essay"
	case meta.is("pattern_match") || len(item.all("varsubstring"))+len(item.all("varsubset")) > 0:
		return nil, "assessment.warning_pattern_match"
	case len(choices)+len(blanks)+len(numbers) > mostResponses:
		return nil, "assessment.warning_several_responses"
	case len(choices)+len(blanks)+len(numbers) > 1:
		if reason := readSeveral(q, item, presentation.responses(), meta, &text); reason != "" {
			return nil, reason
		}
	case len(choices) == 1 && strings.EqualFold(choices[0].attrs["rcardinality"], "ordered"):
		if !readOrder(q, choices[0], scoring, &text) {
			return nil, "assessment.warning_order"
		}
	case len(choices) == 1:
		readChoices(q, choices[0], meta, scoring, &text)
	case len(numbers) == 1 || len(blanks) == 1:
		if !readBlank(q, item, scoring, &text) {
			return nil, "assessment.warning_essay"
		}
	default:
		return nil, "assessment.warning_unknown_item"
	}
	item.feedback(scoring, &text)
	q.Texts = map[string]assessment.QuestionText{lang: text}
	return q, ""
}

// readChoices reads response_lid with render_choice.
func readChoices(q *assessment.Question, response *node, meta qtiMetadata, scoring []qtiCondition, text *assessment.QuestionText) {
	right := rightChoices(scoring)
	words := make([]string, 0, 2)
	for _, label := range response.all("response_label") {
		id := label.attrs["ident"]
		q.Choices = append(q.Choices, assessment.Choice{ID: id, Right: right[id]})
		text.Items[id] = assessment.ItemText{Text: label.material()}
		words = append(words, label.words())
	}
	q.Type = assessment.Single
	if strings.EqualFold(response.attrs["rcardinality"], "multiple") {
		q.Type = assessment.Multiple
		return
	}
	if len(q.Choices) == 2 && (meta.is("true_false") ||
		formats.Reads(formats.TrueWords, words[0]) && formats.Reads(formats.FalseWords, words[1]) || formats.Reads(formats.FalseWords, words[0]) && formats.Reads(formats.TrueWords, words[1])) {
		q.Type = assessment.TrueFalse
	}
}

// readOrder reads response_lid of ordered cardinality; false where no condition names the right order whole.
func readOrder(q *assessment.Question, response *node, scoring []qtiCondition, text *assessment.QuestionText) bool {
	var items []string
	for _, label := range response.all("response_label") {
		items = append(items, label.attrs["ident"])
		text.Items[label.attrs["ident"]] = assessment.ItemText{Text: label.material()}
	}
	q.Type = assessment.Ordering
	for _, id := range rightOrder(scoring, items) {
		q.Choices = append(q.Choices, assessment.Choice{ID: id})
	}
	return len(q.Choices) > 0
}

// rightChoices are those that the conditions with the highest score ask for; where a condition adds to the score, all
// that add.
func rightChoices(scoring []qtiCondition) map[string]bool {
	var most decimal.Decimal
	for _, c := range scoring {
		most = decimal.Max(most, c.score)
	}
	right := map[string]bool{}
	for _, c := range scoring {
		if c.score.IsPositive() && (c.adds || c.score.Equal(most)) {
			for _, id := range c.equal {
				right[id] = true
			}
		}
	}
	return right
}

// readBlank reads response_str or response_num with render_fib; false where nothing is accepted, as of an essay.
func readBlank(q *assessment.Question, item *node, scoring []qtiCondition, text *assessment.QuestionText) bool {
	fib := strings.ToLower(item.first("render_fib").attrs["fibtype"])
	numeric := fib == "decimal" || fib == "integer" || len(item.all("response_num")) > 0
	for _, c := range scoring {
		numeric = numeric || c.score.IsPositive() && len(c.ranges) > 0
	}
	q.Type = assessment.ShortText
	if numeric {
		q.Type = assessment.Numeric
	}
	for _, c := range scoring {
		if !c.score.IsPositive() {
			continue
		}
		for _, value := range c.equal {
			if !numeric {
				text.Accepted = append(text.Accepted, value)
			} else if n, err := assessment.Decimal(value); err == nil && !inRanges(c.ranges, n) {
				q.Numbers = append(q.Numbers, assessment.Number{Value: n})
			}
		}
		q.Numbers = append(q.Numbers, c.ranges...)
	}
	return len(text.Accepted)+len(q.Numbers) > 0
}

func inRanges(ranges []assessment.Number, n decimal.Decimal) bool {
	return slices.ContainsFunc(ranges, func(r assessment.Number) bool { return n.Sub(r.Value).Abs().LessThanOrEqual(r.Tolerance) })
}

// prompt is the material of a presentation that belongs to no response.
func (n *node) prompt() string {
	var parts []string
	for _, child := range n.children {
		switch child.name {
		case "material":
			parts = append(parts, child.material())
		case "flow":
			parts = append(parts, child.prompt())
		case "response_lid", "response_str", "response_num":
			for _, inner := range child.children {
				if inner.name == "material" {
					parts = append(parts, inner.material())
				}
			}
		}
	}
	parts = slices.DeleteFunc(parts, func(s string) bool { return s == "" })
	return strings.Join(parts, "\n")
}

// material is the texts and images inside as HTML.
func (n *node) material() string {
	var parts []string
	for _, child := range n.children {
		switch child.name {
		case "mattext":
			text := child.words()
			if !strings.EqualFold(child.attrs["texttype"], "text/html") {
				text = strings.ReplaceAll(html.EscapeString(text), "\n", "<br>")
			}
			parts = append(parts, text)
		case "matimage":
			if uri := child.attrs["uri"]; uri != "" {
				parts = append(parts, `<img src="`+html.EscapeString(uri)+`" alt="`+html.EscapeString(child.attrs["label"])+`">`)
			}
		case "matbreak":
			parts = append(parts, "<br>")
		default:
			parts = append(parts, child.material())
		}
	}
	return strings.TrimSpace(strings.Join(parts, ""))
}
