package translate

import (
	"github.com/a-h/templ"
	"github.com/google/uuid"

	"vatra/content/translation"
	"vatra/lms/fault"
	"vatra/lms/lang"
	"vatra/lms/web/door"
	"vatra/lms/web/studio/desk"
	views "vatra/lms/web/views/studio/translate"
	"vatra/lms/web/views/ui"
)

// showGlossary are the terms of the house.
func (a *area) showGlossary(v *door.Visit) error {
	page, err := a.glossaryPage(v)
	if err != nil {
		return err
	}
	return a.Render(v, views.Glossary(page))
}

func (a *area) glossaryPage(v *door.Visit) (views.GlossaryPage, error) {
	page := views.GlossaryPage{Base: a.PageBase(v, v.P.T("studio.glossary")), Action: desk.Home + "/glossary", Languages: ui.LanguageOptions()}
	terms, err := a.Authoring.Terms(v.UserContext(), v.Actor)
	for _, term := range terms {
		page.Terms = append(page.Terms, views.GlossaryTerm{ID: term.ID.String(), Texts: term.Texts, Note: term.Note})
	}
	return page, err
}

// keepTerm adds a term.
func (a *area) keepTerm(v *door.Visit) error {
	term := translation.Term{ID: uuid.Must(uuid.NewV7()), Texts: lang.Texts{}, Note: v.FormValue("note")}
	for _, one := range ui.LanguageOptions() {
		term.Texts[one.Value] = v.FormValue(one.Value)
	}
	err := a.Authoring.PutTerm(v.UserContext(), v.Actor, term)
	if err == nil {
		a.Flash(v, ui.ToneSuccess, "studio.saved")
		return a.Redirect(v, desk.Home+"/glossary")
	}
	return a.Reload(v, err, func(e ui.Errors) (templ.Component, error) {
		page, failed := a.glossaryPage(v)
		page.Errors, page.Typed = e, views.GlossaryTerm{Texts: term.Texts, Note: term.Note}
		return views.Glossary(page), failed
	})
}

// removeTerm takes one out.
func (a *area) removeTerm(v *door.Visit) error {
	id, err := uuid.Parse(v.FormValue("id"))
	if err != nil {
		return fault.Wrap(err, fault.Invalid, "error.bad_request")
	}
	if err := a.Authoring.RemoveTerm(v.UserContext(), v.Actor, id); err != nil {
		return err
	}
	return a.Redirect(v, desk.Home+"/glossary")
}
