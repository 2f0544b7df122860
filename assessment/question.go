// Package assessment owns questions, responses and marking: what can be asked, what can be answered, and what an answer is
// worth. It is pure: it stores nothing and asks nobody. assessment/formats reads questions from files, assessment/bank
// keeps them in versions, assessment/quizzes makes quizzes of them, and assessment/exam lets learners take those.
//
// It must not import content, certificates or lms, the leaves aside.
package assessment

import (
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"vatra/lms/fault"
	"vatra/lms/lang"
)

// Syntax is how the texts of a question are written.
type Syntax string

// The syntaxes. Parsers give either; stored texts are always HTML, rendered and sanitised before (see EachText).
const (
	Markdown Syntax = "markdown"
	HTML     Syntax = "html"
)

// The most that a question may hold; larger ones are refused rather than cut.
const (
	maxChoices   = 60
	maxTextBytes = 64 << 10
	maxSource    = 256 << 10 // bytes
)

// Question is one question: a structure that is the same in every language, and its texts by language. Right answers
// are part of it, so a page gives a learner only the texts and the ids.
type Question struct {
	Identity Identity `json:"-"`

	Key     string          `json:"key,omitempty"` // unique in its quiz
	Type    Type            `json:"type"`
	Points  decimal.Decimal `json:"points"`
	Tags    []string        `json:"tags,omitempty"`
	Choices []Choice        `json:"choices,omitempty"` // single, multiple, truefalse, select, scale; ordering: the items as they belong
	Numbers []Number        `json:"numbers,omitempty"` // numeric: any of them is right
	Pairs   []Pair          `json:"pairs,omitempty"`   // matching: the left sides; matrix: the rows
	Options []string        `json:"options,omitempty"` // matching: ids of the right sides, matrix: of the columns; some may match nothing
	Gaps    []Gap           `json:"gaps,omitempty"`    // cloze: by the number of their place in the text

	Texts map[string]QuestionText `json:"texts"`
}

// Identity is which question this is, however often it is written anew: the course or the bank that it belongs to, and
// its key there.
type Identity struct {
	Collection string // "course/<code>", or the id of a bank
	Key        string // unique in the collection
}

// Source is what an author wrote, whole: the question with its choices and its feedback.
type Source struct {
	Format string `json:"format"` // "markdown", "qti12"
	Text   string `json:"text"`
}

// Choice is one of the answers to choose from.
type Choice struct {
	ID    string `json:"id"`
	Right bool   `json:"right,omitempty"`
}

// Number is an accepted number: right is Value − Tolerance ≤ answer ≤ Value + Tolerance.
type Number struct {
	Value     decimal.Decimal `json:"value"`
	Tolerance decimal.Decimal `json:"tolerance"`
}

// Pair is the left side of a match and the id of the option that belongs to it.
type Pair struct {
	ID     string `json:"id"`
	Option string `json:"option"`
}

// QuestionText is all of a question that is language. Accepted answers of a short text stand here because they are
// words; an answer in any of the question's languages is right, whichever the learner reads in.
type QuestionText struct {
	Syntax   Syntax              `json:"syntax"`
	Prompt   string              `json:"prompt"`
	Items    map[string]ItemText `json:"items,omitempty"`    // by id of a choice, a pair, an option or a gap
	Accepted []string            `json:"accepted,omitempty"` // short text: plain text, never markup
	Right    string              `json:"right,omitempty"`    // feedback on the whole question, if fully right
	Wrong    string              `json:"wrong,omitempty"`    // feedback on the whole question, if not

	Source Source `json:"-"` // what all this was read from; it is kept beside
}

// ItemText is the text of a choice, of a pair's left side or of an option, and what a learner who chose it is told. A gap has no
// text, but what is accepted in it, and what whoever filled it is told.
type ItemText struct {
	Text     string   `json:"text"`
	Feedback string   `json:"feedback,omitempty"`
	Accepted []string `json:"accepted,omitempty"` // gap of words: plain text, never markup
}

// size is in bytes.
func (t ItemText) size() int {
	bytes := len(t.Text) + len(t.Feedback)
	for _, accepted := range t.Accepted {
		bytes += len(accepted)
	}
	return bytes
}

// Text is the question's text for a reader of the language, with the language that it is really in, as lang.Choose chooses.
func (q *Question) Text(reading string, fallbacks ...string) (QuestionText, string) {
	tag, _ := lang.Choose(q.Texts, func(t QuestionText) bool { return t.Prompt != "" }, reading, fallbacks...)
	return q.Texts[tag], tag
}

// OrderTells reports whether the order in which a question was written is its answer: the pairs of a matching one, and what is to
// be put in order.
func (q *Question) OrderTells() bool { return q.Type == Matching || q.Type == Ordering }

// Offered are the ids of what is chosen from, in the order that it was written in; where that would tell the answer, in one that
// tells nothing. A question that is answered by typing offers nothing.
func (q *Question) Offered() []string {
	ids := slices.Clone(q.Options)
	for _, choice := range q.Choices {
		if len(q.Options) == 0 {
			ids = append(ids, choice.ID)
		}
	}
	for _, gap := range q.Gaps {
		for _, choice := range gap.Choices {
			ids = append(ids, choice.ID)
		}
	}
	if q.OrderTells() {
		slices.Sort(ids)
	}
	return ids
}

