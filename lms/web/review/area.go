// Package review is the area of those who read a draft by a private link, without an account.
package review

import (
	"context"

	"github.com/a-h/templ"
	"github.com/google/uuid"

	"vatra/content/studio"
	"vatra/lms/access"
	"vatra/lms/fault"
	"vatra/lms/i18n"
	"vatra/lms/reviews"
	"vatra/lms/web/door"
	"vatra/lms/web/paths"
	"vatra/lms/web/show"
	views "vatra/lms/web/views/review"
	"vatra/lms/web/views/ui"
)

type area struct {
	*door.Door
	phrases show.Phrases
}

// Routes are those of this area.
func Routes(d *door.Door, phrases show.Phrases) []door.Route {
	a := &area{d, phrases}
	const draft, lesson = reviews.Path + ":token", reviews.Path + ":token/lessons/:piece"
	return []door.Route{
		{Method: door.Get, Path: draft, Needs: access.ReviewDrafts, Handle: a.showContents},
		{Method: door.Get, Path: lesson, Needs: access.ReviewDrafts, Handle: a.showLesson},
		{Method: door.Post, Path: lesson, Needs: access.ReviewDrafts, Handle: a.comment},
		{Method: door.Get, Path: draft + "/files/:sha256/:name", Needs: access.ReviewDrafts, Long: true, Handle: a.sendFile},
	}
}

func (a *area) address(v *door.Visit) string { return reviews.Path + v.Params("token") }

func (a *area) lessonURL(v *door.Visit, lesson *studio.Piece, tag string) string {
	return a.address(v) + "/lessons/" + lesson.ID.String() + "?lang=" + tag
}

// language is the one of the draft that is asked for, else the reader's, else its first.
func language(v *door.Visit, draft *studio.Draft, asked string) string {
	tags := draft.Tags()
	for _, wanted := range []string{asked, v.P.Lang()} {
		for _, tag := range tags {
			if tag == wanted {
				return tag
			}
		}
	}
	return tags[0]
}

func titleOf(v *door.Visit, draft *studio.Draft, piece *studio.Piece, tag string) ui.Words {
	return v.Title(piece.Texts(studio.Title), v.P.T("studio.untitled"), tag, draft.Tags())
}

// showContents is where the link leads.
func (a *area) showContents(v *door.Visit) error {
	_, draft, err := a.Reviews.Open(v.UserContext(), v.Params("token"))
	if err != nil {
		return err
	}
	tag := language(v, draft, v.Query("lang"))
	title := titleOf(v, draft, draft.Root, tag)
	page := views.ContentsPage{Base: a.base(v, title.Text), Heading: title, Summary: v.Title(draft.Root.Texts(studio.Summary), "", tag, draft.Tags())}
	for _, module := range draft.Root.Parts {
		shown := views.Module{Title: titleOf(v, draft, module, tag)}
		for _, lesson := range module.Parts {
			name := titleOf(v, draft, lesson, tag)
			shown.Lessons = append(shown.Lessons, ui.Link{Text: name.Text, Lang: name.Lang, URL: a.lessonURL(v, lesson, tag)})
		}
		page.Modules = append(page.Modules, shown)
	}
	v.KeepPrivate()
	return a.Render(v, views.Contents(page))
}

// base begins every page of the area.
func (a *area) base(v *door.Visit, title string) ui.Base {
	base := a.Base(v, title)
	base.Style = "studio.css"
	return base
}

// typed is a comment that was refused.
type typed struct {
	piece, text string
	errors      ui.Errors
}

// showLesson is a lesson with room for comments.
func (a *area) showLesson(v *door.Visit) error {
	page, err := a.lessonPage(v, v.Query("lang"), typed{})
	if err != nil {
		return err
	}
	return a.Render(v, views.Lesson(page))
}

