package show

import (
	"html"
	"slices"
	"strings"

	"vatra/assessment"
	"vatra/assessment/exam"
	"vatra/lms/web/door"
	"vatra/lms/web/views/parts"
	"vatra/lms/web/views/ui"
)

// passageOf is the text of a question with what belongs in its places. What has lost its place stands at the end, so that it can be
// answered all the same.
func passageOf(text assessment.QuestionText, places []parts.Piece) []parts.Piece {
	var pieces []parts.Piece
	placed := map[int]bool{}
	for _, piece := range assessment.Passage(text.Prompt) {
		switch {
		case piece.Place == 0:
			pieces = append(pieces, parts.Piece{HTML: piece.Text})
		case piece.Place <= len(places) && !placed[piece.Place]:
			placed[piece.Place] = true
			pieces = append(pieces, places[piece.Place-1])
		}
	}
	for i, piece := range places {
		if !placed[i+1] {
			pieces = append(pieces, piece)
		}
	}
	return pieces
}

func gapPieces(slot exam.Slot, text assessment.QuestionText, response assessment.Response) []parts.Piece {
	gaps := make([]parts.Piece, len(slot.Question.Gaps))
	for i, gap := range slot.Question.Gaps {
		gaps[i] = parts.Piece{Gap: &parts.QuestionGap{
			ID: gap.ID, Number: i + 1, Numeric: len(gap.Numbers) > 0, Given: response.Gaps[gap.ID],
			Options: optionsOf(gap, slot.Order, text),
		}}
	}
	return gaps
}

// picks are the words of a text that may be chosen, in its order. They stand in a line.
func picks(
	slot exam.Slot, text assessment.QuestionText, response assessment.Response, phrases Phrases,
) ([]parts.QuestionChoice, []parts.Piece) {
	choices := make([]parts.QuestionChoice, len(slot.Question.Choices))
	places := make([]parts.Piece, len(choices))
	for i, choice := range slot.Question.Choices {
		words := phrases.of(text.Items[choice.ID].Text)
		if words.Flow {
			words = parts.Phrase{HTML: html.EscapeString(parts.PlainText(words.HTML))}
		}
		choices[i] = parts.QuestionChoice{ID: choice.ID, Text: words, Chosen: response.Chose(choice.ID)}
		places[i] = parts.Piece{Choice: &choices[i]}
	}
	return choices, places
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
