package markdown

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"github.com/shopspring/decimal"

	"vatra/assessment"
)

// passage is the prompt of a question whose text has places in it: the nearest bold paragraph above the list that says its type,
// with the paragraphs between.
func (s *splitter) passage(last int) (prompt, bool) {
	for first := last; s.paragraph(first); first-- {
		text := s.source(s.blocks[first])
		if _, _, bold := unbold(withoutAttributes(text)); !bold {
			continue
		}
		p := s.prompt(s.boldAbove(first), last)
		return p, p.kind == string(assessment.Cloze) || p.kind == string(assessment.Select)
	}
	return prompt{}, false
}

var (
	bars     = regexp.MustCompile(`\\.|\|`)
	gapMarks = regexp.MustCompile(`^\d{1,3}$`)
)

var placed = regexp.MustCompile(`\[\[([^\[\]]+)\]\]`)

// numbered has [[n]] where the prompt has the words of the n-th item, so that a text in which one selects can be read as it stands.
func (d *draft) numbered(prompt string) string {
	return placed.ReplaceAllStringFunc(prompt, func(found string) string {
		words := assessment.Normalise(found[2 : len(found)-2])
		for i, one := range d.items {
			if assessment.Normalise(one.text) == words {
				return fmt.Sprintf("[[%d]]", i+1)
			}
		}
		return found
	})
}

// gaps reads items [=], one for each place: "30 +- 1", "mayor | the mayor", or with a choice in brackets "(mayor) | clerk". Behind
// it may stand {points=2}. Where the question does not say its own points, they are those of its gaps together.
func (d *draft) gaps(q *assessment.Question, text *assessment.QuestionText) (reason string) {
	marks := 0
	for i, one := range d.items {
		gap := assessment.Gap{ID: fmt.Sprintf("g%d", i+1), Marks: 1}
		filled := one.text
		if found := attributes.FindStringSubmatch(filled); found != nil && found[2] != "" && !strings.HasSuffix(filled[:len(filled)-len(found[0])], `\`) {
			var own prompt
			own.read(found[1], found[2])
			d.unknown = append(d.unknown, own.unknown...)
			filled = filled[:len(filled)-len(found[0])]
			if !gapMarks.MatchString(own.points) {
				return "assessment.question_gap_marks"
			}
			gap.Marks, _ = strconv.Atoi(own.points) // three digits
		}
		item, ok := readGap(&gap, filled, text)
		if !ok {
			return "assessment.question_number"
		}
		item.Feedback = one.feedback
		text.Items[gap.ID] = item
		q.Gaps, marks = append(q.Gaps, gap), marks+gap.Marks
	}
	if d.points == "" {
		q.Points = decimal.NewFromInt(int64(marks))
	}
	return ""
}

func readGap(gap *assessment.Gap, filled string, text *assessment.QuestionText) (item assessment.ItemText, ok bool) {
	answers := parted(filled)
	choice, numeric := false, true
	for _, answer := range answers {
		_, right := bracketed(answer)
		choice, numeric = choice || right, numeric && tolerance.MatchString(answer) && !strings.Contains(answer, `\`)
	}
	for i, answer := range answers {
		switch {
		case choice:
			words, right := bracketed(answer)
			id := fmt.Sprintf("%sc%d", gap.ID, i+1)
			gap.Choices = append(gap.Choices, assessment.Choice{ID: id, Right: right})
			text.Items[id] = assessment.ItemText{Text: unescaped.Replace(words)}
		case numeric:
			number, ok := readNumber(answer)
			if !ok {
				return item, false
			}
			gap.Numbers = append(gap.Numbers, number)
		default:
			item.Accepted = append(item.Accepted, unescaped.Replace(answer))
		}
	}
	return item, true
}

// parted are the texts between bars, as they are written: \| is no such bar.
func parted(text string) []string {
	var all []string
	taken := 0
	for _, found := range append(bars.FindAllStringIndex(text, -1), []int{len(text), len(text)}) {
		if found[0] < len(text) && text[found[0]] == '\\' {
			continue
		}
		all = append(all, strings.TrimSpace(text[taken:found[0]]))
		taken = found[1]
	}
	return all
}

// unescaped takes the backslashes out before what would mean something in an answer. A backslash before anything else is one.
var unescaped = strings.NewReplacer(`\\`, `\`, `\|`, "|", `\(`, "(", `\{`, "{", `\+`, "+", `\±`, "±")

func bracketed(text string) (inner string, is bool) {
	if len(text) > 2 && text[0] == '(' && text[len(text)-1] == ')' {
		return strings.TrimSpace(text[1 : len(text)-1]), true
	}
	return text, false
}
