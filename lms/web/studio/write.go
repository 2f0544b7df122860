package studio

import (
	"errors"
	"strconv"
	"strings"
	"time"

	"github.com/a-h/templ"
	"github.com/gofiber/fiber/v2"
	"github.com/google/uuid"

	"vatra/content/competences"
	"vatra/content/studio"
	"vatra/lms/fault"
	"vatra/lms/web/door"
	"vatra/lms/web/paths"
	"vatra/lms/web/show"
	"vatra/lms/web/studio/desk"
	"vatra/lms/web/studio/translate"
	views "vatra/lms/web/views/studio"
	"vatra/lms/web/views/studio/pieces"
	"vatra/lms/web/views/ui"
)

// spot is what a form is of: a piece of a draft, and the language that it is written in.
type spot struct {
	draft, piece uuid.UUID
	tag          string
}

// spotOf reads where a form belongs. Whoever sends what another person has typed, on a page that was left open, is refused.
func spotOf(v *door.Visit) (at spot, err error) {
	var bad error
	at.tag = v.FormValue("lang")
	at.draft, err = uuid.Parse(v.Params("draft"))
	at.piece, bad = uuid.Parse(v.Params("piece"))
	switch writer := v.FormValue("writer"); {
	case errors.Join(err, bad) != nil:
		return at, fault.Wrap(errors.Join(err, bad), fault.NotFound, "studio.no_piece")
	case writer != "" && writer != v.Actor.UserID.String() && desk.ForProgram(v):
		return at, fault.New(fault.Unauthenticated, "studio.other_writer")
	case writer != "" && writer != v.Actor.UserID.String():
		return at, fault.New(fault.Forbidden, "studio.other_writer")
	}
	return at, nil
}

// write saves what a form says of a piece, and then does what its button asks: nothing that was typed is lost by moving a block.
// A program is answered with what was saved; see tellSaved. What only saves reads nothing of the draft but the field.
func (a *area) write(v *door.Visit) error {
	at, err := spotOf(v)
	if err != nil {
		return err
	}
	saved, refused, err := a.save(v, at)
	switch {
	case err != nil:
		return err
	case desk.ForProgram(v):
		return a.tellSaved(v, saved, refused)
	case refused != nil:
		return a.showRefused(v, at, *refused)
	}
	where, err := a.do(v, at, v.FormValue("do"))
	if err != nil {
		return err
	}
	return a.Redirect(v, where)
}

// saved is what became of the fields of a form, by name.
type saved map[string]studio.Receipt

