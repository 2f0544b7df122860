package assessment_test

import (
	"testing"

	"vatra/assessment"
	"vatra/assessment/questiontest"
	"vatra/lms/fault"
	"vatra/lms/i18n"
)

// TestEveryTypeIsWhole goes through all that the package has to know of a type of question.
func TestEveryTypeIsWhole(t *testing.T) {
	t.Parallel()
	for _, kind := range assessment.Types() {
		t.Run(string(kind), func(t *testing.T) {
			t.Parallel()
			q := questiontest.Of(kind)
			if err := q.Validate(); err != nil {
				t.Fatalf("a question of it is refused: %v", err)
			}
			given, err := q.Answered(q.RightResponse())
			if err != nil {
				t.Fatalf("the right response is taken for none: %v", err)
			}
			kept, err := given.Clean()
			if err != nil || kept.Empty() || kept.Digest() == (assessment.Response{}).Digest() {
				t.Fatalf("of the right response %+v is kept: %v", kept, err)
			}
			if mark := q.Mark(kept); (mark.State == assessment.Right) != q.Counts() || !mark.Score.Equal(q.Points) {
				t.Errorf("the right response is marked %+v", mark)
			}
			if mark := q.Mark(assessment.Response{}); mark.State != assessment.Unanswered {
				t.Errorf("no response is marked %+v", mark)
			}
			_, err = q.Answered(assessment.Response{})
			told, ok := fault.As(err)
			if !ok || !i18n.For("en").Has(told.Key) {
				t.Errorf("to no response it says %v", err)
			}
			again := q.WithIDsLike(nil)
			if again.Digest() != q.Digest() || again.Validate() != nil {
				t.Error("with other ids it is another question")
			}
		})
	}
}
