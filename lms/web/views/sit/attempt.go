// Package sit owns how the pages of lms/web/sit look.
package sit

import (
	"time"

	"github.com/a-h/templ"

	"vatra/lms/web/views/parts"
	"vatra/lms/web/views/ui"
)

// AttemptPage is an attempt that is under way.
type AttemptPage struct {
	ui.Base
	Heading   ui.Words
	URL       string // of this page; answers, hand-in and result are below it
	ID        string
	Questions []parts.Question
	Reading   []parts.LanguageChoice
	Deadline  time.Time     // zero: none
	Left      time.Duration // until the deadline
	Over      bool          // nothing is taken any more: the page shows what could not be kept
	Problem   string        // why something was not kept; empty: all is well
}

// Answered is how many questions have an answer that is kept.
func (m AttemptPage) Answered() int {
	answered := 0
	for _, q := range m.Questions {
		if !q.Saved.IsZero() {
			answered++
		}
	}
	return answered
}

func (m AttemptPage) seconds() string { return ui.Number(int(m.Left / time.Second)) }

// HandInPage asks whether to hand an attempt in.
type HandInPage struct {
	ui.Base
	Heading  ui.Words
	URL      string // of the attempt
	Of       int
	Missing  []parts.Question // not answered yet
	Receipts []string         // of what was just saved
	Deadline time.Time
}

// script gives quiz.js its words and what the server's clock says. A page where nothing is taken gets none, and runs no script.
func (m AttemptPage) script() templ.Attributes {
	if m.Over {
		return nil
	}
	attributes := templ.Attributes{
		"data-saving":   m.T("quiz.saving"),
		"data-saved":    m.T("quiz.saved", "Time", "{time}"),
		"data-waiting":  m.T("quiz.waiting"),
		"data-held":     m.T("quiz.held"),
		"data-out":      m.T("quiz.logged_out"),
		"data-login":    m.T("quiz.log_in_again"),
		"data-answered": m.T("quiz.answered", "Done", "{done}", "Of", "{of}"),
		"data-unsent":   m.T("quiz.unsent"),
		"data-over":     m.T("quiz.over"),
		"data-result":   m.T("quiz.to_result"),
	}
	if !m.Deadline.IsZero() {
		attributes["data-left"] = m.seconds()
		attributes["data-unsure"] = m.T("quiz.time_unsure")
		attributes["data-minutes5"] = m.N("quiz.minutes_left", 5)
		attributes["data-minutes1"] = m.N("quiz.minutes_left", 1)
	}
	return attributes
}
