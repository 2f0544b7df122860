// Package pieces draws what every form of a piece of a draft has.
package pieces

import (
	"strings"
	"time"

	"github.com/a-h/templ"

	"vatra/lms/web/views/ui"
)

// Form is a piece of a draft, as it is written in one language.
type Form struct {
	ui.Errors
	ID, Anchor, Action, Kind string
	Lang                     string // that is written
	Marked                   string // the same, empty where it is the page's
	Language                 string // its name, in itself
	Main                     bool   // it is the one that is translated from
	Writer                   string // who has the page before them
	Fields                   map[string]Field
	Shape                    *Shape // of a block that is written in a form of its own
	SourceShape              *Shape // what that translates
	Formable                 bool   // it is a text, and such a form could say it
}

// Field is what a field says, or what was typed.
type Field struct {
	Text    string
	Number  int       // that an edit is based on
	SavedAt time.Time // zero: never
	History string    // address of what it has said; empty where nobody is shown that

	// Of a translation.
	Source        string // what it translates
	Origin        string // that edit, as a form says it
	Stale         bool   // the source has changed since
	SourceHistory string

	// Of an edit that met another one.
	Theirs, By string
}

// Removed is a piece that was taken out.
type Removed struct {
	Action, Name, Lang string
	Tag                string // in which the page is written
}

// How the forms of the outline and of the page of translations say where they stand; those of a lesson say its id.
const (
	OnOutline      = "outline"
	OnTranslations = "translations"
)

// FieldName is the name of a field on its page, which has many pieces, and some in several languages.
func (p Form) FieldName(name string) string {
	if p.Main {
		return name + "-" + p.ID
	}
	return name + "-" + p.Lang + "-" + p.ID
}

// FieldID is the id of its element.
func (p Form) FieldID(name string) string { return ui.FieldID(p.FieldName(name)) }

// summed are the messages of the form, by the names that its fields have on the page.
func (p Form) summed() ui.Errors {
	summed := ui.Errors{Text: p.Text, Fields: map[string]string{}}
	for name, text := range p.Errors.Fields {
		summed.Fields[p.FieldName(name)] = text
	}
	return summed
}

// named pairs the fields with their Labels, for the summary: see ui.Summary.
func (p Form) named(b ui.Base, names ...string) []string {
	var pairs []string
	for _, name := range names {
		pairs = append(pairs, p.FieldName(name), b.T(Labels[name]))
	}
	return pairs
}

// Labels are the catalogue's keys of what fields are called.
var Labels = map[string]string{
	"title": "studio.title", "summary": "studio.summary", "languages": "studio.languages", "code": "studio.code",
	"licence": "studio.licence", "author": "studio.author", "competences": "competences.title", "minutes": "studio.minutes", "pass_mark": "studio.pass_mark",
	"attempts": "studio.attempts", "opens": "studio.opens", "closes": "studio.closes", "time_limit": "studio.time_limit", "draw": "studio.draw", "text": "studio.text",
	"picture_alt": "studio.alt",
}

// names are the fields that a form of a piece may have, in their order.
var names = []string{
	"title", "summary", "languages", "code", "licence", "author", "competences", "minutes", "pass_mark", "attempts", "opens", "closes", "time_limit", "draw", "text",
}

// Described ties a field to its hint and message.
func (p Form) Described(name, hint string) templ.Attributes {
	attributes := templ.Attributes{}
	by := ""
	if hint != "" {
		by = p.FieldID(name) + "-hint"
	}
	if p.Errors.Fields[name] != "" {
		by += " " + p.FieldID(name) + "-error"
		attributes["aria-invalid"] = "true"
	}
	if by != "" {
		attributes["aria-describedby"] = strings.TrimSpace(by)
	}
	if name == "opens" || name == "closes" {
		attributes["type"] = momentInput(p.Fields[name].Text)
	}
	return attributes
}

// momentInput is the type of a field for a date and time; one of its own would not show what was typed and is none.
func momentInput(text string) string {
	if _, err := time.Parse("2006-01-02T15:04", text); text != "" && err != nil {
		return "text"
	}
	return "datetime-local"
}
