package assessment

import (
	"maps"
	"slices"
)

// Questions that are answered by typing: shorttext and numeric.

// wordsGiven asks of each language for words that count.
func wordsGiven(q *Question, text QuestionText) error {
	if len(text.Accepted) == 0 || slices.ContainsFunc(text.Accepted, func(s string) bool { return Normalise(s) == "" }) {
		return q.invalid("assessment.question_without_answer")
	}
	return nil
}

func wordsAccepted(q *Question, r Response) (won, of int) {
	for _, text := range q.Texts {
		if accepts(text.Accepted, r.Text) {
			return 1, 1
		}
	}
	return 0, 1
}

func accepts(accepted []string, typed string) bool {
	given := Normalise(typed)
	return slices.ContainsFunc(accepted, func(one string) bool { return Normalise(one) == given })
}

func firstWords(q *Question) Response {
	for _, lang := range slices.Sorted(maps.Keys(q.Texts)) {
		if accepted := q.Texts[lang].Accepted; len(accepted) > 0 {
			return Response{Text: accepted[0]}
		}
	}
	return Response{}
}

func numbersGiven(q *Question) error {
	if len(q.Numbers) == 0 {
		return q.invalid("assessment.question_without_answer")
	}
	if slices.ContainsFunc(q.Numbers, func(n Number) bool { return n.Tolerance.IsNegative() }) {
		return q.invalid("assessment.question_tolerance")
	}
	return nil
}

func numberAccepted(q *Question, r Response) (won, of int) {
	return truth(acceptsNumber(q.Numbers, r.Number)), 1
}

func acceptsNumber(numbers []Number, typed string) bool {
	readings, err := Readings(typed)
	if err != nil {
		return false
	}
	for _, n := range numbers {
		for _, given := range readings {
			if given.Sub(n.Value).Abs().LessThanOrEqual(n.Tolerance) {
				return true
			}
		}
	}
	return false
}

func firstNumber(q *Question) Response { return Response{Number: q.Numbers[0].Value.String()} }
