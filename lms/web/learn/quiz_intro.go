package learn

import (
	"slices"
	"time"

	"github.com/shopspring/decimal"

	"vatra/assessment"
	"vatra/assessment/exam"
	"vatra/content/markup"
	"vatra/lms/learning"
	"vatra/lms/web/door"
	views "vatra/lms/web/views/learn"
)

// quizIntro tells the rules of the quiz that a lesson is and what the visitor has reached in it.
func (a *area) quizIntro(v *door.Visit, state *learning.LessonState) (*views.QuizIntro, error) {
	quiz, err := a.Quizzes.Quiz(v.UserContext(), state.Lesson.QuizID)
	if err != nil {
		return nil, err
	}
	intro := &views.QuizIntro{
		StartURL:  markup.LessonURL(state.Version.Code, state.Lesson.Key) + "/start",
		Questions: quiz.Asked(), TimeLimit: quiz.TimeLimit, MaxAttempts: quiz.MaxAttempts, Left: quiz.MaxAttempts,
		GradeBy: string(quiz.GradeBy), OpensAt: quiz.OpensAt, ClosesAt: quiz.ClosesAt, Now: time.Now(),
		Passed: state.Done(state.Lesson.ID),
	}
	if quiz.PassMark.IsPositive() {
		intro.PassMark = quiz.PassMark.String()
	}
	if !v.Actor.LoggedIn() {
		return intro, nil
	}
	attempts, err := a.Quizzes.Attempts(v.UserContext(), quiz.ID, v.Actor.UserID)
	if err != nil {
		return nil, err
	}
	intro.Left = max(0, quiz.MaxAttempts-len(attempts))
	for _, attempt := range slices.Backward(attempts) {
		if attempt.SubmittedAt.IsZero() {
			intro.Open, intro.Deadline = true, attempt.Deadline
			continue
		}
		intro.Attempts = append(intro.Attempts, views.QuizAttempt{
			Number: attempt.Number, At: attempt.SubmittedAt, Passed: attempt.Passed,
			Mark: percentOf(attempt), URL: "/attempts/" + attempt.ID.String() + "/result",
		})
	}
	return intro, nil
}

// percentOf is the mark of an attempt that was handed in, as it is shown.
func percentOf(attempt exam.Attempt) string {
	hundred := decimal.NewFromInt(100)
	return assessment.Rounded(attempt.Score.Mul(hundred).Div(attempt.MaxScore)).String()
}
