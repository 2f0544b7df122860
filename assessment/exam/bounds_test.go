package exam_test

import (
	"fmt"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"vatra/assessment"
	"vatra/assessment/exam"
	"vatra/assessment/questiontest"
	"vatra/lms/fault"
	"vatra/lms/fault/faulttest"
)

// save sends one response as the script does.
func (s *school) save(t *testing.T, a *exam.Attempt, slot int, seq int64, response assessment.Response) error {
	t.Helper()
	_, err := s.store.Save(t.Context(), exam.Save{
		AttemptID: a.ID, LearnerID: s.learner, Slot: slot, Seq: seq, Response: response,
	})
	return err
}

// ahead says by how much the attempt has saved ahead of the pace, instead of saving so often.
func (s *school) ahead(t *testing.T, a *exam.Attempt, by string) {
	t.Helper()
	s.exec(t, `UPDATE attempts SET saves_paid_until = now() + $2::interval WHERE id = $1`, a.ID, by)
}

func TestWhoSavesWithoutEndIsStopped(t *testing.T) {
	t.Parallel()
	s := open(t, anExam(), questiontest.Of(assessment.ShortText), questiontest.Of(assessment.Single))
	attempt := s.start(t)
	text := assessment.Response{Text: strings.Repeat("😀", assessment.MaxText)}
	for seq := range int64(10) {
		if err := s.save(t, attempt, 1, seq+1, text); err != nil {
			t.Fatal(err)
		}
	}
	// However slowly they came, ten saves are paid with five seconds at least, from the first on.
	if n := s.count(t, `SELECT count(*) FROM attempts
		WHERE saves_paid_until >= (SELECT min(saved_at) FROM answers) + interval '4.9 seconds'`); n != 1 {
		t.Error("saves are not counted")
	}
	s.ahead(t, attempt, "31 seconds") // 60 and twice the questions, half a second each
	if err := s.save(t, attempt, 1, 11, text); err != nil {
		t.Errorf("what may come in one go: %v", err)
	}
	s.ahead(t, attempt, "1 hour")
	err := s.save(t, attempt, 1, 12, text)
	faulttest.Want(t, err, fault.TooMany, "assessment.saves_too_fast")
	if wait, told := err.(*fault.Error).Args["RetryAfter"].(int); !told || wait < 3000 || wait > 3600 { //nolint:errorlint // as faulttest.Want
		t.Errorf("it says to wait %v", err.(*fault.Error).Args) //nolint:errorlint // as above
	}
	// A form without scripts is bound alike, and what is kept already is acknowledged all the same.
	err = s.save(t, attempt, 2, 0, chosen(attempt.Slots[1].Question, "a"))
	faulttest.Want(t, err, fault.TooMany, "assessment.saves_too_fast")
	if err := s.save(t, attempt, 1, 1, text); err != nil {
		t.Errorf("sent again: %v", err)
	}
	// Another attempt does not begin anew.
	s.submit(t, attempt)
	again := s.start(t)
	faulttest.Want(t, s.save(t, again, 1, 1, text), fault.TooMany, "assessment.saves_too_fast")
	s.ahead(t, again, "0")
	if err := s.save(t, again, 1, 1, text); err != nil {
		t.Errorf("after a while: %v", err)
	}
}

func TestWhatComesTogetherAfterALineWasAwayIsTaken(t *testing.T) {
	t.Parallel()
	const asked = 60
	s := open(t, anExam(), questions(asked)...)
	attempt := s.start(t)
	for round := range int64(2) {
		for _, slot := range attempt.Slots {
			if err := s.save(t, attempt, slot.Number, round+1, chosen(slot.Question, "ab"[round:round+1])); err != nil {
				t.Fatalf("question %d: %v", slot.Number, err)
			}
		}
	}
	if n := s.count(t, `SELECT count(*) FROM answers`); n != 2*asked {
		t.Errorf("%d answers are kept", n)
	}
}

