package sit

import (
	"testing"
	"time"

	"github.com/shopspring/decimal"

	"vatra/assessment/exam"
	"vatra/assessment/quizzes"
	"vatra/content"
	"vatra/lms/i18n"
	"vatra/lms/learning"
	"vatra/lms/web/door"
)

// TestAnotherAttemptIsOfferedByTheRuleOfTheQuiz looks at the edges, where the button once promised what starting refused.
func TestAnotherAttemptIsOfferedByTheRuleOfTheQuiz(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, time.November, 21, 12, 0, 0, 0, time.UTC)
	failed := exam.Attempt{SubmittedAt: now.Add(-time.Hour), MaxScore: decimal.NewFromInt(8), Now: now}
	underWay := exam.Attempt{Now: now}
	for name, c := range map[string]struct {
		quiz     quizzes.Quiz
		attempts []exam.Attempt
		refused  bool
		left     int
	}{
		"any number":         {attempts: []exam.Attempt{failed}},
		"one is left":        {quiz: quizzes.Quiz{MaxAttempts: 2}, attempts: []exam.Attempt{failed}, left: 1},
		"none is left":       {quiz: quizzes.Quiz{MaxAttempts: 1}, attempts: []exam.Attempt{failed}, refused: true},
		"one is under way":   {quiz: quizzes.Quiz{MaxAttempts: 2}, attempts: []exam.Attempt{failed, underWay}},
		"closes just now":    {quiz: quizzes.Quiz{ClosesAt: now}, attempts: []exam.Attempt{failed}, refused: true},
		"closes in a moment": {quiz: quizzes.Quiz{ClosesAt: now.Add(1)}, attempts: []exam.Attempt{failed}},
		"opens again":        {quiz: quizzes.Quiz{OpensAt: now.Add(1)}, attempts: []exam.Attempt{failed}, refused: true},
	} {
		v := &door.Visit{P: i18n.For("en")}
		place := learning.QuizPlace{Version: &content.Version{Code: "quizzed"}, Lesson: content.Lesson{Key: "final"}}
		page := &resultPage{}
		page.offerRetry(v, &sitting{attempt: &failed, quiz: &c.quiz, place: place}, c.attempts)
		want := ""
		if c.refused {
			want = v.P.Fault(door.AsFault(c.quiz.MayBegin(now, len(c.attempts))))
		}
		if page.Refused != want || (page.RetryURL == "") != c.refused || page.Left != c.left {
			t.Errorf("%s: %q, %q, %d left", name, page.RetryURL, page.Refused, page.Left)
		}
	}
}
