package web

import (
	"slices"

	"github.com/shopspring/decimal"

	"vatra/assessment"
	"vatra/assessment/exam"
	"vatra/content/markup"
	"vatra/lms/fault"
	"vatra/lms/web/views"
)

// showQuizResult is what an attempt has come to.
func (s *Server) showQuizResult(v *visit) error {
	id, err := attemptID(v)
	if err != nil {
		return err
	}
	result, err := s.Quizzes.Result(v.UserContext(), id, v.Actor.UserID)
	if fault.Is(err, fault.Conflict) {
		return s.unfinished(v)
	}
	if err != nil {
		return err
	}
	t, err := s.sittingOf(v, result.Attempt)
	if err != nil {
		return err
	}
	page := s.resultPage(v, t, result)
	attempts, err := s.Quizzes.Attempts(v.UserContext(), t.quiz.ID, v.Actor.UserID)
	if err != nil {
		return err
	}
	page.retry(t, attempts)
	if page.Tracks, err = s.tracksCompleted(v, t); err != nil {
		return err
	}
	return s.render(v, views.QuizResult(page.QuizResultPage))
}

// unfinished leads to the questions of an attempt that has no result yet; one whose time is over is closed first.
func (s *Server) unfinished(v *visit) error {
	t, err := s.sitting(v)
	if err != nil {
		return err
	}
	if t.attempt.Open() {
		return s.redirect(v, t.url)
	}
	return s.ended(v, t)
}

type resultPage struct{ views.QuizResultPage }

func (s *Server) resultPage(v *visit, t *sitting, result *exam.Result) *resultPage {
	attempt := result.Attempt
	page := &resultPage{views.QuizResultPage{
		Base: s.base(v, v.P.T("result.title")), Heading: t.heading(v), URL: t.url, CourseURL: courseURL(t.place.Version.Code),
		Passed: attempt.Passed, Percent: assessment.Rounded(result.Percent).String(),
		Score: points(attempt.Score), Of: points(attempt.MaxScore),
		Number: attempt.Number, HandedIn: attempt.SubmittedAt, ByClock: attempt.ClosedBy == exam.ByDeadline,
		Reviewed: result.Reviewed, Later: t.quiz.Review == exam.ReviewClosed,
	}}
	if t.quiz.PassMark.IsPositive() {
		page.PassMark = t.quiz.PassMark.String()
	}
	page.Crumbs = t.crumbs(v)
	if next, has := t.place.Version.Next(t.place.Lesson.ID); has {
		page.Next = &views.LessonLine{
			URL:   markup.LessonURL(t.place.Version.Code, next.Key),
			Title: v.title(next.Titles, next.Key, t.naming, t.asking.fallbacks),
		}
	}
	for _, slot := range attempt.Slots {
		shown := v.question(slot, slot.Response(), t.asking)
		shown.Of = len(attempt.Slots)
		told := slot.Question.Feedback(slot.Response(), t.asking.reading, t.asking.fallbacks...)
		v.tell(&shown, slot, result.Marks[slot.Number], told, t.asking, true)
		page.Questions = append(page.Questions, shown)
	}
	return page
}

// retry offers another attempt as long as the quiz takes one, and not to who cannot do better.
func (p *resultPage) retry(t *sitting, attempts []exam.Attempt) {
	if t.quiz.MaxAttempts > 0 {
		p.Left = t.quiz.MaxAttempts - len(attempts)
		if p.Left <= 0 {
			return
		}
	}
	now := t.attempt.Now
	closed := !t.quiz.ClosesAt.IsZero() && now.After(t.quiz.ClosesAt)
	perfect := t.attempt.Score.Equal(t.attempt.MaxScore) && t.attempt.MaxScore.GreaterThan(decimal.Zero)
	if !closed && !perfect {
		p.RetryURL = markup.LessonURL(t.place.Version.Code, t.place.Lesson.Key) + "/start"
	}
}

// tracksCompleted are the tracks with this course that were completed by handing in, and so have a certificate.
func (s *Server) tracksCompleted(v *visit, t *sitting) ([]views.Words, error) {
	if !t.attempt.Passed {
		return []views.Words{}, nil
	}
	enrolments, err := s.Tracks.Enrolments(v.UserContext(), v.Actor.UserID)
	if err != nil {
		return nil, err
	}
	var completed []views.Words
	for _, enrolment := range enrolments {
		if enrolment.CompletedAt.IsZero() || enrolment.CompletedAt.Before(t.attempt.SubmittedAt) ||
			!slices.Contains(enrolment.Track.CourseCodes, t.place.Version.Code) {
			continue
		}
		completed = append(completed, v.title(enrolment.Track.Names, enrolment.Track.Code, v.P.Lang(), nil))
	}
	return completed, nil
}
