// Package questiontest makes questions for tests.
package questiontest

import (
	"fmt"

	"github.com/shopspring/decimal"

	"vatra/assessment"
)

// Choose is a question with choices a, b, c, … of which those in right are right.
func Choose(key string, kind assessment.Type, choices, right string, tags ...string) assessment.Question {
	q := assessment.Question{Key: key, Type: kind, Points: decimal.NewFromInt(1), Tags: tags}
	items := map[string]assessment.ItemText{}
	for _, c := range choices {
		id := string(c)
		isRight := false
		for _, r := range right {
			isRight = isRight || r == c
		}
		q.Choices = append(q.Choices, assessment.Choice{ID: id, Right: isRight})
		items[id] = assessment.ItemText{Text: "choice " + id, Feedback: "about " + id}
	}
	q.Texts = map[string]assessment.QuestionText{
		"en": {Syntax: assessment.HTML, Prompt: "What is " + key + "?", Items: items, Right: "Yes.", Wrong: "Not quite."},
	}
	return q
}

// Matching is a question with n pairs, left i belonging to right i.
func Matching(key string, n int) assessment.Question {
	q := assessment.Question{Key: key, Type: assessment.Matching, Points: decimal.NewFromInt(1)}
	items := map[string]assessment.ItemText{}
	for i := range n {
		left, right := fmt.Sprint("l", i), fmt.Sprint("r", i)
		q.Pairs = append(q.Pairs, assessment.Pair{ID: left, Option: right})
		q.Options = append(q.Options, right)
		items[left] = assessment.ItemText{Text: "left " + fmt.Sprint(i), Feedback: "about left " + fmt.Sprint(i)}
		items[right] = assessment.ItemText{Text: "right " + fmt.Sprint(i)}
	}
	q.Texts = map[string]assessment.QuestionText{"en": {Syntax: assessment.HTML, Prompt: "Match.", Items: items}}
	return q
}

// Cloze has three gaps: of words, of a number that counts twice, and of three choices.
func Cloze(key string) assessment.Question {
	return assessment.Question{
		Key: key, Type: assessment.Cloze, Points: decimal.NewFromInt(4),
		Gaps: []assessment.Gap{
			{ID: "words", Marks: 1},
			{ID: "number", Marks: 2, Numbers: []assessment.Number{{Value: decimal.NewFromInt(30)}}},
			{ID: "choice", Marks: 1, Choices: []assessment.Choice{{ID: "x"}, {ID: "y", Right: true}, {ID: "z"}}},
		},
		Texts: map[string]assessment.QuestionText{"en": {
			Syntax: assessment.HTML, Prompt: "<p>The [[1]] answers in [[2]] days, by [[3]].</p>", Wrong: "Not quite.",
			Items: map[string]assessment.ItemText{
				"words": {Accepted: []string{"secretary", "clerk"}, Feedback: "about the words"}, "number": {Feedback: "about the number"},
				"choice": {}, "x": {Text: "train"}, "y": {Text: "letter"}, "z": {Text: "ship"},
			},
		}},
	}
}

// Of is a question of the type.
func Of(kind assessment.Type) assessment.Question {
	key := "of-" + string(kind)
	asked := assessment.Question{Key: key, Type: kind, Points: decimal.NewFromInt(1)}
	text := assessment.QuestionText{Syntax: assessment.HTML, Prompt: "What is it?"}
	switch kind {
	case assessment.Single:
		return Choose(key, kind, "abcd", "b")
	case assessment.Multiple:
		return Choose(key, kind, "abcd", "bd")
	case assessment.TrueFalse:
		return Choose(key, kind, "ab", "a")
	case assessment.Matching:
		return Matching(key, 4)
	case assessment.Select:
		q := Choose(key, kind, "abcd", "bd")
		text := q.Texts["en"]
		text.Prompt = "<p>Of [[1]], [[2]], [[3]] and [[4]]</p>"
		q.Texts["en"] = text
		return q
	case assessment.Cloze:
		return Cloze(key)
	case assessment.Matrix:
		q := Matching(key, 3)
		q.Type = kind
		return q
	case assessment.Scale:
		q := Choose(key, kind, "abcde", "")
		q.Points = decimal.Zero
		return q
	case assessment.Ordering:
		return Choose(key, kind, "abcd", "")
	case assessment.ShortText:
		text.Accepted = []string{"hearth"}
	case assessment.Numeric:
		asked.Numbers = []assessment.Number{{Value: decimal.NewFromInt(42)}}
	default:
		panic("questiontest: no question of the type " + string(kind))
	}
	asked.Texts = map[string]assessment.QuestionText{"en": text}
	return asked
}
