package quizzes_test

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"vatra/assessment"
	"vatra/assessment/questiontest"
	"vatra/assessment/quizzes"
	"vatra/lms/fault"
	"vatra/lms/fault/faulttest"
	"vatra/lms/lang"
	"vatra/lms/pg"
	"vatra/lms/pgtest"
)

func TestMain(m *testing.M) { os.Exit(pgtest.Main(m)) }

func anExam() quizzes.Quiz { return quizzes.Quiz{Kind: quizzes.Exam, Titles: lang.Texts{"en": "Quiz"}} }

// asked are questions of a course, each with its tags.
func asked(tags ...[]string) []assessment.Question {
	list := make([]assessment.Question, len(tags))
	for i := range list {
		key := fmt.Sprint("q", i+1)
		list[i] = questiontest.Choose(key, assessment.Single, "abcd", "b", tags[i]...)
		list[i].Identity = assessment.Identity{Collection: "course/town", Key: "hall/" + key}
	}
	return list
}

func TestADraftIsChangedUntilItIsFrozen(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	store, ctx := quizzes.NewStore(db, nil), t.Context()
	quiz := anExam()
	id, err := store.SaveQuiz(ctx, db, quiz, asked(nil, nil))
	if err != nil {
		t.Fatal(err)
	}
	_, err = store.FrozenOn(ctx, db, id)
	faulttest.Want(t, err, fault.NotFound, "assessment.quiz_not_found")

	quiz.ID, quiz.MaxAttempts = id, 2
	if again, err := store.SaveQuiz(ctx, db, quiz, asked(nil)); err != nil || again != id {
		t.Fatalf("saved as %s in place of %s: %v", again, id, err)
	}
	if err := store.Freeze(ctx, db, id); err != nil {
		t.Fatal(err)
	}
	frozen, err := store.FrozenOn(ctx, db, id)
	if err != nil || frozen.MaxAttempts != 2 || len(frozen.Questions) != 1 || frozen.GradeBy != quizzes.Best || frozen.Review != quizzes.ReviewAfter {
		t.Fatalf("it was frozen as %+v, %v", frozen, err)
	}
	_, err = store.SaveQuiz(ctx, db, quiz, asked(nil, nil))
	faulttest.Want(t, err, fault.Conflict, "assessment.quiz_frozen")
	faulttest.Want(t, store.Freeze(ctx, db, id), fault.NotFound, "assessment.quiz_not_found")
}

// twice runs every transaction two times, as happens where PostgreSQL makes the first give way to another.
type twice struct{ *pg.DB }

func (db twice) RunInTx(ctx context.Context, opts *sql.TxOptions, f func(context.Context, bun.Tx) error) error {
	undone := errors.New("undone")
	err := db.DB.RunInTx(ctx, opts, func(ctx context.Context, tx bun.Tx) error {
		return errors.Join(f(ctx, tx), undone)
	})
	if err == nil || err.Error() != undone.Error() {
		return err
	}
	return db.DB.RunInTx(ctx, opts, f)
}

func TestAQuizIsSavedByATransactionThatIsRunAgain(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	store := quizzes.NewStore(db, nil)
	id, err := store.SaveQuiz(t.Context(), twice{db}, anExam(), asked(nil, nil))
	if err != nil || id == uuid.Nil {
		t.Fatalf("saved as %s: %v", id, err)
	}
	if quiz, err := store.Quiz(t.Context(), id); err != nil || len(quiz.Questions) != 2 {
		t.Errorf("it is %+v, %v", quiz, err)
	}
}

