package studio

import (
	"errors"

	"github.com/a-h/templ"

	"vatra/assessment/formats/markdown"
	"vatra/content/studio"
	"vatra/lms/authoring"
	"vatra/lms/fault"
	"vatra/lms/i18n"
	"vatra/lms/web/door"
	"vatra/lms/web/studio/asking"
	"vatra/lms/web/studio/desk"
	views "vatra/lms/web/views/studio/asking"
	"vatra/lms/web/views/ui"
)

// A question is written in a form and kept in Markdown, in which a course of files has it too.

// withoutFeedback are questions that say nothing to whoever answers them. One of a survey need not.
func withoutFeedback(draft *studio.Draft) (silent []*studio.Piece) {
	main := draft.Tags()[0]
	draft.Each(func(p *studio.Piece) {
		if p.Kind != studio.Question {
			return
		}
		question := desk.QuestionOf(p, main)
		if question == nil || !question.Counts() {
			return
		}
		text := question.Texts[main]
		said := text.Right + text.Wrong
		for _, item := range text.Items {
			said += item.Feedback
		}
		if said == "" {
			silent = append(silent, p)
		}
	})
	return silent
}

func (a *area) showQuestion(v *door.Visit) error {
	draft, hand, err := a.Open(v)
	if err != nil {
		return err
	}
	found, err := desk.Piece(v, draft, studio.Question)
	if err != nil {
		return err
	}
	tag := desk.Language(draft, v.Query("lang"))
	if !hand.In(tag) {
		return fault.New(fault.NotFound, "studio.no_field")
	}
	page := a.questionPage(v, draft, hand, found, tag)
	source := desk.QuestionOf(found, draft.Tags()[0])
	question := desk.QuestionOf(found, tag)
	if question == nil {
		question = source
	}
	page.Form = asking.Form(question, tag)
	if asked := views.QuestionType(v.Query("type")); asked.Known() && source == nil {
		page.Form.Type = asked
	}
	return a.Render(v, views.EditQuestion(page))
}

func (a *area) questionPage(v *door.Visit, draft *studio.Draft, hand authoring.Hand, p *studio.Piece, tag string) views.QuestionPage {
	main := draft.Tags()[0]
	page := views.QuestionPage{
		Base: a.SharedBase(v, v.P.T("studio.question"), draft, hand, p, tag), Piece: desk.PieceForm(v, draft, p, tag, desk.Written{}), Main: tag == main,
		Action: desk.DraftURL(draft.ID) + "/questions/" + p.ID.String(), Lang: tag, Marked: desk.Marked(v, tag), Language: i18n.NameOf(tag),
		SourceMarked: desk.Marked(v, main), Page: pageFor(draft, hand, p),
	}
	if tag != main {
		if source := desk.QuestionOf(p, main); source != nil {
			original := asking.Form(source, main)
			page.Source = &original
		}
	}
	page.Written = desk.QuestionOf(p, main) != nil
	page.Scripts = append(page.Scripts, "studio.js")
	for _, one := range draft.Tags() {
		if hand.In(one) {
			page.Languages = append(page.Languages, ui.Link{
				Key: one, Text: i18n.NameOf(one), Lang: one, URL: page.Action + "?lang=" + one,
			})
		}
	}
	return page
}

// writeQuestion saves the form, or only gives it more rows.
func (a *area) writeQuestion(v *door.Visit) error {
	draft, hand, err := a.Open(v)
	if err != nil {
		return err
	}
	found, err := desk.Piece(v, draft, studio.Question)
	if err != nil {
		return err
	}
	at, err := spotOf(v)
	if err != nil {
		return err
	}
	tag := desk.Language(draft, at.tag)
	if tag != at.tag || !hand.In(tag) {
		return fault.New(fault.NotFound, "studio.no_field") // in another one's place its text would take the place of that
	}
	form := asking.Typed(func(name string) string { return v.FormValue(name) })
	page := a.questionPage(v, draft, hand, found, tag)
	page.Form = form
	if again, only := asking.Again(form, v.FormValue("do")); only {
		page.Form = again
		return a.Render(v, views.EditQuestion(page))
	}
	before := desk.QuestionOf(found, tag)
	if before == nil {
		before = desk.QuestionOf(found, draft.Tags()[0])
	}
	var receipt studio.Receipt
	question, err := asking.Question(form, tag, found.Shared(studio.Key), before)
	if err == nil {
		edit := edited(v, at, studio.Text)
		edit.Text = markdown.Rewrite(found.Text(studio.Text, tag), question, tag)
		receipt, err = a.Authoring.Save(v.UserContext(), v.Actor, draft.ID, edit)
	}
	if desk.ForProgram(v) {
		return a.tellQuestion(v, receipt, err)
	}
	if conflict, contested := errors.AsType[*studio.Conflict](err); contested {
		value := page.Piece.Fields[studio.Text]
		value.Number, value.By, value.Theirs = conflict.Now.Number, conflict.By, conflict.Now.Text
		page.Piece.Fields[studio.Text] = value
		err = fault.New(fault.Conflict, "studio.conflict", "Name", conflict.By)
	}
	if err != nil {
		return a.Again(v, err, func(e ui.Errors) templ.Component {
			page.Errors = e
			return views.EditQuestion(page)
		})
	}
	a.Flash(v, ui.ToneSuccess, "studio.saved")
	return a.Redirect(v, pageOf(v, at))
}

// tellQuestion answers the script as of any other text. A question that cannot be asked yet is kept by the browser until it can.
func (a *area) tellQuestion(v *door.Visit, receipt studio.Receipt, err error) error {
	told, _ := fault.As(err)
	conflict, contested := errors.AsType[*studio.Conflict](err)
	switch {
	case err == nil:
		return a.tellSaved(v, saved{studio.Text: receipt}, nil)
	case contested:
		why := fault.New(fault.Conflict, "studio.conflict", "Name", conflict.By)
		return a.tellSaved(v, nil, &desk.Written{Why: why, Conflicts: map[string]*studio.Conflict{studio.Text: conflict}})
	case told != nil && told.Fields != nil:
		return a.tellSaved(v, nil, &desk.Written{Why: told})
	default:
		return err
	}
}
