// Package asking turns questions into the form in which authors write them, and back. What that form does not show is kept.
package asking

import (
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/shopspring/decimal"

	"vatra/assessment"
	"vatra/lms/fault"
	views "vatra/lms/web/views/studio"
)

// mostRows is how many choices, pairs or answers the form has room for: as many as a question may have.
const mostRows = 60

// MoreRows is how many empty rows an author gets who asks for more.
const MoreRows = 4

// Form is a question as the form has it, with empty rows to write on; nil is an empty form.
func Form(question *assessment.Question, tag string) views.QuestionForm {
	form := views.QuestionForm{Type: views.Choices, Points: "1"}
	if question == nil {
		form.Rows = WithRoom(nil, MoreRows)
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
	default:
		for _, choice := range question.Choices {
			item := text.Items[choice.ID]
			form.Rows = append(form.Rows, views.QuestionRow{Text: item.Text, Right: choice.Right, Feedback: item.Feedback})
		}
	}
	form.Rows = WithRoom(form.Rows, 1)
	return form
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

func pairRows(question *assessment.Question, text assessment.QuestionText) []views.QuestionRow {
	var rows []views.QuestionRow
	matched := map[string]bool{}
	for _, pair := range question.Pairs {
		matched[pair.Option] = true
		left := text.Items[pair.ID]
		rows = append(rows, views.QuestionRow{Text: left.Text, Other: text.Items[pair.Option].Text, Feedback: left.Feedback})
	}
	for _, option := range question.Options {
		if !matched[option] {
			rows = append(rows, views.QuestionRow{Other: text.Items[option].Text})
		}
	}
	return rows
}

// Typed is the form as it was sent, given what each of its fields says.
func Typed(value func(name string) string) views.QuestionForm {
	form := views.QuestionForm{
		Type: views.QuestionType(value("type")), Prompt: value("prompt"), Points: value("points"), Tags: value("tags"),
		Accepted: value("accepted"), Right: value("right"), Wrong: value("wrong"),
	}
	for n := range mostRows {
		at := strconv.Itoa(n)
		row := views.QuestionRow{
			Text: value("text-" + at), Other: value("other-" + at), Feedback: value("feedback-" + at),
			Right: value("right-"+at) != "",
		}
		form.Rows = append(form.Rows, row)
	}
	return form
}

// Question makes a question of a form; Invalid with the fields of the form. What the form does not show stays as it was before, which is
// nil for a question that is new.
func Question(form views.QuestionForm, tag, key string, before *assessment.Question) (*assessment.Question, error) {
	fields := fault.Fields{}
	points, err := assessment.Decimal(strings.ReplaceAll(strings.TrimSpace(form.Points), ",", "."))
	if err != nil {
		fields.Add("points", "assessment.question_points")
	}
	if strings.TrimSpace(form.Prompt) == "" {
		fields.Add("prompt", "error.required")
	}
	question := &assessment.Question{Key: key, Points: points}
	for one := range strings.SplitSeq(form.Tags, ",") {
		if one = strings.TrimSpace(one); one != "" {
			question.Tags = append(question.Tags, one)
		}
	}
	text := assessment.QuestionText{
		Syntax: assessment.Markdown, Prompt: form.Prompt, Right: form.Right, Wrong: form.Wrong, Items: map[string]assessment.ItemText{},
	}
	switch form.Type {
	case views.ShortText:
		question.Type = assessment.ShortText
		for line := range strings.Lines(form.Accepted) {
			if line = strings.TrimSpace(line); line != "" {
				text.Accepted = append(text.Accepted, line)
			}
		}
	case views.Numeric:
		question.Type = assessment.Numeric
		askNumbers(question, form, fields)
	case views.Matching:
		question.Type = assessment.Matching
		askPairs(question, &text, form)
	default:
		askChoices(question, &text, form)
	}
	question.Texts = map[string]assessment.QuestionText{tag: text}
	question.Type = typeAsBefore(question, before)
	if err := fields.Err(); err != nil {
		return nil, err
	}
	if err := question.Validate(); err != nil {
		if told, ok := fault.As(err); ok {
			fields.Add("prompt", told.Key, told.Pairs()...)
			return nil, fields.Err()
		}
		return nil, err
	}
	return question, nil
}

// typeAsBefore is the type of a question whose choices alone do not tell it: one of true and false, and one of which several choices
// may be right and only one is.
func typeAsBefore(question, before *assessment.Question) assessment.Type {
	switch {
	case before == nil || question.Type != assessment.Single:
	case before.Type == assessment.TrueFalse && len(question.Choices) == len(before.Choices):
		return assessment.TrueFalse
	case before.Type == assessment.Multiple && rightChoices(before) <= 1:
		return assessment.Multiple
	}
	return question.Type
}

func rightChoices(question *assessment.Question) (right int) {
	for _, choice := range question.Choices {
		if choice.Right {
			right++
		}
	}
	return right
}

func askChoices(question *assessment.Question, text *assessment.QuestionText, form views.QuestionForm) {
	for _, row := range form.Rows {
		if strings.TrimSpace(row.Text) == "" {
			continue
		}
		id := fmt.Sprintf("c%d", len(question.Choices)+1)
		question.Choices = append(question.Choices, assessment.Choice{ID: id, Right: row.Right})
		text.Items[id] = assessment.ItemText{Text: row.Text, Feedback: row.Feedback}
	}
	question.Type = assessment.Single
	if rightChoices(question) > 1 {
		question.Type = assessment.Multiple
	}
}

func askNumbers(question *assessment.Question, form views.QuestionForm, fields fault.Fields) {
	for _, row := range form.Rows {
		if strings.TrimSpace(row.Text) == "" {
			continue
		}
		number := assessment.Number{}
		var err, wide error
		number.Value, err = assessment.Decimal(strings.ReplaceAll(strings.TrimSpace(row.Text), ",", "."))
		if row.Other != "" {
			number.Tolerance, wide = assessment.Decimal(strings.ReplaceAll(strings.TrimSpace(row.Other), ",", "."))
		} else {
			number.Tolerance = decimal.Zero
		}
		if errors.Join(err, wide) != nil {
			fields.Add("prompt", "assessment.question_number")
		}
		question.Numbers = append(question.Numbers, number)
	}
}

func askPairs(question *assessment.Question, text *assessment.QuestionText, form views.QuestionForm) {
	options := map[string]string{}
	for _, row := range form.Rows {
		left, right := strings.TrimSpace(row.Text), strings.TrimSpace(row.Other)
		if right == "" {
			continue
		}
		option, known := options[assessment.Normalise(right)]
		if !known {
			option = fmt.Sprintf("o%d", len(options)+1)
			options[assessment.Normalise(right)] = option
			question.Options = append(question.Options, option)
			text.Items[option] = assessment.ItemText{Text: right}
		}
		if left != "" {
			id := fmt.Sprintf("p%d", len(question.Pairs)+1)
			question.Pairs = append(question.Pairs, assessment.Pair{ID: id, Option: option})
			text.Items[id] = assessment.ItemText{Text: left, Feedback: row.Feedback}
		}
	}
}
