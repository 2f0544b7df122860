package sit

import (
	"slices"

	"github.com/shopspring/decimal"

	"vatra/assessment"
	"vatra/assessment/exam"
	"vatra/assessment/quizzes"
	"vatra/content/markup"
	"vatra/lms/fault"
	"vatra/lms/web/door"
	"vatra/lms/web/show"
	"vatra/lms/web/views/parts"
	views "vatra/lms/web/views/sit"
	"vatra/lms/web/views/ui"
)

// showQuizResult is what an attempt has come to.
func (a *area) showQuizResult(v *door.Visit) error {
	id, err := attemptID(v)
	if err != nil {
		return err
	}
	result, err := a.Quizzes.Result(v.UserContext(), id, v.Actor.UserID)
	if fault.Is(err, fault.Conflict) {
		return a.unfinished(v)
	}
	if err != nil {
		return err
	}
	t, err := a.sittingOf(v, result.Attempt)
	if err != nil {
		return err
	}
	page := a.resultPage(v, t, result)
	if err := a.readAgain(v, t, &page.QuizResultPage); err != nil {
		return err
	}
	attempts, err := a.Quizzes.Attempts(v.UserContext(), t.quiz.ID, v.Actor.UserID)
	if err != nil {
		return err
	}
	page.offerRetry(v, t, attempts)
	if page.Tracks, err = a.tracksCompleted(v, t); err != nil {
		return err
	}
	return a.Render(v, views.QuizResult(page.QuizResultPage))
}

// unfinished leads to the questions of an attempt that has no result yet; one whose time is over is closed first.
func (a *area) unfinished(v *door.Visit) error {
	t, err := a.sitting(v)
	if err != nil {
		return err
	}
	if t.attempt.Open() {
		return a.Redirect(v, t.url)
	}
	return a.ended(v, t)
}

type resultPage struct{ views.QuizResultPage }

func (a *area) resultPage(v *door.Visit, t *sitting, result *exam.Result) *resultPage {
	attempt := result.Attempt
	page := &resultPage{views.QuizResultPage{
		Base: a.Base(v, v.P.T("result.title")), Heading: t.heading(v), URL: t.url, CourseURL: show.CourseURL(t.place.Version.Code),
		Passed: attempt.Passed, Percent: assessment.Rounded(result.Percent).String(),
		Score: show.Points(attempt.Score), Of: show.Points(attempt.MaxScore),
		Number: attempt.Number, HandedIn: attempt.SubmittedAt, ByClock: attempt.ClosedBy == exam.ByDeadline,
		Reviewed: result.Reviewed, Later: t.quiz.Review == quizzes.ReviewClosed,
	}}
	if t.quiz.PassMark.IsPositive() {
		page.PassMark = t.quiz.PassMark.String()
	}
	page.Crumbs = t.crumbs(v)
	if next, has := t.place.Version.Next(t.place.Lesson.ID); has {
		page.Next = &parts.LessonLink{
			URL:    markup.LessonURL(t.place.Version.Code, next.Key),
			Lesson: v.Title(next.Titles, next.Key, t.titles, t.asking.Fallbacks),
		}
	}
	for _, slot := range attempt.Slots {
		shown := show.Question(v, slot, slot.Response(), t.asking, show.AnchorOf(slot), len(t.attempt.Slots))
		told := slot.Question.Feedback(slot.Response(), t.asking.Reading, t.asking.Fallbacks...)
		show.Tell(v, &shown, slot, result.Marks[slot.Number], told, t.asking, true)
		page.Questions = append(page.Questions, shown)
	}
	return page
}

// offerRetry offers another attempt, or the one that is under way, as long as the quiz takes one, and not to those who
// cannot do better.
func (p *resultPage) offerRetry(v *door.Visit, t *sitting, attempts []exam.Attempt) {
	underWay := slices.ContainsFunc(attempts, func(attempt exam.Attempt) bool { return attempt.Open() })
	if err := t.quiz.MayBegin(t.attempt.Now, len(attempts)); err != nil && !underWay {
		p.Refused = v.P.Fault(door.AsFault(err))
		return
	}
	p.Left, _ = t.quiz.AttemptsLeft(len(attempts))
	perfect := t.attempt.Score.Equal(t.attempt.MaxScore) && t.attempt.MaxScore.GreaterThan(decimal.Zero)
	if !perfect {
		p.RetryURL = markup.LessonURL(t.place.Version.Code, t.place.Lesson.Key) + "/start"
	}
}

// tracksCompleted are the tracks that handing this attempt in has completed, and so brought a certificate.
func (a *area) tracksCompleted(v *door.Visit, t *sitting) ([]ui.Words, error) {
	enrolments, err := a.Tracks.Enrolments(v.UserContext(), v.Actor)
	if err != nil {
		return nil, err
	}
	var completed []ui.Words
	for _, enrolment := range enrolments {
		if enrolment.CompletedBy == t.attempt.ID {
			completed = append(completed, v.Title(enrolment.Track.Names, enrolment.Track.Code, v.P.Lang(), nil))
		}
	}
	return completed, nil
}
