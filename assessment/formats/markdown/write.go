package markdown

import (
	"fmt"
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"vatra/assessment"
)

// Write is a question in one of its languages as Split reads it: what comes of that is the same question, by
// assessment.Question.Digest. Its texts are in Markdown; HTML is taken for it.
func Write(q *assessment.Question, lang string) string { return write(q, lang, nil) }

// Rewrite is a source with the first of its questions written anew. The rest stays: text and questions around it, and attributes of
// the question that say nothing to us. A source without a question comes before the new one.
func Rewrite(source string, q *assessment.Question, lang string) string {
	var parts []string
	written := false
	segments, _ := Split(source, lang)
	for _, one := range segments {
		switch {
		case one.Question == nil:
			parts = append(parts, one.Text)
		case written:
			parts = append(parts, one.Question.Texts[lang].Source.Text)
		default:
			written = true
			parts = append(parts, write(q, lang, foreign(one.Question.Texts[lang].Source.Text)))
		}
	}
	if !written {
		parts = append(parts, Write(q, lang))
	}
	return strings.Join(parts, "\n\n")
}

// foreign are the attributes in the source of a question that are none of ours.
func foreign(source string) (found []string) {
	for paragraph := range strings.SplitSeq(source, "\n\n") {
		list := attributes.FindStringSubmatch(paragraph)
		if list == nil {
			continue
		}
		for _, one := range attribute.FindAllStringSubmatch(list[2], -1) {
			if one[1] != "tags" && one[1] != "points" && one[1] != "type" {
				found = append(found, one[0])
			}
		}
	}
	return found
}

func write(q *assessment.Question, lang string, more []string) string {
	text := q.Texts[lang]
	var b strings.Builder
	writePrompt(&b, q, text, more)
	for _, one := range written(q, text) {
		fmt.Fprintf(&b, "- [%c] %s\n", one.mark, indented(one.text))
		if one.feedback != "" {
			fmt.Fprintf(&b, "  > %s\n", strings.ReplaceAll(oneParagraph(one.feedback), "\n", "\n  > "))
		}
	}
	writeFeedback(&b, text)
	return b.String()
}

func writePrompt(b *strings.Builder, q *assessment.Question, text assessment.QuestionText, more []string) {
	said := []string{}
	if q.Key != "" {
		said = append(said, "#"+q.Key)
	}
	if len(q.Tags) > 0 {
		said = append(said, fmt.Sprintf("tags=%q", strings.Join(q.Tags, ",")))
	}
	if !q.Points.Equal(unsaidPoints(q)) {
		said = append(said, "points="+q.Points.String())
	}
	said = append(append(said, "type="+string(q.Type)), more...)
	prompt, placed := text.Prompt, q.Type == assessment.Cloze || q.Type == assessment.Select
	if q.Type == assessment.Select {
		prompt = worded(q, text)
	}
	paragraphs := strings.Split(strings.Trim(prompt, "\n"), "\n\n")
	for i, paragraph := range paragraphs {
		if paragraph = strings.TrimSpace(paragraph); i == 0 || !placed {
			paragraph = bold(paragraph)
		}
		b.WriteString(paragraph)
		if i == len(paragraphs)-1 {
			fmt.Fprintf(b, " {%s}", strings.Join(said, " "))
		}
		b.WriteString("\n\n")
	}
}

// unsaidPoints are those of a question that does not say them.
func unsaidPoints(q *assessment.Question) decimal.Decimal {
	switch q.Type {
	case assessment.Scale:
		return decimal.Zero
	case assessment.Cloze:
		marks := 0
		for _, gap := range q.Gaps {
			marks += gap.Marks
		}
		return decimal.NewFromInt(int64(marks))
	default:
		return decimal.NewFromInt(1)
	}
}

// bold is a paragraph in bold, by the sign that it does not use itself.
func bold(paragraph string) string {
	if strings.Contains(paragraph, "**") {
		return "__" + paragraph + "__"
	}
	return "**" + paragraph + "**"
}

