// Package quizzes owns quizzes: their rules, what they ask, and their drafts until they are frozen.
//
// It knows no learner, no attempt and no course. It must not import content, certificates or lms, the leaves aside.
package quizzes

import (
	"slices"
	"time"

	"github.com/google/uuid"
	"github.com/shopspring/decimal"

	"vatra/assessment"
	"vatra/lms/fault"
	"vatra/lms/lang"
)

// Kind says how a quiz is taken.
type Kind string

// The kinds of quiz.
const (
	Exam  Kind = "exam"  // taken as a whole and submitted
	Check Kind = "check" // questions inside a lesson, answered one by one with feedback at once
)

// GradeBy says which attempt counts.
type GradeBy string

// Which attempt counts; Average is the mean of all that were submitted.
const (
	Best    GradeBy = "best"
	Last    GradeBy = "last"
	First   GradeBy = "first"
	Average GradeBy = "average"
)

// Review says when a learner may see which answers were right, with their feedback.
type Review string

// When feedback is shown. ReviewClosed waits until nobody can use it to answer better: closes_at has passed or, for
// this learner, no attempt is left. The mark itself is always shown after submitting.
const (
	ReviewDuring Review = "during" // at once after each answer, and after submitting
	ReviewAfter  Review = "after"  // after submitting
	ReviewClosed Review = "closed"
	ReviewNever  Review = "never"
)

// UsualPassMark is the mark, in per cent, that passes an exam of which nobody said a mark; certificates follow from it.
var UsualPassMark = decimal.NewFromInt(60)

// State says whether a quiz can be changed or taken.
type State string

// The states of a quiz.
const (
	Draft  State = "draft"  // may be changed and deleted, and not be started
	Frozen State = "frozen" // may be started, and never changes
)

// Quiz is a set of questions with the rules of taking it. Zero values mean: no time limit, no opening, no
// closing, any number of attempts. The zero GradeBy is Best and the zero Review is ReviewAfter.
type Quiz struct {
	ID               uuid.UUID
	State            State
	Kind             Kind
	Titles           lang.Texts
	TimeLimit        time.Duration // whole seconds
	OpensAt          time.Time
	ClosesAt         time.Time
	MaxAttempts      int
	PassMark         decimal.Decimal // per cent of the points, at most two places
	ShuffleQuestions bool
	ShuffleChoices   bool
	GradeBy          GradeBy
	Review           Review
	Draws            []Draw // none: all questions are asked

	// Questions are all that may be asked, in the order given. Store.Quiz fills them; they are shared: do not change them.
	Questions []*assessment.Question

	versions []uuid.UUID // of Questions, by the same index
}

// Draw asks Count questions chosen at random from those with the tag.
type Draw struct {
	Tag   string
	Count int
}

// Question is the quiz's question with this key.
func (q *Quiz) Question(key string) (*assessment.Question, bool) {
	for _, one := range q.Questions {
		if one.Key == key {
			return one, true
		}
	}
	return nil, false
}

// Asked is how many questions an attempt asks.
func (q *Quiz) Asked() int {
	if len(q.Draws) == 0 {
		return len(q.Questions)
	}
	asked := 0
	for _, d := range q.Draws {
		asked += d.Count
	}
	return asked
}

// AttemptsLeft is how many attempts a learner has left after begun of them; limited is false where the quiz takes any
// number.
func (q *Quiz) AttemptsLeft(begun int) (left int, limited bool) {
	return max(0, q.MaxAttempts-begun), q.MaxAttempts > 0
}

// OpenAt is nil while the quiz is open, else a Conflict that says why not: assessment.not_open_yet or
// assessment.quiz_closed.
func (q *Quiz) OpenAt(now time.Time) error {
	switch {
	case now.Before(q.OpensAt):
		return fault.New(fault.Conflict, "assessment.not_open_yet", "Opens", q.OpensAt)
	case !q.ClosesAt.IsZero() && !now.Before(q.ClosesAt):
		return fault.New(fault.Conflict, "assessment.quiz_closed", "Closed", q.ClosesAt)
	}
	return nil
}

// MayBegin is nil where a learner may begin another attempt after begun of them, else a Conflict that says why not:
// as OpenAt, or assessment.no_attempts_left.
func (q *Quiz) MayBegin(now time.Time, begun int) error {
	if err := q.OpenAt(now); err != nil {
		return err
	}
	if left, limited := q.AttemptsLeft(begun); limited && left == 0 {
		return fault.New(fault.Conflict, "assessment.no_attempts_left", "Attempts", q.MaxAttempts)
	}
	return nil
}

// Deadline is when an attempt that begins now has to end; zero: never.
func (q *Quiz) Deadline(now time.Time) time.Time {
	if q.TimeLimit == 0 {
		return q.ClosesAt
	}
	end := now.Add(q.TimeLimit)
	if !q.ClosesAt.IsZero() && q.ClosesAt.Before(end) {
		return q.ClosesAt
	}
	return end
}

