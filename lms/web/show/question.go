package show

import (
	"slices"
	"strconv"
	"strings"

	"github.com/gofiber/fiber/v2"
	"github.com/shopspring/decimal"

	"vatra/assessment"
	"vatra/assessment/exam"
	"vatra/lms/cache"
	"vatra/lms/fault"
	"vatra/lms/web/door"
	"vatra/lms/web/views/parts"
	"vatra/lms/web/views/ui"
)

// Asking is in which languages a question is shown.
type Asking struct {
	Reading   string
	Fallbacks []string
	Phrases   Phrases
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

// Phrases keeps the texts of questions as they can stand in a line, by what they are made of.
type Phrases struct {
	kept *cache.Cache[string, parts.Phrase]
}

// phrasesLimit is in bytes.
const phrasesLimit = 2 << 20

// NewPhrases keeps nothing yet.
func NewPhrases() Phrases { return Phrases{cache.New[string, parts.Phrase](phrasesLimit)} }

func (p Phrases) of(source string) parts.Phrase {
	if phrase, known := p.kept.Get(source); known {
		return phrase
	}
	const overhead = 200
	phrase := parts.PhraseOf(source)
	p.kept.Put(source, phrase, overhead+2*len(source))
	return phrase
}

// CheckField is the name of the field with the answer to a question inside a lesson, the same in each of their forms.
const CheckField = "answer"

// entries is how each type of question is answered.
var entries = map[assessment.Type]parts.Entry{
	assessment.Single: parts.EntryOne, assessment.TrueFalse: parts.EntryOne, assessment.Multiple: parts.EntryMany,
	assessment.ShortText: parts.EntryText, assessment.Numeric: parts.EntryNumber, assessment.Matching: parts.EntryMatch,
	assessment.Ordering: parts.EntryOrder, assessment.Cloze: parts.EntryGaps,
	assessment.Select: parts.EntryPick,
	assessment.Matrix: parts.EntryGrid, assessment.Scale: parts.EntryScale,
}

// longest is how many characters may be typed for an answer.
var longest = map[assessment.Type]int{
	assessment.ShortText: assessment.MaxText, assessment.Numeric: assessment.MaxNumber, assessment.Cloze: assessment.MaxGap,
}

// FieldOf is the name of the field that answers a slot of an attempt.
func FieldOf(slot exam.Slot) string { return "q" + strconv.Itoa(slot.Number) }

// AnchorOf is its place on the page.
func AnchorOf(slot exam.Slot) string { return "q-" + strconv.Itoa(slot.Number) }

// Question is a slot as it is asked, with the response that stands in its fields. Nothing of what is right is in it.
// It is one of so many; 0 in a lesson, where the anchor is its own.
func Question(
	v *door.Visit, slot exam.Slot, response assessment.Response, in Asking, anchor string, of int,
) parts.Question {
	text, lang := slot.Question.Text(in.Reading, in.Fallbacks...)
	shown := parts.Question{
		Anchor: anchor, Field: CheckField, Of: of, Entry: entries[slot.Question.Type],
		Prompt: in.Phrases.of(text.Prompt), Lang: v.Words("", lang).Lang, Digest: slot.Response().Digest(),
		Text: response.Text + response.Number, // only one of them is ever filled
		Max:  longest[slot.Question.Type],
	}
	if of > 0 {
		shown.Field, shown.Number = FieldOf(slot), slot.Number
	}
	if slot.Answer != nil {
		shown.Seq = slot.Answer.Seq
		if !slot.Answer.Response.Empty() {
			shown.Saved = slot.Answer.SavedAt
		}
	}
	shown.Key = questionKey{slot.Question, v.P.Lang(), lang, strings.Join(slot.Order, " "), shown.Anchor, of}
	switch slot.Question.Type {
	case assessment.Cloze:
		shown.Prompt, shown.Passage = parts.Phrase{Flow: true}, passageOf(text, gapPieces(slot, text, response))
		return shown
	case assessment.Select:
		var words []parts.Piece
		shown.Choices, words = picks(slot, text, response, in.Phrases)
		shown.Prompt, shown.Passage = parts.Phrase{Flow: true}, passageOf(text, words)
		return shown
	default:
	}
	if len(slot.Question.Lines()) > 0 {
		shown.Pairs = pairsOf(slot, text, response, in.Phrases)
		return shown
	}
	for _, id := range slot.Order {
		shown.Choices = append(shown.Choices, parts.QuestionChoice{
			ID: id, Text: in.Phrases.of(text.Items[id].Text), Chosen: response.Chose(id),
		})
	}
	return shown
}

func pairsOf(
	slot exam.Slot, text assessment.QuestionText, response assessment.Response, phrases Phrases,
) []parts.QuestionPair {
	var lines, sides []string
	for _, line := range slot.Question.Lines() {
		lines = append(lines, line.ID)
	}
	if slot.Question.Type == assessment.Ordering {
		lines, sides = slot.Order, slot.Question.Sides()
	} else {
		sides = slot.Order
	}
	options := make([]ui.Option, 0, len(sides))
	for _, side := range sides {
		options = append(options, ui.Option{Value: side, Text: sideOf(text, side)})
	}
	pairs := make([]parts.QuestionPair, 0, len(lines))
	for _, id := range lines {
		pairs = append(pairs, parts.QuestionPair{
			ID: id, Text: phrases.of(text.Items[id].Text), Options: options, Given: response.Pairs[id],
		})
	}
	return pairs
}

// sideOf is what a line may be given, in words: an option's text, or a place as it is.
func sideOf(text assessment.QuestionText, side string) string {
	if option, worded := text.Items[side]; worded {
		return parts.PlainText(option.Text)
	}
	return side
}

// Tell adds what may be said of the answer that is kept; with solved, what would have been right too.
func Tell(
	v *door.Visit, shown *parts.Question, slot exam.Slot, mark assessment.Mark, told assessment.Feedback, in Asking, solved bool,
) {
	shown.Marked = &parts.Marked{
		State: string(mark.State), Told: told.Overall, Lang: v.Words("", told.Lang).Lang,
		Score: Points(mark.Score), Of: Points(mark.Points), Idle: !slot.Question.Counts(),
	}
	for i := range shown.Choices {
		shown.Choices[i].Told = told.Items[shown.Choices[i].ID]
	}
	for i := range shown.Pairs {
		shown.Pairs[i].Told = told.Items[shown.Pairs[i].ID]
	}
	for _, gap := range shown.Gaps() {
		gap.Told = told.Items[gap.ID]
	}
	if !solved || shown.Marked.Idle {
		return
	}
	right := slot.Question.RightResponse()
	for i := range shown.Choices {
		shown.Choices[i].Right = right.Chose(shown.Choices[i].ID)
	}
	text, _ := slot.Question.Text(in.Reading, in.Fallbacks...)
	for i := range shown.Pairs {
		pair := &shown.Pairs[i]
		pair.OK = pair.Given != "" && pair.Given == right.Pairs[pair.ID]
		pair.Right = sideOf(text, right.Pairs[pair.ID])
	}
	solveGaps(v, shown, slot.Question, text, right)
	if slot.Question.Type == assessment.Ordering {
		inOrder(shown.Pairs, slot.Question)
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

// inOrder puts the items where they belong.
func inOrder(pairs []parts.QuestionPair, question *assessment.Question) {
	place := func(id string) int {
		return slices.IndexFunc(question.Choices, func(item assessment.Choice) bool { return item.ID == id })
	}
	slices.SortFunc(pairs, func(a, b parts.QuestionPair) int { return place(a.ID) - place(b.ID) })
}

// Points are a score as it is shown.
func Points(score decimal.Decimal) string { return assessment.Rounded(score).String() }

// ResponseOf reads the answer to a question from a form.
func ResponseOf(v *door.Visit, question *assessment.Question, field string) assessment.Response {
	var given assessment.Response
	form := v.Request().PostArgs()
	switch question.Type {
	case assessment.ShortText:
		given.Text = v.FormValue(field)
	case assessment.Numeric:
		given.Number = strings.TrimSpace(v.FormValue(field))
	case assessment.Matching, assessment.Ordering, assessment.Matrix:
		for _, line := range question.Lines() {
			if side := v.FormValue(field + "." + line.ID); side != "" {
				if given.Pairs == nil {
					given.Pairs = map[string]string{}
				}
				given.Pairs[line.ID] = side
			}
		}
	case assessment.Cloze:
		given.Gaps = gapsOf(v, question, field)
	case assessment.Single, assessment.Multiple, assessment.TrueFalse, assessment.Select, assessment.Scale:
		for _, id := range form.PeekMulti(field) {
			given.Choices = append(given.Choices, string(id))
		}
		slices.Sort(given.Choices)
	}
	return given
}

// Refusal is an answer that could not be kept.
type Refusal struct {
	Response assessment.Response
	Text     string
	Kind     fault.Kind // Conflict: the attempt takes no answers any more
}

// Status is how a refused answer is said in HTTP: with another, the higher one counts.
func (r Refusal) Status() int {
	if r.Kind == fault.TooMany {
		return fiber.StatusTooManyRequests
	}
	return fiber.StatusUnprocessableEntity
}
