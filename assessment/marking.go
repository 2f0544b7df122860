package assessment

import "github.com/shopspring/decimal"

// State is how right an answer is.
type State string

// The states of an answer.
const (
	Unanswered State = "unanswered"
	Wrong      State = "wrong"
	Partial    State = "partial"
	Right      State = "right"
)

// Mark is what an answer is worth.
type Mark struct {
	State  State
	Score  decimal.Decimal
	Points decimal.Decimal // the most it could be worth
}

// Feedback is what a learner is told about an answer.
type Feedback struct {
	Items   map[string]string // by id of a choice that was chosen, or of a pair that was answered
	Overall string
	Lang    string
}

// Mark is what the response is worth.
func (q *Question) Mark(r Response) Mark { panic("being written") }

// Feedback is what to tell a learner who answered r.
func (q *Question) Feedback(r Response, lang string, fallbacks ...string) Feedback {
	panic("being written")
}

// Normalise is a short text as it is compared.
func Normalise(s string) string { panic("being written") }

// Readings are the numbers that a typed text can mean.
func Readings(typed string) ([]decimal.Decimal, error) { panic("being written") }
