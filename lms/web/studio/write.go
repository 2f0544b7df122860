package studio

import (
	"errors"
	"slices"
	"strconv"
	"time"

	"github.com/a-h/templ"
	"github.com/gofiber/fiber/v2"
	"github.com/google/uuid"

	"vatra/content"
	"vatra/content/pack"
	"vatra/content/studio"
	"vatra/lms/authoring"
	"vatra/lms/fault"
	"vatra/lms/web/door"
	views "vatra/lms/web/views/studio"
	"vatra/lms/web/views/ui"
)

// write saves what a form says of a piece, and then does what its button asks: nothing that was typed is lost by moving a block.
// A program is answered with what was saved; see saved.
func (a *area) write(v *door.Visit) error {
	draft, err := a.draft(v)
	if err != nil {
		return err
	}
	found, err := piece(v, draft, studio.Course, studio.Module, studio.Lesson, studio.Block, studio.Question)
	if err != nil {
		return err
	}
	tag, err := writtenIn(v, draft)
	if err != nil {
		return err
	}
	saved, refused, err := a.save(v, draft, found, tag)
	switch {
	case err != nil:
		return err
	case v.Accepts(fiber.MIMETextHTML, fiber.MIMEApplicationJSON) == fiber.MIMEApplicationJSON:
		return a.tellSaved(v, saved, refused)
	case refused != nil:
		return a.showRefused(v, draft, found, tag, *refused)
	}
	where, err := a.do(v, draft, found, tag, v.FormValue("do"))
	if err != nil {
		return err
	}
	return a.Redirect(v, where)
}

// saved is what became of the fields of a form, by name.
type saved map[string]studio.Receipt

// save saves the fields that a form has. What is refused is told together, with all that was typed.
func (a *area) save(v *door.Visit, draft *studio.Draft, p *studio.Piece, tag string) (saved, *written, error) {
	done, refused := saved{}, &written{piece: p.ID, tag: tag, typed: map[string]string{}, conflicts: map[string]*studio.Conflict{}}
	wrong := fault.Fields{}
	for _, name := range studio.Names(p.Kind) {
		if v.FormValue("base-"+name) == "" {
			continue // not in this form
		}
		edit := edited(v, p, tag, name)
		refused.typed[name] = edit.Text
		receipt, err := a.Authoring.Save(v.UserContext(), v.Actor, draft.ID, edit)
		told, _ := fault.As(err)
		conflict, contested := errors.AsType[*studio.Conflict](err)
		switch {
		case err == nil:
			done[name] = receipt
		case contested:
			refused.conflicts[name] = conflict
			wrong.Add(name, "studio.conflict", "Name", conflict.By)
		case told != nil && told.Fields != nil:
			for field, message := range told.Fields {
				wrong[field] = message
			}
		default:
			return nil, nil, err
		}
	}
	if len(wrong) == 0 {
		return done, nil, nil
	}
	refused.why = &fault.Error{Kind: fault.Invalid, Key: "error.check_fields", Fields: wrong}
	if len(refused.conflicts) > 0 {
		refused.why.Kind = fault.Conflict
	}
	return done, refused, nil
}

// edited is what a form says of a field.
func edited(v *door.Visit, p *studio.Piece, tag, name string) studio.Edit {
	edit := studio.Edit{Piece: p.ID, Place: studio.Place{Name: name}, Text: v.FormValue(name)}
	if studio.Translated(p.Kind, name) {
		edit.Place.Lang = tag
	}
	edit.Base, _ = strconv.Atoi(v.FormValue("base-" + name)) // 0 is the base of an empty field
	edit.Origin, _ = strconv.Atoi(v.FormValue("origin-" + name))
	var err error
	if edit.Client, err = uuid.Parse(v.FormValue("client")); err != nil {
		edit.Client = uuid.Must(uuid.NewV7())
	}
	return edit
}

// tellSaved answers a program: by field the number and the time of what was saved, or, with the status of a conflict or of a form
// that was refused, what stands in the way.
func (a *area) tellSaved(v *door.Visit, done saved, refused *written) error {
	type receipt struct {
		Number  int       `json:"number"`
		SavedAt time.Time `json:"saved_at"`
	}
	type contested struct {
		Number int    `json:"number"`
		Text   string `json:"text"`
		By     string `json:"by"`
	}
	answer := struct {
		Saved     map[string]receipt   `json:"saved"`
		Conflicts map[string]contested `json:"conflicts,omitempty"`
		Errors    map[string]string    `json:"errors,omitempty"`
	}{Saved: map[string]receipt{}, Conflicts: map[string]contested{}}
	for name, one := range done {
		answer.Saved[name] = receipt{one.Number, one.SavedAt}
	}
	status := fiber.StatusOK
	if refused != nil {
		status, answer.Errors = fiber.StatusUnprocessableEntity, door.FieldTexts(v, refused.why)
		for name, conflict := range refused.conflicts {
			status = fiber.StatusConflict
			answer.Conflicts[name] = contested{conflict.Now.Number, conflict.Now.Text, conflict.By}
		}
	}
	return a.RenderJSON(v, status, answer)
}

