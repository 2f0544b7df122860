package assessment

import (
	"github.com/shopspring/decimal"
)

// Scores are exact decimals. A partial credit such as 1/3 has no end, so a slot's score keeps ScorePlaces decimals and
// a mark is compared with the pass mark after rounding to comparePlaces: three thirds make a whole, and a mark that
// misses the pass mark by less than 10⁻¹² meets it.
const (
	ScorePlaces   = 20
	comparePlaces = 12
	shownPlaces   = 2
)

var hundred = decimal.NewFromInt(100)

// State is how right an answer is.
type State string

// The states of an answer.
const (
	Unanswered State = "unanswered"
	Wrong      State = "wrong"
	Partial    State = "partial"
	Right      State = "right"
	Noted      State = "noted" // it is neither: nothing is right of a question that does not count
)

// Mark is what an answer is worth.
type Mark struct {
	State  State
	Score  decimal.Decimal
	Points decimal.Decimal // the most it could be worth
}

// Feedback is what a learner is told about an answer: HTML, as the question's texts are.
type Feedback struct {
	Items   map[string]string // by id of a choice that was chosen, or of a pair or a gap that was answered
	Overall string
	Lang    string
}

// Mark is what the response is worth. Nothing is ever worth less than zero.
//
//   - single, truefalse: all points if exactly the right choice was chosen.
//   - multiple, select: points × (right chosen − wrong chosen) ÷ right in all. Each wrong choice takes one right choice away,
//     so that choosing everything earns no more than knowing does.
//   - shorttext: all points if it equals an accepted answer of any language, as Normalise compares.
//   - numeric: all points if one of its Readings lies within the tolerance of an accepted number, ends included.
//   - matching, matrix: points × pairs that are right ÷ pairs in all. A wrong pair takes nothing away: it already costs the
//     option that would have been right.
//   - ordering: points × (pairs of items in their right order − pairs the wrong way round) ÷ all pairs of items; see orderKept.
//   - cloze: points × marks of the gaps that are right ÷ marks of all. A wrong gap takes nothing away.
//
// A scale is worth nothing, whatever is chosen.
//
// An id that the question does not know counts as a wrong choice.
func (q *Question) Mark(r Response) Mark {
	mark := Mark{State: Unanswered, Points: q.Points}
	if r.Empty() {
		return mark
	}
	if !q.Counts() {
		mark.State = Noted
		return mark
	}
	won, of := q.rule().credit(q, r)
	switch {
	case won <= 0:
		mark.State = Wrong
	case won == of:
		mark.State, mark.Score = Right, q.Points
	default:
		mark.State = Partial
		mark.Score = q.Points.Mul(decimal.NewFromInt(int64(won))).DivRound(decimal.NewFromInt(int64(of)), ScorePlaces)
	}
	return mark
}

// Feedback is what to tell a learner who answered r, in the first of the languages that the question has.
func (q *Question) Feedback(r Response, lang string, fallbacks ...string) Feedback {
	text, in := q.Text(lang, fallbacks...)
	told := Feedback{Items: map[string]string{}, Lang: in, Overall: text.Wrong}
	state := q.Mark(r).State
	switch state {
	case Unanswered:
		told.Overall = ""
		return told
	case Right:
		told.Overall = text.Right
	case Noted:
		told.Overall = text.Right
	case Wrong, Partial:
	}
	for id, item := range text.Items {
		if item.Feedback != "" && (r.Chose(id) || r.Pairs[id] != "" || r.Gaps[id] != "") {
			told.Items[id] = item.Feedback
		}
	}
	return told
}

// Percent is score of the most, unrounded as far as ScorePlaces go.
func Percent(score, most decimal.Decimal) decimal.Decimal {
	return score.Mul(hundred).DivRound(most, ScorePlaces)
}

// Meets reports whether a percentage reaches the pass mark.
func Meets(percent, passMark decimal.Decimal) bool {
	return percent.Round(comparePlaces).GreaterThanOrEqual(passMark)
}

// Rounded is a percentage as it is shown: two places, half up. Passing is decided on the unrounded.
func Rounded(percent decimal.Decimal) decimal.Decimal { return percent.Round(shownPlaces) }

func truth(b bool) int {
	if b {
		return 1
	}
	return 0
}