// Size is roughly what the question takes in memory, in bytes.
func (q *Question) Size() int {
	const itemOverhead = 200
	bytes := 500 + itemOverhead*(len(q.ids())+len(q.Numbers))
	for _, gap := range q.Gaps {
		bytes += itemOverhead * len(gap.Numbers)
	}
	for _, text := range q.Texts {
		bytes += 500 + len(text.Prompt) + len(text.Right) + len(text.Wrong)
		for _, item := range text.Items {
			bytes += itemOverhead + item.size()
		}
		for _, accepted := range text.Accepted {
			bytes += len(accepted)
		}
	}
	return bytes
}

// EachText replaces every text that is shown (prompt, items, feedback) by what f makes of it, and notes the texts as
// HTML. It is how they are rendered and sanitised: no question is kept that has not been through it. Accepted answers are
// not markup, and the source is what was written: both stay as they are.
func (q *Question) EachText(f func(tag string, syntax Syntax, text string) string) {
	for tag, text := range q.Texts {
		syntax := text.Syntax
		one := func(s string) string {
			if s == "" {
				return ""
			}
			return f(tag, syntax, s)
		}
		items := make(map[string]ItemText, len(text.Items))
		for id, item := range text.Items {
			items[id] = ItemText{Text: one(item.Text), Feedback: one(item.Feedback), Accepted: item.Accepted}
		}
		text.Prompt, text.Right, text.Wrong = one(text.Prompt), one(text.Right), one(text.Wrong)
		text.Syntax, text.Items = HTML, items
		q.Texts[tag] = text
	}
}

// Validate says whether the question can be asked and marked: an Invalid fault names what is wrong with it.
func (q *Question) Validate() error {
	if len(q.Texts) == 0 {
		return q.invalid("assessment.question_without_text")
	}
	if !q.Points.IsPositive() && q.Counts() || q.Points.GreaterThan(MaxPoints) || !q.Points.Equal(q.Points.Round(2)) {
		return q.invalid("assessment.question_points")
	}
	if err := q.validateStructure(); err != nil {
		return err
	}
	for _, text := range q.Texts {
		if err := q.validateText(text); err != nil {
			return err
		}
	}
	return nil
}

// MaxPoints is the most that one question can give.
var MaxPoints = decimal.NewFromInt(999_999)

func (q *Question) validateStructure() error {
	tooMany := func(gap Gap) bool { return len(gap.Choices) > maxChoices || len(gap.Numbers) > maxChoices }
	if len(q.Choices) > maxChoices || len(q.Pairs) > maxChoices || len(q.Options) > maxChoices ||
		len(q.Numbers) > maxChoices || len(q.Gaps) > maxGaps || slices.ContainsFunc(q.Gaps, tooMany) {
		return q.invalid("assessment.question_too_large")
	}
	if !distinct(q.ids()) {
		return q.invalid("assessment.question_ids")
	}
	return q.rule().validate(q)
}

func (q *Question) validateText(text QuestionText) error {
	if strings.TrimSpace(text.Prompt) == "" {
		return q.invalid("assessment.question_without_text")
	}
	size := len(text.Prompt) + len(text.Right) + len(text.Wrong)
	for _, id := range q.ids() {
		item := text.Items[id]
		if strings.TrimSpace(item.Text) == "" && q.sortOf(id) != "gap" {
			return q.invalid("assessment.question_empty_choice")
		}
		if len(item.Accepted) > maxChoices || slices.ContainsFunc(item.Accepted, func(s string) bool { return len([]rune(s)) > MaxGap }) {
			return q.invalid("assessment.question_too_large")
		}
		size += item.size()
	}
	for _, accepted := range text.Accepted {
		size += len(accepted)
	}
	if size > maxTextBytes || len(text.Accepted) > maxChoices || len(text.Source.Text) > maxSource {
		return q.invalid("assessment.question_too_large")
	}
	if slices.ContainsFunc(text.Accepted, func(s string) bool { return len([]rune(s)) > MaxText }) {
		return q.invalid("assessment.question_too_large") // nobody could give it
	}
	if own := q.rule(); own.text != nil {
		return own.text(q, text)
	}
	return nil
}

func (q *Question) invalid(key string) error {
	return fault.New(fault.Invalid, key, "Question", q.Key)
}

// ids are those of all items of the question.
func (q *Question) ids() []string {
	ids := make([]string, 0, len(q.Choices)+len(q.Pairs)+len(q.Options)+len(q.Gaps))
	for _, gap := range q.Gaps {
		ids = append(ids, gap.ID)
		for _, c := range gap.Choices {
			ids = append(ids, c.ID)
		}
	}
	for _, c := range q.Choices {
		ids = append(ids, c.ID)
	}
	for _, p := range q.Pairs {
		ids = append(ids, p.ID)
	}
	return append(ids, q.Options...)
}

func distinct(ids []string) bool {
	seen := make(map[string]bool, len(ids))
	for _, id := range ids {
		if id == "" || seen[id] {
			return false
		}
		seen[id] = true
	}
	return true
}