// showRefused shows the page that the form stands on once more, with all that was typed.
func (a *area) showRefused(v *door.Visit, before *studio.Draft, p *studio.Piece, tag string, refused written) error {
	return a.Reload(v, refused.why, func(e ui.Errors) (templ.Component, error) {
		refused.errors = e
		draft, err := a.Authoring.Draft(v.UserContext(), v.Actor, before.ID)
		if err != nil {
			return nil, err
		}
		if lesson := lessonOf(draft, p); lesson != nil && v.FormValue("page") != "outline" {
			return views.EditLesson(a.lessonPage(v, draft, lesson, tag, refused)), nil
		}
		return views.Outline(a.outlinePage(v, draft, refused)), nil
	})
}

// lessonOf is the lesson that a piece is or is in; nil for what is above one.
func lessonOf(draft *studio.Draft, p *studio.Piece) *studio.Piece {
	for p = draft.Piece(p.ID); p != nil; p = p.Parent {
		if p.Kind == studio.Lesson {
			return p
		}
	}
	return nil
}

// do does what the button of a form asks beside saving, and says where to go on.
func (a *area) do(v *door.Visit, draft *studio.Draft, p *studio.Piece, tag, button string) (where string, err error) {
	where = a.pageOf(v, draft, p, tag)
	switch button {
	case "", "save":
		a.Flash(v, ui.ToneSuccess, "studio.saved")
	case "up", "down":
		err = a.shift(v, draft, p, button == "up")
	case "remove":
		if err = a.Authoring.Remove(v.UserContext(), v.Actor, draft.ID, p.ID); err == nil {
			a.Flash(v, ui.ToneInfo, "studio.removed")
			where = a.pageOf(v, draft, before(p), tag)
		}
	case "restore":
		err = a.Authoring.Restore(v.UserContext(), v.Actor, draft.ID, p.ID)
	default:
		var made uuid.UUID
		if made, err = a.make(v, draft, p, button); err == nil {
			return pageOfNew(draft, p, made, tag, button), nil
		}
	}
	return where, err
}

// before is the piece above one on its page, so that whoever takes one out stays where they were.
func before(p *studio.Piece) *studio.Piece {
	if at := slices.Index(p.Parent.Parts, p); at > 0 {
		return p.Parent.Parts[at-1]
	}
	return p.Parent
}

// pageOf is where a piece is written.
func (a *area) pageOf(v *door.Visit, draft *studio.Draft, p *studio.Piece, tag string) string {
	lesson := lessonOf(draft, p)
	if lesson == nil || v.FormValue("page") == "outline" {
		return door.Fragment(draftURL(draft.ID), anchor(p.ID))
	}
	return door.Fragment(lessonURL(draft.ID, lesson.ID, tag), anchor(p.ID))
}

func pageOfNew(draft *studio.Draft, p *studio.Piece, made uuid.UUID, tag, button string) string {
	switch button {
	case "add-question":
		return draftURL(draft.ID) + "/questions/" + made.String() + "?lang=" + tag
	case "add-lesson", "add-quiz":
		return lessonURL(draft.ID, made, tag)
	case "add-block":
		return door.Fragment(lessonURL(draft.ID, lessonOf(draft, p).ID, tag), anchor(made))
	default:
		return door.Fragment(draftURL(draft.ID), anchor(made))
	}
}

// make adds what a button asks for: after a block or a question, at the end of what holds it.
func (a *area) make(v *door.Visit, draft *studio.Draft, p *studio.Piece, button string) (uuid.UUID, error) {
	main := draft.Tags()[0]
	titled := func(kind studio.Kind, key, title, sort string) studio.Plant {
		plant := studio.Plant{Kind: kind, Values: studio.Values{
			{Name: studio.Title, Lang: main}: title, {Name: studio.Key}: freeKey(draft, key),
		}}
		if sort != "" {
			plant.Values[studio.Place{Name: studio.Sort}] = sort
		}
		return plant
	}
	spot := authoring.Spot{Parent: p.ID, After: studio.Last}
	if p.Kind == studio.Block || p.Kind == studio.Question {
		spot = authoring.Spot{Parent: p.Parent.ID, After: p.ID}
	}
	var plant studio.Plant
	title := v.FormValue("new-title")
	switch button {
	case "add-block":
		plant = studio.Plant{Kind: studio.Block}
	case "add-question":
		plant = studio.Plant{Kind: studio.Question, Values: studio.Values{{Name: studio.Key}: freeKey(draft, "question")}}
	case "add-module":
		plant = titled(studio.Module, pack.Slug(title), orElse(title, v.P.T("studio.new_module")), "")
	case "add-lesson":
		plant = titled(studio.Lesson, pack.Slug(title), orElse(title, v.P.T("studio.new_lesson")), content.KindPage)
	case "add-quiz":
		plant = titled(studio.Lesson, pack.Slug(title), orElse(title, v.P.T("studio.new_quiz")), content.KindQuiz)
		plant.Values[studio.Place{Name: studio.PassMark}] = "60"
	default:
		return uuid.Nil, fault.New(fault.Invalid, "error.bad_request")
	}
	id := uuid.Must(uuid.NewV7())
	return id, a.Authoring.Add(v.UserContext(), v.Actor, draft.ID, id, plant, spot)
}

func orElse(text, otherwise string) string {
	if text == "" {
		return otherwise
	}
	return text
}

// freeKey is a key like the one that is wanted which no piece of the draft has.
func freeKey(draft *studio.Draft, wanted string) string {
	keys := pack.Keys{}
	for _, p := range draft.All() {
		if key := p.Shared(studio.Key); key != "" {
			keys.Reserve(key)
		}
	}
	return keys.Take("part", wanted)
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
