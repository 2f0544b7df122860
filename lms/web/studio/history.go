package studio

import (
	"vatra/content/studio"
	"vatra/lms/fault"
	"vatra/lms/i18n"
	"vatra/lms/web/door"
	views "vatra/lms/web/views/studio"
)

// showHistory is what a field has said, the newest first, each with what it changed and a button that takes it back.
func (a *area) showHistory(v *door.Visit) error {
	draft, err := a.draft(v)
	if err != nil {
		return err
	}
	found, err := piece(v, draft, studio.Course, studio.Module, studio.Lesson, studio.Block, studio.Question)
	if err != nil {
		return err
	}
	at := studio.Place{Name: v.Query("name"), Lang: language(draft, v.Query("lang"))}
	if !studio.Translated(found.Kind, at.Name) {
		return fault.New(fault.NotFound, "studio.no_field")
	}
	said, err := a.Authoring.History(v.UserContext(), v.Actor, draft.ID, found.ID, at)
	if err != nil {
		return err
	}
	page := views.HistoryPage{
		Base: a.base(v, v.P.T("studio.history"), crumbs(v, draft, found, at.Lang)...), Action: pieceURL(draft.ID, found.ID), Name: at.Name, Lang: at.Lang,
		Marked: marked(v, at.Lang), Language: i18n.NameOf(at.Lang), Number: found.Fields[at].Number,
	}
	for n, one := range said {
		before := ""
		if n+1 < len(said) {
			before = said[n+1].Text
		}
		page.Said = append(page.Said, views.Said{
			Number: one.Number, Text: one.Text, Origin: one.Origin, By: one.By, At: one.At, Changes: changes(before, one.Text), Now: n == 0,
		})
	}
	return a.Render(v, views.History(page))
}
