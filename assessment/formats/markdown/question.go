package markdown

import (
	"fmt"
	"regexp"
	"strings"

	"github.com/shopspring/decimal"

	"vatra/assessment"
	"vatra/assessment/formats"
)

// itemLines is an item as its lines come: they are joined once, since an item may have as many as the text.
type itemLines struct {
	mark           byte
	text, feedback []string
}

// readItems are the items of a task list; double says that its boxes are LiaScript's [[ ]].
func readItems(lines []string) (items []item, double bool) {
	var read []itemLines
	feedback := false
	for _, line := range lines {
		found := taskLine.FindStringSubmatch(line)
		if found == nil {
			found = doubleTaskLine.FindStringSubmatch(line)
			double = double || found != nil
		}
		text := strings.TrimSpace(line)
		switch {
		case found != nil:
			read = append(read, itemLines{mark: strings.ToLower(found[2])[0], text: []string{strings.TrimSpace(found[3])}})
			feedback = false
		case len(read) == 0 || text == "":
		default:
			last := &read[len(read)-1]
			quoted, ok := strings.CutPrefix(text, ">")
			feedback = feedback || ok
			if quoted = strings.TrimSpace(quoted); feedback && quoted != "" {
				last.feedback = append(last.feedback, quoted)
			} else if !feedback {
				last.text = append(last.text, text)
			}
		}
	}
	for _, one := range read {
		items = append(items, item{mark: one.mark, text: paragraphOf(one.text), feedback: paragraphOf(one.feedback)})
	}
	return items, double
}

func paragraphOf(lines []string) string { return strings.TrimSpace(strings.Join(lines, "\n")) }

// readTable is the rows of a table that has a column saying which are right.
func readTable(lines []string) ([]item, bool) {
	header := cells(lines[0])
	verdict := -1
	for i, name := range header {
		for part := range strings.SplitSeq(strings.Trim(name, "*_? "), "/") {
			if formats.Reads(rightWords, part) {
				verdict = i
			}
		}
	}
	if verdict < 1 || len(lines) < 4 {
		return nil, false
	}
	text := verdict - 1
	var items []item
	right := false
	for _, line := range lines[2:] {
		row := cells(line)
		if len(row) <= verdict {
			return nil, false
		}
		one := item{mark: ' ', text: row[text]}
		switch {
		case formats.Reads(rightWords, row[verdict]):
			one.mark, right = 'x', true
		case !formats.Reads(wrongWords, row[verdict]):
			return nil, false
		}
		if verdict+1 < len(row) {
			one.feedback = row[verdict+1]
		}
		items = append(items, one)
	}
	return items, right
}

// cells are the columns of a table's row; \| is a bar.
func cells(line string) []string {
	const bar = "\x00"
	line = strings.TrimSpace(strings.ReplaceAll(line, `\|`, bar))
	line = strings.TrimSuffix(strings.TrimPrefix(line, "|"), "|")
	row := strings.Split(line, "|")
	for i, cell := range row {
		row[i] = strings.TrimSpace(strings.ReplaceAll(cell, bar, "|"))
	}
	return row
}

var verdictItem = regexp.MustCompile(`^\s*[-*+]\s+(?:\*\*|__)([^*_]+?):?(?:\*\*|__):?\s*([\s\S]*)$`)

