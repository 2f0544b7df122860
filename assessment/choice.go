package assessment

import "slices"

// Questions that are answered by choosing: single, truefalse, multiple, and select, where the choices stand in a text;
// and the scale, where none is right.

// oneRight asks for two choices at least, one of them right.
func oneRight(q *Question) error {
	if len(q.Choices) < 2 || len(rightChoices(q).Choices) != 1 || q.Type == TrueFalse && len(q.Choices) != 2 {
		return q.invalid("assessment.question_one_right")
	}
	return nil
}

func someRight(q *Question) error {
	if len(q.Choices) < 2 || len(rightChoices(q).Choices) == 0 {
		return q.invalid("assessment.question_some_right")
	}
	return nil
}

// noneRight asks for a scale: two choices at least, none of them right, and no points.
func noneRight(q *Question) error {
	if len(q.Choices) < 2 || len(rightChoices(q).Choices) > 0 || !q.Points.IsZero() {
		return q.invalid("assessment.question_scale")
	}
	return nil
}

func firstChoice(q *Question) Response { return Response{Choices: []string{q.Choices[0].ID}} }

func choicesPlaced(q *Question, text QuestionText) error { return q.placesWhole(text, len(q.Choices)) }

func chosenOne(q *Question, r Response) (won, of int) {
	return truth(len(r.Choices) == 1 && rightChoice(q.Choices, r.Choices[0])), 1
}

// chosenSome lets each wrong choice take one right choice away.
func chosenSome(q *Question, r Response) (won, of int) {
	for _, id := range distinctIDs(r.Choices) {
		won += 2*truth(rightChoice(q.Choices, id)) - 1
	}
	return won, len(rightChoices(q).Choices)
}

func rightChoices(q *Question) Response {
	var r Response
	for _, choice := range q.Choices {
		if choice.Right {
			r.Choices = append(r.Choices, choice.ID)
		}
	}
	return r
}

func rightChoice(choices []Choice, id string) bool {
	return slices.Contains(choices, Choice{ID: id, Right: true})
}

func distinctIDs(ids []string) []string {
	sorted := slices.Clone(ids)
	slices.Sort(sorted)
	return slices.Compact(sorted)
}
