package studio

import (
	"github.com/a-h/templ"

	"vatra/lms/authoring"
	"vatra/lms/fault"
	"vatra/lms/i18n"
	"vatra/lms/web/door"
	"vatra/lms/web/studio/desk"
	views "vatra/lms/web/views/studio"
	"vatra/lms/web/views/ui"
)

// showDrafts lists the drafts that the visitor may write, and where a course is begun.
func (a *area) showDrafts(v *door.Visit) error {
	page, err := a.draftsPage(v)
	if err != nil {
		return err
	}
	page.Language = v.P.Lang()
	return a.Render(v, views.Drafts(page))
}

func (a *area) draftsPage(v *door.Visit) (views.DraftsPage, error) {
	page := views.DraftsPage{Base: a.Base(v, v.P.T("nav.studio"))}
	drafts, err := a.Authoring.Drafts(v.UserContext(), v.Actor)
	if err != nil {
		return page, err
	}
	written := map[string]bool{}
	for _, draft := range drafts {
		written[draft.Code] = draft.CourseID.Valid
		page.Drafts = append(page.Drafts, views.Draft{
			URL: desk.DraftURL(draft.ID), Title: v.Words(draft.Title, draft.Lang), Published: draft.CourseID.Valid,
			EditedAt: draft.EditedAt, EditedBy: draft.EditedBy,
		})
	}
	courses, err := a.Teaching.Courses(v.UserContext(), v.Actor)
	if err != nil {
		return page, err
	}
	for _, course := range courses {
		if !written[course.Code] {
			title := v.Title(course.Titles, course.Code, v.P.Lang(), course.Languages)
			page.Courses = append(page.Courses, ui.Option{Value: course.Code, Text: title.Text, Lang: title.Lang})
		}
	}
	return page, nil
}

// begin makes a draft, and leads to its page.
func (a *area) begin(v *door.Visit) error {
	course := authoring.Newborn{Code: v.FormValue("code"), Title: v.FormValue("title"), Language: v.FormValue("languages")}
	words := i18n.For(course.Language)
	first := [2]string{words.T("studio.first_module"), words.T("studio.first_lesson")}
	id, err := a.Authoring.Begin(v.UserContext(), v.Actor, course, first)
	if err == nil {
		return a.Redirect(v, desk.DraftURL(id))
	}
	return a.Reload(v, err, func(e ui.Errors) (templ.Component, error) {
		page, failed := a.draftsPage(v)
		page.Errors, page.Code, page.Typed, page.Language = e, course.Code, course.Title, course.Language
		return views.Drafts(page), failed
	})
}

// adopt makes a draft of a published course, and leads to its page.
func (a *area) adopt(v *door.Visit) error {
	id, err := a.Authoring.Adopt(v.UserContext(), v.Actor, v.FormValue("course"))
	if fault.Is(err, fault.NotFound) {
		a.Flash(v, ui.ToneProblem, "content.course_not_found")
		return a.Redirect(v, desk.Home)
	}
	if err != nil {
		return err
	}
	return a.Redirect(v, desk.DraftURL(id))
}
