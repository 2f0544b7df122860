package studio

import (
	"bytes"
	"slices"
	"strings"

	"github.com/gofiber/fiber/v2"
	"github.com/google/uuid"

	"vatra/content/studio"
	"vatra/lms/authoring"
	"vatra/lms/fault"
	"vatra/lms/web/door"
	"vatra/lms/web/show"
	"vatra/lms/web/studio/desk"
	"vatra/lms/web/views/parts"
)

// tellHere answers a program with who else writes the draft, in words.
func (a *area) tellHere(v *door.Visit) error {
	draft, err := uuid.Parse(v.Params("draft"))
	lesson, bad := uuid.Parse(v.Params("piece"))
	if err != nil || bad != nil {
		return fault.New(fault.NotFound, "studio.no_piece")
	}
	others, err := a.Authoring.Sit(v.UserContext(), v.Actor, draft, lesson)
	if err != nil {
		return err
	}
	told := whoIsHere(v, others)
	gone, err := a.Authoring.IsGone(v.UserContext(), v.Actor, draft, lesson)
	if err != nil {
		return err
	}
	if gone {
		told = strings.TrimSpace(v.P.T("studio.lesson_gone") + " " + told)
	}
	return a.RenderJSON(v, fiber.StatusOK, map[string]string{"told": told})
}

// whoIsHere says who else has the lesson before them, and who another one; empty where nobody is.
func whoIsHere(v *door.Visit, others []authoring.Neighbour) string {
	var same, elsewhere []string
	for _, one := range others {
		if one.Same {
			same = append(same, one.Name)
		} else {
			elsewhere = append(elsewhere, one.Name)
		}
	}
	var told []string
	if len(same) > 0 {
		told = append(told, v.P.T("studio.here_too", "Names", v.P.List(same)))
	}
	if len(elsewhere) > 0 {
		told = append(told, v.P.T("studio.here_elsewhere", "Names", v.P.List(elsewhere)))
	}
	return strings.Join(told, " ")
}

// showPiece answers the script with a text as learners will see it.
func (a *area) showPiece(v *door.Visit) error {
	draft, err := a.Draft(v)
	if err != nil {
		return err
	}
	found, err := desk.Piece(v, draft, studio.Block)
	if err != nil {
		return err
	}
	lesson := desk.LessonOf(draft, found)
	if lesson == nil {
		return fault.New(fault.NotFound, "studio.no_piece")
	}
	shown, err := a.Authoring.Show(v.UserContext(), v.Actor, draft, lesson)
	if err != nil && !fault.Is(err, fault.NotFound) {
		return err
	}
	var drawn bytes.Buffer
	at := slices.Index(lesson.Parts, found)
	for _, block := range show.DraftBlocks(v, a.phrases, draft, shown, desk.Language(draft, v.Query("lang")), desk.DraftURL(draft.ID)) {
		if block.Place == at {
			if err := parts.ShowDraftBlock(a.Base(v, ""), block).Render(v.UserContext(), &drawn); err != nil {
				return err
			}
		}
	}
	v.KeepPrivate()
	return a.SendPacked(v, fiber.MIMETextHTMLCharsetUTF8, drawn.Bytes())
}
