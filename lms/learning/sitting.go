package learning

import (
	"context"
	"errors"
	"time"

	"github.com/google/uuid"
	"github.com/riverqueue/river"
	"github.com/uptrace/bun"

	"vatra/assessment"
	"vatra/assessment/exam"
	"vatra/content"
	"vatra/lms/access"
	"vatra/lms/cache"
	"vatra/lms/fault"
)

// Sitting is for whoever answers questions: at quizzes and inside lessons.
type Sitting struct {
	rooms      Rooms
	reading    *Reading
	settlement settlement
	places     *cache.Cache[uuid.UUID, lessonIn] // of quizzes
}

// NewSitting sits in the rooms.
func NewSitting(rooms Rooms) *Sitting {
	return &Sitting{
		rooms: rooms, reading: NewReading(rooms), settlement: settlement{rooms},
		places: cache.New[uuid.UUID, lessonIn](placesLimit),
	}
}

// StartQuiz starts an attempt at the quiz that a lesson is, or takes up the open one; one whose deadline has passed is
// closed before, with all that follows. The attempt's end, when it has one, is enqueued with it, so that it closes at its
// deadline whether or not anybody looks. A lesson of another kind is NotFound, even with questions inside: those are
// answered with CheckAnswer.
func (s *Sitting) StartQuiz(ctx context.Context, actor access.Actor, code, key string) (*exam.Attempt, error) {
	lesson, err := s.openLesson(ctx, actor, code, key, true)
	if err != nil {
		return nil, err
	}
	for {
		attempt, err := s.start(ctx, actor, lesson.Version, lesson.Lesson.QuizID)
		if errors.Is(err, errMoved) {
			return s.StartQuiz(ctx, actor, code, key)
		}
		if !errors.Is(err, exam.ErrOverdue) {
			return attempt, err
		}
		if _, err := s.CloseAttempt(ctx, actor, attempt.ID); err != nil {
			return nil, err
		}
	}
}

func (s *Sitting) start(ctx context.Context, actor access.Actor, version *content.Version, quizID uuid.UUID) (attempt *exam.Attempt, err error) {
	err = s.rooms.DB.Tx(ctx, func(ctx context.Context, tx bun.Tx) error {
		// Whoever moves learners waits, and then leaves this one alone; or else they are moved already, and begin again.
		var in []uuid.UUID
		const stays = `SELECT version_id FROM course_enrolments WHERE user_id = ? AND course_id = ? FOR SHARE`
		if err := tx.NewRaw(stays, actor.UserID, version.CourseID).Scan(ctx, &in); err != nil {
			return err
		}
		if len(in) > 0 && in[0] != version.ID {
			return errMoved
		}
		if attempt, err = s.rooms.Quizzes.Start(ctx, tx, quizID, actor.UserID); err != nil {
			return err
		}
		if attempt.Deadline.IsZero() {
			return nil
		}
		return s.rooms.Queue.Enqueue(ctx, tx, CloseAttempt{AttemptID: attempt.ID}, &river.InsertOpts{
			// A moment later: until the deadline itself is over the attempt is open.
			ScheduledAt: attempt.Deadline.Add(time.Second),
			UniqueOpts:  river.UniqueOpts{ByArgs: true},
		})
	})
	return attempt, err
}

// openLesson opens a lesson that is a quiz, or one with questions inside its text; another is NotFound.
func (s *Sitting) openLesson(ctx context.Context, actor access.Actor, code, key string, quiz bool) (*LessonState, error) {
	if err := actor.Require(access.Learn); err != nil {
		return nil, err
	}
	lesson, err := s.reading.OpenLesson(ctx, actor, code, key)
	if err != nil {
		return nil, err
	}
	if lesson.Lesson.QuizID == uuid.Nil || quiz != (lesson.Lesson.Kind == content.KindQuiz) {
		return nil, fault.New(fault.NotFound, "content.lesson_not_found")
	}
	return lesson, nil
}

// SubmitQuiz hands the actor's attempt in: it is marked, and the lesson, the course, the track and the certificate that
// follow are settled in the same transaction. Handing in twice is no error, and settles nothing new.
func (s *Sitting) SubmitQuiz(ctx context.Context, actor access.Actor, attemptID uuid.UUID) (*exam.Result, Settled, error) {
	if err := actor.Require(access.Learn); err != nil {
		return nil, Settled{}, err
	}
	owner, err := s.owner(ctx, actor, attemptID)
	if err != nil {
		return nil, Settled{}, err
	}
	var result *exam.Result
	settled, err := s.settleAttempt(ctx, actor, owner, func(ctx context.Context, tx bun.Tx) (bool, error) {
		result, err = s.rooms.Quizzes.Submit(ctx, tx, attemptID, actor.UserID)
		return true, err
	})
	return result, settled, err
}

// CloseAttempt closes an attempt of the actor, or of anybody for the operator, whose deadline has passed, and settles
// what follows; any other is left alone.
func (s *Sitting) CloseAttempt(ctx context.Context, actor access.Actor, attemptID uuid.UUID) (Settled, error) {
	if err := actor.Require(access.Learn); err != nil {
		return Settled{}, err
	}
	owner, err := s.owner(ctx, actor, attemptID)
	if err != nil {
		return Settled{}, err
	}
	return s.settleAttempt(ctx, actor, owner, func(ctx context.Context, tx bun.Tx) (bool, error) {
		return s.rooms.Quizzes.CloseOverdue(ctx, tx, attemptID)
	})
}

