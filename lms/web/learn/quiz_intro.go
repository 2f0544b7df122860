package learn

import (
	"slices"
	"time"

	"vatra/assessment"
	"vatra/assessment/exam"
	"vatra/content/markup"
	"vatra/lms/learning"
	"vatra/lms/web/door"
	"vatra/lms/web/show"
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
		Questions: quiz.Asked(), TimeLimit: quiz.TimeLimit, MaxAttempts: quiz.MaxAttempts,
		GradeBy: string(quiz.GradeBy), OpensAt: quiz.OpensAt, ClosesAt: quiz.ClosesAt,
		Passed: state.Done(state.Lesson.ID),
	}
	intro.Left, _ = quiz.AttemptsLeft(0)
	if quiz.PassMark.IsPositive() {
		intro.PassMark = quiz.PassMark.String()
	}
	if !v.Actor.LoggedIn() {
		return intro, nil
	}
	if err := a.askName(v, state, intro); err != nil {
		return nil, err
	}
	attempts, err := a.Quizzes.Attempts(v.UserContext(), quiz.ID, v.Actor.UserID)
	if err != nil {
		return nil, err
	}
	now := time.Now()
	for _, attempt := range slices.Backward(attempts) {
		now = attempt.Now // the database's, as when an attempt begins
		if attempt.Open() {
			intro.Open, intro.Deadline = true, attempt.Deadline
			continue
		}
		intro.Attempts = append(intro.Attempts, endedAttempt(attempt))
	}
	intro.Left, _ = quiz.AttemptsLeft(len(attempts))
	if err := quiz.MayBegin(now, len(attempts)); err != nil {
		intro.Refused = v.P.Fault(door.AsFault(err))
	}
	return intro, nil
}

// askName asks for the name that a certificate will have, as long as nobody has: people.ChangeName tells why here.
func (a *area) askName(v *door.Visit, state *learning.LessonState, intro *views.QuizIntro) error {
	if intro.Passed {
		return nil
	}
	person, err := a.People.Myself(v.UserContext(), v.Actor)
	if err != nil {
		return err
	}
	if !person.NameConfirmed {
		intro.AskName, intro.URL = person.Name, markup.LessonURL(state.Version.Code, state.Lesson.Key)
	}
	return nil
}

// endedAttempt is an attempt that takes no answers any more. Where its time is over and no job has closed it yet, its
// page does that.
func endedAttempt(attempt exam.Attempt) views.QuizAttempt {
	shown := views.QuizAttempt{Number: attempt.Number, At: attempt.Deadline, URL: show.ResultURL(attempt.ID)}
	if !attempt.SubmittedAt.IsZero() {
		shown.At, shown.Passed = attempt.SubmittedAt, attempt.Passed
		shown.Mark = assessment.Rounded(assessment.Percent(attempt.Score, attempt.MaxScore)).String()
	}
	return shown
}
