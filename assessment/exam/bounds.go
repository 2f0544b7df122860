package exam

import (
	"math"
	"time"

	"vatra/assessment"
	"vatra/lms/fault"
)

// What one attempt may put on the disk. The figures are such that nobody who answers meets them: not whoever types with
// one finger and is saved after each letter, nor whoever goes through a list with the arrow keys, nor a form without
// scripts that brings every answer at once, nor a browser that was without a line and brings all that has waited. They are
// kept with the attempt as it begins, so that a save decides by the row that it locks anyway.

// pace is how fast answers may come for long. The script of the page sends a text at most every 0.7 seconds.
const pace = `interval '0.5 seconds'`

// How many answers may come in one go: some, and every question twice.
const (
	atOnce            = 60
	atOncePerQuestion = 2
)

// changes is how often a question may be answered anew in one attempt; of one with lines or gaps, each of them.
var changes = map[assessment.Type]int{
	assessment.Single: 300, assessment.TrueFalse: 300, assessment.Multiple: 300, assessment.Matching: 100, assessment.Ordering: 100, assessment.Matrix: 100, assessment.Scale: 300,
	assessment.Select:  300,
	assessment.Numeric: 300, assessment.ShortText: 2 * assessment.MaxText,
	assessment.Cloze: 2 * assessment.MaxGap,
}

const (
	roomAround = 128 // bytes of a response beside what was answered
	roomItem   = 16  // bytes of an id of a response beside its letters
	roomNumber = 128 // bytes of a number as it is typed
	roomLetter = 4   // bytes of a character at most
)

// roomOf is how many bytes a response to the question may take: a choice needs few, a text as many as MaxText characters
// may have.
func roomOf(q *assessment.Question) int {
	room := roomAround
	switch q.Type {
	case assessment.Single, assessment.TrueFalse, assessment.Multiple, assessment.Select, assessment.Scale:
		for _, choice := range q.Choices {
			room += len(choice.ID) + roomItem
		}
	case assessment.Matching, assessment.Ordering, assessment.Matrix:
		longest := 0
		for _, side := range q.Sides() {
			longest = max(longest, len(side))
		}
		for _, line := range q.Lines() {
			room += len(line.ID) + longest + 2*roomItem
		}
	case assessment.Cloze:
		for _, gap := range q.Gaps {
			room += len(gap.ID) + 2*roomItem + roomLetter*assessment.MaxGap
		}
	case assessment.Numeric:
		room += roomNumber
	case assessment.ShortText:
		room += roomLetter * assessment.MaxText
	}
	return room
}

// allowance is what an attempt that asks these questions may save.
type allowance struct{ saves, bytes, atOnce int }

func allowanceOf(slots []Slot) allowance {
	given := allowance{atOnce: atOnce + atOncePerQuestion*len(slots)}
	for _, slot := range slots {
		times := changes[slot.Question.Type]
		times *= max(1, len(slot.Question.Lines())+len(slot.Question.Gaps))
		given.saves += times
		given.bytes += times * roomOf(slot.Question) / 2 // who types letter by letter sends half of it on the way
	}
	given.saves, given.bytes = min(given.saves, math.MaxInt32), min(given.bytes, math.MaxInt32)
	return given
}

// The refusals. What was typed stays where it is; too fast is over in moments, and says when.
func tooFast(wait float64) error {
	seconds := max(1, int(math.Ceil(wait)))
	return fault.New(fault.TooMany, "assessment.saves_too_fast",
		"RetryAfter", seconds, "Wait", time.Duration(seconds)*time.Second)
}

func usedUp() error { return fault.New(fault.TooMany, "assessment.saves_used_up") }

func noRoom() error { return fault.New(fault.TooLarge, "assessment.answer_no_room") }
