package sit

import (
	"time"

	"vatra/lms/web/views/parts"
	"vatra/lms/web/views/ui"
)

// QuizResultPage is an attempt that was handed in, as its learner may see it.
type QuizResultPage struct {
	ui.Base
	Heading   ui.Words
	Passed    bool
	Percent   string
	PassMark  string // empty: every mark passes
	Score     string
	Of        string
	Number    int
	HandedIn  time.Time
	ByClock   bool // ended by its deadline
	Reviewed  bool
	Later     bool // the answers may be seen later on
	Questions []parts.Question
	Again     map[string][]parts.LessonLink // what to read again, by the anchor of a question that was not answered rightly

	URL       string            // of the attempt
	RetryURL  string            // empty: there is no other attempt, or nothing to be won by one
	Refused   string            // why there is no other attempt; empty where there is
	Left      int               // attempts left; 0 with RetryURL set: any number
	Next      *parts.LessonLink // the lesson after the quiz; nil at the last
	CourseURL string
	Tracks    []ui.Words // whose certificates this quiz has completed
}

const right = "right" // the state of an answer

// missed are the questions that were not answered rightly.
func (m QuizResultPage) missed() []parts.Question { return m.in(false) }

// met are those that were.
func (m QuizResultPage) met() []parts.Question { return m.in(true) }

// idle are those that do not count.
func (m QuizResultPage) idle() []parts.Question {
	var found []parts.Question
	for _, q := range m.Questions {
		if q.Marked.Idle {
			found = append(found, q)
		}
	}
	return found
}

func (m QuizResultPage) in(met bool) []parts.Question {
	var found []parts.Question
	for _, q := range m.Questions {
		if !q.Marked.Idle && (q.Marked.State == right) == met {
			found = append(found, q)
		}
	}
	return found
}
