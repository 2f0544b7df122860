package quizzes

import (
	"cmp"
	"context"
	"fmt"
	"time"

	"github.com/google/uuid"
	"github.com/shopspring/decimal"
	"github.com/uptrace/bun"

	"vatra/assessment"
	"vatra/assessment/bank"
	"vatra/lms/fault"
	"vatra/lms/lang"
	"vatra/lms/pg"
)

type quizRow struct {
	bun.BaseModel `bun:"table:quizzes"`

	ID               uuid.UUID `bun:",pk"`
	Kind             Kind
	Titles           lang.Texts `bun:",type:jsonb"`
	TimeLimitSeconds int        `bun:",nullzero"`
	OpensAt          time.Time  `bun:",nullzero"`
	ClosesAt         time.Time  `bun:",nullzero"`
	MaxAttempts      int        `bun:",nullzero"`
	PassMark         decimal.Decimal
	ShuffleQuestions bool
	ShuffleChoices   bool
	GradeBy          GradeBy
	Review           Review
}

type slotRow struct {
	bun.BaseModel `bun:"table:quiz_slots"`

	QuizID            uuid.UUID
	Position          int
	QuestionVersionID uuid.UUID
	Key               string
}

type drawRow struct {
	bun.BaseModel `bun:"table:quiz_draws"`

	QuizID   uuid.UUID
	Position int
	Tag      string
	Count    int
}

// SaveQuiz keeps the quiz with these questions as a draft and gives its id: a new one where quiz.ID is zero, else in
// place of the draft with that id. quiz.Questions and quiz.State are not looked at. The questions' texts must have been
// through EachText, and each has its identity; one that says what it said before keeps its version. Ids of choices, pairs
// and options are replaced by random ones, so that no id tells a learner where its text stood or what it belongs to.
//
// A quiz that breaks its rules is an Invalid fault. There is no quiz with this id: NotFound; it is frozen: a Conflict
// (assessment.quiz_frozen).
func (s *Store) SaveQuiz(
	ctx context.Context, db bun.IDB, quiz Quiz, questions []assessment.Question,
) (uuid.UUID, error) {
	quiz.GradeBy, quiz.Review = cmp.Or(quiz.GradeBy, Best), cmp.Or(quiz.Review, ReviewAfter)
	quiz.Questions = make([]*assessment.Question, len(questions))
	for i := range questions {
		quiz.Questions[i] = &questions[i]
	}
	if err := quiz.Validate(); err != nil {
		return uuid.Nil, err
	}
	var id uuid.UUID
	err := db.RunInTx(ctx, nil, func(ctx context.Context, tx bun.Tx) error {
		kept := quiz // a transaction may be run again
		if err := bank.Lock(ctx, tx); err != nil {
			return err
		}
		var err error
		if kept.versions, err = bank.Keep(ctx, tx, kept.Questions); err != nil {
			return err
		}
		var before []uuid.UUID
		if kept.ID != uuid.Nil {
			if before, err = emptyDraft(ctx, tx, kept.ID); err != nil {
				return err
			}
		}
		if err := kept.write(ctx, tx); err != nil {
			return fmt.Errorf("keeping a quiz: %w", err)
		}
		id = kept.ID
		return bank.Forget(ctx, tx, before)
	})
	if err != nil {
		return uuid.Nil, err
	}
	return id, nil
}

// Freeze ends the draft: from now on the quiz can be started and never changes. NotFound where there is no such draft.
func (s *Store) Freeze(ctx context.Context, db bun.IDB, quizID uuid.UUID) error {
	return pg.ChangeOne(ctx, db, "assessment.quiz_not_found",
		`UPDATE quizzes SET state = 'frozen' WHERE id = ? AND state = 'draft'`, quizID)
}

// emptyDraft locks a draft, takes out what it asks and gives the versions that it asked.
func emptyDraft(ctx context.Context, tx bun.Tx, quizID uuid.UUID) (asked []uuid.UUID, err error) {
	var state State
	err = tx.QueryRowContext(ctx, `SELECT state FROM quizzes WHERE id = ? FOR UPDATE`, quizID).Scan(&state)
	if err != nil {
		return nil, pg.Found(err, "assessment.quiz_not_found")
	}
	if state == Frozen {
		return nil, fault.New(fault.Conflict, "assessment.quiz_frozen")
	}
	if _, err := tx.ExecContext(ctx, `DELETE FROM quiz_draws WHERE quiz_id = ?`, quizID); err != nil {
		return nil, fmt.Errorf("emptying a quiz: %w", err)
	}
	err = tx.NewRaw(`DELETE FROM quiz_slots WHERE quiz_id = ? RETURNING question_version_id`, quizID).Scan(ctx, &asked)
	if err != nil {
		return nil, fmt.Errorf("emptying a quiz: %w", err)
	}
	return asked, nil
}

// write gives the quiz an id where it has none, and keeps its rules, its slots and its draws.
func (q *Quiz) write(ctx context.Context, tx bun.Tx) error {
	row := quizRow{
		ID: q.ID, Kind: q.Kind, Titles: q.Titles, TimeLimitSeconds: int(q.TimeLimit / time.Second),
		OpensAt: q.OpensAt, ClosesAt: q.ClosesAt, MaxAttempts: q.MaxAttempts, PassMark: q.PassMark,
		ShuffleQuestions: q.ShuffleQuestions, ShuffleChoices: q.ShuffleChoices, GradeBy: q.GradeBy, Review: q.Review,
	}
	var err error
	if q.ID == uuid.Nil {
		q.ID = newID()
		row.ID = q.ID
		_, err = tx.NewInsert().Model(&row).Exec(ctx)
	} else {
		_, err = tx.NewUpdate().Model(&row).WherePK().Exec(ctx)
	}
	if err != nil {
		return err
	}
	slots := make([]slotRow, len(q.Questions))
	for i, one := range q.Questions {
		slots[i] = slotRow{QuizID: q.ID, Position: i + 1, QuestionVersionID: q.versions[i], Key: one.Key}
	}
	if _, err := tx.NewInsert().Model(&slots).Exec(ctx); err != nil || len(q.Draws) == 0 {
		return err
	}
	draws := make([]drawRow, len(q.Draws))
	for i, d := range q.Draws {
		draws[i] = drawRow{QuizID: q.ID, Position: i + 1, Tag: d.Tag, Count: d.Count}
	}
	_, err = tx.NewInsert().Model(&draws).Exec(ctx)
	return err
}

func newID() uuid.UUID { return uuid.Must(uuid.NewV7()) }
