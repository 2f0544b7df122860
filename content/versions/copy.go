// Package versions makes a version of a course of an older one. Nothing of the older one changes: published is frozen.
package versions

import (
	"context"
	"fmt"

	"github.com/google/uuid"
	"github.com/uptrace/bun"
	"github.com/uptrace/bun/dialect/pgdialect"

	"vatra/lms/pg"
)

// Again is a version that is to be published once more.
type Again struct {
	Of      uuid.UUID
	By      uuid.UUID               // who does it; uuid.Nil is nobody
	Note    string                  // what they say of it
	Quizzes map[uuid.UUID]uuid.UUID // of the new version, by those of the old one
}

// Copy makes a draft of the next version that says what the older one says, and gives its id. content.Store.Lock comes before.
func Copy(ctx context.Context, tx bun.Tx, again Again) (uuid.UUID, error) {
	id := uuid.Must(uuid.NewV7())
	var olds, news []uuid.UUID
	for old, fresh := range again.Quizzes {
		olds, news = append(olds, old), append(news, fresh)
	}
	const version = `INSERT INTO course_versions (id, course_id, number, languages, titles, summaries, licence, attribution, competences, source_digest,
			note, made_of, created_by, picture_path, picture_alt)
		SELECT ?, course_id, (SELECT max(number) + 1 FROM course_versions n WHERE n.course_id = v.course_id), languages, titles, summaries,
			licence, attribution, competences, source_digest, ?, id, ?, picture_path, picture_alt FROM course_versions v WHERE id = ?`
	if _, err := tx.ExecContext(ctx, version, id, again.Note, pg.OrNull(again.By), again.Of); err != nil {
		return uuid.Nil, fmt.Errorf("copying a version: %w", err)
	}
	for _, statement := range []string{
		`INSERT INTO modules (id, version_id, position, key, titles)
			SELECT gen_random_uuid(), ?0, position, key, titles FROM modules WHERE version_id = ?1`,
		`INSERT INTO lessons (id, version_id, module_id, position, key, kind, quiz_id, completion, minutes)
			SELECT gen_random_uuid(), ?0, m.id, l.position, l.key, l.kind, q.fresh, l.completion, l.minutes
			FROM lessons l JOIN modules o ON o.id = l.module_id JOIN modules m ON m.version_id = ?0 AND m.key = o.key
			LEFT JOIN unnest(?2::uuid[], ?3::uuid[]) q (old, fresh) ON q.old = l.quiz_id WHERE l.version_id = ?1`,
		`INSERT INTO lesson_texts (lesson_id, lang, title, summary, blocks, source, source_format)
			SELECT n.id, t.lang, t.title, t.summary, t.blocks, t.source, t.source_format
			FROM lessons l JOIN lesson_texts t ON t.lesson_id = l.id JOIN lessons n ON n.version_id = ?0 AND n.key = l.key WHERE l.version_id = ?1`,
		`INSERT INTO version_assets (version_id, path, sha256, licence, attribution, lang)
			SELECT ?0, path, sha256, licence, attribution, lang FROM version_assets WHERE version_id = ?1`,
		`INSERT INTO course_words (version_id, lang, words) SELECT ?0, lang, words FROM course_words WHERE version_id = ?1`,
	} {
		if _, err := tx.ExecContext(ctx, statement, id, again.Of, pgdialect.Array(olds), pgdialect.Array(news)); err != nil {
			return uuid.Nil, fmt.Errorf("copying a version: %w", err)
		}
	}
	return id, nil
}
