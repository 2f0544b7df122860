package learn

import (
	"errors"
	"net/url"

	"vatra/assessment"
	"vatra/content/markup"
	"vatra/lms/fault"
	"vatra/lms/learning"
	"vatra/lms/web/door"
	"vatra/lms/web/paths"
	"vatra/lms/web/show"
	views "vatra/lms/web/views/learn"
	"vatra/lms/web/views/ui"
)

// Questions inside a lesson: each is a form of its own, answered with feedback at once and as often as one likes.

// askedField names, in the address of a lesson, the question that was just answered: what its answer has completed is told there.
const askedField = "asked"

// refusedCheck is an answer inside a lesson that could not be kept, to be shown as it was typed.
type refusedCheck struct {
	question string
	show.Refusal
}

// checks are the questions of a lesson by key, as they stand for the visitor; none where the lesson has none.
func (a *area) checks(
	v *door.Visit, base ui.Base, state *learning.LessonState, reading string, refused *refusedCheck,
) (map[string]views.CheckQuestion, error) {
	shown := map[string]views.CheckQuestion{}
	if !hasQuestions(state.Lesson) {
		return shown, nil
	}
	in := show.Asking{Reading: reading, Fallbacks: state.Version.Languages, Phrases: a.phrases}
	checks, err := a.Quizzes.CheckState(v.UserContext(), state.Lesson.QuizID, v.Actor.UserID, reading, in.Fallbacks...)
	if err != nil {
		return nil, err
	}
	action := markup.LessonURL(state.Version.Code, state.Lesson.Key) + "/check"
	for key, checked := range checks.Checks {
		response := checked.Slot.Response()
		again := refused != nil && refused.question == key
		if again {
			response = refused.Response
		}
		asked := show.Question(v, checked.Slot, response, in, "q-"+key, 0)
		if again {
			asked.Error = refused.Text
		} else if checked.Mark.State != assessment.Unanswered {
			show.Tell(v, &asked, checked.Slot, checked.Mark, checked.Feedback, in, false)
		}
		// With the question in its address, an answer that is refused is seen where it was given, without a script too.
		one := views.CheckQuestion{Base: base, Question: asked, Action: paths.Fragment(action, asked.Anchor), Key: key}
		if v.Query(askedField) == key {
			one.Notice = base.Flash
		}
		shown[key] = one
	}
	return shown, nil
}

// checkAnswer keeps the answer to a question of a lesson and goes back to it, where its feedback is then.
func (a *area) checkAnswer(v *door.Visit) error {
	asked := v.FormValue("question")
	state, err := a.Sitting.OpenChecks(v.UserContext(), v.Actor, v.Params("code"), v.Params("key"))
	if err != nil {
		return err
	}
	quiz, err := a.Quizzes.Quiz(v.UserContext(), state.Lesson.QuizID)
	if err != nil {
		return err
	}
	question, known := quiz.Question(asked)
	if !known {
		return fault.New(fault.NotFound, "content.question_not_found")
	}
	given, reading := show.ResponseOf(v, question, show.CheckField), show.ReadingOf(a.Door, v, state.Version).Text
	_, settled, err := a.Sitting.CheckAnswerIn(v.UserContext(), v.Actor, state, asked, given, reading)
	if e, personal := errors.AsType[*fault.Error](err); personal &&
		(e.Kind == fault.Invalid || e.Kind == fault.TooLarge || e.Kind == fault.TooMany) {
		refused := &refusedCheck{asked, show.Refusal{Response: given, Text: v.P.Fault(e), Kind: e.Kind}}
		return a.drawLesson(v, refused.Status(), state, refused)
	}
	if err != nil {
		return err
	}
	lesson := markup.LessonURL(state.Version.Code, state.Lesson.Key)
	if a.tellSettled(v, settled, "result.certificate") {
		lesson += "?" + askedField + "=" + url.QueryEscape(asked) // where that is told, beside the feedback
	}
	return a.Redirect(v, paths.Fragment(lesson, "q-"+asked))
}
