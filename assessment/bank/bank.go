// Package bank owns the questions that are kept: which question is which, the versions that it has had, and what its
// author wrote. What a version asks and how it is marked never changes, and one that says the same as a version before is
// that version. Its source is the newest that says so.
//
// It knows no quiz and no learner. It must not import content, certificates or lms, the leaves aside.
package bank

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"

	"github.com/google/uuid"
	"github.com/shopspring/decimal"
	"github.com/uptrace/bun"

	"vatra/assessment"
	"vatra/lms/pg"
)

type questionRow struct {
	bun.BaseModel `bun:"table:questions"`

	ID         uuid.UUID `bun:",pk"`
	Collection string
	Key        string
}

type versionRow struct {
	bun.BaseModel `bun:"table:question_versions"`

	ID         uuid.UUID `bun:",pk,type:uuid"`
	QuestionID uuid.UUID
	Number     int
	Digest     string
	Type       assessment.Type
	Points     decimal.Decimal
	Tags       []string                     `bun:",array"`
	Body       *assessment.Question         `bun:",type:jsonb"`
	Sources    map[string]assessment.Source `bun:",type:jsonb"`
}

// Lock makes all others who would keep or forget questions wait until the transaction ends. So that nobody waits in a
// circle it comes before every lock on questions and quizzes; whoever publishes a course has locked that before.
func Lock(ctx context.Context, tx bun.Tx) error {
	_, err := tx.ExecContext(ctx, `SELECT pg_advisory_xact_lock(hashtextextended('question bank', 0))`)
	return err
}

// Keep gives the version of each question, by the same index. A question that says what one of its versions says is that
// version, with its ids and from now on with this source: two texts that render alike are the same question, and its
// author goes on with what they wrote last. Any other becomes its next version, in which the items that stayed have the ids
// of the newest.
// The questions are rendered, valid and each has an identity of its own; Lock comes before.
func Keep(ctx context.Context, tx bun.Tx, questions []*assessment.Question) ([]uuid.UUID, error) {
	rows := make([]questionRow, len(questions))
	digests := make([]string, len(questions))
	for i, q := range questions {
		for lang, text := range q.Texts {
			if text.Syntax != assessment.HTML {
				return nil, fmt.Errorf("question %q in %s is not rendered: EachText comes first", q.Key, lang)
			}
		}
		if q.Identity.Collection == "" || q.Identity.Key == "" {
			return nil, fmt.Errorf("question %q has no identity", q.Key)
		}
		rows[i] = questionRow{ID: newID(), Collection: q.Identity.Collection, Key: q.Identity.Key}
		digests[i] = q.Digest()
	}
	if _, err := tx.NewInsert().Model(&rows).On("CONFLICT (collection, key) DO NOTHING").Returning("NULL").Exec(ctx); err != nil {
		return nil, fmt.Errorf("keeping questions: %w", err)
	}
	return keepVersions(ctx, tx, questions, digests)
}

// known finds, for every question wanted, the version with the digest and the newest.
const known = `
SELECT q.id, same.id, coalesce(same.sources, '{}'), coalesce(newest.number, 0), newest.body
FROM unnest($1::text[], $2::text[], $3::text[]) WITH ORDINALITY wanted (collection, key, digest, place)
JOIN questions q ON q.collection = wanted.collection AND q.key = wanted.key
LEFT JOIN question_versions same ON same.question_id = q.id AND same.digest = wanted.digest
LEFT JOIN LATERAL (
    SELECT number, body FROM question_versions WHERE question_id = q.id ORDER BY number DESC LIMIT 1
) newest ON true
ORDER BY wanted.place`

