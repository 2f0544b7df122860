// Package asking turns questions into the form in which authors write them, and back. What that form does not show is kept.
package asking

import (
	"slices"
	"strconv"
	"strings"

	"vatra/assessment"
	views "vatra/lms/web/views/studio/asking"
)

// mostRows is how many choices, pairs or answers the form has room for: as many as a question may have.
const mostRows = 60

// MoreRows is how many empty rows an author gets who asks for more.
const MoreRows = 4

// Form is a question as the form has it, with empty rows to write on; nil is an empty form.
func Form(question *assessment.Question, tag string) views.QuestionForm {
	form := views.QuestionForm{Type: views.Choices, Points: "1"}
	if question == nil {
		form.Rows, form.Columns = WithRoom(nil, MoreRows), withColumns(nil, MoreRows)
		return form
	}
	text := question.Texts[tag]
	form.Prompt, form.Right, form.Wrong = text.Prompt, text.Right, text.Wrong
	form.Points, form.Tags = question.Points.String(), strings.Join(question.Tags, ", ")
	switch question.Type {
	case assessment.ShortText:
		form.Type, form.Accepted = views.ShortText, strings.Join(text.Accepted, "\n")
	case assessment.Numeric:
		form.Type = views.Numeric
		for _, number := range question.Numbers {
			form.Rows = append(form.Rows, views.QuestionRow{Text: number.Value.String(), Other: number.Tolerance.String()})
		}
	case assessment.Matching:
		form.Type, form.Rows = views.Matching, pairRows(question, text)
	case assessment.Matrix:
		form.Type, form.Rows = views.Matrix, matrixRows(question, text)
		form.Columns = withColumns(columnsOf(question, text), 1)
	case assessment.Cloze:
		form.Type, form.Rows, form.Points = views.Cloze, gapRows(question, text), pointsSaid(question)
	case assessment.Select:
		form.Type, form.Rows, form.Prompt = views.Select, choiceRows(question, text), worded(question, text)
	case assessment.Ordering:
		form.Type, form.Rows = views.Ordering, choiceRows(question, text)
	case assessment.Scale:
		form.Type, form.Rows = views.Scale, choiceRows(question, text)
	default:
		form.Rows = choiceRows(question, text)
	}
	if len(form.Rows) < mostRows { // all of them stay, since a translation has rows on which nothing is written yet
		form.Rows = append(form.Rows, views.QuestionRow{})
	}
	return form
}

func choiceRows(question *assessment.Question, text assessment.QuestionText) (rows []views.QuestionRow) {
	for _, choice := range question.Choices {
		item := text.Items[choice.ID]
		rows = append(rows, views.QuestionRow{Text: item.Text, Right: choice.Right, Feedback: item.Feedback})
	}
	return rows
}

// WithRoom are the rows that are filled, and some more to write on.
func WithRoom(rows []views.QuestionRow, more int) []views.QuestionRow {
	filled := 0
	for n, row := range rows {
		if row != (views.QuestionRow{}) {
			filled = n + 1
		}
	}
	return append(rows[:filled:filled], make([]views.QuestionRow, min(more, mostRows-filled))...)
}

// Typed is the form as it was sent, given what each of its fields says.
func Typed(value func(name string) string) views.QuestionForm {
	said := func(name string) string { return strings.ReplaceAll(value(name), "\r\n", "\n") } // as browsers send lines
	form := views.QuestionForm{
		Type: views.QuestionType(said("type")), Prompt: said("prompt"), Points: said("points"), Tags: said("tags"),
		Accepted: said("accepted"), Right: said("right"), Wrong: said("wrong"),
	}
	for n := range mostRows {
		at := strconv.Itoa(n)
		form.Rows = append(form.Rows, views.QuestionRow{
			Text: said("text-" + at), Other: said("other-" + at), Feedback: said("feedback-" + at),
			Kind: said("kind-" + at), Marks: said("marks-" + at), Right: said("right-"+at) != "",
		})
		form.Columns = append(form.Columns, said("column-"+at))
	}
	form.Rows, form.Columns = WithRoom(form.Rows, 1), withColumns(form.Columns, 1)
	return form
}

// Again reports whether a button only asks for another form, which has more rows, or a row before the one above it; and that form.
func Again(form views.QuestionForm, button string) (views.QuestionForm, bool) {
	if button == "rows" {
		form.Rows, form.Columns = WithRoom(form.Rows, MoreRows), withColumns(form.Columns, MoreRows)
		return form, true
	}
	number, moves := strings.CutPrefix(button, "up-")
	if row, err := strconv.Atoi(number); moves && err == nil && row > 0 && row < len(form.Rows) {
		form.Rows = slices.Clone(form.Rows)
		form.Rows[row-1], form.Rows[row] = form.Rows[row], form.Rows[row-1]
	}
	return form, moves
}
