package show

import (
	"slices"
	"strings"

	"vatra/assessment"
	"vatra/assessment/exam"
	"vatra/lms/web/door"
	"vatra/lms/web/views/parts"
	"vatra/lms/web/views/ui"
)

// passageOf is the text of a question with its gaps in their places. One that has lost its place stands at the end, so that it can
// be filled all the same.
func passageOf(slot exam.Slot, text assessment.QuestionText, response assessment.Response) []parts.Piece {
	gaps := make([]*parts.QuestionGap, len(slot.Question.Gaps))
	for i, gap := range slot.Question.Gaps {
		gaps[i] = &parts.QuestionGap{
			ID: gap.ID, Number: i + 1, Numeric: len(gap.Numbers) > 0, Given: response.Gaps[gap.ID],
			Options: optionsOf(gap, slot.Order, text),
		}
	}
	var pieces []parts.Piece
	placed := map[int]bool{}
	for _, piece := range assessment.Passage(text.Prompt) {
		switch {
		case piece.Place == 0:
			pieces = append(pieces, parts.Piece{HTML: piece.Text})
		case piece.Place <= len(gaps) && !placed[piece.Place]:
			placed[piece.Place] = true
			pieces = append(pieces, parts.Piece{Gap: gaps[piece.Place-1]})
		}
	}
	for i, gap := range gaps {
		if !placed[i+1] {
			pieces = append(pieces, parts.Piece{Gap: gap})
		}
	}
	return pieces
}

// optionsOf are the choices of a gap in the order in which this attempt shows them.
func optionsOf(gap assessment.Gap, order []string, text assessment.QuestionText) []ui.Option {
	var options []ui.Option
	for _, id := range order {
		if slices.ContainsFunc(gap.Choices, func(c assessment.Choice) bool { return c.ID == id }) {
			options = append(options, ui.Option{Value: id, Text: parts.PlainText(text.Items[id].Text)})
		}
	}
	return options
}

// solveGaps adds what belongs in each gap, of words those of the language that is read.
func solveGaps(
	v *door.Visit, shown *parts.Question, question *assessment.Question, text assessment.QuestionText, right assessment.Response,
) {
	for _, one := range shown.Gaps() {
		gap := question.Gaps[one.Number-1]
		one.OK = question.Met(gap, one.Given)
		switch accepted := text.Items[gap.ID].Accepted; {
		case len(gap.Choices) > 0:
			one.Right = sideOf(text, right.Gaps[gap.ID])
		case len(gap.Numbers) > 0:
			one.Right = v.P.Number(right.Gaps[gap.ID])
		case len(accepted) > 0:
			one.Right = accepted[0]
		}
	}
}

// gapsOf reads what a form has in its gaps.
func gapsOf(v *door.Visit, question *assessment.Question, field string) map[string]string {
	var given map[string]string
	for _, gap := range question.Gaps {
		if typed := strings.TrimSpace(v.FormValue(field + ".gap." + gap.ID)); typed != "" {
			if given == nil {
				given = map[string]string{}
			}
			given[gap.ID] = typed
		}
	}
	return given
}
