package assessment

import (
	"maps"
	"slices"
)

// Gap is a place in the text of a cloze, where a few words, a number or a choice is wanted. With Numbers it is a number, any of
// which is right; with Choices one of them; with neither the words accepted in the texts, each language's.
type Gap struct {
	ID      string   `json:"id"`
	Marks   int      `json:"marks"` // its share of the points is Marks of those of all gaps
	Numbers []Number `json:"numbers,omitempty"`
	Choices []Choice `json:"choices,omitempty"`
}

const (
	maxGaps  = 20 // each of which may be typed letter by letter
	maxMarks = 100
)

// gapsWhole is about the structure, gapsFilled about a language.
func gapsWhole(q *Question) error {
	if len(q.Gaps) == 0 {
		return q.invalid("assessment.question_without_answer")
	}
	for _, gap := range q.Gaps {
		switch asked := (&Question{Key: q.Key, Choices: gap.Choices, Numbers: gap.Numbers}); {
		case gap.Marks < 1 || gap.Marks > maxMarks:
			return q.invalid("assessment.question_gap_marks")
		case len(gap.Choices) > 0 && len(gap.Numbers) > 0:
			return q.invalid("assessment.question_without_answer")
		case len(gap.Choices) > 0 && oneRight(asked) != nil:
			return q.invalid("assessment.question_gap_choices")
		case len(gap.Numbers) > 0 && numbersGiven(asked) != nil:
			return numbersGiven(asked)
		}
	}
	return nil
}

func gapsFilled(q *Question, text QuestionText) error {
	for _, gap := range q.Gaps {
		if len(gap.Choices)+len(gap.Numbers) > 0 {
			continue
		}
		if err := wordsGiven(q, QuestionText{Accepted: text.Items[gap.ID].Accepted}); err != nil {
			return err
		}
	}
	return q.placesWhole(text, len(q.Gaps))
}

// Met reports whether what was given to a gap is right.
func (q *Question) Met(gap Gap, given string) bool {
	switch {
	case len(gap.Choices) > 0:
		return rightChoice(gap.Choices, given)
	case len(gap.Numbers) > 0:
		return acceptsNumber(gap.Numbers, given)
	}
	for _, text := range q.Texts {
		if accepts(text.Items[gap.ID].Accepted, given) {
			return true
		}
	}
	return false
}

func gapsMet(q *Question, r Response) (won, of int) {
	for _, gap := range q.Gaps {
		of += gap.Marks
		if q.Met(gap, r.Gaps[gap.ID]) {
			won += gap.Marks
		}
	}
	return won, of
}

func rightGaps(q *Question) Response {
	var r Response
	for _, gap := range q.Gaps {
		switch {
		case len(gap.Choices) > 0:
			given(&r.Gaps, gap.ID, rightChoices(&Question{Choices: gap.Choices}).Choices[0])
		case len(gap.Numbers) > 0:
			given(&r.Gaps, gap.ID, gap.Numbers[0].Value.String())
		default:
			first := slices.Min(slices.Collect(maps.Keys(q.Texts)))
			given(&r.Gaps, gap.ID, q.Texts[first].Items[gap.ID].Accepted[0])
		}
	}
	return r
}

// answeredGaps are what was given to gaps that the question has, with choices that they have; an Invalid fault where a number is
// asked for and none was typed.
func (q *Question) answeredGaps(r Response) (map[string]string, error) {
	var out map[string]string
	for _, gap := range q.Gaps {
		typed := plain(r.Gaps[gap.ID])
		if len(gap.Choices) > 0 && !slices.ContainsFunc(gap.Choices, func(c Choice) bool { return c.ID == typed }) || typed == "" {
			continue
		}
		if len(gap.Numbers) > 0 {
			if _, err := Readings(typed); err != nil {
				return nil, err
			}
		}
		given(&out, gap.ID, typed)
	}
	return out, nil
}