// owner is whose attempt it is: NotFound where it is another's than the actor's, who may be the operator.
func (s *Sitting) owner(ctx context.Context, actor access.Actor, attemptID uuid.UUID) (exam.Owner, error) {
	owner, err := s.rooms.Quizzes.Owner(ctx, attemptID)
	if err == nil && actor.LoggedIn() && owner.LearnerID != actor.UserID {
		return exam.Owner{}, fault.New(fault.NotFound, "assessment.attempt_not_found")
	}
	return owner, err
}

// settleAttempt ends an attempt and settles what follows: the lesson that the quiz is, when it is passed by the attempts
// that count. end says whether the attempt is ended, which the operator does in its learner's absence.
func (s *Sitting) settleAttempt(
	ctx context.Context, actor access.Actor, owner exam.Owner, end func(ctx context.Context, tx bun.Tx) (bool, error),
) (Settled, error) {
	place, err := s.QuizPlace(ctx, owner.QuizID)
	if err != nil {
		return Settled{}, err
	}
	codes := []string{place.Version.Code}
	return s.settlement.settle(ctx, owner.LearnerID, codes, func(ctx context.Context, one *settling) error {
		one.attempt, one.absent = owner.AttemptID, !actor.LoggedIn()
		ended, err := end(ctx, one.tx)
		if err != nil || !ended {
			return err
		}
		if err := one.hold(ctx, place.Version); err != nil {
			return err
		}
		outcomes, err := s.rooms.Quizzes.Outcomes(ctx, one.tx, owner.LearnerID, []uuid.UUID{owner.QuizID})
		if err != nil {
			return err
		}
		if outcomes[owner.QuizID].Passed {
			return one.completeLesson(ctx, place.Version, place.Lesson.ID)
		}
		// Even without passing, a better mark may meet the rules of a track.
		return one.settleTracks(ctx, place.Version.Code)
	})
}

// CheckAnswer saves the answer to a question inside a lesson, marks it and gives its feedback in the language. When all
// questions of the lesson are answered, the lesson is completed: the answers teach, and only an exam judges. Where
// nothing was answered it is Invalid.
func (s *Sitting) CheckAnswer(
	ctx context.Context, actor access.Actor, code, key, question string, response assessment.Response, lang string,
) (*exam.CheckState, Settled, error) {
	lesson, err := s.OpenChecks(ctx, actor, code, key)
	if err != nil {
		return nil, Settled{}, err
	}
	return s.CheckAnswerIn(ctx, actor, lesson, question, response, lang)
}

// OpenChecks is Reading.OpenLesson for a lesson with questions inside its text; another is NotFound.
func (s *Sitting) OpenChecks(ctx context.Context, actor access.Actor, code, key string) (*LessonState, error) {
	return s.openLesson(ctx, actor, code, key, false)
}

// CheckAnswerIn is CheckAnswer in a lesson that the actor has just opened, by OpenChecks.
func (s *Sitting) CheckAnswerIn(
	ctx context.Context, actor access.Actor, lesson *LessonState, question string, response assessment.Response, lang string,
) (*exam.CheckState, Settled, error) {
	if err := actor.Require(access.Learn); err != nil {
		return nil, Settled{}, err
	}
	state, err := s.rooms.Quizzes.CheckAnswer(
		ctx, lesson.Lesson.QuizID, actor.UserID, question, response, lang, lesson.Version.Languages...)
	if err != nil || !state.Answered || lesson.Done(lesson.Lesson.ID) {
		return state, Settled{}, err
	}
	settled, err := s.settlement.completeLesson(ctx, actor.UserID, lesson)
	if errors.Is(err, errMoved) {
		return s.CheckAnswer(ctx, actor, lesson.Version.Code, lesson.Lesson.Key, question, response, lang)
	}
	return state, settled, err
}

// CloseAttempt is the job that closes an attempt at its deadline.
type CloseAttempt struct {
	AttemptID uuid.UUID `json:"attempt_id"`
}

// Kind names the job in the queue.
func (CloseAttempt) Kind() string { return "close_attempt" }

// CloseAttemptWorker works CloseAttempt.
type CloseAttemptWorker struct {
	river.WorkerDefaults[CloseAttempt]
	sitting *Sitting
}

// NewCloseAttemptWorker works for the sitting.
func NewCloseAttemptWorker(sitting *Sitting) *CloseAttemptWorker {
	return &CloseAttemptWorker{sitting: sitting}
}

// Work closes the attempt at its deadline; one that was handed in is left alone, and one that has gone with its learner too.
func (w *CloseAttemptWorker) Work(ctx context.Context, job *river.Job[CloseAttempt]) error {
	_, err := w.sitting.CloseAttempt(ctx, access.Operator(), job.Args.AttemptID)
	if fault.Is(err, fault.NotFound) {
		return nil
	}
	return err
}
