package studio

import (
	"slices"
	"strconv"

	"github.com/a-h/templ"

	"vatra/content/studio"
	"vatra/lms/authoring"
	"vatra/lms/fault"
	"vatra/lms/i18n"
	"vatra/lms/web/door"
	"vatra/lms/web/show"
	"vatra/lms/web/studio/desk"
	views "vatra/lms/web/views/studio"
	"vatra/lms/web/views/ui"
)

// showPublish says whom and what publishing touches, before anybody does it.
func (a *area) showPublish(v *door.Visit) error {
	page, err := a.publishPage(v)
	if err != nil {
		return err
	}
	return a.Render(v, views.Publish(page))
}

func (a *area) publishPage(v *door.Visit) (views.PublishPage, error) {
	draft, err := a.Draft(v)
	if err != nil {
		return views.PublishPage{}, err
	}
	_, touch, err := a.Authoring.Touches(v.UserContext(), v.Actor, draft.ID)
	if err != nil {
		return views.PublishPage{}, err
	}
	main := draft.Tags()[0]
	page := views.PublishPage{
		Base: a.PageBase(v, v.P.T("studio.publish"), desk.Crumbs(v, draft, draft.Root, main)...), Action: desk.DraftURL(draft.ID) + "/publish",
		Lang: desk.Marked(v, main), Lessons: touch.Report.Lessons, Learning: touch.Learning, Finished: touch.Finished,
		Added: touch.Added, Changed: touch.Changed, Gone: touch.Gone, First: draft.CourseID.Version() == 0,
		Behind: desk.Behind(draft), Newest: touch.Newest, Note: v.FormValue("note"),
		Typo: v.FormValue("kind") == views.KindTypo,
	}
	if draft.Newest > 0 {
		page.Versions = desk.VersionsURL(draft.ID)
	}
	if told, ok := fault.As(touch.Err); ok {
		page.Problem = v.P.Fault(told)
	}
	for _, warning := range touch.Report.Warnings {
		page.Warnings = append(page.Warnings, views.Warning{Entry: warning.Entry, Text: v.P.Message(fault.Message{Key: warning.Key, Args: warning.Args})})
	}
	page.Advice = adviceOf(v, draft)
	for _, tag := range draft.Tags()[1:] {
		gap := touch.Gaps[tag]
		page.Gaps = append(page.Gaps, views.Gap{Language: i18n.NameOf(tag), Lang: tag, Missing: gap.Missing, Stale: gap.Stale, Of: gap.Of})
	}
	page.Whole = !slices.ContainsFunc(page.Gaps, func(g views.Gap) bool { return g.Missing+g.Stale > 0 })
	return page, nil
}

// publishing is what the form says of the new version.
func publishing(v *door.Visit) authoring.Publishing {
	base, _ := strconv.Atoi(v.FormValue("base")) // what is no number is met by no version
	return authoring.Publishing{Base: base, Note: v.FormValue("note")}
}

// publish makes the next version of the course, and leads to its page.
func (a *area) publish(v *door.Visit) error {
	draft, err := a.Draft(v)
	if err != nil {
		return err
	}
	if v.FormValue("kind") == views.KindTypo {
		return a.correct(v, draft)
	}
	report, err := a.Authoring.Publish(v.UserContext(), v.Actor, draft.ID, publishing(v))
	if err != nil {
		return a.notPublished(v, err)
	}
	if report.Unchanged {
		a.Flash(v, ui.ToneInfo, "studio.unchanged")
	} else {
		a.Flash(v, ui.ToneSuccess, "studio.published", "Number", report.Version)
	}
	return a.Redirect(v, show.CourseURL(report.Code))
}

// correct is publish for slips of the pen: it tells how many learners were moved to the new version.
func (a *area) correct(v *door.Visit, draft *studio.Draft) error {
	report, moved, staying, err := a.Editions.Correct(v.UserContext(), v.Actor, draft.ID, publishing(v))
	switch {
	case err != nil:
		return a.notPublished(v, err)
	case report.Unchanged:
		a.Flash(v, ui.ToneInfo, "studio.unchanged")
	default:
		a.Flash(v, ui.ToneSuccess, "versions.corrected", "Number", report.Version, "Moved", moved, "Staying", staying)
	}
	return a.Redirect(v, desk.VersionsURL(draft.ID))
}

// notPublished is the page once more, with why.
func (a *area) notPublished(v *door.Visit, err error) error {
	return a.Reload(v, err, func(e ui.Errors) (templ.Component, error) {
		page, failed := a.publishPage(v)
		page.Errors = e
		return views.Publish(page), failed
	})
}
