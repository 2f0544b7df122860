package mine

import (
	"github.com/a-h/templ"

	"vatra/content/markup"
	"vatra/lms/enquiries"
	"vatra/lms/learning"
	"vatra/lms/web/door"
	"vatra/lms/web/show"
	views "vatra/lms/web/views/learn/mine"
	"vatra/lms/web/views/ui"
)

// askBody is enough for a question that is far too long to be refused with what was typed.
const askBody = 1 << 20

// showAsk is where a question about a lesson is put to its trainers.
func (a *area) showAsk(v *door.Visit) error {
	state, err := a.Reading.Lesson(v.UserContext(), v.Actor, v.Params("code"), v.Params("key"))
	if err != nil {
		return err
	}
	return a.Render(v, views.Ask(a.askPage(v, state, "")))
}

func (a *area) askPage(v *door.Visit, state *learning.LessonState, typed string) views.AskPage {
	version := state.Version
	url := markup.LessonURL(version.Code, state.Lesson.Key)
	page := views.AskPage{
		Base: a.Base(v, v.P.T("enquiries.ask")), Action: url + "/ask", LessonURL: url, Question: typed, QuestionMax: enquiries.TextMax,
		Lesson: v.Title(state.Lesson.Titles, state.Lesson.Key, v.P.Lang(), version.Languages),
	}
	page.Crumbs = []ui.Link{{Text: page.Lesson.Text, Lang: page.Lesson.Lang, URL: url}}
	return page
}

func (a *area) ask(v *door.Visit) error {
	ctx := v.UserContext()
	state, err := a.Reading.Lesson(ctx, v.Actor, v.Params("code"), v.Params("key"))
	if err != nil {
		return err
	}
	typed := v.FormValue("question")
	fresh, err := a.Enquiries.Ask(ctx, v.Actor, state.Version, state.Lesson, typed)
	if err != nil {
		return a.Again(v, err, func(e ui.Errors) templ.Component {
			page := a.askPage(v, state, typed)
			page.Errors = e
			return views.Ask(page)
		})
	}
	if fresh {
		a.Flash(v, ui.ToneSuccess, "enquiries.sent")
	} else {
		a.Flash(v, ui.ToneInfo, "enquiries.sent_before")
	}
	return a.Redirect(v, enquiries.PathMine)
}

// showQuestions are those that the visitor has asked, with the answers.
func (a *area) showQuestions(v *door.Visit) error {
	list, err := a.Enquiries.Mine(v.UserContext(), v.Actor, v.QueryInt("page", 1))
	if err != nil {
		return err
	}
	page := views.QuestionsPage{
		Base: a.Base(v, v.P.T("nav.questions")), Pages: ui.Pages{Page: list.Page, Last: list.Page, Path: enquiries.PathMine},
	}
	if list.More {
		page.Pages.Last++
	}
	for _, q := range list.Enquiries {
		page.Questions = append(page.Questions, show.Enquiry(v, q))
	}
	return a.Render(v, views.Questions(page))
}
