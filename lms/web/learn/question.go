package learn

import (
	"slices"
	"strconv"
	"strings"

	"github.com/shopspring/decimal"

	"vatra/assessment"
	"vatra/assessment/exam"
	"vatra/lms/cache"
	"vatra/lms/web/door"
	views "vatra/lms/web/views/learn"
	"vatra/lms/web/views/ui"
)

// asking is in which languages a question is shown.
type asking struct {
	reading   string
	fallbacks []string
	phrases   phrases
}

// questionKey is all that a question depends on as it is asked, but for the answer. A question is frozen, and the same
// in memory for as long as it is kept.
type questionKey struct {
	question   *assessment.Question
	lang, text string // of the page, and of the question
	order      string
	anchor     string
	of         int
}

// phrases keeps the texts of questions as they can stand in a line, by what they are made of.
type phrases struct {
	kept *cache.Cache[string, views.Phrase]
}

// phrasesLimit is in bytes.
const phrasesLimit = 2 << 20

func newPhrases() phrases { return phrases{cache.New[string, views.Phrase](phrasesLimit)} }

func (p phrases) of(source string) views.Phrase {
	if phrase, known := p.kept.Get(source); known {
		return phrase
	}
	const overhead = 200
	phrase := views.PhraseOf(source)
	p.kept.Put(source, phrase, overhead+2*len(source))
	return phrase
}

// entries is how each type of question is answered.
var entries = map[assessment.Type]views.Entry{
	assessment.Single: views.EntryOne, assessment.TrueFalse: views.EntryOne, assessment.Multiple: views.EntryMany,
	assessment.ShortText: views.EntryText, assessment.Numeric: views.EntryNumber, assessment.Matching: views.EntryMatch,
}

// longest is how many characters may be typed for an answer.
var longest = map[assessment.Type]int{
	assessment.ShortText: assessment.MaxText, assessment.Numeric: assessment.MaxNumber,
}

// fieldOf is the name of the field that answers a slot, and anchorOf is its place on the page.
func fieldOf(slot exam.Slot) string { return "q" + strconv.Itoa(slot.Number) }

func anchorOf(slot exam.Slot) string { return "q-" + strconv.Itoa(slot.Number) }

// question is a slot as it is asked, with the response that stands in its fields. Nothing of what is right is in it.
// It is one of so many; 0 in a lesson, where the anchor is its own.
func question(
	v *door.Visit, slot exam.Slot, response assessment.Response, in asking, anchor string, of int,
) views.Question {
	text, lang := slot.Question.Text(in.reading, in.fallbacks...)
	shown := views.Question{
		Anchor: anchor, Field: checkField, Of: of, Entry: entries[slot.Question.Type],
		Prompt: in.phrases.of(text.Prompt), Lang: v.Words("", lang).Lang, Digest: slot.Response().Digest(),
		Text: response.Text + response.Number, // only one of them is ever filled
		Max:  longest[slot.Question.Type],
	}
	if of > 0 {
		shown.Field, shown.Number = fieldOf(slot), slot.Number
	}
	if slot.Answer != nil {
		shown.Seq = slot.Answer.Seq
		if !slot.Answer.Response.Empty() {
			shown.Saved = slot.Answer.SavedAt
		}
	}
	shown.Key = questionKey{slot.Question, v.P.Lang(), lang, strings.Join(slot.Order, " "), shown.Anchor, of}
	if slot.Question.Type == assessment.Matching {
		shown.Pairs = pairsOf(slot, text, response, in.phrases)
		return shown
	}
	for _, id := range slot.Order {
		shown.Choices = append(shown.Choices, views.QuestionChoice{
			ID: id, Text: in.phrases.of(text.Items[id].Text), Chosen: response.Chose(id),
		})
	}
	return shown
}

func pairsOf(
	slot exam.Slot, text assessment.QuestionText, response assessment.Response, phrases phrases,
) []views.QuestionPair {
	options := make([]ui.Option, 0, len(slot.Order))
	for _, id := range slot.Order {
		options = append(options, ui.Option{Value: id, Text: views.PlainText(text.Items[id].Text)})
	}
	pairs := make([]views.QuestionPair, 0, len(slot.Question.Pairs))
	for _, pair := range slot.Question.Pairs {
		pairs = append(pairs, views.QuestionPair{
			ID: pair.ID, Text: phrases.of(text.Items[pair.ID].Text), Options: options, Given: response.Pairs[pair.ID],
		})
	}
	return pairs
}

// tell adds what may be said of the answer that is kept; with solved, what would have been right too.
func tell(
	v *door.Visit, shown *views.Question, slot exam.Slot, mark assessment.Mark, told assessment.Feedback, in asking, solved bool,
) {
	shown.Marked = &views.Marked{
		State: string(mark.State), Told: told.Overall, Lang: v.Words("", told.Lang).Lang,
		Score: points(mark.Score), Of: points(mark.Points),
	}
	for i := range shown.Choices {
		shown.Choices[i].Told = told.Items[shown.Choices[i].ID]
	}
	for i := range shown.Pairs {
		shown.Pairs[i].Told = told.Items[shown.Pairs[i].ID]
	}
	if !solved {
		return
	}
	right := slot.Question.RightResponse()
	for i := range shown.Choices {
		shown.Choices[i].Right = right.Chose(shown.Choices[i].ID)
	}
	text, _ := slot.Question.Text(in.reading, in.fallbacks...)
	for i := range shown.Pairs {
		pair := &shown.Pairs[i]
		pair.OK = pair.Given != "" && pair.Given == right.Pairs[pair.ID]
		pair.Right = views.PlainText(text.Items[right.Pairs[pair.ID]].Text)
	}
	switch {
	case right.Number != "":
		shown.Marked.Right = v.P.Number(right.Number)
	case len(text.Accepted) > 0:
		shown.Marked.Right = text.Accepted[0]
	default:
		shown.Marked.Right = right.Text
	}
}

// points are a score as it is shown.
func points(score decimal.Decimal) string { return assessment.Rounded(score).String() }

// responseOf reads the answer to a question from a form.
func responseOf(v *door.Visit, question *assessment.Question, field string) assessment.Response {
	var given assessment.Response
	form := v.Request().PostArgs()
	switch question.Type {
	case assessment.ShortText:
		given.Text = v.FormValue(field)
	case assessment.Numeric:
		given.Number = strings.TrimSpace(v.FormValue(field))
	case assessment.Matching:
		for _, pair := range question.Pairs {
			if option := v.FormValue(field + "." + pair.ID); option != "" {
				if given.Pairs == nil {
					given.Pairs = map[string]string{}
				}
				given.Pairs[pair.ID] = option
			}
		}
	case assessment.Single, assessment.Multiple, assessment.TrueFalse:
		for _, id := range form.PeekMulti(field) {
			given.Choices = append(given.Choices, string(id))
		}
		slices.Sort(given.Choices)
	}
	return given
}
