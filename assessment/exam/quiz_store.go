package exam

import (
	"context"
	"encoding/json"
	"fmt"
	"sync"
	"time"

	"github.com/google/uuid"
	"github.com/shopspring/decimal"
	"github.com/uptrace/bun"

	"vatra/assessment"
	"vatra/lms/pg"
)

// maxCached bounds the questions kept in memory; a question is a few kilobytes.
const maxCached = 5000

// quizCache keeps quizzes that were read. They are frozen, so nothing in it is ever wrong; when it is full, any go.
type quizCache struct {
	mu        sync.RWMutex
	quizzes   map[uuid.UUID]*Quiz
	questions int
}

func newQuizCache() *quizCache { return &quizCache{quizzes: map[uuid.UUID]*Quiz{}} }

func (c *quizCache) get(id uuid.UUID) (*Quiz, bool) {
	c.mu.RLock()
	defer c.mu.RUnlock()
	quiz, ok := c.quizzes[id]
	return quiz, ok
}

func (c *quizCache) put(quiz *Quiz) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if _, known := c.quizzes[quiz.ID]; known {
		return
	}
	for id, other := range c.quizzes {
		if c.questions+len(quiz.Questions) <= maxCached {
			break
		}
		c.questions -= len(other.Questions)
		delete(c.quizzes, id)
	}
	c.quizzes[quiz.ID] = quiz
	c.questions += len(quiz.Questions)
}

type questionRow struct {
	bun.BaseModel `bun:"table:questions"`

	ID uuid.UUID `bun:",pk"`
}

type versionRow struct {
	bun.BaseModel `bun:"table:question_versions"`

	ID         uuid.UUID `bun:",pk"`
	QuestionID uuid.UUID
	Number     int
	Type       assessment.Type
	Points     decimal.Decimal
	Tags       []string             `bun:",array"`
	Body       *assessment.Question `bun:",type:jsonb"`
}

