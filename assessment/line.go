package assessment

import (
	"slices"
	"strconv"
)

// Questions whose every line is given something out of one list: matching, matrix, and ordering, which gives each item its place.

// Lines are what the question has each given one of its Sides, with the one that is right: the pairs, or the items to order
// with their places from 1. None where it is answered otherwise.
func (q *Question) Lines() []Pair {
	if q.Type != Ordering {
		return q.Pairs
	}
	lines := make([]Pair, len(q.Choices))
	for i, item := range q.Choices {
		lines[i] = Pair{ID: item.ID, Option: strconv.Itoa(i + 1)}
	}
	return lines
}

// Sides are what its Lines may be given: the ids of options, or places.
func (q *Question) Sides() []string {
	if q.Type != Ordering {
		return q.Options
	}
	places := make([]string, len(q.Choices))
	for i := range places {
		places[i] = strconv.Itoa(i + 1)
	}
	return places
}

func pairsWhole(q *Question) error {
	stray := func(p Pair) bool { return !slices.Contains(q.Options, p.Option) }
	if len(q.Pairs) < 2 || len(q.Options) < 2 || slices.ContainsFunc(q.Pairs, stray) {
		return q.invalid("assessment.question_pairs")
	}
	return nil
}

func pairsMet(q *Question, r Response) (won, of int) {
	for _, p := range q.Pairs {
		won += truth(r.Pairs[p.ID] == p.Option)
	}
	return won, len(q.Pairs)
}

func rightLines(q *Question) Response {
	var r Response
	for _, line := range q.Lines() {
		given(&r.Pairs, line.ID, line.Option)
	}
	return r
}

// itemsToOrder are two at least. Which of them is right is said by their order alone.
func itemsToOrder(q *Question) error {
	if len(q.Choices) < 2 || len(rightChoices(q).Choices) > 0 {
		return q.invalid("assessment.question_order")
	}
	return nil
}

// orderKept counts every two items: a pair in its right order wins one, a pair the wrong way round takes one back, and one that
// shares a place, or has none, does neither. It is Kendall's rank correlation, τ (Biometrika 30, 1938), and chosen over counting
// right places because that gives nothing to whoever has all in order but for the first, put last; and because who guesses earns
// as much by it as by knowing nothing, as in a multiple choice.
func orderKept(q *Question, r Response) (won, of int) {
	places := make([]int, 0, len(q.Choices))
	for _, item := range q.Choices {
		place, err := strconv.Atoi(r.Pairs[item.ID])
		if err != nil || place < 1 || place > len(q.Choices) {
			place = 0
		}
		places = append(places, place)
	}
	for later, place := range places {
		for _, earlier := range places[:later] {
			of++
			switch {
			case place == 0 || earlier == 0:
			case earlier < place:
				won++
			case earlier > place:
				won--
			}
		}
	}
	return won, of
}
