package parts

import (
	"strconv"
	"strings"
	"time"

	"github.com/a-h/templ"

	"vatra/lms/web/views/fixed"
	"vatra/lms/web/views/ui"
)

// Entry is how a question is answered.
type Entry string

// The entries.
const (
	EntryOne    Entry = "one"
	EntryMany   Entry = "many"
	EntryText   Entry = "text"
	EntryNumber Entry = "number"
	EntryMatch  Entry = "match"
	EntryOrder  Entry = "order"
	EntryGaps   Entry = "gaps"
	EntryPick   Entry = "pick"
	EntryGrid   Entry = "grid"
	EntryScale  Entry = "scale"
)

// Question is one question with what was answered so far.
type Question struct {
	Anchor  string // the element's id
	Field   string // the name of its field; those of a match are Field.<id of the pair>
	Number  int    // from 1; 0 inside a lesson
	Of      int
	Entry   Entry
	Prompt  Phrase
	Lang    string // of the texts, when they are not in the page's language
	Choices []QuestionChoice
	Pairs   []QuestionPair
	Passage []Piece // the prompt, where fields stand in it; Prompt is empty then
	Text    string  // of EntryText and EntryNumber
	Max     int     // characters of Text, or of what is typed in a gap
	Error   string  // why what stands in the fields was not kept

	Key    any  // of all but the answer, for Keep; nil: it is drawn each time
	framed bool // drawn once for everybody, with holes for the answer

	Digest string    // of the answer that is kept, so that the server sees what was changed
	Seq    int64     // of the answer that is kept
	Saved  time.Time // zero: not answered
	Marked *Marked   // nil: nothing is said about it

	Action  string // where it is saved by itself, in an attempt
	Receipt string // of the answer, where this page answers the form that has saved it
}

// QuestionChoice is one answer to choose.
type QuestionChoice struct {
	ID     string
	Text   Phrase
	Chosen bool
	Right  bool   // set only where the right answers may be shown
	Told   string // feedback as HTML
}

// QuestionPair is one line to find the other half of.
type QuestionPair struct {
	ID      string
	Text    Phrase
	Options []ui.Option
	Given   string // the Value of an option
	Right   string // text of the right option, only where it may be shown
	OK      bool   // Given is right, only where it may be shown
	Told    string // feedback as HTML
}

// Marked is what is said of an answer.
type Marked struct {
	State string // unanswered, wrong, partial or right; noted where nothing is
	Idle  bool   // it does not count
	Told  string // feedback on the whole as HTML
	Lang  string // of the feedback, when it is not in the page's language
	Right string // the right answer of a text or number, where it may be shown
	Score string // points; empty: not shown
	Of    string
}

// The holes of a question that is framed: what is typed, each choice and each option by its ids (those in a text: see passage.go), and in an attempt what is
// kept of the answer.
const (
	textHole   = "text"
	chosenHole = "chosen "
	givenHole  = "given "
	digestHole = "digest"
	seqHole    = "seq"
	savedHole  = "saved"
	actionHole = "action"
)

// KeepQuestion draws a question once for all who are asked it in the same place, language and order, and what they have
// answered into it. One that was refused says so in many places, and one that was just saved has its receipt: they are drawn for their reader.
func KeepQuestion(b ui.Base, q Question, draw func(ui.Base, Question) templ.Component) templ.Component {
	if q.Key == nil || q.Error != "" || q.Receipt != "" {
		return draw(b, q)
	}
	return b.Keep(q.Key, func(common ui.Base) templ.Component {
		framed := q
		framed.framed, framed.Saved, framed.Marked = true, time.Time{}, nil
		return draw(common, framed)
	}, func(hole string) templ.Component { return q.fill(b, hole) })
}

func (q Question) fill(b ui.Base, hole string) templ.Component {
	switch hole {
	case textHole:
		return templ.Raw(templ.EscapeString(q.Text))
	case digestHole:
		return templ.Raw(q.Digest)
	case actionHole:
		return templ.Raw(templ.EscapeString(q.Action))
	case seqHole:
		return templ.Raw(strconv.FormatInt(q.Seq, 10))
	case savedHole:
		return savedMoment(b, q)
	}
	if id, is := strings.CutPrefix(hole, chosenHole); is {
		for i := range q.Choices {
			if q.Choices[i].ID == id && q.Choices[i].Chosen {
				return checked
			}
		}
		return templ.NopComponent
	}
	for _, gap := range q.Gaps() {
		switch hole {
		case gapHole + gap.ID:
			return templ.Raw(templ.EscapeString(gap.Given))
		case pickedHole + gap.ID + " " + gap.Given:
			return selected
		}
	}
	pair, option, _ := strings.Cut(strings.TrimPrefix(hole, givenHole), " ")
	for i := range q.Pairs {
		if q.Pairs[i].ID == pair && q.Pairs[i].Given == option {
			return q.givenMark()
		}
	}
	return templ.NopComponent
}