func TestAnAttemptTakesSoMuchAndNoMore(t *testing.T) {
	t.Parallel()
	s := open(t, anExam(), questions(1)...)
	attempt := s.start(t)
	question := attempt.Slots[0].Question
	s.exec(t, `UPDATE attempts SET saves_left = 2`)
	for seq := range int64(2) {
		if err := s.save(t, attempt, 1, seq+1, chosen(question, "ab"[seq:seq+1])); err != nil {
			t.Fatal(err)
		}
	}
	faulttest.Want(t, s.save(t, attempt, 1, 3, chosen(question, "c")), fault.TooMany, "assessment.saves_used_up")
	faulttest.Want(t, s.save(t, attempt, 1, 0, chosen(question, "c")), fault.TooMany, "assessment.saves_used_up")
	s.exec(t, `UPDATE attempts SET saves_left = 100, bytes_left = 10`)
	faulttest.Want(t, s.save(t, attempt, 1, 3, chosen(question, "c")), fault.TooMany, "assessment.saves_used_up")
	if result := s.submit(t, attempt); !result.Attempt.Score.Equal(dec("1")) {
		t.Errorf("what was kept counts: %s points", result.Attempt.Score)
	}
}

func TestSavesOfOneMomentAreCountedOneByOne(t *testing.T) {
	t.Parallel()
	const asked = 12
	s := open(t, anExam(), questions(asked)...)
	attempt := s.start(t)
	s.exec(t, `UPDATE attempts SET saves_left = 7`)
	var kept, refused atomic.Int64
	var all sync.WaitGroup
	for _, slot := range attempt.Slots {
		seq := int64(slot.Number % 2) // forms and scripts
		all.Go(func() {
			switch err := s.save(t, attempt, slot.Number, seq, chosen(slot.Question, "b")); {
			case err == nil:
				kept.Add(1)
			case fault.Is(err, fault.TooMany):
				refused.Add(1)
			default:
				t.Error(err)
			}
		})
	}
	all.Wait()
	if kept.Load() != 7 || refused.Load() != asked-7 {
		t.Errorf("%d were kept and %d refused", kept.Load(), refused.Load())
	}
	if left := s.count(t, `SELECT saves_left FROM attempts`); left != 0 {
		t.Errorf("%d are left", left)
	}
}

// fullest is the largest response that somebody can honestly give.
func fullest(q *assessment.Question) assessment.Response {
	response := assessment.Response{Pairs: map[string]string{}}
	for _, choice := range q.Choices {
		response.Choices = append(response.Choices, choice.ID)
	}
	for _, pair := range q.Pairs {
		response.Pairs[pair.ID] = q.Options[0]
	}
	for _, gap := range q.Gaps {
		if response.Gaps == nil {
			response.Gaps = map[string]string{}
		}
		response.Gaps[gap.ID] = strings.Repeat("😀", assessment.MaxGap)
	}
	switch q.Type {
	case assessment.ShortText:
		response.Text = strings.Repeat("😀", assessment.MaxText)
	case assessment.Numeric:
		response.Number = "−" + strings.Repeat("7", assessment.MaxNumber) + " %"
	}
	return response
}

func TestEachTypeTakesWhatAnswersItAndNotMuchMore(t *testing.T) {
	t.Parallel()
	var asked []assessment.Question
	for _, kind := range assessment.Types() {
		asked = append(asked, questiontest.Of(kind))
	}
	asked = append(asked, questiontest.Choose("most", assessment.Multiple, alphabet(60), "b"), questiontest.Matching("pairs", 60))
	s := open(t, anExam(), asked...)
	attempt := s.start(t)
	for _, slot := range attempt.Slots {
		if err := s.save(t, attempt, slot.Number, 1, fullest(slot.Question)); err != nil {
			t.Errorf("%s: %v", slot.Key, err)
		}
		if slot.Question.Type == assessment.ShortText || slot.Question.Type == assessment.Cloze {
			continue // the text that is too long is refused whatever is asked; gaps have room for as much, but not as one text
		}
		err := s.save(t, attempt, slot.Number, 2, assessment.Response{Text: strings.Repeat("x", assessment.MaxText)})
		if slot.Key != "most" && slot.Key != "pairs" {
			faulttest.Want(t, err, fault.TooLarge, "assessment.answer_no_room")
		}
	}
	if left := s.count(t, `SELECT min(saves_left) FROM attempts`); left < 300*len(assessment.Types()) {
		t.Errorf("only %d saves are allowed", left)
	}
}

func alphabet(n int) string {
	var letters strings.Builder
	for i := range n {
		fmt.Fprintf(&letters, "%c", 'A'+i)
	}
	return letters.String()
}