// Reviewed applies the quiz's Review to a submitted attempt; submitted is how many its learner has handed in.
func (q *Quiz) Reviewed(now time.Time, submitted int) bool {
	switch q.Review {
	case ReviewDuring, ReviewAfter:
		return true
	case ReviewClosed:
		left, limited := q.AttemptsLeft(submitted)
		return limited && left == 0 || !q.ClosesAt.IsZero() && !now.Before(q.ClosesAt)
	case ReviewNever:
	}
	return false
}

// size is roughly what the quiz takes in memory, in bytes.
func (q *Quiz) size() int {
	bytes := 1000
	for _, one := range q.Questions {
		bytes += one.Size()
	}
	return bytes
}

// Version is the quiz's question in this version; nil where it asks no such version.
func (q *Quiz) Version(id uuid.UUID) *assessment.Question {
	for i, version := range q.versions {
		if version == id {
			return q.Questions[i]
		}
	}
	return nil
}

// VersionOf is the version in which one of the quiz's questions is asked; zero for a question that is none of them.
func (q *Quiz) VersionOf(question *assessment.Question) uuid.UUID {
	for i, one := range q.Questions {
		if one == question && i < len(q.versions) {
			return q.versions[i]
		}
	}
	return uuid.Nil
}

// Validate says whether the quiz can be taken: an Invalid fault names what is wrong with it, or with which question.
func (q *Quiz) Validate() error {
	if err := q.validateRules(); err != nil {
		return err
	}
	if len(q.Questions) == 0 {
		return fault.New(fault.Invalid, "assessment.quiz_empty")
	}
	keys := make(map[string]bool, len(q.Questions))
	identities := make(map[assessment.Identity]bool, len(q.Questions))
	for _, one := range q.Questions {
		if err := one.Validate(); err != nil {
			return err
		}
		if one.Key == "" || keys[one.Key] || identities[one.Identity] {
			return fault.New(fault.Invalid, "assessment.question_key_twice", "Question", one.Key)
		}
		keys[one.Key], identities[one.Identity] = true, true
	}
	if err := q.validateDraws(); err != nil {
		return err
	}
	if q.Kind == Exam && !q.counts() {
		return fault.New(fault.Invalid, "assessment.quiz_counts_nothing")
	}
	return nil
}

// counts reports whether each attempt asks something that counts, so that there is a mark.
func (q *Quiz) counts() bool {
	counts := func(one *assessment.Question) bool { return one.Counts() }
	if len(q.Draws) == 0 {
		return slices.ContainsFunc(q.Questions, counts)
	}
	return slices.ContainsFunc(q.Draws, func(d Draw) bool {
		idle := 0
		for _, at := range q.tagged(d.Tag) {
			if !q.Questions[at].Counts() {
				idle++
			}
		}
		return idle < d.Count
	})
}

func (q *Quiz) validateRules() error {
	invalid := func(key string) error { return fault.New(fault.Invalid, key) }
	if title, _ := q.Titles.In(""); title == "" {
		return invalid("assessment.quiz_without_title")
	}
	if q.PassMark.IsNegative() || q.PassMark.GreaterThan(decimal.NewFromInt(100)) || !q.PassMark.Equal(q.PassMark.Round(2)) {
		return invalid("assessment.quiz_pass_mark")
	}
	if q.TimeLimit < 0 || q.TimeLimit%time.Second != 0 {
		return invalid("assessment.quiz_time_limit")
	}
	if q.MaxAttempts < 0 {
		return invalid("assessment.quiz_attempts")
	}
	if !q.OpensAt.IsZero() && !q.ClosesAt.IsZero() && !q.ClosesAt.After(q.OpensAt) {
		return invalid("assessment.quiz_closes_before_opening")
	}
	return q.validateNames()
}

func (q *Quiz) validateNames() error {
	switch q.GradeBy {
	case Best, Last, First, Average:
	default:
		return fault.New(fault.Invalid, "assessment.quiz_grade")
	}
	switch q.Review {
	case ReviewDuring, ReviewAfter, ReviewClosed, ReviewNever:
	default:
		return fault.New(fault.Invalid, "assessment.quiz_review")
	}
	switch q.Kind {
	case Exam:
		return nil
	case Check:
		if q.TimeLimit != 0 || !q.OpensAt.IsZero() || !q.ClosesAt.IsZero() || q.MaxAttempts != 0 || len(q.Draws) != 0 ||
			q.ShuffleQuestions || q.ShuffleChoices {
			return fault.New(fault.Invalid, "assessment.quiz_check_rules")
		}
		return nil
	}
	return fault.New(fault.Invalid, "assessment.quiz_kind")
}

func (q *Quiz) validateDraws() error {
	for _, d := range q.Draws {
		if d.Tag == "" || d.Count < 1 {
			return fault.New(fault.Invalid, "assessment.quiz_draw")
		}
		if d.Count > len(q.Questions) {
			return tooFew(d, q.tagged(d.Tag))
		}
	}
	if len(q.Draws) > 0 {
		_, err := q.draw(newRandom())
		return err
	}
	return nil
}
