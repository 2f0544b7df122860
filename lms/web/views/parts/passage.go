package parts

import (
	"github.com/a-h/templ"

	"vatra/lms/web/views/fixed"
	"vatra/lms/web/views/ui"
)

// Piece is a part of a text with places in it: HTML, or what stands in a place.
type Piece struct {
	HTML   string
	Gap    *QuestionGap
	Choice *QuestionChoice
}

// QuestionGap is a place in a text that is to be filled.
type QuestionGap struct {
	ID      string
	Number  int         // of the gap, from 1
	Options []ui.Option // what may be chosen; none: it is typed
	Numeric bool
	Given   string // what was typed, or the Value of an option
	Right   string // what belongs there, only where it may be shown
	OK      bool   // Given is right, only where it may be shown
	Told    string // feedback as HTML
}

// Said is what was given, in words.
func (g *QuestionGap) Said() string {
	for _, option := range g.Options {
		if option.Value == g.Given {
			return option.Text
		}
	}
	return g.Given
}

// State is how right it is, where that may be shown.
func (g *QuestionGap) State() string {
	switch {
	case g.OK:
		return "right"
	case g.Given == "":
		return "unanswered"
	}
	return "wrong"
}

// Gaps are those of the question in the order in which they stand in its text.
func (q Question) Gaps() []*QuestionGap {
	var gaps []*QuestionGap
	for _, piece := range q.Passage {
		if piece.Gap != nil {
			gaps = append(gaps, piece.Gap)
		}
	}
	return gaps
}

// The holes of a gap: what is typed, and each of its options.
const (
	gapHole    = "gap "
	pickedHole = "picked "
)

func (q Question) gapField(g *QuestionGap) string { return q.Field + ".gap." + g.ID }

// typed is what stands in a gap, or its hole.
func (q Question) typed(g *QuestionGap) string {
	if q.framed {
		return fixed.Hole(gapHole + g.ID)
	}
	return g.Given
}

func (q Question) picked(g *QuestionGap, option string) templ.Attributes {
	return q.mark("selected", option == g.Given, pickedHole+g.ID+" "+option)
}

// gapMode is the keyboard that a phone shows.
func gapMode(g *QuestionGap) string {
	if g.Numeric {
		return "decimal"
	}
	return "text"
}
