package sit

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
	"vatra/lms/web/paths"
	"vatra/lms/web/show"
	views "vatra/lms/web/views/sit"
)

// saveAnswers keeps answers: one that a script sends, or all that a form has changed.
func (a *area) saveAnswers(v *door.Visit) error {
	if strings.HasPrefix(v.Get(fiber.HeaderContentType), fiber.MIMEApplicationJSON) {
		return a.saveAnswer(v)
	}
	return a.saveForm(v)
}

// sentAnswer is an answer as quiz.js sends it, and savedAnswer is what it is told: the receipt is for it to keep.
type (
	sentAnswer struct {
		Slot     int                 `json:"slot"`
		Seq      int64               `json:"seq"`
		Response assessment.Response `json:"response"`
	}
	savedAnswer struct {
		SavedAt time.Time `json:"saved_at"`
		Seq     int64     `json:"seq"`
		Receipt string    `json:"receipt"`
		clock
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
	return a.RenderJSON(v, fiber.StatusOK, savedAnswer{SavedAt: saved.At, Seq: saved.Seq, Receipt: saved.Receipt, clock: clockOf(saved.Clock)})
}

// handled is what became of the answers that a form has changed, by the number of their question.
type handled struct {
	refused  map[int]show.Refusal
	receipts map[int]string
	last     string // the place of the last of them on the page
}

// held is a field that quiz.js fills in: the browser has the receipts already.
const held = "held"

// saveForm keeps every answer that the form has changed, each as an entry of its own, and goes on as the button says. The page
// that answers has the receipts, since whoever has no scripts is given them there and nowhere else; sent again, it gives the
// same ones.
func (a *area) saveForm(v *door.Visit) error {
	t, err := a.sitting(v)
	if err != nil {
		return err
	}
	done, err := a.saveChanged(v, t)
	if err != nil {
		return err
	}
	switch {
	case len(done.refused) > 0:
		return a.showHandled(v, done)
	case !t.attempt.Open():
		return a.ended(v, t)
	case len(done.receipts) > 0 && v.FormValue(held) == "":
		return a.showHandled(v, done)
	}
	return a.goOn(v, t, done.last)
}

// saveChanged keeps what the form has changed. A refusal that is about one answer does not keep the others from it.
func (a *area) saveChanged(v *door.Visit, t *sitting) (handled, error) {
	done := handled{refused: map[int]show.Refusal{}, receipts: map[int]string{}}
	for _, slot := range t.attempt.Slots {
		field := show.FieldOf(slot)
		given := show.ResponseOf(v, slot.Question, field)
		// The digest in the page shows which answers its reader has changed, whatever another window has done meanwhile.
		if given.Digest() == v.FormValue(field+".was", slot.Response().Digest()) {
			continue
		}
		done.last = show.AnchorOf(slot)
		saved, err := a.Quizzes.Save(v.UserContext(), exam.Save{
			AttemptID: t.attempt.ID, LearnerID: v.Actor.UserID, Slot: slot.Number, Response: given,
		})
		if err == nil {
			done.receipts[slot.Number] = saved.Receipt
			continue
		}
		e, personal := errors.AsType[*fault.Error](err)
		if !personal || e.Kind == fault.Internal || e.Kind == fault.Unavailable {
			return done, err
		}
		done.refused[slot.Number] = show.Refusal{Response: given, Text: v.P.Fault(e), Kind: e.Kind}
	}
	return done, nil
}

// showHandled shows the attempt as it is kept by now, with the receipts for it, and with what was refused as it was typed. Where
// all is kept and is to be handed in, it asks for that instead.
func (a *area) showHandled(v *door.Visit, done handled) error {
	t, err := a.sitting(v)
	if err != nil {
		return err
	}
	if len(done.refused) == 0 && v.FormValue("go") == "submit" {
		return a.Render(v, views.HandIn(handInPage(v, a.Base(v, v.P.T("quiz.hand_in")), t, done.receipts)))
	}
	page := a.attemptPage(v, t, done)
	status := fiber.StatusOK
	for _, one := range done.refused {
		status = max(status, one.Status())
		v.Refuse()
	}
	if page.Over {
		status = fiber.StatusConflict
	}
	return a.RenderStatus(v, status, views.Attempt(page))
}

// reopenAnswers leads to the attempt whoever asks for the address at which its answers are taken, say by going back to it.
func (a *area) reopenAnswers(v *door.Visit) error {
	id, err := attemptID(v)
	if err != nil {
		return err
	}
	return a.Redirect(v, show.AttemptURL(id))
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
		if show.AnchorOf(slot) == button {
			return a.Redirect(v, paths.Fragment(t.url, button))
		}
	}
	if changed != "" {
		return a.Redirect(v, paths.Fragment(t.url, changed))
	}
	return a.Redirect(v, t.url)
}