var checked, selected = templ.Raw("checked"), templ.Raw("selected")

func (q Question) text() string {
	if q.framed {
		return fixed.Hole(textHole)
	}
	return q.Text
}

// KnownDigest is the digest of the answer that is kept; a hole stands for it where the question is framed.
func (q Question) KnownDigest() string {
	if q.framed {
		return fixed.Hole(digestHole)
	}
	return q.Digest
}

// SaveURL is where the question is saved by itself, an address of the site, or its hole.
func (q Question) SaveURL() templ.SafeURL {
	if q.framed {
		return templ.SafeURL(fixed.Hole(actionHole))
	}
	return templ.SafeURL(q.Action)
}

// KnownSeq is the number of the answer that is kept, or its hole.
func (q Question) KnownSeq() string {
	if q.framed {
		return fixed.Hole(seqHole)
	}
	return strconv.FormatInt(q.Seq, 10)
}

// chosen ticks a choice.
func (q Question) chosen(c QuestionChoice) templ.Attributes {
	return q.mark("checked", c.Chosen, chosenHole+c.ID)
}

// given picks an option of a pair.
func (q Question) given(p QuestionPair, option string) templ.Attributes {
	attribute := "selected"
	if q.Entry == EntryGrid {
		attribute = "checked"
	}
	return q.mark(attribute, option == p.Given, givenHole+p.ID+" "+option)
}

// givenMark is what fills the hole of the option that a pair was given: one of a list, or one of a row.
func (q Question) givenMark() templ.Component {
	if q.Entry == EntryGrid {
		return checked
	}
	return selected
}

func (q Question) mark(attribute string, set bool, hole string) templ.Attributes {
	switch {
	case q.framed:
		return templ.Attributes{fixed.Hole(hole): true}
	case set:
		return templ.Attributes{attribute: true}
	}
	return nil
}

// ID is the id of a part of the question.
func (q Question) ID(part string) string { return q.Anchor + "-" + part }

// described ties a field to what stands beside it.
func (q Question) described() templ.Attributes {
	by := []string{q.ID("hint")}
	if q.Prompt.Flow {
		by = append([]string{q.ID("text")}, by...)
	}
	attributes := templ.Attributes{}
	if q.Error != "" {
		by = append(by, q.ID("error"))
	}
	attributes["aria-describedby"] = strings.Join(by, " ")
	return attributes
}

// invalid marks the field of a refused answer.
func (q Question) invalid() templ.Attributes {
	attributes := templ.Attributes{"aria-describedby": q.ID("hint") + " " + q.ID("error")}
	if q.Error != "" {
		attributes["aria-invalid"] = "true"
	}
	return attributes
}

// refused ties a choice or a list to why the answer was refused.
func (q Question) refused() templ.Attributes {
	if q.Error == "" {
		return nil
	}
	attributes := templ.Attributes{"aria-describedby": q.ID("error")}
	if q.kind() == "checkbox" || q.Entry == EntryMatch || q.Entry == EntryOrder || q.Entry == EntryGaps { // a radio button cannot be invalid by itself
		attributes["aria-invalid"] = "true"
	}
	return attributes
}

// focused puts the focus on why an answer inside a lesson was refused, so that it is read first. An attempt says it above its questions.
func (q Question) focused() templ.Attributes {
	if q.Error == "" || q.Number > 0 {
		return nil
	}
	return templ.Attributes{"tabindex": "-1", "data-focus": true}
}

func (q Question) kind() string {
	if q.Entry == EntryMany || q.Entry == EntryPick {
		return "checkbox"
	}
	return "radio"
}

// mode is the keyboard that a phone shows.
func (q Question) mode() string {
	if q.Entry == EntryNumber {
		return "decimal"
	}
	return "text"
}
