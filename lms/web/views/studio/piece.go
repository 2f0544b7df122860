// Package studio draws the pages on which courses are written.
package studio

import (
	"strings"
	"time"

	"github.com/a-h/templ"

	"vatra/lms/web/views/ui"
)

// PieceForm is a piece of a draft, as it is written in one language.
type PieceForm struct {
	ui.Errors
	ID, Anchor, Action, Kind string
	Lang                     string // that is written
	Marked                   string // the same, empty where it is the page's
	Language                 string // its name, in itself
	Main                     bool   // it is the one that is translated from
	Fields                   map[string]FieldValue
}

// FieldValue is what a field says, or what was typed.
type FieldValue struct {
	Text    string
	Number  int       // that an edit is based on
	SavedAt time.Time // zero: never
	Origin  int
	History string // address of what it has said; empty where nobody is shown that

	// Of a translation.
	Source        string // what it translates
	SourceNumber  int
	Stale         bool // the source has changed since
	SourceHistory string

	// Of an edit that met another one.
	Theirs, By string
}

// Removed is a piece that was taken out.
type Removed struct {
	Action, Name, Lang string
	Tag                string // in which the page is written
}

// origin is what an edit of the field says that it translates.
func (f FieldValue) origin() string { return ui.Number(f.SourceNumber) }

// ID of a field on its page, which has many pieces.
func (p PieceForm) fieldName(name string) string { return name + "-" + p.ID }

// described ties a field to its hint and message.
func (p PieceForm) described(name, hint string) templ.Attributes {
	attributes := templ.Attributes{}
	by := ""
	if hint != "" {
		by = p.fieldName(name) + "-hint"
	}
	if p.Errors.Fields[name] != "" {
		by += " " + p.fieldName(name) + "-error"
		attributes["aria-invalid"] = "true"
	}
	if by != "" {
		attributes["aria-describedby"] = strings.TrimSpace(by)
	}
	return attributes
}
