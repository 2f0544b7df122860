package asking

import (
	"fmt"
	"slices"
	"strings"

	"vatra/assessment"
	"vatra/assessment/formats/markdown"
	"vatra/lms/fault"
	views "vatra/lms/web/views/studio/asking"
)

// Question makes a question of a form; Invalid with the fields of the form. What the form does not show stays as it was before, which is
// nil for a question that is new.
func Question(form views.QuestionForm, tag, key string, before *assessment.Question) (*assessment.Question, error) {
	fields := fault.Fields{}
	if strings.TrimSpace(form.Prompt) == "" {
		fields.Add("prompt", "error.required")
	}
	question := &assessment.Question{Key: key}
	for one := range strings.SplitSeq(form.Tags, ",") {
		if one = strings.TrimSpace(one); one != "" {
			question.Tags = append(question.Tags, one)
		}
	}
	text := assessment.QuestionText{
		Syntax: assessment.Markdown, Prompt: form.Prompt, Right: form.Right, Wrong: form.Wrong, Items: map[string]assessment.ItemText{},
	}
	ask(question, &text, form, before, fields)
	askPoints(question, form, fields)
	question.Texts = map[string]assessment.QuestionText{tag: text}
	question.Type = typeAsBefore(question, before)
	if err := fields.Err(); err != nil {
		return nil, err
	}
	if err := question.Validate(); err != nil {
		if told, ok := fault.As(err); ok {
			return nil, refused(told)
		}
		return nil, err
	}
	if !kept(question, tag) {
		fields.Add("prompt", "studio.question_unkept")
	}
	return question, fields.Err()
}

// ask is what the form says by its type.
func ask(q *assessment.Question, text *assessment.QuestionText, form views.QuestionForm, before *assessment.Question, fields fault.Fields) {
	switch form.Type {
	case views.ShortText:
		q.Type, text.Accepted = assessment.ShortText, linesOf(form.Accepted)
	case views.Numeric:
		q.Type = assessment.Numeric
		askNumbers(q, form, fields)
	case views.Matching:
		q.Type = assessment.Matching
		askPairs(q, text, form)
	case views.Matrix:
		q.Type = assessment.Matrix
		askMatrix(q, text, form, fields)
	case views.Cloze:
		q.Type = assessment.Cloze
		askGaps(q, text, form, before, fields)
	case views.Select:
		askChoices(q, text, form)
		q.Type = assessment.Select
		askPlaces(text, form, fields)
	case views.Ordering:
		askChoices(q, text, form)
		q.Type = assessment.Ordering
	case views.Scale:
		askChoices(q, text, form)
		q.Type = assessment.Scale
	default:
		askChoices(q, text, form)
	}
}

// askPoints leaves a scale without points, and a text with gaps with those of its gaps where the form says none.
func askPoints(q *assessment.Question, form views.QuestionForm, fields fault.Fields) {
	said := strings.ReplaceAll(strings.TrimSpace(form.Points), ",", ".")
	switch {
	case q.Type == assessment.Scale:
	case q.Type == assessment.Cloze && said == "":
		q.Points = gapPoints(q)
	default:
		points, err := assessment.Decimal(said)
		if err != nil {
			fields.Add("points", "studio.points_wrong")
		}
		q.Points = points
	}
}

// refused says what is wrong with a question to whoever sees its form: what a file would be told speaks of the signs in it.
func refused(told *fault.Error) error {
	fields := fault.Fields{}
	switch told.Key {
	case "assessment.question_places":
		fields.Add("prompt", "studio.places_wrong")
	case "assessment.question_order", "assessment.question_scale":
		fields.Add("prompt", "studio.two_rows")
	case "assessment.question_pairs":
		fields.Add("prompt", "studio.two_pairs")
	case "assessment.question_points":
		fields.Add("points", "studio.points_wrong")
	default:
		fields.Add("prompt", told.Key, told.Pairs()...)
	}
	return fields.Err()
}

// kept reports whether a question is read as it is written: one whose text has a list in it, for example, would be none.
func kept(q *assessment.Question, tag string) bool {
	read, _ := markdown.Parse(markdown.Write(q, tag), tag)
	if len(read) != 1 || read[0].Type != q.Type {
		return false
	}
	again, text, texts := read[0], q.Texts[tag], read[0].Texts[tag]
	sameGap := func(a, b assessment.Gap) bool {
		return len(a.Choices) == len(b.Choices) && len(a.Numbers) == len(b.Numbers) &&
			len(text.Items[a.ID].Accepted) == len(texts.Items[b.ID].Accepted)
	}
	return len(again.Choices) == len(q.Choices) && len(again.Pairs) == len(q.Pairs) && len(again.Options) == len(q.Options) &&
		len(again.Numbers) == len(q.Numbers) && len(texts.Accepted) == len(text.Accepted) && slices.EqualFunc(q.Gaps, again.Gaps, sameGap)
}

// linesOf are the lines on which something is written.
func linesOf(text string) (lines []string) {
	for line := range strings.Lines(text) {
		if line = strings.TrimSpace(line); line != "" {
			lines = append(lines, line)
		}
	}
	return lines
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
	if form.Type == views.Ordering || form.Type == views.Scale {
		for i := range question.Choices {
			question.Choices[i].Right = false // none is, whatever another form has sent
		}
	}
	if rightChoices(question) > 1 {
		question.Type = assessment.Multiple
	}
}
