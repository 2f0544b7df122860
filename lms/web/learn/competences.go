package learn

import (
	"vatra/content/competences"
	"vatra/lms/web/door"
	views "vatra/lms/web/views/learn"
	"vatra/lms/web/views/ui"
)

// showCompetences tells what the numbers mean by which courses say what they train.
func (a *area) showCompetences(v *door.Visit) error {
	page := views.CompetencesPage{Base: a.Base(v, v.P.T("competences.title"))}
	page.Description = v.P.T("competences.lead")
	page.Crumbs = []ui.Link{{Text: v.P.T("course.list_title"), URL: "/courses"}}
	for _, area := range competences.Areas() {
		page.Areas = append(page.Areas, views.CompetenceArea(area))
	}
	return a.Render(v, views.Competences(page))
}
