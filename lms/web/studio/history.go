package studio

import (
	"strconv"

	"vatra/content/studio"
	"vatra/lms/authoring"
	"vatra/lms/fault"
	"vatra/lms/i18n"
	"vatra/lms/web/door"
	"vatra/lms/web/studio/desk"
	views "vatra/lms/web/views/studio"
	"vatra/lms/web/views/studio/pieces"
)

// historyPage is how many texts a page of the history shows.
const historyPage = 20

// showHistory is what a field has said, the newest first, each with what it changed and a button that takes it back.
func (a *area) showHistory(v *door.Visit) error {
	draft, hand, err := a.Open(v)
	if err != nil {
		return err
	}
	found, err := desk.Piece(v, draft, studio.Course, studio.Module, studio.Lesson, studio.Block, studio.Question)
	if err != nil {
		return err
	}
	at := studio.Place{Name: v.Query("name"), Lang: desk.Language(draft, v.Query("lang"))}
	if !studio.Translated(at.Name) {
		return fault.New(fault.NotFound, "studio.no_field")
	}
	before, _ := strconv.Atoi(v.Query("before")) // nothing: from the newest on
	said, err := a.Authoring.History(v.UserContext(), v.Actor, draft.ID, found.ID, at, before, historyPage+1)
	if err != nil {
		return err
	}
	page := views.HistoryPage{
		Base: a.SharedBase(v, v.P.T("studio.history"), draft, hand, found, at.Lang), Action: desk.PieceURL(draft.ID, found.ID), May: hand.In(at.Lang), Name: at.Name, Lang: at.Lang,
		Marked: desk.Marked(v, at.Lang), Language: i18n.NameOf(at.Lang), Number: found.Fields[at].Number,
		Page: pageFor(draft, hand, found), Writer: v.Actor.UserID.String(),
	}
	address := desk.PieceURL(draft.ID, found.ID) + "/history?name=" + at.Name + "&lang=" + at.Lang
	if before > 0 {
		page.Newest = address
	}
	if len(said) > historyPage {
		page.Earlier = address + "&before=" + strconv.Itoa(said[historyPage-1].Number)
	}
	for n, one := range said[:min(len(said), historyPage)] {
		earlier := ""
		if n+1 < len(said) {
			earlier = said[n+1].Text
		}
		page.Said = append(page.Said, views.Said{
			Number: one.Number, Text: one.Text, Origin: desk.OriginOf(one.Origin, one.OriginLang), By: one.By, At: one.At, Changes: desk.Changes(earlier, one.Text), Now: n == 0 && before == 0,
		})
	}
	return a.Render(v, views.History(page))
}

// pageFor is the page from which a piece is written, as forms say it.
func pageFor(draft *studio.Draft, hand authoring.Hand, p *studio.Piece) string {
	if !hand.Writes {
		return pieces.OnTranslations
	}
	return outlineOrLesson(draft, p)
}

// outlineOrLesson is the page on which a piece is written, as forms say it.
func outlineOrLesson(draft *studio.Draft, p *studio.Piece) string {
	if lesson := desk.LessonOf(draft, p); lesson != nil {
		return lesson.ID.String()
	}
	return pieces.OnOutline
}
