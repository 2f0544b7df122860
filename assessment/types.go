package assessment

// Type is the form of a question.
type Type string

// The types of question. Each says in a file of its own what it asks of a question, what a response earns, and which one is
// right; rules is the table of them.
const (
	Single    Type = "single"    // one choice is right
	Multiple  Type = "multiple"  // several choices may be right; partial credit
	TrueFalse Type = "truefalse" // a single choice between true and false
	ShortText Type = "shorttext" // a few words, compared as Normalise does
	Numeric   Type = "numeric"   // a number within a tolerance
	Matching  Type = "matching"  // each pair's left side is given an option of the right
	Ordering  Type = "ordering"  // each item is given its place
	Cloze     Type = "cloze"     // gaps in a text: words, numbers, choices
	Select    Type = "select"    // as multiple, where the choices are words of a text
	Matrix    Type = "matrix"    // as matching: rows, each with one of the same columns
	Scale     Type = "scale"     // a question of a survey: no choice is right, and it counts nothing
)

// Types are all types of questions. What is not among them is refused, so that tests which go through them see a new one.
func Types() []Type {
	return []Type{Single, Multiple, TrueFalse, ShortText, Numeric, Matching, Ordering, Cloze, Select, Matrix, Scale}
}

// rule is what one type of question keeps to.
type rule struct {
	validate func(*Question) error                   // whether what it holds can be asked and marked
	text     func(*Question, QuestionText) error     // the same of its texts in a language; nil: nothing more than of all
	credit   func(*Question, Response) (won, of int) // the fraction of the points that a response earns; nil: it does not count
	right    func(*Question) Response                // what is fully right
	missing  string                                  // what is said where nothing was answered
}

var rules = map[Type]rule{
	Single:    {validate: oneRight, credit: chosenOne, right: rightChoices, missing: "assessment.choose_one"},
	TrueFalse: {validate: oneRight, credit: chosenOne, right: rightChoices, missing: "assessment.choose_one"},
	Multiple:  {validate: someRight, credit: chosenSome, right: rightChoices, missing: "assessment.choose_some"},
	ShortText: {validate: anything, text: wordsGiven, credit: wordsAccepted, right: firstWords, missing: "assessment.write_answer"},
	Numeric:   {validate: numbersGiven, credit: numberAccepted, right: firstNumber, missing: "assessment.write_number"},
	Matching:  {validate: pairsWhole, credit: pairsMet, right: rightLines, missing: "assessment.choose_matches"},
	Ordering:  {validate: itemsToOrder, credit: orderKept, right: rightLines, missing: "assessment.choose_places"},
	Cloze:     {validate: gapsWhole, text: gapsFilled, credit: gapsMet, right: rightGaps, missing: "assessment.fill_gaps"},
	Matrix:    {validate: pairsWhole, credit: pairsMet, right: rightLines, missing: "assessment.choose_rows"},
	Scale:     {validate: noneRight, right: firstChoice, missing: "assessment.choose_one"},
	Select:    {validate: someRight, text: choicesPlaced, credit: chosenSome, right: rightChoices, missing: "assessment.choose_some"},
}

// rule is that of the question's type; of a type that is not known nothing is right, and Validate refuses it.
func (q *Question) rule() rule {
	if own, known := rules[q.Type]; known {
		return own
	}
	return rule{
		validate: func(*Question) error { return q.invalid("assessment.question_type") },
		credit:   func(*Question, Response) (won, of int) { return 0, 1 },
		right:    func(*Question) Response { return Response{} },
	}
}

// Counts reports whether the question carries points. One of a survey does not: whatever is answered to it is Noted.
func (q *Question) Counts() bool { return q.rule().credit != nil }

// RightResponse is an answer that is fully right: what a review shows as the solution. Of one that does not Count it is an answer
// like any other.
func (q *Question) RightResponse() Response { return q.rule().right(q) }

func anything(*Question) error { return nil }