func keepVersions(
	ctx context.Context, tx bun.Tx, questions []*assessment.Question, digests []string,
) ([]uuid.UUID, error) {
	collections, keys := make([]string, len(questions)), make([]string, len(questions))
	for i, q := range questions {
		collections[i], keys[i] = q.Identity.Collection, q.Identity.Key
	}
	var versions []uuid.UUID
	var fresh, rewritten []versionRow
	err := pg.On(tx).Each(ctx, func(scan pg.Scan) error {
		at := len(versions)
		next := versionRow{ID: newID(), Digest: digests[at]}
		var same uuid.NullUUID
		var written, newest []byte
		if err := scan(&next.QuestionID, &same, &written, &next.Number, &newest); err != nil {
			return err
		}
		if same.Valid {
			versions = append(versions, same.UUID)
			next.ID = same.UUID
			changed, err := next.rewrite(questions[at], written)
			if changed {
				rewritten = append(rewritten, next)
			}
			return err
		}
		next.Number++
		versions = append(versions, next.ID)
		err := next.fill(questions[at], newest)
		fresh = append(fresh, next)
		return err
	}, known, collections, keys, digests)
	if err == nil && len(fresh) > 0 {
		_, err = tx.NewInsert().Model(&fresh).Exec(ctx)
	}
	if err == nil && len(rewritten) > 0 {
		_, err = tx.NewUpdate().Model(&rewritten).Column("sources").Bulk().Exec(ctx)
	}
	if err != nil {
		return nil, fmt.Errorf("keeping versions of questions: %w", err)
	}
	return versions, nil
}

// fill puts the question into its version, after the body of the newest version where there is one.
func (v *versionRow) fill(question *assessment.Question, newest []byte) error {
	var before *assessment.Question
	if newest != nil {
		before = new(assessment.Question)
		if err := json.Unmarshal(newest, before); err != nil {
			return err
		}
	}
	v.Body = question.WithIDsLike(before)
	v.Body.Key = ""
	v.Type, v.Points, v.Tags = question.Type, question.Points, append([]string{}, question.Tags...)
	v.Sources = map[string]assessment.Source{}
	v.write(question)
	return nil
}

// rewrite lays what the question was written as over what its version was, and says whether that is anything new.
func (v *versionRow) rewrite(question *assessment.Question, written []byte) (changed bool, err error) {
	if err := json.Unmarshal(written, &v.Sources); err != nil {
		return false, err
	}
	before := maps.Clone(v.Sources)
	v.write(question)
	return !maps.Equal(before, v.Sources), nil
}

func (v *versionRow) write(question *assessment.Question) {
	for lang, text := range question.Texts {
		if text.Source.Text != "" {
			v.Sources[lang] = text.Source
		}
	}
}

// Read gives the versions by their ids, whole: with what their authors wrote, and without a key in a quiz.
func Read(ctx context.Context, db pg.Querier, versions []uuid.UUID) (map[uuid.UUID]*assessment.Question, error) {
	read := make(map[uuid.UUID]*assessment.Question, len(versions))
	err := db.Each(ctx, func(scan pg.Scan) error {
		var version uuid.UUID
		var body, written []byte
		question := new(assessment.Question)
		if err := scan(&version, &question.Identity.Collection, &question.Identity.Key, &body, &written); err != nil {
			return err
		}
		if err := json.Unmarshal(body, question); err != nil {
			return fmt.Errorf("question version %s: %w", version, err)
		}
		var sources map[string]assessment.Source
		if err := json.Unmarshal(written, &sources); err != nil {
			return fmt.Errorf("sources of question version %s: %w", version, err)
		}
		for lang, text := range question.Texts {
			text.Source = sources[lang]
			question.Texts[lang] = text
		}
		read[version] = question
		return nil
	}, `SELECT v.id, q.collection, q.key, v.body, v.sources
FROM question_versions v JOIN questions q ON q.id = v.question_id WHERE v.id = ANY ($1)`, versions)
	if err != nil {
		return nil, fmt.Errorf("reading questions: %w", err)
	}
	return read, nil
}

// Forget deletes those of the versions that no quiz asks any more, and questions that have no version left. Lock comes
// before.
func Forget(ctx context.Context, tx bun.Tx, versions []uuid.UUID) error {
	if len(versions) == 0 {
		return nil
	}
	var bare []uuid.UUID
	err := tx.NewRaw(`DELETE FROM question_versions v WHERE id IN (?)
AND NOT EXISTS (SELECT FROM quiz_slots WHERE question_version_id = v.id) RETURNING question_id`, bun.List(versions)).
		Scan(ctx, &bare)
	if err == nil && len(bare) > 0 {
		_, err = tx.ExecContext(ctx, `DELETE FROM questions q WHERE id IN (?)
AND NOT EXISTS (SELECT FROM question_versions WHERE question_id = q.id)`, bun.List(bare))
	}
	if err != nil {
		return fmt.Errorf("forgetting questions: %w", err)
	}
	return nil
}

func newID() uuid.UUID { return uuid.Must(uuid.NewV7()) }