// written are the items of a question as they stand in a list.
func written(q *assessment.Question, text assessment.QuestionText) []item {
	var items []item
	switch q.Type {
	case assessment.ShortText:
		for _, accepted := range text.Accepted {
			items = append(items, item{mark: '=', text: accepted})
		}
	case assessment.Numeric:
		for _, number := range q.Numbers {
			items = append(items, item{mark: '=', text: number.Value.String() + " +- " + number.Tolerance.String()})
		}
	case assessment.Matching, assessment.Matrix:
		return writtenPairs(q, text)
	case assessment.Cloze:
		return writtenGaps(q, text)
	default:
		for _, choice := range q.Choices {
			one := item{mark: ' ', text: text.Items[choice.ID].Text, feedback: text.Items[choice.ID].Feedback}
			if choice.Right {
				one.mark = 'x'
			} else if q.Type == assessment.Ordering {
				one.mark = '='
			}
			items = append(items, one)
		}
	}
	return items
}

// writtenPairs are the pairs, and then the options that match nothing. Where options would be read in another order than theirs, they
// all come first.
func writtenPairs(q *assessment.Question, text assessment.QuestionText) []item {
	var pairs, options []item
	var met []string
	for _, pair := range q.Pairs {
		left := text.Items[pair.ID]
		pairs = append(pairs, item{mark: '=', text: side(left.Text) + " " + arrow + " " + side(text.Items[pair.Option].Text), feedback: left.Feedback})
		if !slices.Contains(met, pair.Option) {
			met = append(met, pair.Option)
		}
	}
	inOrder := len(met) <= len(q.Options) && slices.Equal(met, q.Options[:len(met)])
	for _, option := range q.Options {
		if !inOrder || !slices.Contains(met, option) {
			options = append(options, item{mark: '=', text: arrow + " " + side(text.Items[option].Text)})
		}
	}
	if inOrder {
		return append(pairs, options...)
	}
	return append(options, pairs...)
}

// side is one of a pair, without what would part it.
func side(text string) string { return strings.ReplaceAll(text, arrow, arrowWithin) }

// writeFeedback writes what is said if the answer is right, and then what is said if it is not: as a quotation, or, where one of them
// is missing or the first has several paragraphs, which a quotation cannot say, as a list.
func writeFeedback(b *strings.Builder, text assessment.QuestionText) {
	right, wrong := strings.Trim(text.Right, "\n"), strings.Trim(text.Wrong, "\n")
	if right == "" && wrong == "" {
		return
	}
	b.WriteString("\n")
	if right == "" || wrong == "" || strings.Contains(right, "\n\n") {
		fmt.Fprintf(b, "Feedback:\n\n- **Correct:** %s\n- **Incorrect:** %s\n", hanging(right), hanging(wrong))
		return
	}
	quote := func(said string) {
		for line := range strings.SplitSeq(said, "\n") {
			b.WriteString(strings.TrimRight("> "+line, " ") + "\n")
		}
	}
	quote(right)
	if wrong != right || strings.Contains(right, "\n") || praise.MatchString(right) {
		b.WriteString(">\n")
		quote(wrong)
	}
}

// hanging is a text of several paragraphs in one item of a list.
func hanging(text string) string {
	lines := strings.Split(text, "\n")
	for i, line := range lines {
		if i > 0 && !blank(line) {
			lines[i] = "  " + line
		}
	}
	return strings.Join(lines, "\n")
}

// oneParagraph is a text without empty lines, which would end it.
func oneParagraph(text string) string {
	var lines []string
	for line := range strings.SplitSeq(text, "\n") {
		if !blank(line) {
			lines = append(lines, strings.TrimSpace(line))
		}
	}
	return strings.Join(lines, "\n")
}

// indented keeps the lines of an item in it.
func indented(text string) string { return strings.ReplaceAll(oneParagraph(text), "\n", "\n  ") }
