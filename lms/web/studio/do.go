package studio

import (
	"errors"
	"slices"
	"strings"

	"github.com/google/uuid"

	"vatra/content"
	"vatra/content/markup/shape"
	"vatra/content/pack"
	"vatra/content/studio"
	"vatra/lms/fault"
	"vatra/lms/web/door"
	"vatra/lms/web/paths"
	"vatra/lms/web/studio/desk"
	"vatra/lms/web/views/ui"
)

// do does what the button of a form asks beside saving, and says where to go on.
func (a *area) do(v *door.Visit, at spot, button string) (where string, err error) {
	where = pageOf(v, at)
	switch {
	case button == "" || button == "save":
		a.Flash(v, ui.ToneSuccess, "studio.saved")
		return where, nil
	case button == "row-more":
		return paths.Fragment(pageWith(v, at, "rows="+at.piece.String()), desk.Anchor(at.piece)), nil
	case desk.WithinShape(button):
		return where, nil
	}
	draft, err := a.Draft(v)
	if err != nil {
		return "", err
	}
	p, err := desk.Piece(v, draft, studio.Course, studio.Module, studio.Lesson, studio.Block, studio.Question)
	if err != nil {
		return "", err
	}
	switch button {
	case "up", "down":
		return where, a.shift(v, draft, p, button == "up")
	case "remove":
		if p.Parent == nil {
			return "", fault.New(fault.Invalid, "error.bad_request")
		}
		a.Flash(v, ui.ToneInfo, "studio.removed")
		return pageOf(v, spot{at.draft, before(p).ID, at.tag}), a.Authoring.Remove(v.UserContext(), v.Actor, draft.ID, p.ID)
	case "restore":
		return where, a.Authoring.Restore(v.UserContext(), v.Actor, draft.ID, p.ID)
	case "as-form", "as-text":
		return where, a.reshape(v, draft, p, button == "as-form")
	}
	made, err := a.make(v, draft, p, button)
	return pageOfNew(draft, p, made, at.tag, button), err
}

// before is the piece above one on its page, so that whoever takes one out stays where they were.
func before(p *studio.Piece) *studio.Piece {
	if at := slices.Index(p.Parent.Parts, p); at > 0 {
		return p.Parent.Parts[at-1]
	}
	return p.Parent
}

// pageOfNew is where a piece is written that a button has made.
func pageOfNew(draft *studio.Draft, p *studio.Piece, made uuid.UUID, tag, button string) string {
	switch button {
	case "add-question":
		return desk.QuestionURL(draft.ID, made, tag)
	case "add-lesson", "add-quiz":
		return desk.LessonURL(draft.ID, made, tag)
	case "add-module":
		return paths.Fragment(desk.DraftURL(draft.ID), desk.Anchor(made))
	default:
		return paths.Fragment(desk.LessonURL(draft.ID, desk.LessonOf(draft, p).ID, tag), desk.Anchor(made))
	}
}

// make adds what a button asks for: after a block or a question, at the end of what holds it.
func (a *area) make(v *door.Visit, draft *studio.Draft, p *studio.Piece, button string) (uuid.UUID, error) {
	main := draft.Tags()[0]
	titled := func(kind studio.Kind, title, sort string) studio.Plant {
		plant := studio.Plant{Kind: kind, Values: studio.Values{
			{Name: studio.Title, Lang: main}: title, {Name: studio.Key}: pack.Slug(title),
		}}
		if sort != "" {
			plant.Values[studio.Place{Name: studio.Sort}] = sort
		}
		return plant
	}
	spot := desk.SpotFor(p)
	var plant studio.Plant
	title := v.FormValue("new-title")
	switch button {
	case "add-block":
		plant = studio.Plant{Kind: studio.Block}
	case "add-question":
		plant = studio.Plant{Kind: studio.Question, Values: studio.Values{{Name: studio.Key}: "question"}}
	case "add-module":
		plant = titled(studio.Module, orElse(title, v.P.T("studio.new_module")), "")
	case "add-lesson":
		plant = titled(studio.Lesson, orElse(title, v.P.T("studio.new_lesson")), content.KindPage)
	case "add-quiz":
		plant = titled(studio.Lesson, orElse(title, v.P.T("studio.new_quiz")), content.KindQuiz)
		plant.Values[studio.Place{Name: studio.PassMark}] = "60"
	default:
		kind := strings.TrimPrefix(button, "add-")
		if !slices.Contains(shape.Kinds, shape.Kind(kind)) {
			return uuid.Nil, fault.New(fault.Invalid, "error.bad_request")
		}
		plant = studio.Plant{Kind: studio.Block, Values: studio.Values{{Name: studio.Shape}: kind}}
	}
	id := uuid.Must(uuid.NewV7())
	return id, a.Authoring.Add(v.UserContext(), v.Actor, draft.ID, id, plant, spot)
}

// reshape has a block written in a form of its own, where that can say what it says, or as a text.
func (a *area) reshape(v *door.Visit, draft *studio.Draft, p *studio.Piece, form bool) error {
	at := studio.Place{Name: studio.Shape}
	edit := studio.Edit{Piece: p.ID, Place: at, Base: p.Fields[at].Number, Client: uuid.Must(uuid.NewV7())}
	if form {
		edit.Text = string(shape.Of(p.Text(studio.Text, draft.Tags()[0])))
	}
	_, err := a.Authoring.Save(v.UserContext(), v.Actor, draft.ID, edit)
	return err
}

func orElse(text, otherwise string) string {
	if text == "" {
		return otherwise
	}
	return text
}

// shift moves a piece one place up or down: past its neighbour, or into the part before or after.
func (a *area) shift(v *door.Visit, draft *studio.Draft, p *studio.Piece, up bool) error {
	to, ok := neighbour(p, up)
	if !ok {
		return nil
	}
	_, err := a.Authoring.Move(v.UserContext(), v.Actor, draft.ID, p.ID, to, p.MovedTimes(), uuid.Must(uuid.NewV7()))
	if _, contested := errors.AsType[*studio.Conflict](err); contested {
		a.Flash(v, ui.ToneWarning, "studio.moved_meanwhile")
		return nil
	}
	return err
}
