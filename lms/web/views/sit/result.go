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

	URL       string            // of the attempt
	RetryURL  string            // empty: there is no other attempt, or nothing to be won by one
	Refused   string            // why there is no other attempt; empty where there is
	Left      int               // attempts left; 0 with RetryURL set: any number
	Next      *parts.LessonLink // the lesson after the quiz; nil at the last
	CourseURL string
	Tracks    []ui.Words // whose certificates this quiz has completed
}
