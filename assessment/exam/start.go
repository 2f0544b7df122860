package exam

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/google/uuid"
	"github.com/shopspring/decimal"
	"github.com/uptrace/bun"

	"vatra/assessment/quizzes"
	"vatra/lms/fault"
	"vatra/lms/pg"
)

// Start begins an attempt, or gives the one that is open: a learner has at most one open attempt at a quiz, however
// often and from wherever it is started. The attempt freezes its questions, their order and that of their choices. Its
// deadline is the earlier of the time limit and the quiz's closing, by the database's clock.
//
// An open attempt whose deadline has passed comes back with ErrOverdue, and nothing was started: whoever keeps account of
// what a mark settles closes it, and starts again. Start refuses with a Conflict before the quiz
// opens (assessment.not_open_yet), once it has closed (assessment.quiz_closed) and when no attempt is left
// (assessment.no_attempts_left); a draft is NotFound. The isolation of a transaction given must be read committed,
// PostgreSQL's own.
func (s *Store) Start(ctx context.Context, db bun.IDB, quizID, learnerID uuid.UUID) (*Attempt, error) {
	quiz, err := s.FrozenOn(ctx, pg.On(db), quizID)
	if err != nil {
		return nil, err
	}
	var attempt *Attempt
	err = db.RunInTx(ctx, nil, func(ctx context.Context, tx bun.Tx) error {
		// The unique index would refuse a second open attempt too, but by breaking the caller's transaction.
		if _, err := tx.ExecContext(ctx, `SELECT pg_advisory_xact_lock(hashtextextended(?, 0))`,
			"attempt "+quizID.String()+" "+learnerID.String()); err != nil {
			return err
		}
		open, err := s.openAttempt(ctx, pg.On(tx), quizID, learnerID)
		switch {
		case err == nil && open.Open():
			attempt = open
			return nil
		case err == nil:
			attempt = open
			return ErrOverdue
		case !fault.Is(err, fault.NotFound):
			return err
		}
		attempt, err = s.begin(ctx, tx, quiz, learnerID)
		return err
	})
	if err != nil && !errors.Is(err, ErrOverdue) {
		return nil, err
	}
	return attempt, err
}

// ErrOverdue says that an attempt is still to be closed by CloseOverdue.
var ErrOverdue = errors.New("the deadline of the attempt has passed")

type attemptRow struct {
	bun.BaseModel `bun:"table:attempts"`

	ID        uuid.UUID
	QuizID    uuid.UUID
	LearnerID uuid.UUID
	Number    int
	StartedAt time.Time
	Deadline  time.Time `bun:",nullzero"`
	MaxScore  decimal.Decimal

	SavesLeft      int
	BytesLeft      int
	SavesAtOnce    int
	SavesPaidUntil time.Time
}

type attemptSlotRow struct {
	bun.BaseModel `bun:"table:attempt_slots"`

	AttemptID         uuid.UUID
	Slot              int
	QuestionVersionID uuid.UUID
	Key               string
	ChoiceOrder       []string `bun:",array"`
	Room              int
}

// begin decides by the database's clock, read after the learner's other starts were waited for. How fast answers came goes on
// from attempt to attempt, or else beginning another one would be the way to save without end.
func (s *Store) begin(ctx context.Context, tx bun.Tx, quiz *quizzes.Quiz, learnerID uuid.UUID) (*Attempt, error) {
	attempt := &Attempt{ID: uuid.Must(uuid.NewV7()), QuizID: quiz.ID, LearnerID: learnerID}
	var begun int
	var paid time.Time
	err := tx.QueryRowContext(ctx, `
SELECT clock_timestamp(), count(*), greatest(coalesce(max(number), 0), count(*)) + 1, coalesce(max(saves_paid_until), clock_timestamp())
FROM counted_attempts WHERE counts_in = ? AND learner_id = ?`,
		quiz.ID, learnerID).Scan(&attempt.Now, &begun, &attempt.Number, &paid)
	if err != nil {
		return nil, fmt.Errorf("beginning an attempt: %w", err)
	}
	attempt.Now = attempt.Now.UTC()
	if err := quiz.MayBegin(attempt.Now, begun); err != nil {
		return nil, err
	}
	attempt.StartedAt, attempt.Deadline = attempt.Now, quiz.Deadline(attempt.Now)
	slots, err := slotsOf(quiz, attempt)
	if err != nil {
		return nil, err
	}
	may := allowanceOf(attempt.Slots)
	row := attemptRow{
		ID: attempt.ID, QuizID: quiz.ID, LearnerID: learnerID, Number: attempt.Number,
		StartedAt: attempt.StartedAt, Deadline: attempt.Deadline, MaxScore: attempt.MaxScore,
		SavesLeft: may.saves, BytesLeft: may.bytes, SavesAtOnce: may.atOnce, SavesPaidUntil: paid,
	}
	if _, err := tx.NewInsert().Model(&row).Exec(ctx); err != nil {
		return nil, fmt.Errorf("beginning an attempt: %w", err)
	}
	if _, err := tx.NewInsert().Model(&slots).Exec(ctx); err != nil {
		return nil, fmt.Errorf("freezing the questions of an attempt: %w", err)
	}
	return attempt, nil
}

// Beginning is an attempt at a quiz as it begins: what it asks, and how much may be answered.
type Beginning struct {
	Slots                []Slot
	Rooms                []int // bytes that one response may take, by slot
	MaxScore             decimal.Decimal
	Saves, Bytes, AtOnce int
}

// BeginningOf is how an attempt at the quiz begins.
func BeginningOf(quiz *quizzes.Quiz) (Beginning, error) {
	attempt := &Attempt{}
	rows, err := slotsOf(quiz, attempt)
	may := allowanceOf(attempt.Slots)
	begun := Beginning{Slots: attempt.Slots, MaxScore: attempt.MaxScore, Saves: may.saves, Bytes: may.bytes, AtOnce: may.atOnce}
	for _, row := range rows {
		begun.Rooms = append(begun.Rooms, row.Room)
	}
	return begun, err
}

// slotsOf gives the attempt the questions that it asks, and sets what they are worth.
func slotsOf(quiz *quizzes.Quiz, attempt *Attempt) ([]attemptSlotRow, error) {
	asked, err := quiz.Ask()
	if err != nil {
		return nil, err
	}
	rows := make([]attemptSlotRow, len(asked))
	attempt.MaxScore = decimal.Zero
	attempt.Slots = make([]Slot, len(asked))
	for i, one := range asked {
		slot := Slot{Number: i + 1, Key: one.Question.Key, Question: one.Question, Order: one.Order}
		attempt.Slots[i] = slot
		attempt.MaxScore = attempt.MaxScore.Add(one.Question.Points)
		rows[i] = attemptSlotRow{
			AttemptID: attempt.ID, Slot: slot.Number, QuestionVersionID: one.Version, Key: slot.Key,
			ChoiceOrder: append([]string{}, slot.Order...), Room: roomOf(slot.Question),
		}
	}
	return rows, nil
}
