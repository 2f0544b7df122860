package sit

import (
	"github.com/google/uuid"

	"vatra/assessment/exam"
	"vatra/assessment/quizzes"
	"vatra/content/markup"
	"vatra/lms/fault"
	"vatra/lms/learning"
	"vatra/lms/web/door"
	"vatra/lms/web/show"
	views "vatra/lms/web/views/sit"
	"vatra/lms/web/views/ui"
)

// sitting is an attempt with all that its pages need.
type sitting struct {
	attempt *exam.Attempt
	quiz    *quizzes.Quiz
	place   learning.QuizPlace
	asking  show.Asking
	titles  string // the language of titles
	url     string
}

func attemptID(v *door.Visit) (uuid.UUID, error) {
	id, err := uuid.Parse(v.Params("id"))
	if err != nil {
		return uuid.Nil, fault.New(fault.NotFound, "assessment.attempt_not_found")
	}
	return id, nil
}

// startQuiz begins an attempt, or takes up the open one.
func (a *area) startQuiz(v *door.Visit) error {
	attempt, err := a.Sitting.StartQuiz(v.UserContext(), v.Actor, v.Params("code"), v.Params("key"))
	if fault.Is(err, fault.Conflict) {
		// The lesson says what the rules are and what was reached.
		a.FlashFault(v, door.AsFault(err))
		return a.Redirect(v, markup.LessonURL(v.Params("code"), v.Params("key")))
	}
	if err != nil {
		return err
	}
	return a.Redirect(v, show.AttemptURL(attempt.ID))
}

// sitting reads the visitor's attempt that the address names.
func (a *area) sitting(v *door.Visit) (*sitting, error) {
	id, err := attemptID(v)
	if err != nil {
		return nil, err
	}
	attempt, err := a.Quizzes.Attempt(v.UserContext(), id, v.Actor.UserID)
	if err != nil {
		return nil, err
	}
	return a.sittingOf(v, attempt)
}

func (a *area) sittingOf(v *door.Visit, attempt *exam.Attempt) (*sitting, error) {
	quiz, err := a.Quizzes.Quiz(v.UserContext(), attempt.QuizID)
	if err != nil {
		return nil, err
	}
	if quiz.Kind != quizzes.Exam {
		// The questions of a lesson are answered in the lesson.
		return nil, fault.New(fault.NotFound, "assessment.attempt_not_found")
	}
	place, err := a.Sitting.QuizPlace(v.UserContext(), attempt.QuizID)
	if err != nil {
		return nil, err
	}
	reading := show.ReadingOf(a.Door, v, place.Version)
	return &sitting{
		attempt: attempt, quiz: quiz, place: place, url: show.AttemptURL(attempt.ID), titles: reading.Titles,
		asking: show.Asking{Reading: reading.Text, Fallbacks: place.Version.Languages, Phrases: a.phrases},
	}, nil
}

// heading is the quiz's name.
func (t *sitting) heading(v *door.Visit) ui.Words {
	titles := t.place.Lesson.Titles
	if len(t.quiz.Titles) > 0 {
		titles = t.quiz.Titles
	}
	return v.Title(titles, t.place.Lesson.Key, t.titles, t.asking.Fallbacks)
}

func (t *sitting) crumbs(v *door.Visit) []ui.Link {
	version := t.place.Version
	course := v.Title(version.Titles, version.Code, t.titles, version.Languages)
	lesson := v.Title(t.place.Lesson.Titles, t.place.Lesson.Key, t.titles, version.Languages)
	return []ui.Link{
		{Text: course.Text, Lang: course.Lang, URL: show.CourseURL(version.Code)},
		{Text: lesson.Text, Lang: lesson.Lang, URL: markup.LessonURL(version.Code, t.place.Lesson.Key)},
	}
}

// ended leads away from an attempt that takes no answers any more, closing it first when its time has just run out.
func (a *area) ended(v *door.Visit, t *sitting) error {
	if t.attempt.SubmittedAt.IsZero() {
		if _, err := a.Sitting.CloseAttempt(v.UserContext(), v.Actor, t.attempt.ID); err != nil {
			return err
		}
	}
	return a.Redirect(v, show.ResultURL(t.attempt.ID))
}

// showAttempt is an attempt under way.
func (a *area) showAttempt(v *door.Visit) error {
	t, err := a.sitting(v)
	if err != nil {
		return err
	}
	if !t.attempt.Open() {
		return a.ended(v, t)
	}
	return a.Render(v, views.Attempt(a.attemptPage(v, t, handled{})))
}

// attemptPage shows the questions with the answers that are kept and, in their place, those that were refused, and what came of
// a form.
func (a *area) attemptPage(v *door.Visit, t *sitting, done handled) views.AttemptPage {
	heading := t.heading(v)
	page := views.AttemptPage{
		Base: a.Base(v, heading.Text), Heading: heading, URL: t.url, ID: t.attempt.ID.String(),
		Deadline: t.attempt.Deadline, Left: t.attempt.Remaining(),
	}
	page.Path = t.url
	page.Crumbs = t.crumbs(v)
	page.Reading = show.ReadingChoices(t.place.Version, t.asking.Reading, t.url)
	for _, slot := range t.attempt.Slots {
		response := slot.Response()
		why, wrong := done.refused[slot.Number]
		if wrong {
			response = why.Response
		}
		shown := show.Question(v, slot, response, t.asking, show.AnchorOf(slot), len(t.attempt.Slots))
		shown.Error, shown.Receipt = why.Text, done.receipts[slot.Number]
		shown.Action = page.URL + "/answers#" + shown.Anchor
		page.Questions = append(page.Questions, shown)
		page.Over = page.Over || why.Kind == fault.Conflict
		if wrong && page.Problem == "" {
			page.Problem = why.Text
		}
	}
	if !page.Over {
		page.Scripts = []string{"quiz.js"}
	}
	return page
}

// showHandIn asks once more before the attempt is handed in.
func (a *area) showHandIn(v *door.Visit) error {
	t, err := a.sitting(v)
	if err != nil {
		return err
	}
	if !t.attempt.Open() {
		return a.ended(v, t)
	}
	return a.Render(v, views.HandIn(handInPage(v, a.Base(v, v.P.T("quiz.hand_in")), t, nil)))
}

// handInPage names what is not answered, and has the receipts for what was saved on the way here.
func handInPage(v *door.Visit, base ui.Base, t *sitting, receipts map[int]string) views.HandInPage {
	page := views.HandInPage{
		Base: base, Heading: t.heading(v), URL: t.url, Of: len(t.attempt.Slots), Deadline: t.attempt.Deadline,
	}
	page.Crumbs = t.crumbs(v)
	for _, slot := range t.attempt.Slots {
		if receipt := receipts[slot.Number]; receipt != "" {
			page.Receipts = append(page.Receipts, receipt)
		}
		if slot.Response().Empty() {
			page.Missing = append(page.Missing, show.Question(v, slot, slot.Response(), t.asking, show.AnchorOf(slot), page.Of))
		}
	}
	return page
}

// handIn ends the attempt. Twice is no error: the second sees the result of the first.
func (a *area) handIn(v *door.Visit) error {
	id, err := attemptID(v)
	if err != nil {
		return err
	}
	if _, _, err := a.Sitting.SubmitQuiz(v.UserContext(), v.Actor, id); err != nil {
		return err
	}
	return a.Redirect(v, show.ResultURL(id))
}
