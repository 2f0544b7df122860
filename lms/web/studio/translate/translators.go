package translate

import (
	"cmp"
	"errors"
	"fmt"
	"io"

	"github.com/a-h/templ"
	"github.com/gofiber/fiber/v2"

	"vatra/content/translation"
	"vatra/lms/authoring"
	"vatra/lms/fault"
	"vatra/lms/web/door"
	"vatra/lms/web/studio/desk"
	views "vatra/lms/web/views/studio/translate"
	"vatra/lms/web/views/ui"
)

// sendTranslations gives the texts as a file for translators outside.
func (a *area) sendTranslations(v *door.Visit) error {
	id, err := desk.DraftID(v)
	if err != nil {
		return err
	}
	tag, format := v.Query("lang"), translation.PO
	if v.Query("format") == string(translation.XLIFF) {
		format = translation.XLIFF
	}
	doc, err := a.Authoring.ForTranslator(v.UserContext(), v.Actor, id, tag, v.Query("all") != "")
	if err != nil {
		return err
	}
	v.KeepPrivate()
	v.Set(fiber.HeaderContentType, format.MediaType())
	v.Set(fiber.HeaderContentDisposition, fmt.Sprintf(`attachment; filename="translation-%s.%s"`, doc.To, format))
	return translation.Write(v, format, doc)
}

// takeTranslations takes a file that came back, and tells what became of it.
func (a *area) takeTranslations(v *door.Visit) error {
	tag := v.FormValue("lang")
	brought, err := a.bringTranslations(v, tag)
	if err != nil {
		return a.Reload(v, err, func(e ui.Errors) (templ.Component, error) {
			page, failed := a.translatePage(v, tag, desk.Written{})
			page.Errors = e
			return views.Translate(page), failed
		})
	}
	page, err := a.translatePage(v, tag, desk.Written{})
	if err != nil {
		return err
	}
	page.Brought = a.told(v, brought, tag)
	return a.Render(v, views.Translate(page))
}

func (a *area) bringTranslations(v *door.Visit, tag string) (authoring.Brought, error) {
	id, err := desk.DraftID(v)
	if err != nil {
		return authoring.Brought{}, err
	}
	fields := fault.Fields{}
	header, err := v.FormFile("file")
	if err != nil {
		fields.Add("file", "error.required")
		return authoring.Brought{}, fields.Err()
	}
	file, err := header.Open()
	if err != nil {
		return authoring.Brought{}, err
	}
	defer file.Close()
	data, err := io.ReadAll(io.LimitReader(file, translation.MaxBytes+1))
	if err != nil {
		return authoring.Brought{}, err
	}
	doc, err := translation.Read(data)
	if malformed, ok := errors.AsType[*translation.Malformed](err); ok {
		fields.Add("file", "studio.translation_broken", "Line", malformed.Line)
		return authoring.Brought{}, fields.Err()
	}
	if err != nil {
		return authoring.Brought{}, err
	}
	brought, err := a.Authoring.FromTranslator(v.UserContext(), v.Actor, id, tag, doc)
	if told, ok := fault.As(err); ok && told.Kind == fault.Invalid && told.Fields == nil {
		fields.Add("file", told.Key, told.Pairs()...)
		return brought, fields.Err()
	}
	return brought, err
}

// told is what became of a file, in words.
func (a *area) told(v *door.Visit, brought authoring.Brought, tag string) *views.Brought {
	told := &views.Brought{}
	for _, line := range []struct {
		key   string
		count int
	}{
		{"studio.brought_saved", brought.Saved},
		{"studio.brought_confirmed", brought.Confirmed},
		{"studio.brought_same", brought.Same},
		{"studio.brought_empty", brought.Empty},
		{"studio.brought_unknown", brought.Unknown},
		{"studio.brought_contested", len(brought.Contested) + len(brought.Refused)},
	} {
		if line.count > 0 {
			told.Lines = append(told.Lines, v.P.N(line.key, line.count))
		}
	}
	if len(told.Lines) == 0 {
		told.Lines = append(told.Lines, v.P.N("studio.brought_saved", 0))
	}
	draft, hand, err := a.Open(v)
	if err != nil {
		return told
	}
	for _, one := range append(brought.Contested, brought.Refused...) {
		why := v.P.T("studio.brought_meanwhile")
		if one.Why != nil {
			why = cmp.Or(door.FieldTexts(v, one.Why)[one.Name], v.P.Fault(one.Why))
		}
		told.Contested = append(told.Contested, views.Contested{
			Form: desk.PieceForm(v, draft, draft.Piece(one.Piece.ID), tag, desk.Written{}), Where: whereabouts(v, draft, hand, one.Piece, tag),
			Name: one.Name, Text: one.Text, Now: one.Into.Text, Why: why,
		})
	}
	return told
}
