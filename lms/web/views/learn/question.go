package learn

import (
	"strings"
	"time"

	"github.com/a-h/templ"

	"vatra/lms/web/views/ui"
)

// Phrase is a text of a question, as sanitised HTML. Flow says that it holds more than a line can: lists, tables and so
// on, which a legend or a label may not have in it.
type Phrase struct {
	HTML string
	Flow bool
}

// Entry is how a question is answered.
type Entry string

// The entries.
const (
	EntryOne    Entry = "one"
	EntryMany   Entry = "many"
	EntryText   Entry = "text"
	EntryNumber Entry = "number"
	EntryMatch  Entry = "match"
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
	Text    string // of EntryText and EntryNumber
	Max     int    // characters of Text
	Error   string // why what stands in the fields was not kept

	Digest string    // of the answer that is kept, so that the server sees what was changed
	Seq    int64     // of the answer that is kept
	Saved  time.Time // zero: not answered
	Marked *Marked   // nil: nothing is said about it

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
	State string // unanswered, wrong, partial or right
	Told  string // feedback on the whole as HTML
	Lang  string // of the feedback, when it is not in the page's language
	Right string // the right answer of a text or number, where it may be shown
	Score string // points; empty: not shown
	Of    string
}

func (q Question) id(part string) string { return q.Anchor + "-" + part }

// described ties a field to what stands beside it.
func (q Question) described() templ.Attributes {
	by := []string{q.id("hint")}
	if q.Prompt.Flow {
		by = append([]string{q.id("text")}, by...)
	}
	attributes := templ.Attributes{}
	if q.Error != "" {
		by = append(by, q.id("error"))
	}
	attributes["aria-describedby"] = strings.Join(by, " ")
	return attributes
}

// invalid marks the field of a refused answer.
func (q Question) invalid() templ.Attributes {
	attributes := templ.Attributes{"aria-describedby": q.id("hint") + " " + q.id("error")}
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
	attributes := templ.Attributes{"aria-describedby": q.id("error")}
	if q.Entry != EntryOne { // a radio button cannot be invalid by itself
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
	if q.Entry == EntryMany {
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

// around cuts a sentence of the catalogue at its field, which is drawn as an element; the field is filled with mark.
func around(sentence string) (before, after string) {
	before, after, _ = strings.Cut(sentence, mark)
	return before, after
}

const mark = "\x00"

func before(sentence string) string { b, _ := around(sentence); return b }

func after(sentence string) string { _, a := around(sentence); return a }