func (a *area) lessonPage(v *door.Visit, asked string, refused typed) (views.LessonPage, error) {
	link, draft, err := a.Reviews.Open(v.UserContext(), v.Params("token"))
	if err != nil {
		return views.LessonPage{}, err
	}
	lesson, err := lessonOf(v, draft)
	if err != nil {
		return views.LessonPage{}, err
	}
	shown, err := a.Authoring.Show(v.UserContext(), access.Operator(), draft, lesson)
	if err != nil && !fault.Is(err, fault.NotFound) { // what has no title yet shows nothing
		return views.LessonPage{}, err
	}
	said, err := a.Reviews.ByLink(v.UserContext(), link)
	if err != nil {
		return views.LessonPage{}, err
	}
	tag := language(v, draft, asked)
	title := titleOf(v, draft, lesson, tag)
	page := views.LessonPage{
		Base: a.base(v, title.Text), Errors: refused.errors, Heading: title, Tag: tag, Action: a.address(v) + "/lessons/" + lesson.ID.String(),
		Summary: v.Title(lesson.Texts(studio.Summary), "", tag, draft.Tags()), Next: a.next(v, draft, lesson, tag),
	}
	course := titleOf(v, draft, draft.Root, tag)
	page.Crumbs = []ui.Link{{Text: course.Text, Lang: course.Lang, URL: a.address(v)}}
	for _, one := range draft.Tags() {
		page.Languages = append(page.Languages, ui.Link{Key: one, Text: i18n.NameOf(one), Lang: one, URL: a.lessonURL(v, lesson, one)})
	}
	for _, block := range show.DraftBlocks(v, a.phrases, draft, shown, tag, a.address(v)) {
		if block.Place < len(lesson.Parts) {
			part := views.Part{DraftBlock: block, Piece: lesson.Parts[block.Place].ID.String(), Number: block.Place + 1}
			page.Parts = append(page.Parts, withComments(part, said, refused))
		}
	}
	v.KeepPrivate()
	return page, nil
}

func withComments(part views.Part, said []reviews.Comment, refused typed) views.Part {
	for _, comment := range said {
		if comment.Piece.String() == part.Piece {
			part.Comments = append(part.Comments, views.Comment{Text: comment.Text, At: comment.At})
		}
	}
	if part.Piece == refused.piece {
		part.Typed, part.Error = refused.text, refused.errors.Fields[views.Field(part.Number)]
	}
	return part
}

// lessonOf is the lesson that the address names.
func lessonOf(v *door.Visit, draft *studio.Draft) (*studio.Piece, error) {
	id, err := uuid.Parse(v.Params("piece"))
	if err != nil {
		return nil, fault.Wrap(err, fault.NotFound, "studio.no_piece")
	}
	if lesson := draft.Piece(id); lesson != nil && lesson.Kind == studio.Lesson && lesson.Parent != nil {
		return lesson, nil
	}
	return nil, fault.New(fault.NotFound, "studio.no_piece")
}

// next leads to the lesson after this one.
func (a *area) next(v *door.Visit, draft *studio.Draft, lesson *studio.Piece, tag string) ui.Link {
	lessons := draft.Lessons()
	for i, one := range lessons {
		if one == lesson && i+1 < len(lessons) {
			return ui.Link{Text: titleOf(v, draft, lessons[i+1], tag).Text, URL: a.lessonURL(v, lessons[i+1], tag)}
		}
	}
	return ui.Link{}
}

// comment keeps what the reader says about a part.
func (a *area) comment(v *door.Visit) error {
	link, draft, err := a.Reviews.Open(v.UserContext(), v.Params("token"))
	if err != nil {
		return err
	}
	lesson, err := lessonOf(v, draft)
	if err != nil {
		return err
	}
	piece, number := part(lesson, v.FormValue("piece"))
	if piece == nil {
		return fault.New(fault.NotFound, "studio.no_piece")
	}
	tag := language(v, draft, v.FormValue("lang"))
	text := v.FormValue(views.Field(number))
	err = a.Reviews.Comment(v.UserContext(), link, draft, reviews.Said{Piece: piece.ID, Lang: tag, Text: text})
	if err == nil {
		a.Flash(v, ui.ToneSuccess, "reviews.thanks")
		return a.Redirect(v, paths.Fragment(a.lessonURL(v, lesson, tag), "piece-"+piece.ID.String()))
	}
	if told, ok := fault.As(err); ok && told.Fields != nil {
		told.Fields = fault.Fields{views.Field(number): told.Fields["text"]}
	}
	return a.Reload(v, err, func(e ui.Errors) (templ.Component, error) {
		page, failed := a.lessonPage(v, tag, typed{piece: piece.ID.String(), text: text, errors: e})
		return views.Lesson(page), failed
	})
}

// part is the one of a lesson with the id, and its number from 1.
func part(lesson *studio.Piece, id string) (*studio.Piece, int) {
	for i, one := range lesson.Parts {
		if one.ID.String() == id {
			return one, i + 1
		}
	}
	return nil, 0
}

// sendFile streams a file of the draft.
func (a *area) sendFile(v *door.Visit) error {
	link, err := a.Reviews.Link(v.UserContext(), v.Params("token"))
	if err != nil {
		return err
	}
	asset, err := a.Authoring.File(v.UserContext(), access.Operator(), link.Draft, v.Params("sha256"))
	if err != nil {
		return err
	}
	return show.SendDraftFile(context.WithoutCancel(v.UserContext()), a.Door, v, asset)
}
