package studio

import (
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/a-h/templ"
	"github.com/shopspring/decimal"

	"vatra/assessment"
	"vatra/assessment/formats/markdown"
	"vatra/content/studio"
	"vatra/lms/fault"
	"vatra/lms/i18n"
	"vatra/lms/web/door"
	views "vatra/lms/web/views/studio"
	"vatra/lms/web/views/ui"
)

// A question is written in a form and kept in Markdown, in which a course of files has it too.

// mostRows is how many choices, pairs or answers the form has room for.
const mostRows = 20

// promptOf is what a question asks in the language, else in the first.
func promptOf(p *studio.Piece, tag, main string) string {
	for _, one := range []string{tag, main} {
		if question := questionOf(p, one); question != nil {
			return shortened(question.Texts[one].Prompt)
		}
	}
	return ""
}

// questionOf is the question that a piece says in the language; nil where it says none.
func questionOf(p *studio.Piece, tag string) *assessment.Question {
	questions, _ := markdown.Parse(p.Text(studio.Text, tag), tag)
	if len(questions) == 0 {
		return nil
	}
	return &questions[0]
}

func (a *area) showQuestion(v *door.Visit) error {
	draft, err := a.draft(v)
	if err != nil {
		return err
	}
	found, err := piece(v, draft, studio.Question)
	if err != nil {
		return err
	}
	tag := language(draft, v.Query("lang"))
	page := a.questionPage(v, draft, found, tag)
	source := questionOf(found, draft.Tags()[0])
	question := questionOf(found, tag)
	if question == nil {
		question = source
	}
	page.Form = formOf(question, tag)
	if asked := views.QuestionType(v.Query("type")); asked.Known() && source == nil {
		page.Form.Type = asked
	}
	return a.Render(v, views.EditQuestion(page))
}

func (a *area) questionPage(v *door.Visit, draft *studio.Draft, p *studio.Piece, tag string) views.QuestionPage {
	main := draft.Tags()[0]
	page := views.QuestionPage{
		Base: a.base(v, v.P.T("studio.question"), crumbs(v, draft, p, tag)...), Piece: a.pieceForm(v, draft, p, tag, written{}), Main: tag == main,
		Action: draftURL(draft.ID) + "/questions/" + p.ID.String(), Lang: tag, Marked: marked(v, tag), Language: i18n.NameOf(tag),
		SourceMarked: marked(v, main),
	}
	if tag != main {
		if source := questionOf(p, main); source != nil {
			original := formOf(source, main)
			page.Source = &original
		}
	}
	for _, one := range draft.Tags() {
		page.Languages = append(page.Languages, ui.Link{
			Key: one, Text: i18n.NameOf(one), Lang: one, URL: page.Action + "?lang=" + one,
		})
	}
	return page
}

// formOf is a question as the form has it, with empty rows to write on; nil is an empty form.
func formOf(question *assessment.Question, tag string) views.QuestionForm {
	form := views.QuestionForm{Type: views.Choices, Points: "1"}
	if question == nil {
		form.Rows = withRoom(nil)
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
	form.Rows = withRoom(form.Rows)
	return form
}

// withRoom are the rows that are filled, and some more to write on.
func withRoom(rows []views.QuestionRow) []views.QuestionRow {
	const more = 4
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

// typedForm is the form as it was sent.
func typedForm(v *door.Visit) views.QuestionForm {
	form := views.QuestionForm{
		Type: views.QuestionType(v.FormValue("type")), Prompt: v.FormValue("prompt"), Points: v.FormValue("points"), Tags: v.FormValue("tags"),
		Accepted: v.FormValue("accepted"), Right: v.FormValue("right"), Wrong: v.FormValue("wrong"),
	}
	for n := range mostRows {
		at := strconv.Itoa(n)
		row := views.QuestionRow{
			Text: v.FormValue("text-" + at), Other: v.FormValue("other-" + at), Feedback: v.FormValue("feedback-" + at),
			Right: v.FormValue("right-"+at) != "",
		}
		form.Rows = append(form.Rows, row)
	}
	return form
}

// asked makes a question of a form; Invalid with the fields of the form.
func asked(form views.QuestionForm, tag, key string) (*assessment.Question, error) {
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

func askChoices(question *assessment.Question, text *assessment.QuestionText, form views.QuestionForm) {
	right := 0
	for _, row := range form.Rows {
		if strings.TrimSpace(row.Text) == "" {
			continue
		}
		id := fmt.Sprintf("c%d", len(question.Choices)+1)
		question.Choices = append(question.Choices, assessment.Choice{ID: id, Right: row.Right})
		text.Items[id] = assessment.ItemText{Text: row.Text, Feedback: row.Feedback}
		if row.Right {
			right++
		}
	}
	question.Type = assessment.Single
	if right > 1 {
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

// writeQuestion saves the form, or only gives it more rows.
func (a *area) writeQuestion(v *door.Visit) error {
	draft, err := a.draft(v)
	if err != nil {
		return err
	}
	found, err := piece(v, draft, studio.Question)
	if err != nil {
		return err
	}
	tag, err := writtenIn(v, draft)
	if err != nil {
		return err
	}
	form := typedForm(v)
	page := a.questionPage(v, draft, found, tag)
	page.Form = form
	if v.FormValue("do") == "rows" {
		page.Form.Rows = withRoom(page.Form.Rows)
		return a.Render(v, views.EditQuestion(page))
	}
	question, err := asked(form, tag, found.Shared(studio.Key))
	if err == nil {
		edit := edited(v, found, tag, studio.Text)
		edit.Text = markdown.Write(question, tag)
		_, err = a.Authoring.Save(v.UserContext(), v.Actor, draft.ID, edit)
	}
	if conflict, contested := errors.AsType[*studio.Conflict](err); contested {
		value := page.Piece.Fields[studio.Text]
		value.Number, value.By, value.Theirs = conflict.Now.Number, conflict.By, conflict.Now.Text
		page.Piece.Fields[studio.Text] = value
		err = fault.New(fault.Conflict, "studio.conflict", "Name", conflict.By)
	}
	if err != nil {
		return a.Again(v, err, func(e ui.Errors) templ.Component {
			page.Errors = e
			return views.EditQuestion(page)
		})
	}
	a.Flash(v, ui.ToneSuccess, "studio.saved")
	return a.Redirect(v, a.pageOf(v, draft, found, tag))
}
