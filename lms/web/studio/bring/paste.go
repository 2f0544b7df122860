package bring

import (
	"bytes"
	"io"
	"strings"

	"github.com/a-h/templ"
	"github.com/gofiber/fiber/v2"
	"github.com/google/uuid"
	"golang.org/x/net/html/charset"

	"vatra/content/markup"
	"vatra/content/markup/pasted"
	"vatra/content/markup/shape"
	"vatra/content/studio"
	"vatra/lms/fault"
	"vatra/lms/web/door"
	"vatra/lms/web/paths"
	"vatra/lms/web/studio/desk"
	views "vatra/lms/web/views/studio"
	"vatra/lms/web/views/ui"
)

// showPaste is where a text out of another program is put into a lesson, as a file.
func (a *area) showPaste(v *door.Visit) error {
	page, _, _, err := a.pastePage(v, v.Query("lang"))
	if err != nil {
		return err
	}
	return a.Render(v, views.Paste(page))
}

func (a *area) pastePage(v *door.Visit, asked string) (views.PastePage, *studio.Draft, *studio.Piece, error) {
	draft, err := a.Draft(v)
	if err != nil {
		return views.PastePage{}, nil, nil, err
	}
	found, err := desk.Piece(v, draft, studio.Lesson, studio.Block, studio.Question)
	if err != nil {
		return views.PastePage{}, nil, nil, err
	}
	tag := desk.Language(draft, asked)
	page := views.PastePage{
		Base: a.PageBase(v, v.P.T("studio.paste"), desk.Crumbs(v, draft, found, tag)...), Action: desk.PieceURL(draft.ID, found.ID) + "/paste", Lang: tag,
	}
	return page, draft, found, nil
}

// paste makes Markdown of HTML: for the script, which puts it where its writer is, or of a file as parts of the lesson.
func (a *area) paste(v *door.Visit) error {
	if desk.ForProgram(v) {
		return a.pasteForScript(v)
	}
	page, draft, found, err := a.pastePage(v, v.FormValue("lang"))
	if err != nil {
		return err
	}
	first, err := a.pasteFile(v, draft, found, page.Lang)
	if err != nil {
		return a.Again(v, err, func(e ui.Errors) templ.Component {
			page.Errors = e
			return views.Paste(page)
		})
	}
	return a.Redirect(v, paths.Fragment(desk.LessonURL(draft.ID, desk.LessonOf(draft, found).ID, page.Lang), desk.Anchor(first)))
}

func (a *area) pasteForScript(v *door.Visit) error {
	draft, err := desk.DraftID(v)
	if err != nil {
		return err
	}
	if err := a.Authoring.Check(v.UserContext(), v.Actor, draft); err != nil {
		return err
	}
	text, err := pasted.Markdown(v.FormValue("html"))
	if err != nil {
		return err
	}
	return a.RenderJSON(v, fiber.StatusOK, map[string]string{"text": text})
}

// pasteFile puts what a file says into the lesson, and gives the first part of it.
func (a *area) pasteFile(v *door.Visit, draft *studio.Draft, found *studio.Piece, tag string) (first uuid.UUID, err error) {
	text, err := fileText(v)
	fields := fault.Fields{}
	if told, ok := fault.As(err); ok && told.Fields == nil {
		fields.Add("file", told.Key, told.Pairs()...)
		return uuid.Nil, fields.Err()
	}
	if err != nil {
		return uuid.Nil, err
	}
	spot := desk.SpotFor(found)
	for _, plant := range parts(text, tag) {
		id := uuid.Must(uuid.NewV7())
		if err := a.Authoring.Add(v.UserContext(), v.Actor, draft.ID, id, plant, spot); err != nil {
			return uuid.Nil, err
		}
		if spot.After = id; first == uuid.Nil {
			first = id
		}
	}
	return first, nil
}

// fileText is the Markdown of the file of a form. Programs for offices write in many alphabets.
func fileText(v *door.Visit) (string, error) {
	fields := fault.Fields{}
	header, err := v.FormFile("file")
	if err != nil {
		fields.Add("file", "error.required")
		return "", fields.Err()
	}
	file, err := header.Open()
	if err != nil {
		return "", err
	}
	defer file.Close()
	source, err := io.ReadAll(io.LimitReader(file, pasted.Most+1))
	if err != nil {
		return "", err
	}
	if len(source) <= pasted.Most && !bytes.ContainsRune(source, '<') {
		return "", fault.New(fault.Invalid, "studio.paste_no_page")
	}
	encoding, _, _ := charset.DetermineEncoding(source, "")
	decoded, err := encoding.NewDecoder().Bytes(source)
	if err != nil {
		return "", fault.Wrap(err, fault.Invalid, "studio.paste_unreadable")
	}
	text, err := pasted.Markdown(string(decoded))
	if err == nil && text == "" {
		err = fault.New(fault.Invalid, "studio.paste_no_page")
	}
	return text, err
}

// parts are a text as parts of a lesson: what is written in a form of its own, and the text between.
func parts(text, tag string) (all []studio.Plant) {
	at := studio.Place{Name: studio.Text, Lang: tag}
	var gathered []string
	rest := func() {
		if len(gathered) > 0 {
			all = append(all, studio.Plant{Kind: studio.Block, Values: studio.Values{at: strings.Join(gathered, "\n\n")}})
		}
		gathered = nil
	}
	for _, block := range markup.Blocks(text) {
		kind := shape.Of(block)
		if kind == "" {
			gathered = append(gathered, block)
			continue
		}
		rest()
		all = append(all, studio.Plant{Kind: studio.Block, Values: studio.Values{at: block, {Name: studio.Shape}: string(kind)}})
	}
	rest()
	return all
}
