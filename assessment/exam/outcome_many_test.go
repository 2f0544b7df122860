package exam_test

import (
	"testing"

	"github.com/google/uuid"
)

func TestOutcomesOfManyAreThoseOfEach(t *testing.T) {
	t.Parallel()
	s := open(t, anExam(), questions(2)...)
	other := s.create(t, anExam(), questions(2)...)
	ana, dan, idle := s.learner, uuid.Must(uuid.NewV7()), uuid.Must(uuid.NewV7())
	attempt := s.start(t)
	s.mustAnswer(t, attempt, "q1", 1, "b")
	s.submit(t, attempt)
	s.learner = dan
	s.start(t)

	many, err := s.store.OutcomesOfMany(t.Context(), []uuid.UUID{ana, dan, idle}, []uuid.UUID{s.quiz, other})
	if err != nil {
		t.Fatal(err)
	}
	if len(many) != 2 || many[idle] != nil {
		t.Errorf("who has started nothing is there: %v", many)
	}
	for _, learner := range []uuid.UUID{ana, dan} {
		alone, err := s.store.Outcomes(t.Context(), s.db, learner, []uuid.UUID{s.quiz, other})
		if err != nil {
			t.Fatal(err)
		}
		got, want := many[learner][s.quiz], alone[s.quiz]
		if len(many[learner]) != 1 || got.Passed != want.Passed || got.Attempts != want.Attempts ||
			got.OpenAttempt != want.OpenAttempt || !got.Mark.Equal(want.Mark) {
			t.Errorf("among many %+v, alone %+v", many[learner], alone)
		}
	}
	if many[ana][s.quiz].Attempts != 1 || many[dan][s.quiz].OpenAttempt == uuid.Nil {
		t.Errorf("the outcomes of one are another's: %+v", many)
	}
}
