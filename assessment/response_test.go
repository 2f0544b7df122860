package assessment_test

import (
	"reflect"
	"strings"
	"testing"

	"vatra/assessment"
	"vatra/assessment/questiontest"
	"vatra/lms/fault"
	"vatra/lms/fault/faulttest"
)

func TestAnAnswerHoldsOnlyWhatTheQuestionHas(t *testing.T) {
	t.Parallel()
	chosen := func(ids ...string) assessment.Response { return assessment.Response{Choices: ids} }
	choices := []assessment.Choice{{ID: "a", Right: true}, {ID: "b"}}
	for name, c := range map[string]struct {
		question    assessment.Question
		given, want assessment.Response
		missing     string // what is said instead
	}{
		"a choice":          {assessment.Question{Type: assessment.Single, Choices: choices}, chosen("b"), chosen("b"), ""},
		"no choice":         {assessment.Question{Type: assessment.Single, Choices: choices}, chosen(), chosen(), "choose_one"},
		"neither":           {assessment.Question{Type: assessment.TrueFalse, Choices: choices}, chosen(), chosen(), "choose_one"},
		"an unknown choice": {assessment.Question{Type: assessment.Single, Choices: choices}, chosen("c"), chosen(), "choose_one"},
		"some unknown":      {assessment.Question{Type: assessment.Multiple, Choices: choices}, chosen("c", "b"), chosen("b"), ""},
		"all unknown":       {assessment.Question{Type: assessment.Multiple, Choices: choices}, chosen("c", "d"), chosen(), "choose_some"},
		"words":             {assessment.Question{Type: assessment.ShortText}, assessment.Response{Text: "x"}, assessment.Response{Text: "x"}, ""},
		"no words":          {assessment.Question{Type: assessment.ShortText}, assessment.Response{Text: " \x00"}, chosen(), "write_answer"},
		"no number":         {assessment.Question{Type: assessment.Numeric}, assessment.Response{Number: " "}, chosen(), "write_number"},
		"a pair": {
			assessment.Question{Type: assessment.Matching, Pairs: []assessment.Pair{{ID: "p"}, {ID: "q"}}, Options: []string{"o"}},
			assessment.Response{Pairs: map[string]string{"p": "o", "q": "z", "r": "o"}},
			assessment.Response{Pairs: map[string]string{"p": "o"}},
			"",
		},
		"no pair": {
			assessment.Question{Type: assessment.Matching, Pairs: []assessment.Pair{{ID: "p"}}, Options: []string{"o"}},
			assessment.Response{Pairs: map[string]string{"p": ""}},
			chosen(), "choose_matches",
		},
	} {
		got, err := c.question.Answered(c.given)
		if c.missing != "" {
			faulttest.Want(t, err, fault.Invalid, "assessment."+c.missing)
			continue
		}
		if err != nil || !reflect.DeepEqual(got, c.want) {
			t.Errorf("%s: %+v %v", name, got, err)
		}
	}
}

func TestAQuestionIsRefusedWhoseAnswerIsLongerThanAnyMayBe(t *testing.T) {
	t.Parallel()
	question := questiontest.Of(assessment.ShortText)
	for _, letters := range []int{assessment.MaxText, assessment.MaxText + 1} {
		text := question.Texts["en"]
		text.Accepted = []string{strings.Repeat("ș", letters)}
		question.Texts["en"] = text
		err := question.Validate()
		if letters > assessment.MaxText {
			faulttest.Want(t, err, fault.Invalid, "assessment.question_too_large")
		} else if err != nil {
			t.Error(err)
		}
	}
}