// The second draw can only be filled where the first leaves it what has both tags.
func TestADrawThatCanBeFilledAlwaysIs(t *testing.T) {
	t.Parallel()
	questions := asked([]string{"law"}, []string{"law", "mail"}, []string{"law"})
	quiz := anExam()
	quiz.Draws = []quizzes.Draw{{Tag: "law", Count: 2}, {Tag: "mail", Count: 1}}
	db := pgtest.New(t)
	store := quizzes.NewStore(db, nil)
	id, err := store.SaveQuiz(t.Context(), db, quiz, questions)
	if err != nil {
		t.Fatal(err)
	}
	saved, err := store.Quiz(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	for range 50 {
		drawn, err := saved.Ask()
		if err != nil || len(drawn) != 3 || drawn[2].Question.Key != "q2" {
			t.Fatalf("drawn are %+v, %v", drawn, err)
		}
	}
	quiz.Draws[1].Count = 2
	_, err = store.SaveQuiz(t.Context(), db, quiz, questions)
	faulttest.Want(t, err, fault.Invalid, "assessment.draw_too_few")
}

// Shown in the order of the pairs, the options of a matching question would be the answer.
func TestTheOrderOfOptionsTellsNothing(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	store := quizzes.NewStore(db, nil)
	match := questiontest.Matching("m", 6)
	match.Identity = assessment.Identity{Collection: "course/town", Key: "hall/m"}
	id, err := store.SaveQuiz(t.Context(), db, anExam(), []assessment.Question{match})
	if err != nil {
		t.Fatal(err)
	}
	quiz, err := store.Quiz(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	orders := map[string]bool{}
	for range 20 {
		drawn, err := quiz.Ask()
		if err != nil || !slices.Equal(slices.Sorted(slices.Values(drawn[0].Order)), slices.Sorted(slices.Values(quiz.Questions[0].Options))) {
			t.Fatalf("shown are %+v, %v", drawn, err)
		}
		orders[fmt.Sprint(drawn[0].Order)] = true
	}
	if len(orders) < 2 {
		t.Error("six options came in the same order twenty times")
	}
}

// TestEveryTypeIsShownInAnOrderThatTellsNothing goes through all types whose questions have items.
func TestEveryTypeIsShownInAnOrderThatTellsNothing(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	store := quizzes.NewStore(db, nil)
	for _, kind := range assessment.Types() {
		question := questiontest.Of(kind)
		items := len(question.Texts["en"].Items)
		if items == 0 || kind == assessment.Scale { // which goes from one end to the other
			continue
		}
		question.Identity = assessment.Identity{Collection: "course/town", Key: "hall/" + string(kind)}
		quiz := anExam()
		quiz.ShuffleChoices = true
		id, err := store.SaveQuiz(t.Context(), db, quiz, []assessment.Question{question})
		if err != nil {
			t.Fatal(err)
		}
		saved, err := store.Quiz(t.Context(), id)
		if err != nil {
			t.Fatal(err)
		}
		orders := map[string]bool{}
		for range 60 {
			drawn, err := saved.Ask()
			if err != nil || len(drawn[0].Order) == 0 {
				t.Fatalf("%s: nothing of %d items is shown: %v", kind, items, err)
			}
			orders[strings.Join(drawn[0].Order, " ")] = true
		}
		if len(orders) < 2 {
			t.Errorf("%s: its items stand in one order, %v", kind, orders)
		}
	}
}

func TestAQuizThatCountsNothingIsRefused(t *testing.T) {
	t.Parallel()
	quiz := anExam()
	scale, asks := questiontest.Of(assessment.Scale), questiontest.Of(assessment.Single)
	scale.Tags, asks.Tags = []string{"all", "scale"}, []string{"all"}
	quiz.GradeBy, quiz.Review = quizzes.Best, quizzes.ReviewAfter
	quiz.Questions = []*assessment.Question{&scale}
	faulttest.Want(t, quiz.Validate(), fault.Invalid, "assessment.quiz_counts_nothing")
	asks.Identity.Key = "other"
	quiz.Questions = append(quiz.Questions, &asks)
	if err := quiz.Validate(); err != nil {
		t.Error(err)
	}
	quiz.Draws = []quizzes.Draw{{Tag: "all", Count: 1}}
	faulttest.Want(t, quiz.Validate(), fault.Invalid, "assessment.quiz_counts_nothing")
	quiz.Draws = []quizzes.Draw{{Tag: "all", Count: 2}}
	if err := quiz.Validate(); err != nil {
		t.Error(err)
	}
}
