package web

import (
	"net/url"

	"github.com/google/uuid"

	"vatra/assessment/exam"
	"vatra/content/markup"
	"vatra/lms/fault"
	"vatra/lms/lang"
	"vatra/lms/learning"
	"vatra/lms/web/views"
)

// sitting is an attempt with all that its pages need.
type sitting struct {
	attempt *exam.Attempt
	quiz    *exam.Quiz
	place   learning.QuizPlace
	asking  asking
	naming  string // the language of titles
	url     string
}

func attemptURL(id uuid.UUID) string { return "/attempts/" + id.String() }

func attemptID(v *visit) (uuid.UUID, error) {
	id, err := uuid.Parse(v.Params("id"))
	if err != nil {
		return uuid.Nil, fault.New(fault.NotFound, "assessment.attempt_not_found")
	}
	return id, nil
}

// startQuiz begins an attempt, or takes up the open one.
func (s *Server) startQuiz(v *visit) error {
	attempt, err := s.Learning.StartQuiz(v.UserContext(), v.Params("code"), v.Params("key"), v.Actor.UserID)
	if fault.Is(err, fault.Conflict) {
		// The lesson says what the rules are and what was reached.
		s.flashFault(v, asFault(err))
		return s.redirect(v, markup.LessonURL(v.Params("code"), v.Params("key")))
	}
	if err != nil {
		return err
	}
	return s.redirect(v, attemptURL(attempt.ID))
}

// flashFault is flash for why something could not be done.
func (s *Server) flashFault(v *visit, e *fault.Error) {
	args := make([]any, 0, 2*len(e.Args))
	for name, value := range e.Args {
		args = append(args, name, value)
	}
	s.flash(v, views.ToneProblem, e.Key, args...)
}

// sitting reads the visitor's attempt that the address names.
func (s *Server) sitting(v *visit) (*sitting, error) {
	id, err := attemptID(v)
	if err != nil {
		return nil, err
	}
	attempt, err := s.Quizzes.Attempt(v.UserContext(), id, v.Actor.UserID)
	if err != nil {
		return nil, err
	}
	return s.sittingOf(v, attempt)
}

func (s *Server) sittingOf(v *visit, attempt *exam.Attempt) (*sitting, error) {
	quiz, err := s.Quizzes.Quiz(v.UserContext(), attempt.QuizID)
	if err != nil {
		return nil, err
	}
	if quiz.Kind != exam.Exam {
		// The questions of a lesson are answered in the lesson.
		return nil, fault.New(fault.NotFound, "assessment.attempt_not_found")
	}
	place, err := s.Learning.QuizPlace(v.UserContext(), attempt.QuizID)
	if err != nil {
		return nil, err
	}
	return &sitting{
		attempt: attempt, quiz: quiz, place: place, url: attemptURL(attempt.ID),
		asking: asking{s.reading(v, place.Version), place.Version.Languages}, naming: s.naming(v, place.Version),
	}, nil
}

// heading is the quiz's name.
func (t *sitting) heading(v *visit) views.Words {
	titles := t.place.Lesson.Titles
	if len(t.quiz.Titles) > 0 {
		titles = lang.Texts(t.quiz.Titles)
	}
	return v.title(titles, t.place.Lesson.Key, t.naming, t.asking.fallbacks)
}

func (t *sitting) crumbs(v *visit) []views.Link {
	version := t.place.Version
	course := v.title(version.Titles, version.Code, t.naming, version.Languages)
	lesson := v.title(t.place.Lesson.Titles, t.place.Lesson.Key, t.naming, version.Languages)
	return []views.Link{
		{Text: course.Text, Lang: course.Lang, URL: courseURL(version.Code)},
		{Text: lesson.Text, Lang: lesson.Lang, URL: markup.LessonURL(version.Code, t.place.Lesson.Key)},
	}
}

// ended leads away from an attempt that takes no answers any more, closing it first when its time has just run out.
func (s *Server) ended(v *visit, t *sitting) error {
	if t.attempt.SubmittedAt.IsZero() {
		if err := s.Learning.CloseAttempt(v.UserContext(), t.attempt.ID); err != nil {
			return err
		}
	}
	return s.redirect(v, t.url+"/result")
}

// showAttempt is an attempt under way.
func (s *Server) showAttempt(v *visit) error {
	t, err := s.sitting(v)
	if err != nil {
		return err
	}
	if !t.attempt.Open() {
		return s.ended(v, t)
	}
	return s.render(v, views.Attempt(s.attemptPage(v, t, nil)))
}

// attemptPage shows the questions with the answers that are kept and, in their place, those that were refused.
func (s *Server) attemptPage(v *visit, t *sitting, refused map[int]refusal) views.AttemptPage {
	heading := t.heading(v)
	page := views.AttemptPage{
		Base: s.base(v, heading.Text), Heading: heading, URL: t.url, ID: t.attempt.ID.String(),
		Deadline: t.attempt.Deadline, Left: t.attempt.Remaining(),
	}
	page.Path = t.url
	page.Crumbs = t.crumbs(v)
	page.Reading = readingChoices(t.place.Version, t.asking.reading, t.url)
	for _, slot := range t.attempt.Slots {
		response := slot.Response()
		why, wrong := refused[slot.Number]
		if wrong {
			response = why.response
		}
		shown := v.question(slot, response, t.asking)
		shown.Of, shown.Error = len(t.attempt.Slots), why.text
		page.Questions = append(page.Questions, shown)
		page.Over = page.Over || why.final
		if wrong && page.Problem == "" {
			page.Problem = why.text
		}
	}
	if !page.Over {
		page.Scripts = []string{"quiz.js"}
	}
	return page
}

// showHandIn asks once more before the attempt is handed in.
func (s *Server) showHandIn(v *visit) error {
	t, err := s.sitting(v)
	if err != nil {
		return err
	}
	if !t.attempt.Open() {
		return s.ended(v, t)
	}
	page := views.HandInPage{
		Base: s.base(v, v.P.T("quiz.hand_in")), Heading: t.heading(v), URL: t.url, Of: len(t.attempt.Slots),
		Deadline: t.attempt.Deadline,
	}
	page.Crumbs = t.crumbs(v)
	for _, slot := range t.attempt.Slots {
		if slot.Response().Empty() {
			shown := v.question(slot, slot.Response(), t.asking)
			shown.Of = page.Of
			page.Missing = append(page.Missing, shown)
		}
	}
	return s.render(v, views.HandIn(page))
}

// handIn ends the attempt. Twice is no error: the second sees the result of the first.
func (s *Server) handIn(v *visit) error {
	id, err := attemptID(v)
	if err != nil {
		return err
	}
	if _, err := s.Learning.SubmitQuiz(v.UserContext(), id, v.Actor.UserID); err != nil {
		return err
	}
	return s.redirect(v, attemptURL(id)+"/result")
}

// fragment is an address with the place on its page.
func fragment(address, anchor string) string { return address + "#" + url.PathEscape(anchor) }
