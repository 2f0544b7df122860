package account

import (
	"time"

	"github.com/a-h/templ"
	"github.com/gofiber/fiber/v2"
	"github.com/google/uuid"

	"vatra/lms/dossier"
	"vatra/lms/fault"
	"vatra/lms/web/door"
	views "vatra/lms/web/views/account"
	"vatra/lms/web/views/ui"
)

// showData is about copies of everything that is kept of the visitor.
func (a *area) showData(v *door.Visit) error {
	exports, err := a.Dossiers.Exports(v.UserContext(), v.Actor)
	if err != nil {
		return err
	}
	page := views.DataPage{Base: a.own(v, "dossier.export_title")}
	for i, export := range exports {
		switch {
		case export.Status == dossier.Queued:
			page.BeingMade = true
		case export.Status == dossier.Done:
			page.Copy = &views.Copy{
				URL: dossier.PathData + "/" + export.ID.String(), Size: v.P.Size(export.Size), Until: v.P.Date(export.Until()),
			}
		case i == 0:
			page.Failed = true
		}
	}
	return a.Render(v, views.Data(page))
}

func (a *area) askForData(v *door.Visit) error {
	err := a.Dossiers.Ask(v.UserContext(), v.Actor)
	switch {
	case fault.Is(err, fault.Conflict):
		a.Flash(v, ui.ToneInfo, "dossier.being_made")
	case err != nil:
		return err
	default:
		a.Flash(v, ui.ToneSuccess, "dossier.asked")
	}
	return a.Redirect(v, dossier.PathData)
}

func (a *area) sendData(v *door.Visit) error {
	id, err := uuid.Parse(v.Params("id"))
	if err != nil {
		return fault.New(fault.NotFound, "dossier.no_copy")
	}
	file, export, err := a.Dossiers.Open(v.UserContext(), v.Actor, id)
	if err != nil {
		return err
	}
	v.KeepPrivate()
	v.Set(fiber.HeaderContentType, "application/zip")
	v.Set(fiber.HeaderContentDisposition, `attachment; filename="vatra-`+export.AskedAt.UTC().Format(time.DateOnly)+`.zip"`)
	v.Context().SetBodyStream(file, int(export.Size))
	return nil
}

func (a *area) deletePage(v *door.Visit) (views.DeletePage, error) {
	page := views.DeletePage{Base: a.own(v, "dossier.delete_title")}
	standing, err := a.Dossiers.Standing(v.UserContext(), v.Actor)
	if fault.Is(err, fault.Conflict) {
		page.Refusal = v.P.Fault(door.AsFault(err))
		return page, nil
	}
	page.Exam, page.Printing = standing.Exams > 0, standing.Printing > 0
	return page, err
}

func (a *area) showDelete(v *door.Visit) error {
	page, err := a.deletePage(v)
	if err != nil {
		return err
	}
	return a.Render(v, views.Delete(page))
}

func (a *area) deleteAccount(v *door.Visit) error {
	consent := dossier.Consent{Understood: v.FormValue("understood") != "", LosesExam: v.FormValue("exam_lost") != ""}
	if err := a.Dossiers.Forget(v.UserContext(), v.Actor, consent); err != nil {
		return a.Reload(v, err, func(e ui.Errors) (templ.Component, error) {
			page, err := a.deletePage(v)
			page.Errors, page.Understood, page.ExamLost = e, v.FormValue("understood"), v.FormValue("exam_lost")
			return views.Delete(page), err
		})
	}
	a.Leave(v)
	a.Flash(v, ui.ToneSuccess, "dossier.deleted")
	return a.Redirect(v, "/")
}
