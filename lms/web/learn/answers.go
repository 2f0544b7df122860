package learn

import (
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"time"

	"github.com/gofiber/fiber/v2"

	"vatra/assessment"
	"vatra/assessment/exam"
	"vatra/lms/fault"
	"vatra/lms/web/door"
	views "vatra/lms/web/views/learn"
)

// saveAnswers keeps answers: one that a script sends, or all that a form has changed.
func (a *area) saveAnswers(v *door.Visit) error {
	if strings.HasPrefix(v.Get(fiber.HeaderContentType), fiber.MIMEApplicationJSON) {
		return a.saveAnswer(v)
	}
	return a.saveForm(v)
}

// sentAnswer is an answer as quiz.js sends it, and savedAnswer is what it is told.
type (
	sentAnswer struct {
		Slot     int                 `json:"slot"`
		Seq      int64               `json:"seq"`
		Response assessment.Response `json:"response"`
	}
	savedAnswer struct {
		SavedAt time.Time `json:"saved_at"`
		Seq     int64     `json:"seq"`
	}
)

// saveAnswer is the hot path: after the session's statement there is one more.
func (a *area) saveAnswer(v *door.Visit) error {
	id, err := attemptID(v)
	if err != nil {
		return err
	}
	var sent sentAnswer
	if err := json.Unmarshal(v.Body(), &sent); err != nil {
		return fault.Wrap(err, fault.Invalid, "error.bad_request")
	}
	saved, err := a.Quizzes.Save(v.UserContext(), exam.Save{
		AttemptID: id, LearnerID: v.Actor.UserID, Slot: sent.Slot, Seq: sent.Seq, Response: sent.Response,
	})
	if err != nil {
		return err
	}
	return a.RenderJSON(v, fiber.StatusOK, savedAnswer{SavedAt: saved.At, Seq: saved.Seq})
}

// refusal is an answer that could not be kept.
type refusal struct {
	response assessment.Response
	text     string
	final    bool // the attempt takes no answers any more
}

// saveForm keeps every answer that the form has changed, each as an entry of its own, and goes on as the button says.
func (a *area) saveForm(v *door.Visit) error {
	t, err := a.sitting(v)
	if err != nil {
		return err
	}
	refused := map[int]refusal{}
	changed := ""
	for _, slot := range t.attempt.Slots {
		field := fieldOf(slot)
		given := responseOf(v, slot.Question, field)
		// The digest in the page shows which answers its reader has changed, whatever another window has done meanwhile.
		if given.Digest() == v.FormValue(field+".was", slot.Response().Digest()) {
			continue
		}
		changed = anchorOf(slot)
		_, err := a.Quizzes.Save(v.UserContext(), exam.Save{
			AttemptID: t.attempt.ID, LearnerID: v.Actor.UserID, Slot: slot.Number, Response: given,
		})
		if err == nil {
			continue
		}
		e, personal := errors.AsType[*fault.Error](err)
		if !personal || e.Kind == fault.Internal || e.Kind == fault.Unavailable {
			return err
		}
		refused[slot.Number] = refusal{response: given, text: v.P.Fault(e), final: e.Kind == fault.Conflict}
	}
	if len(refused) > 0 {
		return a.showRefused(v, refused)
	}
	if !t.attempt.Open() {
		return a.ended(v, t)
	}
	return a.goOn(v, t, changed)
}

// showRefused shows the attempt as it is kept by now, with what was refused as it was typed.
func (a *area) showRefused(v *door.Visit, refused map[int]refusal) error {
	t, err := a.sitting(v)
	if err != nil {
		return err
	}
	page := a.attemptPage(v, t, refused)
	status := fiber.StatusUnprocessableEntity
	if page.Over {
		status = fiber.StatusConflict
	}
	return a.RenderStatus(v, status, views.Attempt(page))
}

// goOn follows the button that sent the form: to the question it stands beside, to handing in, or to another language.
func (a *area) goOn(v *door.Visit, t *sitting, changed string) error {
	button := v.FormValue("go")
	if tag, switched := strings.CutPrefix(button, "lang:"); switched && slices.Contains(t.place.Version.Languages, tag) {
		return a.Redirect(v, t.url+"?lang="+tag)
	}
	if button == "submit" {
		return a.Redirect(v, t.url+"/submit")
	}
	for _, slot := range t.attempt.Slots {
		if anchorOf(slot) == button {
			return a.Redirect(v, door.Fragment(t.url, button))
		}
	}
	if changed != "" {
		return a.Redirect(v, door.Fragment(t.url, changed))
	}
	return a.Redirect(v, t.url)
}