// readFeedback takes what follows the list as feedback: a quote; a paragraph "Explanation: …"; or "Feedback:" and a
// list of two items, "**Correct:** …" and "**Incorrect:** …".
func (s *splitter) readFeedback(d *draft) {
	next := d.through + 1
	kind := func(at int) blockKind {
		if at < len(s.blocks) {
			return s.blocks[at].kind
		}
		return otherBlock
	}
	switch kind(next) {
	case quoteBlock:
		d.right, d.wrong = splitQuote(s.lines[s.blocks[next].start:s.blocks[next].end])
		d.through = next
		return
	case paragraphBlock:
		if label := explanationLabel.FindString(s.source(s.blocks[next])); label != "" {
			d.right = strings.TrimSpace(s.source(s.blocks[next])[len(label):])
			d.wrong, d.through = d.right, next
			return
		}
	case ruleBlock:
		next++
	default:
	}
	if kind(next) != paragraphBlock || kind(next+1) != listBlock || kind(next+2) != listBlock ||
		!feedbackLabel.MatchString(strings.TrimSpace(s.source(s.blocks[next]))) {
		return
	}
	right := verdictItem.FindStringSubmatch(s.source(s.blocks[next+1]))
	wrong := verdictItem.FindStringSubmatch(s.source(s.blocks[next+2]))
	if right != nil && wrong != nil && formats.Reads(rightWords, right[1]) && formats.Reads(wrongWords, wrong[1]) {
		d.right, d.wrong, d.through = outdented(right[2]), outdented(wrong[2]), next+2
	}
}

// outdented is the text of an item of a list, on its own.
func outdented(text string) string { return strings.TrimSpace(strings.ReplaceAll(text, "\n  ", "\n")) }

// splitQuote gives the first paragraph and the rest, or the first line and the rest where there is one paragraph only.
// One line alone is for both; those who were wrong are not praised.
func splitQuote(lines []string) (right, wrong string) {
	var paragraphs [][]string
	fresh := true
	for _, line := range lines {
		text := strings.TrimSpace(strings.TrimPrefix(strings.TrimSpace(line), ">"))
		if text == "" {
			fresh = true
			continue
		}
		if fresh {
			paragraphs = append(paragraphs, nil)
			fresh = false
		}
		last := len(paragraphs) - 1
		paragraphs[last] = append(paragraphs[last], text)
	}
	switch len(paragraphs) {
	case 0:
		return "", ""
	case 1:
		lines := paragraphs[0]
		if len(lines) == 1 {
			return lines[0], praise.ReplaceAllString(lines[0], "")
		}
		return lines[0], strings.Join(lines[1:], "\n")
	}
	rest := make([]string, 0, len(paragraphs)-1)
	for _, one := range paragraphs[1:] {
		rest = append(rest, strings.Join(one, "\n"))
	}
	return strings.Join(paragraphs[0], "\n"), strings.Join(rest, "\n\n")
}

// question makes the draft a question in lang, or gives the reason of a warning.
func (d *draft) question(lang string) (q *assessment.Question, reason string) {
	q = &assessment.Question{Key: d.key, Type: assessment.Type(d.kind), Points: decimal.NewFromInt(1), Tags: d.tags}
	if d.points != "" {
		points, err := assessment.Decimal(strings.ReplaceAll(d.points, ",", "."))
		if err != nil {
			return nil, "assessment.question_points"
		}
		q.Points = points
	}
	if d.points == "" && q.Type == assessment.Scale {
		q.Points = decimal.Zero
	}
	text := assessment.QuestionText{
		Syntax: assessment.Markdown, Prompt: d.text, Items: map[string]assessment.ItemText{}, Right: d.right, Wrong: d.wrong,
	}
	if d.items[0].mark == '=' {
		reason = d.accepted(q, &text)
	} else {
		d.choices(q, &text)
	}
	q.Texts = map[string]assessment.QuestionText{lang: text}
	return q, reason
}

func (d *draft) choices(q *assessment.Question, text *assessment.QuestionText) {
	right := 0
	for i, one := range d.items {
		id := fmt.Sprintf("c%d", i+1)
		q.Choices = append(q.Choices, assessment.Choice{ID: id, Right: one.mark == 'x'})
		if one.mark == 'x' {
			right++
		}
		text.Items[id] = assessment.ItemText{Text: withoutVerdict(withoutLabel(one.text, i)), Feedback: one.feedback}
	}
	if q.Type == assessment.Select {
		text.Prompt = d.numbered(text.Prompt)
	}
	if q.Type != "" {
		return
	}
	q.Type = assessment.Single
	if right > 1 {
		q.Type = assessment.Multiple
	}
	if len(d.items) == 2 && right == 1 {
		first, second := text.Items["c1"].Text, text.Items["c2"].Text
		if formats.Reads(formats.TrueWords, first) && formats.Reads(formats.FalseWords, second) || formats.Reads(formats.FalseWords, first) && formats.Reads(formats.TrueWords, second) {
			q.Type = assessment.TrueFalse
		}
	}
}

