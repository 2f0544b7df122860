package exam_test

import (
	"context"
	"testing"

	"github.com/uptrace/bun"

	"vatra/assessment/exam"
	"vatra/lms/fault"
	"vatra/lms/fault/faulttest"
)

// tamper changes the journal as only somebody with the database in their hands can.
func (s *school) tamper(t *testing.T, sql string) {
	t.Helper()
	err := s.db.Tx(t.Context(), func(ctx context.Context, tx bun.Tx) error {
		_, err := tx.NewRaw("SET LOCAL session_replication_role = replica").Exec(ctx)
		if err == nil {
			_, err = tx.NewRaw(sql).Exec(ctx)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

func (s *school) testify(t *testing.T, receipts ...string) []exam.Testimony {
	t.Helper()
	told, err := s.store.Testify(t.Context(), receipts)
	if err != nil || len(told) != len(receipts) {
		t.Fatalf("%v, %v", told, err)
	}
	return told
}

func TestAReceiptContradictsAJournalThatWasAltered(t *testing.T) {
	t.Parallel()
	s := open(t, anExam(), questions(4)...)
	attempt := s.start(t)
	receipts := make([]string, 0, 6)
	for _, key := range []string{"q1", "q2", "q3", "q4"} {
		receipts = append(receipts, s.mustAnswer(t, attempt, key, 1, "b").Receipt)
	}
	for i, one := range s.testify(t, receipts...) {
		if !one.Holds() || !one.Newest {
			t.Errorf("before anything happens, receipt %d: %+v", i+1, one)
		}
	}
	slot := map[string]int{}
	for _, one := range attempt.Slots {
		slot[one.Key] = one.Number
	}
	s.tamper(t, `UPDATE answers SET response = '{"choices": ["other"]}' WHERE slot = 1`)
	s.tamper(t, `UPDATE answers SET saved_at = saved_at - interval '1 second' WHERE slot = 2`)
	s.tamper(t, `DELETE FROM answers WHERE slot = 3`)
	later := s.mustAnswer(t, attempt, "q4", 2, "a").Receipt

	told := s.testify(t, append(receipts, later, "made up")...)
	for i, want := range []exam.Standing{exam.Altered, exam.Altered, exam.Missing, exam.Kept, exam.Kept} {
		if told[i].Err != nil || told[i].Standing != want || told[i].Holds() != (want == exam.Kept) {
			t.Errorf("receipt %d: %+v, want %s", i+1, told[i], want)
		}
	}
	if told[3].Newest || !told[4].Newest {
		t.Errorf("a later answer counts: %+v %+v", told[3], told[4])
	}
	faulttest.Want(t, told[5].Err, fault.Invalid, "assessment.receipt_invalid")
	if told[5].Holds() {
		t.Error("what is no receipt holds")
	}
	// The server's own statement follows the journal wherever it goes, and so proves nothing.
	now, err := s.store.Attempt(t.Context(), attempt.ID, s.learner)
	if err != nil {
		t.Fatal(err)
	}
	if mark := s.store.Print(attempt.ID, slot["q1"], *now.Slots[0].Answer); mark == told[0].Receipt.Print {
		t.Error("the altered answer has the fingerprint of the one that was signed")
	}
}
