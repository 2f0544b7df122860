package assessment_test

import (
	"fmt"

	"github.com/shopspring/decimal"

	"vatra/assessment"
)

// A multiple choice of which two are right: each right choice earns its share, and each wrong one takes a share away.
func ExampleQuestion_Mark() {
	question := assessment.Question{
		Key: "backup", Type: assessment.Multiple, Points: decimal.NewFromInt(2),
		Choices: []assessment.Choice{{ID: "disk", Right: true}, {ID: "cloud", Right: true}, {ID: "paper"}},
	}
	for _, chosen := range [][]string{{"disk", "cloud"}, {"disk"}, {"disk", "cloud", "paper"}, nil} {
		mark := question.Mark(assessment.Response{Choices: chosen})
		fmt.Println(chosen, mark.State, mark.Score)
	}
	// Output:
	// [disk cloud] right 2
	// [disk] partial 1
	// [disk cloud paper] partial 1
	// [] unanswered 0
}

// What somebody types may be read in two ways, by the language of their keyboard; a sign of per cent may follow.
func ExampleReadings() {
	for _, typed := range []string{"72,5", "1.234,5", "1,234", "15 %"} {
		readings, err := assessment.Readings(typed)
		fmt.Println(typed, "→", readings, err)
	}
	// Output:
	// 72,5 → [72.5] <nil>
	// 1.234,5 → [1234.5] <nil>
	// 1,234 → [1.234 1234] <nil>
	// 15 % → [15] <nil>
}

// Upper and lower case, old keyboards and typographic quotes are alike; letters with and without their marks are not.
func ExampleNormalise() {
	fmt.Println(assessment.Normalise("Poşta  „Electronică”") == assessment.Normalise(`poșta "electronică"`))
	fmt.Println(assessment.Normalise("țara") == assessment.Normalise("tara"))
	// Output:
	// true
	// false
}
