package studio

import (
	"time"

	"github.com/a-h/templ"
	"github.com/google/uuid"

	"vatra/content/studio"
	"vatra/lms/fault"
	"vatra/lms/i18n"
	"vatra/lms/reviews"
	"vatra/lms/web/door"
	"vatra/lms/web/studio/desk"
	views "vatra/lms/web/views/studio"
	"vatra/lms/web/views/ui"
)

// showReviews is who reads a draft without an account, and what is said about it.
func (a *area) showReviews(v *door.Visit) error {
	page, err := a.reviewsPage(v)
	if err != nil {
		return err
	}
	return a.Render(v, views.Reviews(page))
}

func (a *area) reviewsPage(v *door.Visit) (views.ReviewsPage, error) {
	draft, err := a.Draft(v)
	if err != nil {
		return views.ReviewsPage{}, err
	}
	links, err := a.Reviews.Links(v.UserContext(), v.Actor, draft.ID)
	if err != nil {
		return views.ReviewsPage{}, err
	}
	writers, err := a.Authoring.Writers(v.UserContext(), v.Actor, draft.ID)
	if err != nil {
		return views.ReviewsPage{}, err
	}
	comments, err := a.Reviews.Comments(v.UserContext(), v.Actor, draft.ID)
	page := views.ReviewsPage{
		Base: a.PageBase(v, v.P.T("reviews.title"), desk.Crumbs(v, draft, draft.Root, draft.Tags()[0])...), Action: desk.DraftURL(draft.ID) + "/reviews",
	}
	for _, tag := range draft.Tags()[1:] {
		page.Parts = append(page.Parts, ui.Option{Value: tag, Text: v.P.T("studio.part_translates", "Language", i18n.NameOf(tag))})
	}
	for _, writer := range writers {
		page.Writers = append(page.Writers, views.Writer{ID: writer.ID.String(), Name: writer.Name, Lang: writer.Lang, Language: i18n.NameOf(writer.Lang)})
	}
	for _, link := range links {
		page.Links = append(page.Links, views.ReviewLink{ID: link.ID.String(), Name: link.Name, EndsAt: link.EndsAt, UsedAt: link.UsedAt})
	}
	for _, comment := range comments {
		page.Comments = append(page.Comments, commentOf(v, draft, comment))
	}
	return page, err
}

func commentOf(v *door.Visit, draft *studio.Draft, c reviews.Comment) views.Comment {
	comment := views.Comment{ID: c.ID.String(), Name: c.Name, Text: c.Text, At: c.At, Resolved: !c.Resolved.IsZero(), By: c.By}
	if piece := draft.Piece(c.Piece); piece != nil {
		tag := desk.Language(draft, c.Lang)
		comment.Where = desk.Whereabouts(v, draft, piece, tag)
		text, in := piece.Texts(studio.Text).In(tag, draft.Tags()...)
		if piece.Kind == studio.Question {
			text, in = desk.PromptOf(piece, tag, draft.Tags()[0]), tag
		}
		comment.About = v.Words(desk.Shortened(text), in)
	}
	return comment
}

// review makes a link or ends one, and marks comments as done with.
func (a *area) review(v *door.Visit) error {
	draft, err := a.Draft(v)
	if err != nil {
		return err
	}
	id := draft.ID
	switch button := v.FormValue("do"); button {
	case "invite":
		return a.inviteReader(v, id)
	case "add-writer":
		return a.addWriter(v, id)
	case "remove-writer":
		writer, bad := uuid.Parse(v.FormValue("writer-id"))
		tag := v.FormValue("part")
		if bad != nil {
			return fault.Wrap(bad, fault.Invalid, "error.bad_request")
		}
		if err = a.Authoring.RemoveWriter(v.UserContext(), v.Actor, id, writer, tag); err == nil {
			a.Flash(v, ui.ToneSuccess, "studio.writer_removed")
			if writer == v.Actor.UserID && tag == "" {
				return a.Redirect(v, desk.Home)
			}
		}
	case "end":
		link, bad := uuid.Parse(v.FormValue("link"))
		if bad != nil {
			return fault.Wrap(bad, fault.Invalid, "error.bad_request")
		}
		if err = a.Reviews.End(v.UserContext(), v.Actor, id, link); err == nil {
			a.Flash(v, ui.ToneSuccess, "reviews.ended_now")
		}
	case "resolve", "reopen":
		comment, bad := uuid.Parse(v.FormValue("comment"))
		if bad != nil {
			return fault.Wrap(bad, fault.Invalid, "error.bad_request")
		}
		err = a.Reviews.Resolve(v.UserContext(), v.Actor, id, comment, button == "resolve")
	default:
		err = fault.New(fault.Invalid, "error.bad_request")
	}
	if err != nil {
		return err
	}
	return a.Redirect(v, desk.DraftURL(id)+"/reviews")
}

// inviteReader makes a link, and shows it this once.
func (a *area) inviteReader(v *door.Visit, draft uuid.UUID) error {
	name := v.FormValue("name")
	token, err := a.Reviews.Invite(v.UserContext(), v.Actor, draft, name)
	if err != nil {
		return a.Reload(v, err, func(e ui.Errors) (templ.Component, error) {
			page, failed := a.reviewsPage(v)
			page.Errors, page.Name = e, name
			return views.Reviews(page), failed
		})
	}
	page, err := a.reviewsPage(v)
	if err != nil {
		return err
	}
	page.Made = &views.MadeLink{Name: name, URL: a.BaseURL + reviews.Path + token, EndsAt: time.Now().Add(reviews.Life)}
	v.KeepPrivate()
	return a.Render(v, views.Reviews(page))
}

// addWriter lets somebody else write the draft, or translate it.
func (a *area) addWriter(v *door.Visit, draft uuid.UUID) error {
	email, part := v.FormValue("email"), v.FormValue("part")
	err := a.Authoring.AddWriter(v.UserContext(), v.Actor, draft, email, part)
	if err == nil {
		a.Flash(v, ui.ToneSuccess, "studio.writer_added")
		return a.Redirect(v, desk.DraftURL(draft)+"/reviews")
	}
	return a.Reload(v, err, func(e ui.Errors) (templ.Component, error) {
		page, failed := a.reviewsPage(v)
		page.Errors, page.Email, page.Part = e, email, part
		return views.Reviews(page), failed
	})
}
