package learn

import (
	"time"

	"vatra/lms/web/views/ui"
)

// QuizIntro is what a learner is told before a quiz begins, and what came of it so far.
type QuizIntro struct {
	StartURL    string
	Questions   int
	TimeLimit   time.Duration // 0: none
	MaxAttempts int           // 0: any number
	Left        int           // attempts left, when MaxAttempts is set
	Refused     string        // why no attempt may begin now; empty where one may
	PassMark    string        // per cent; empty when every mark passes
	GradeBy     string        // best, last, first or average
	OpensAt     time.Time     // zero: open
	ClosesAt    time.Time     // zero: never
	Attempts    []QuizAttempt // newest first
	Open        bool          // an attempt is under way
	Deadline    time.Time     // of the attempt under way; zero: none
	Passed      bool
	AskName     string // the name of somebody who never said that it is the right one for certificates
	URL         string // of the lesson, to come back to
}

// QuizAttempt is one attempt that has ended.
type QuizAttempt struct {
	Number int
	At     time.Time
	Mark   string // per cent; empty until an attempt whose time is over has been closed
	Passed bool
	URL    string // of its result
}

func timeLimit(b ui.Base, q QuizIntro) string {
	if q.TimeLimit == 0 {
		return b.T("quiz_intro.no_limit")
	}
	return b.Duration(q.TimeLimit)
}

func attemptsLeft(b ui.Base, q QuizIntro) string {
	if q.MaxAttempts == 0 {
		return b.T("quiz_intro.unlimited")
	}
	return b.T("quiz_intro.left", "Left", q.Left, "Of", q.MaxAttempts)
}
