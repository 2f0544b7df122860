package teach

import (
	"net/url"

	"github.com/a-h/templ"
	"github.com/google/uuid"

	"vatra/lms/enquiries"
	"vatra/lms/fault"
	"vatra/lms/web/door"
	"vatra/lms/web/show"
	views "vatra/lms/web/views/teach"
	"vatra/lms/web/views/ui"
)

const (
	questionsURL = "/teach/questions"
	// answerBody is enough for an answer that is far too long to be refused with what was typed.
	answerBody = 1 << 20
)

// showEnquiries lists the questions that wait for the visitor's answer, or those that have one.
func (a *area) showEnquiries(v *door.Visit) error {
	list, answered := a.Enquiries.Open, v.Query("show") == "answered"
	if answered {
		list = a.Enquiries.Answered
	}
	found, err := list(v.UserContext(), v.Actor, v.QueryInt("page", 1))
	if err != nil {
		return err
	}
	page := views.EnquiriesPage{
		Base: a.Base(v, v.P.T("nav.staff_questions")), Answered: answered,
		Pages: ui.Pages{Page: found.Page, Last: found.Page, Path: questionsURL},
	}
	if answered {
		page.Pages.Query = url.Values{"show": {"answered"}}
	}
	if found.More {
		page.Pages.Last++
	}
	for _, q := range found.Enquiries {
		page.Enquiries = append(page.Enquiries, show.Enquiry(v, q))
	}
	return a.Render(v, views.Enquiries(page))
}

// enquiry is the one that the address names.
func (a *area) enquiry(v *door.Visit) (enquiries.Enquiry, error) {
	id, err := uuid.Parse(v.Params("id"))
	if err != nil {
		return enquiries.Enquiry{}, fault.Wrap(err, fault.NotFound, "enquiries.not_found")
	}
	return a.Enquiries.Enquiry(v.UserContext(), v.Actor, id)
}

func (a *area) enquiryPage(v *door.Visit, q enquiries.Enquiry, typed string) views.EnquiryPage {
	page := views.EnquiryPage{
		Base: a.Base(v, v.P.T("enquiries.asks", "Name", q.Asker)), Enquiry: show.Enquiry(v, q),
		Action: enquiries.PathAnswer + q.ID.String(), Typed: typed, AnswerMax: enquiries.TextMax,
	}
	page.Section, page.Within = "nav.staff_questions", true
	page.Crumbs = []ui.Link{{Text: v.P.T("nav.staff_questions"), URL: questionsURL}}
	return page
}

func (a *area) showEnquiry(v *door.Visit) error {
	q, err := a.enquiry(v)
	if err != nil {
		return err
	}
	return a.Render(v, views.OneEnquiry(a.enquiryPage(v, q, "")))
}

// answer sends the answer. Where somebody else was quicker, their answer is shown beside what was typed.
func (a *area) answer(v *door.Visit) error {
	q, err := a.enquiry(v)
	if err != nil {
		return err
	}
	typed := v.FormValue("answer")
	err = a.Enquiries.Answer(v.UserContext(), v.Actor, q.ID, typed)
	if err == nil {
		a.Flash(v, ui.ToneSuccess, "enquiries.answer_sent", "Name", q.Asker)
		return a.Redirect(v, questionsURL)
	}
	return a.Reload(v, err, func(e ui.Errors) (templ.Component, error) {
		now, failed := a.enquiry(v)
		if failed != nil {
			return nil, failed
		}
		page := a.enquiryPage(v, now, typed)
		page.Errors = e
		return views.OneEnquiry(page), nil
	})
}