type quizRow struct {
	bun.BaseModel `bun:"table:quizzes"`

	ID               uuid.UUID `bun:",pk"`
	Kind             Kind
	Titles           assessment.Texts `bun:",type:jsonb"`
	TimeLimitSeconds int              `bun:",nullzero"`
	OpensAt          time.Time        `bun:",nullzero"`
	ClosesAt         time.Time        `bun:",nullzero"`
	MaxAttempts      int              `bun:",nullzero"`
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

func (s *Store) insertQuiz(ctx context.Context, db bun.IDB, quiz *Quiz) (uuid.UUID, error) {
	row := quizRow{
		ID: newID(), Kind: quiz.Kind, Titles: quiz.Titles, TimeLimitSeconds: int(quiz.TimeLimit / time.Second),
		OpensAt: quiz.OpensAt, ClosesAt: quiz.ClosesAt, MaxAttempts: quiz.MaxAttempts, PassMark: quiz.PassMark,
		ShuffleQuestions: quiz.ShuffleQuestions, ShuffleChoices: quiz.ShuffleChoices,
		GradeBy: quiz.GradeBy, Review: quiz.Review,
	}
	questions := make([]questionRow, len(quiz.Questions))
	versions := make([]versionRow, len(quiz.Questions))
	slots := make([]slotRow, len(quiz.Questions))
	for i, one := range quiz.Questions {
		for lang, text := range one.Texts {
			if text.Syntax != assessment.HTML {
				return uuid.Nil, fmt.Errorf("question %q in %s is not rendered: EachText comes before CreateQuiz", one.Key, lang)
			}
		}
		kept := one.WithRandomIDs()
		questions[i] = questionRow{ID: newID()}
		versions[i] = versionRow{
			ID: newID(), QuestionID: questions[i].ID, Number: 1, Type: kept.Type, Points: kept.Points,
			Tags: append([]string{}, kept.Tags...), Body: kept,
		}
		slots[i] = slotRow{QuizID: row.ID, Position: i + 1, QuestionVersionID: versions[i].ID, Key: kept.Key}
	}
	draws := make([]drawRow, len(quiz.Draws))
	for i, d := range quiz.Draws {
		draws[i] = drawRow{QuizID: row.ID, Position: i + 1, Tag: d.Tag, Count: d.Count}
	}
	err := db.RunInTx(ctx, nil, func(ctx context.Context, tx bun.Tx) error {
		for _, rows := range []any{&questions, &versions, &row, &slots} {
			if _, err := tx.NewInsert().Model(rows).Exec(ctx); err != nil {
				return err
			}
		}
		if len(draws) == 0 {
			return nil
		}
		_, err := tx.NewInsert().Model(&draws).Exec(ctx)
		return err
	})
	if err != nil {
		return uuid.Nil, fmt.Errorf("keeping a quiz: %w", err)
	}
	return row.ID, nil
}

// Quiz is the frozen quiz with its questions, from memory where it was read before. NotFound where there is none.
// What it gives is shared: do not change it.
func (s *Store) Quiz(ctx context.Context, id uuid.UUID) (*Quiz, error) {
	if quiz, ok := s.quizzes.get(id); ok {
		return quiz, nil
	}
	quiz, err := s.readQuiz(ctx, id)
	if err != nil {
		return nil, err
	}
	s.quizzes.put(quiz)
	return quiz, nil
}

func (s *Store) readQuiz(ctx context.Context, id uuid.UUID) (*Quiz, error) {
	quiz := &Quiz{ID: id}
	var titles, draws []byte
	var limit, attempts *int
	var opens, closes *time.Time
	err := s.db.Pool.QueryRow(ctx, `
SELECT kind, titles, time_limit_seconds, opens_at, closes_at, max_attempts, pass_mark, shuffle_questions,
       shuffle_choices, grade_by, review,
       (SELECT coalesce(json_agg(json_build_object('Tag', tag, 'Count', count) ORDER BY position), '[]')
        FROM quiz_draws WHERE quiz_id = quizzes.id)
FROM quizzes WHERE id = $1`, id).Scan(&quiz.Kind, &titles, &limit, &opens, &closes, &attempts, &quiz.PassMark,
		&quiz.ShuffleQuestions, &quiz.ShuffleChoices, &quiz.GradeBy, &quiz.Review, &draws)
	if err != nil {
		return nil, pg.Found(err, "assessment.quiz_not_found")
	}
	if err := json.Unmarshal(titles, &quiz.Titles); err != nil {
		return nil, fmt.Errorf("titles of quiz %s: %w", id, err)
	}
	if err := json.Unmarshal(draws, &quiz.Draws); err != nil {
		return nil, fmt.Errorf("draws of quiz %s: %w", id, err)
	}
	quiz.TimeLimit = time.Duration(deref(limit)) * time.Second
	quiz.MaxAttempts = deref(attempts)
	quiz.OpensAt, quiz.ClosesAt = deref(opens).UTC(), deref(closes).UTC()
	return quiz, s.readQuestions(ctx, quiz)
}

func (s *Store) readQuestions(ctx context.Context, quiz *Quiz) error {
	rows, err := s.db.Pool.Query(ctx, `
SELECT v.id, v.body FROM quiz_slots s JOIN question_versions v ON v.id = s.question_version_id
WHERE s.quiz_id = $1 ORDER BY s.position`, quiz.ID)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var version uuid.UUID
		var body []byte
		if err := rows.Scan(&version, &body); err != nil {
			return err
		}
		question := new(assessment.Question)
		if err := json.Unmarshal(body, question); err != nil {
			return fmt.Errorf("question version %s: %w", version, err)
		}
		quiz.versions = append(quiz.versions, version)
		quiz.Questions = append(quiz.Questions, question)
	}
	return rows.Err()
}

func newID() uuid.UUID { return uuid.Must(uuid.NewV7()) }

func deref[T any](p *T) T {
	var zero T
	if p == nil {
		return zero
	}
	return *p
}
