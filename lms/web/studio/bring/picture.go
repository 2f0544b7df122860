package bring

import (
	"context"
	"strings"

	"github.com/a-h/templ"
	"github.com/google/uuid"

	"vatra/content/studio"
	"vatra/lms/fault"
	"vatra/lms/web/door"
	"vatra/lms/web/paths"
	"vatra/lms/web/show"
	"vatra/lms/web/studio/desk"
	views "vatra/lms/web/views/studio"
	"vatra/lms/web/views/ui"
)

// showPicture is where a picture is put into a lesson: after a block, or at its end.
func (a *area) showPicture(v *door.Visit) error {
	page, _, _, err := a.picturePage(v, v.Query("lang"))
	if err != nil {
		return err
	}
	return a.Render(v, views.AddPicture(page))
}

func (a *area) picturePage(v *door.Visit, asked string) (views.PicturePage, *studio.Draft, *studio.Piece, error) {
	draft, err := a.Draft(v)
	if err != nil {
		return views.PicturePage{}, nil, nil, err
	}
	found, err := desk.Piece(v, draft, studio.Lesson, studio.Block, studio.Question)
	if err != nil {
		return views.PicturePage{}, nil, nil, err
	}
	tag := desk.Language(draft, asked)
	page := views.PicturePage{
		Base: a.PageBase(v, v.P.T("studio.add_picture"), desk.Crumbs(v, draft, found, tag)...), Action: desk.PieceURL(draft.ID, found.ID) + "/picture", Lang: tag,
	}
	return page, draft, found, nil
}

// addPicture stores a picture and makes a block of it. What it shows is said in words, unless it only decorates.
func (a *area) addPicture(v *door.Visit) error {
	page, draft, found, err := a.picturePage(v, v.FormValue("lang"))
	if err != nil {
		return err
	}
	page.Alt, page.Decorative = strings.TrimSpace(v.FormValue("alt")), v.FormValue("decorative") != ""
	made, err := a.storePicture(v, draft, found, page)
	if err != nil {
		return a.Again(v, err, func(e ui.Errors) templ.Component {
			page.Errors = e
			return views.AddPicture(page)
		})
	}
	return a.Redirect(v, paths.Fragment(desk.LessonURL(draft.ID, desk.LessonOf(draft, found).ID, page.Lang), desk.Anchor(made)))
}

func (a *area) storePicture(v *door.Visit, draft *studio.Draft, found *studio.Piece, page views.PicturePage) (uuid.UUID, error) {
	fields := fault.Fields{}
	header, err := v.FormFile("file")
	if err != nil {
		fields.Add("file", "error.required")
	}
	if page.Alt == "" && !page.Decorative {
		fields.Add("alt", "studio.alt_missing")
	}
	if err := fields.Err(); err != nil {
		return uuid.Nil, err
	}
	file, err := header.Open()
	if err != nil {
		return uuid.Nil, err
	}
	defer file.Close()
	path, err := a.Authoring.PutPicture(v.UserContext(), v.Actor, draft.ID, header.Filename, file)
	if told, ok := fault.As(err); ok && told.Kind == fault.Invalid {
		fields.Add("file", told.Key, told.Pairs()...)
		return uuid.Nil, fields.Err()
	}
	if err != nil {
		return uuid.Nil, err
	}
	id := uuid.Must(uuid.NewV7())
	text := "![" + altEscaper.Replace(page.Alt) + "](" + path + ")"
	plant := studio.Plant{Kind: studio.Block, Values: studio.Values{{Name: studio.Text, Lang: page.Lang}: text}}
	return id, a.Authoring.Add(v.UserContext(), v.Actor, draft.ID, id, plant, desk.SpotFor(found))
}

// altEscaper keeps words from ending the brackets that they stand in.
var altEscaper = strings.NewReplacer(`\`, `\\`, "[", `\[`, "]", `\]`, "\n", " ")

// sendFile streams a file of a draft to those who write it.
func (a *area) sendFile(v *door.Visit) error {
	draft, err := desk.DraftID(v)
	if err != nil {
		return err
	}
	asset, err := a.Authoring.File(v.UserContext(), v.Actor, draft, v.Params("sha256"))
	if err != nil {
		return err
	}
	return show.SendDraftFile(context.WithoutCancel(v.UserContext()), a.Door, v, asset)
}