var tolerance = regexp.MustCompile(`^(.+?)\s*(?:\+\s*/?\s*-|±)\s*(.+)$`)

// accepted reads items [=]: pairs, numbers or words. Feedback under one of them that is not a pair is feedback on a
// right answer.
func (d *draft) accepted(q *assessment.Question, text *assessment.QuestionText) (reason string) {
	matching, numeric := q.Type == assessment.Matching || q.Type == assessment.Matrix, q.Type == assessment.Numeric
	if q.Type == "" {
		matching, numeric = true, true
		for _, one := range d.items {
			matching = matching && strings.Contains(one.text, "=>")
			numeric = numeric && tolerance.MatchString(one.text)
		}
	}
	switch {
	case matching && q.Type == "":
		q.Type = assessment.Matching
		return d.pairs(q, text)
	case matching:
		return d.pairs(q, text)
	case q.Type == assessment.Ordering:
		d.choices(q, text)
		return ""
	case q.Type == assessment.Cloze:
		return d.gaps(q, text)
	}
	for _, one := range d.items {
		if text.Right == "" {
			text.Right = one.feedback
		}
		if !numeric {
			text.Accepted = append(text.Accepted, one.text)
			continue
		}
		number, ok := readNumber(one.text)
		if !ok {
			return "assessment.question_number"
		}
		q.Numbers = append(q.Numbers, number)
	}
	if numeric {
		q.Type = assessment.Numeric
	} else if q.Type == "" {
		q.Type = assessment.ShortText
	}
	return ""
}

// arrow parts the two sides of a pair; with a backslash in it, which Markdown does not show, it belongs to one of them.
const (
	arrow       = "=>"
	arrowWithin = `=\>`
)

func withArrows(side string) string {
	return strings.ReplaceAll(strings.TrimSpace(side), arrowWithin, arrow)
}

func (d *draft) pairs(q *assessment.Question, text *assessment.QuestionText) (reason string) {
	options := map[string]string{} // text → id
	for i, one := range d.items {
		left, right, ok := strings.Cut(one.text, arrow)
		left, right = withArrows(left), withArrows(right)
		if !ok || right == "" {
			return "assessment.question_pairs"
		}
		option, known := options[assessment.Normalise(right)]
		if !known {
			option = fmt.Sprintf("o%d", len(options)+1)
			options[assessment.Normalise(right)] = option
			q.Options = append(q.Options, option)
			text.Items[option] = assessment.ItemText{Text: right}
		}
		if left != "" {
			id := fmt.Sprintf("p%d", i+1)
			q.Pairs = append(q.Pairs, assessment.Pair{ID: id, Option: option})
			text.Items[id] = assessment.ItemText{Text: left, Feedback: one.feedback}
		}
	}
	return ""
}

// readNumber reads "72", "72 +- 0.5" or "72 ± 0,5" as an author writes it; a comma before three digits is refused,
// because it could be meant either way.
func readNumber(text string) (number assessment.Number, ok bool) {
	value, margin := text, "0"
	if found := tolerance.FindStringSubmatch(text); found != nil {
		value, margin = found[1], found[2]
	}
	for _, part := range []struct {
		text string
		into *decimal.Decimal
	}{{value, &number.Value}, {margin, &number.Tolerance}} {
		readings, err := assessment.Readings(part.text)
		if err != nil || len(readings) > 1 && strings.Contains(part.text, ",") {
			return assessment.Number{}, false
		}
		*part.into = readings[0]
	}
	return number, true
}
