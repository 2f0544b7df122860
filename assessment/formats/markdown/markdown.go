// Package markdown reads questions that stand in Markdown.
package markdown

import (
	"errors"
	"fmt"
	"strings"

	"vatra/assessment"
	"vatra/assessment/formats"
	"vatra/lms/fault"
)

// Format names the format of the sources that questions are read from.
const Format = "markdown"

// Segment is a piece of a lesson's Markdown: text, or a question where Question is not nil.
type Segment struct {
	Text     string
	Question *assessment.Question
}

// Split splits a lesson's Markdown into text and questions, written in lang. Questions look like this; all but
// the prompt and the list may be left out:
//
//	**Question text?** {#unique-key tags=phishing,data points=1 type=truefalse}
//
//	- [ ] Wrong choice
//	  > Feedback for this choice.
//	- [x] Right choice
//
//	> What is said if the answer is right: the first line, or the first paragraph.
//	> What is said if it is not: the rest.
//
// One [x] makes a single choice, several a multiple one, and two choices that read true and false in one of the
// languages of the interface a truefalse. Items [=] are what is accepted of a short text, of a number with
// type=numeric ("72 +- 0.5"), the pairs of a matching question ("left => right"; "=> right" matches nothing), or with
// type=ordering the items in their right order. With type=matrix the pairs are rows and columns, which stand in the order in which
// they are first written; with type=scale none is right, and the question has no points.
//
// With type=cloze, paragraphs below the prompt have [[1]], [[2]], … where something is to be filled in, and the n-th item [=] is
// what: words, with a bar between others that count ("mayor | the mayor"), a number ("30 +- 0"), or choices, of which the right one
// stands in brackets ("(mayor) | clerk"); {points=2} behind it is what the gap counts. With
// type=select such places are the choices, which may stand there in their words: [[mayor]].
//
// The prompt is the bold paragraph above the list, with the bold paragraphs above that; or a numbered paragraph, or one
// that asks with a question mark. A table with a column that says correct or incorrect is a question too, whose prompt
// is the nearest bold paragraph above. Lists without a prompt or without an [x] are text, as are all other things;
// a list that looks meant as a question and is not taken has a warning.
//
// Feedback of one line that opens with praise ("Correct! …") is shown without it to those who were wrong. A paragraph
// "Explanation: …" under a question is feedback for everybody.
//
// Keys that are not given are q1, q2, … by the place of the question in src.
func Split(src, lang string) ([]Segment, []fault.Warning) {
	split := splitter{
		lang: lang, lines: strings.Split(strings.ReplaceAll(src, "\r\n", "\n"), "\n"), keys: map[string]bool{},
	}
	split.blocks = scanBlocks(split.lines)
	for at := 0; at < len(split.blocks); at++ {
		switch split.blocks[at].kind {
		case taskBlock:
			split.list(at)
		case tableBlock:
			split.table(at)
		default:
		}
	}
	split.text(len(split.lines))
	return split.segments, split.warnings
}

// Parse reads a file of questions as Split does; the text between them is left out.
func Parse(src, lang string) ([]assessment.Question, []fault.Warning) {
	segments, warnings := Split(src, lang)
	var questions []assessment.Question
	for _, one := range segments {
		if one.Question != nil {
			questions = append(questions, *one.Question)
		}
	}
	return questions, warnings
}

type splitter struct {
	lang     string
	lines    []string
	blocks   []block
	segments []Segment
	warnings []fault.Warning
	keys     map[string]bool
	found    int // questions so far
	taken    int // lines that are in segments
	used     int // blocks that belong to questions so far
}

func (s *splitter) warn(reason string, prompt string, args ...any) {
	s.warnings = append(s.warnings, fault.Warn("", reason, append(args, "Question", formats.Shortened(prompt))...))
}

// source is the lines of a block.
func (s *splitter) source(b block) string { return strings.Join(s.lines[b.start:b.end], "\n") }

// text puts the lines up to end into a segment, unless they are blank.
func (s *splitter) text(end int) {
	lines := s.lines[s.taken:end]
	for len(lines) > 0 && blank(lines[0]) {
		lines = lines[1:]
	}
	if text := strings.TrimRight(strings.Join(lines, "\n"), " \t\n"); text != "" {
		s.segments = append(s.segments, Segment{Text: text})
	}
	s.taken = end
}

// draft is a question being read, with the blocks that it takes from the text.
type draft struct {
	prompt
	items   []item
	right   string
	wrong   string
	through int // the last of its blocks
}

// item is one entry of a list or row of a table.
type item struct {
	mark     byte // ' ', 'x' or '='
	text     string
	feedback string
}

// list tries to read the task list at this block as a question.
func (s *splitter) list(at int) {
	items, double := readItems(s.lines[s.blocks[at].start:s.blocks[at].end])
	p, ok := s.promptOfList(at, double)
	if !ok {
		return
	}
	d := draft{prompt: p, items: items, through: at}
	boxes, right, accepted := 0, 0, 0
	for _, one := range items {
		switch one.mark {
		case 'x':
			right++
		case '=':
			accepted++
		default:
			boxes++
		}
	}
	meant := p.attributed || strings.Contains(p.text, "?")
	switch {
	case accepted > 0 && right+boxes > 0:
		s.warn("assessment.warning_mixed_list", p.text)
		return
	case accepted == 0 && p.kind == string(assessment.Scale):
	case accepted == 0 && right == 0:
		if meant {
			s.warn("assessment.warning_no_right_choice", p.text)
		}
		return
	case accepted == 0 && len(items) < 2:
		if p.attributed || p.asks {
			s.warn("assessment.warning_one_choice", p.text)
		}
		return
	case accepted == 0 && boxes == 0 && !meant:
		return // a list of things done
	}
	s.readFeedback(&d)
	s.add(d)
}

// table tries to read the table at this block as a question.
func (s *splitter) table(at int) {
	items, ok := readTable(s.lines[s.blocks[at].start:s.blocks[at].end])
	if !ok {
		return
	}
	p, ok := s.promptOfTable(at)
	if !ok {
		s.warn("assessment.warning_table_without_question", s.source(s.blocks[at]))
		return
	}
	d := draft{prompt: p, items: items, through: at}
	s.readFeedback(&d)
	s.add(d)
}

// add makes the draft a question, or leaves it as text with a warning.
func (s *splitter) add(d draft) {
	question, reason := d.question(s.lang)
	if reason != "" {
		s.warn(reason, d.text)
		return
	}
	s.found++
	if question.Key == "" || s.keys[question.Key] {
		if question.Key != "" {
			s.warn("assessment.warning_key_twice", d.text, "Key", question.Key)
		}
		question.Key = fmt.Sprintf("q%d", s.found)
		for s.keys[question.Key] {
			question.Key += "-"
		}
	}
	if err := question.Validate(); err != nil {
		var invalid *fault.Error
		if errors.As(err, &invalid) {
			s.warn(invalid.Key, d.text)
		}
		return
	}
	for _, name := range d.unknown {
		s.warn("assessment.warning_attribute", d.text, "Attribute", name)
	}
	text := question.Texts[s.lang]
	text.Source = assessment.Source{Format: Format, Text: s.source(block{start: s.blocks[d.from].start, end: s.blocks[d.through].end})}
	question.Texts[s.lang] = text
	s.keys[question.Key] = true
	s.text(s.blocks[d.from].start)
	s.segments = append(s.segments, Segment{Question: question})
	s.taken, s.used = s.blocks[d.through].end, d.through+1
}
