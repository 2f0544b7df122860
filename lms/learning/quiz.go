package learning

import (
	"context"
	"time"

	"github.com/google/uuid"
	"github.com/riverqueue/river"
	"github.com/uptrace/bun"

	"vatra/assessment"
	"vatra/assessment/exam"
	"vatra/content"
	"vatra/lms/fault"
)

// StartQuiz starts an attempt at the quiz that a lesson is, or takes up the open one. The attempt's end, when it has
// one, is enqueued with it, so that it closes at its deadline whether or not anybody looks. A lesson of another kind is
// NotFound, even with questions inside: those are answered with CheckAnswer.
func (s *Learning) StartQuiz(ctx context.Context, code, key string, userID uuid.UUID) (*exam.Attempt, error) {
	lesson, err := s.OpenLesson(ctx, code, key, userID)
	if err != nil {
		return nil, err
	}
	if lesson.Lesson.Kind != content.KindQuiz || lesson.Lesson.QuizID == uuid.Nil {
		return nil, fault.New(fault.NotFound, "content.lesson_not_found")
	}
	var attempt *exam.Attempt
	err = s.db.Tx(ctx, func(ctx context.Context, tx bun.Tx) error {
		if attempt, err = s.quizzes.Start(ctx, tx, lesson.Lesson.QuizID, userID); err != nil {
			return err
		}
		if attempt.Deadline.IsZero() {
			return nil
		}
		return s.queue.Enqueue(ctx, tx, CloseAttempt{AttemptID: attempt.ID}, &river.InsertOpts{
			// A moment later: until the deadline itself is over the attempt is open.
			ScheduledAt: attempt.Deadline.Add(time.Second),
			UniqueOpts:  river.UniqueOpts{ByArgs: true},
		})
	})
	return attempt, err
}

// SubmitQuiz hands an attempt in: it is marked, and the lesson, the course, the track and the certificate that follow
// are settled in the same transaction. Handing in twice is no error.
func (s *Learning) SubmitQuiz(ctx context.Context, attemptID, userID uuid.UUID) (*exam.Result, error) {
	var result *exam.Result
	err := s.db.Tx(ctx, func(ctx context.Context, tx bun.Tx) error {
		var err error
		if result, err = s.quizzes.Submit(ctx, tx, attemptID, userID); err != nil {
			return err
		}
		return s.settleQuiz(ctx, tx, result.Attempt.QuizID, userID)
	})
	return result, err
}

// CheckAnswer saves the answer to a question inside a lesson, marks it and gives its feedback in the language. When all
// questions of the lesson are answered, the lesson is completed: the answers teach, and only an exam judges. Where
// nothing was answered it is Invalid.
func (s *Learning) CheckAnswer(
	ctx context.Context, code, key string, userID uuid.UUID, question string, response assessment.Response, lang string,
) (*exam.CheckState, error) {
	lesson, err := s.OpenLesson(ctx, code, key, userID)
	if err != nil {
		return nil, err
	}
	quizID := lesson.Lesson.QuizID
	if lesson.Lesson.Kind == content.KindQuiz || quizID == uuid.Nil {
		return nil, fault.New(fault.NotFound, "content.lesson_not_found")
	}
	state, err := s.quizzes.CheckAnswer(ctx, quizID, userID, question, response, lang, lesson.Version.Languages...)
	if err != nil || !state.Answered || lesson.Done(lesson.Lesson.ID) {
		return state, err
	}
	return state, s.db.Tx(ctx, func(ctx context.Context, tx bun.Tx) error {
		return s.complete(ctx, tx, userID, lesson.Version, lesson.Lesson.ID)
	})
}

// CloseAttempt is the job that closes an attempt at its deadline.
type CloseAttempt struct {
	AttemptID uuid.UUID `json:"attempt_id"`
}

// Kind names the job in the queue.
func (CloseAttempt) Kind() string { return "close_attempt" }

// CloseAttempt closes an attempt whose deadline has passed and settles what follows; any other is left alone.
func (s *Learning) CloseAttempt(ctx context.Context, attemptID uuid.UUID) error {
	return s.db.Tx(ctx, func(ctx context.Context, tx bun.Tx) error {
		closed, owner, err := s.quizzes.CloseOverdue(ctx, tx, attemptID)
		if err != nil || !closed {
			return err
		}
		return s.settleQuiz(ctx, tx, owner.QuizID, owner.LearnerID)
	})
}

// settleQuiz completes the lesson that a quiz is, when the quiz is passed by the attempts that count.
func (s *Learning) settleQuiz(ctx context.Context, tx bun.Tx, quizID, userID uuid.UUID) error {
	outcomes, err := s.quizzes.Outcomes(ctx, tx, userID, []uuid.UUID{quizID})
	if err != nil {
		return err
	}
	var place struct {
		LessonID  uuid.UUID `bun:"lesson_id"`
		VersionID uuid.UUID `bun:"version_id"`
	}
	const lesson = "SELECT id AS lesson_id, version_id FROM lessons WHERE quiz_id = ?"
	if err := tx.NewRaw(lesson, quizID).Scan(ctx, &place); err != nil {
		return err
	}
	version, err := s.courses.Version(ctx, place.VersionID)
	if err != nil {
		return err
	}
	if err := holdPerson(ctx, tx, userID); err != nil {
		return err
	}
	if outcomes[quizID].Passed {
		return s.complete(ctx, tx, userID, version, place.LessonID)
	}
	// Even without passing, a better mark may meet the rules of a track.
	return s.settleTracks(ctx, tx, userID, version.Code)
}

// CloseAttemptWorker works CloseAttempt.
type CloseAttemptWorker struct {
	river.WorkerDefaults[CloseAttempt]
	learning *Learning
}

// NewCloseAttemptWorker works for the learning.
func NewCloseAttemptWorker(learning *Learning) *CloseAttemptWorker {
	return &CloseAttemptWorker{learning: learning}
}

// Work closes the attempt at its deadline; one that was handed in is left alone.
func (w *CloseAttemptWorker) Work(ctx context.Context, job *river.Job[CloseAttempt]) error {
	return w.learning.CloseAttempt(ctx, job.Args.AttemptID)
}