// save saves the fields that a form has. What is refused is told together, with all that was typed.
func (a *area) save(v *door.Visit, at spot) (saved, *desk.Written, error) {
	done, refused := saved{}, &desk.Written{Piece: at.piece, Tag: at.tag, Typed: map[string]string{}, Conflicts: map[string]*studio.Conflict{}}
	wrong := fault.Fields{}
	if refused.Shape = desk.TypedShape(v); refused.Shape != nil {
		desk.Press(refused.Shape, v.FormValue("do"))
	}
	for _, name := range studio.Names("") {
		if v.FormValue("base-"+name) == "" {
			continue // not in this form
		}
		edit := edited(v, at, name)
		if name == studio.Text && refused.Shape != nil {
			text, whole := refused.Shape.Markdown()
			if edit.Text = text; !whole {
				wrong.Add(name, "studio.shape_unkept")
				continue
			}
		}
		refused.Typed[name] = edit.Text
		receipt, err := a.Authoring.Save(v.UserContext(), v.Actor, at.draft, edit)
		told, _ := fault.As(err)
		conflict, contested := errors.AsType[*studio.Conflict](err)
		switch {
		case err == nil:
			done[name] = receipt
		case contested:
			refused.Conflicts[name] = conflict
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
	refused.Why = &fault.Error{Kind: fault.Invalid, Key: "error.check_fields", Fields: wrong}
	if len(refused.Conflicts) > 0 {
		refused.Why.Kind = fault.Conflict
	}
	return done, refused, nil
}

// edited is what a form says of a field.
func edited(v *door.Visit, at spot, name string) studio.Edit {
	edit := studio.Edit{Piece: at.piece, Place: studio.Place{Name: name}, Text: v.FormValue(name)}
	if studio.Translated(name) {
		edit.Place.Lang = at.tag
	}
	switch name {
	case studio.Languages:
		edit.Text = chosenLanguages(v)
	case studio.Competences:
		edit.Text = chosenCompetences(v)
	}
	edit.Base, _ = strconv.Atoi(v.FormValue("base-" + name)) // 0 is the base of an empty field
	origin, of, _ := strings.Cut(v.FormValue("origin-"+name), " ")
	edit.Origin, _ = strconv.Atoi(origin)
	edit.OriginLang = of
	edit.After, _ = uuid.Parse(v.FormValue("after-" + name))
	var err error
	if edit.Client, err = uuid.Parse(v.FormValue("client-" + name)); err != nil {
		edit.Client = uuid.Must(uuid.NewV7())
	}
	return edit
}

// chosenLanguages are the one that is translated from, and those that are ticked, in the order that the form had them in.
func chosenLanguages(v *door.Visit) string {
	first := v.FormValue(studio.Languages)
	chosen := []string{first}
	for tag := range strings.FieldsSeq(v.FormValue("order")) {
		if tag != first && v.FormValue("speaks-"+tag) != "" {
			chosen = append(chosen, tag)
		}
	}
	return strings.Join(chosen, " ")
}

// chosenCompetences are those that are ticked.
func chosenCompetences(v *door.Visit) string {
	var chosen []string
	for _, area := range competences.Areas() {
		for _, number := range area.Competences {
			if v.FormValue("trains-"+number) != "" {
				chosen = append(chosen, number)
			}
		}
	}
	return strings.Join(chosen, " ")
}

// tellSaved answers a program: by field the number and the time of what was saved, or, with the status of a conflict or of a form
// that was refused, what stands in the way.
func (a *area) tellSaved(v *door.Visit, done saved, refused *desk.Written) error {
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
		status, answer.Errors = fiber.StatusUnprocessableEntity, door.FieldTexts(v, refused.Why)
		for name, conflict := range refused.Conflicts {
			status = fiber.StatusConflict
			answer.Conflicts[name] = contested{conflict.Now.Number, conflict.Now.Text, conflict.By}
		}
	}
	return a.RenderJSON(v, status, answer)
}

// showRefused shows the page that the form stands on once more, with all that was typed.
func (a *area) showRefused(v *door.Visit, at spot, refused desk.Written) error {
	return a.Reload(v, refused.Why, func(e ui.Errors) (templ.Component, error) {
		refused.Errors = e
		if v.FormValue("page") == pieces.OnTranslations {
			return translate.Refused(a.Desk, v, at.tag, refused)
		}
		draft, err := a.Authoring.Draft(v.UserContext(), v.Actor, at.draft)
		if err != nil {
			return nil, err
		}
		page, err := uuid.Parse(v.FormValue("page"))
		if lesson := draft.Piece(page); err == nil && lesson != nil && lesson.Kind == studio.Lesson {
			page, err := a.lessonPage(v, draft, lesson, at.tag, refused)
			return views.EditLesson(page), err
		}
		return views.Outline(a.outlinePage(v, draft, refused)), nil
	})
}

// pageOf is where a form stands, at its piece: the page of a lesson, whose id it says, that of translations, or the outline.
func pageOf(v *door.Visit, at spot) string {
	return paths.Fragment(pageWith(v, at, ""), desk.Anchor(at.piece))
}

// pageWith is that page, asked for with something more.
func pageWith(v *door.Visit, at spot, query string) string {
	page := desk.DraftURL(at.draft) + "?"
	if v.FormValue("page") == pieces.OnTranslations {
		page = show.TranslationsURL(at.draft, at.tag, false) + "&"
	} else if lesson, err := uuid.Parse(v.FormValue("page")); err == nil {
		page = desk.LessonURL(at.draft, lesson, at.tag) + "&"
	}
	return strings.TrimRight(page+query, "?&")
}
