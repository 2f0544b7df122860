package quizzes

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"github.com/google/uuid"

	"vatra/assessment"
	"vatra/assessment/bank"
	"vatra/lms/cache"
	"vatra/lms/fault"
	"vatra/lms/pg"
)

// cacheLimit bounds the quizzes kept in memory, in bytes.
const cacheLimit = 16 << 20

// Store keeps quizzes in PostgreSQL.
type Store struct {
	db      *pg.DB
	frozen  *cache.Cache[uuid.UUID, *Quiz]
	resolve func(collection, html string) string
}

// NewStore works on db. resolve makes the neutral links in a stored text of a question, given the collection that the
// question belongs to, into those that readers follow; nil leaves texts as they are.
func NewStore(db *pg.DB, resolve func(collection, html string) string) *Store {
	if resolve == nil {
		resolve = func(_, html string) string { return html }
	}
	return &Store{db: db, frozen: cache.New[uuid.UUID, *Quiz](cacheLimit), resolve: resolve}
}

// Quiz is the quiz with its questions, from memory where it was read before; a draft is always read anew. NotFound where
// there is none. What it gives is shared: do not change it.
func (s *Store) Quiz(ctx context.Context, id uuid.UUID) (*Quiz, error) {
	return s.QuizOn(ctx, s.db, id)
}

// QuizOn is Quiz for those who may be in a transaction, which is then what it is read in.
func (s *Store) QuizOn(ctx context.Context, db pg.Querier, id uuid.UUID) (*Quiz, error) {
	if quiz, ok := s.frozen.Get(id); ok {
		return quiz, nil
	}
	quiz, err := s.readQuiz(ctx, db, id)
	if err != nil {
		return nil, err
	}
	if quiz.State == Frozen {
		s.frozen.Put(id, quiz, quiz.size())
	}
	return quiz, nil
}

// FrozenOn is QuizOn for those who take it: a draft is not there for them.
func (s *Store) FrozenOn(ctx context.Context, db pg.Querier, id uuid.UUID) (*Quiz, error) {
	quiz, err := s.QuizOn(ctx, db, id)
	if err == nil && quiz.State != Frozen {
		return nil, fault.New(fault.NotFound, "assessment.quiz_not_found")
	}
	return quiz, err
}

func (s *Store) readQuiz(ctx context.Context, db pg.Querier, id uuid.UUID) (*Quiz, error) {
	quiz := &Quiz{ID: id}
	var titles, draws []byte
	var seconds int
	var opens, closes *time.Time
	found := false
	err := db.Each(ctx, func(scan pg.Scan) error {
		found = true
		return scan(&quiz.State, &quiz.Kind, &titles, &seconds, &opens, &closes, &quiz.MaxAttempts,
			&quiz.PassMark, &quiz.ShuffleQuestions, &quiz.ShuffleChoices, &quiz.GradeBy, &quiz.Review, &draws)
	}, `
SELECT state, kind, titles, coalesce(time_limit_seconds, 0), opens_at, closes_at, coalesce(max_attempts, 0), pass_mark,
       shuffle_questions, shuffle_choices, grade_by, review,
       (SELECT coalesce(json_agg(json_build_object('Tag', tag, 'Count', count) ORDER BY position), '[]')
        FROM quiz_draws WHERE quiz_id = quizzes.id)
FROM quizzes WHERE id = $1`, id)
	if err != nil {
		return nil, fmt.Errorf("reading quiz %s: %w", id, err)
	}
	if !found {
		return nil, fault.New(fault.NotFound, "assessment.quiz_not_found")
	}
	if err := json.Unmarshal(titles, &quiz.Titles); err != nil {
		return nil, fmt.Errorf("titles of quiz %s: %w", id, err)
	}
	if err := json.Unmarshal(draws, &quiz.Draws); err != nil {
		return nil, fmt.Errorf("draws of quiz %s: %w", id, err)
	}
	quiz.TimeLimit = time.Duration(seconds) * time.Second
	quiz.OpensAt, quiz.ClosesAt = pg.UTC(opens), pg.UTC(closes)
	return quiz, s.readQuestions(ctx, db, quiz)
}

// Written are the questions of a quiz with what their authors wrote. Links in their texts are neutral.
func (s *Store) Written(ctx context.Context, id uuid.UUID) ([]*assessment.Question, error) {
	quiz := &Quiz{ID: id}
	err := quiz.readWritten(ctx, s.db)
	return quiz.Questions, err
}

// readQuestions reads what the quiz asks, as learners see it; what authors wrote is not kept in memory for them.
func (s *Store) readQuestions(ctx context.Context, db pg.Querier, quiz *Quiz) error {
	if err := quiz.readWritten(ctx, db); err != nil {
		return err
	}
	for _, question := range quiz.Questions {
		question.EachText(func(_ string, _ assessment.Syntax, text string) string {
			return s.resolve(question.Identity.Collection, text)
		})
		for lang, text := range question.Texts {
			text.Source = assessment.Source{}
			question.Texts[lang] = text
		}
	}
	return nil
}

func (q *Quiz) readWritten(ctx context.Context, db pg.Querier) error {
	var keys []string
	err := db.Each(ctx, func(scan pg.Scan) error {
		var version uuid.UUID
		var key string
		err := scan(&version, &key)
		q.versions, keys = append(q.versions, version), append(keys, key)
		return err
	}, `SELECT question_version_id, key FROM quiz_slots WHERE quiz_id = $1 ORDER BY position`, q.ID)
	if err != nil {
		return fmt.Errorf("reading the questions of a quiz: %w", err)
	}
	read, err := bank.Read(ctx, db, q.versions)
	if err != nil {
		return err
	}
	for i, version := range q.versions {
		question, there := read[version]
		if !there { // a draft that was changed meanwhile
			return fault.New(fault.NotFound, "assessment.quiz_not_found")
		}
		question.Key = keys[i]
		q.Questions = append(q.Questions, question)
	}
	return nil
}
