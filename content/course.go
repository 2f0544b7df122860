package content

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"regexp"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/uptrace/bun"

	"vatra/content/blobs"
	"vatra/content/media"
	"vatra/lms/cache"
	"vatra/lms/fault"
	"vatra/lms/lang"
	"vatra/lms/pg"
)

// Store keeps courses in PostgreSQL and their assets in an object store.
type Store struct {
	db    *pg.DB
	blobs blobs.Store

	versions *cache.Cache[uuid.UUID, *Version]
	texts    *cache.Cache[textKey, LessonText]
	assets   *cache.Cache[string, media.Asset]
	decoding chan struct{}
}

// What the caches may hold, in bytes. Together they stay modest: the server is meant for small machines.
const (
	versionsLimit = 6 << 20
	textsLimit    = 8 << 20
	assetsLimit   = 2 << 20
)

// NewStore joins the database with the object store.
func NewStore(db *pg.DB, blobs blobs.Store) *Store {
	return &Store{
		db: db, blobs: blobs,
		versions: cache.New[uuid.UUID, *Version](versionsLimit),
		texts:    cache.New[textKey, LessonText](textsLimit),
		assets:   cache.New[string, media.Asset](assetsLimit),
		decoding: make(chan struct{}, 1),
	}
}

// Course is the newest published version of a course as a catalogue shows it.
type Course struct {
	ID        uuid.UUID
	VersionID uuid.UUID
	Code      string
	Number    int // of the version
	Languages []string
	Titles    lang.Texts
}

// Courses lists every course that has a published version, each in its newest, by code.
func (s *Store) Courses(ctx context.Context) ([]Course, error) {
	rows, err := s.db.Pool.Query(ctx, `
		SELECT n.course_id, n.version_id, n.code, n.number, v.languages, v.titles
		FROM newest_versions n JOIN course_versions v ON v.id = n.version_id
		ORDER BY n.code`)
	if err != nil {
		return nil, fmt.Errorf("reading courses: %w", err)
	}
	courses, err := pgx.CollectRows(rows, func(row pgx.CollectableRow) (c Course, err error) {
		return c, row.Scan(&c.ID, &c.VersionID, &c.Code, &c.Number, &c.Languages, &c.Titles)
	})
	if err != nil {
		return nil, fmt.Errorf("reading courses: %w", err)
	}
	return courses, nil
}

// Newest is the newest published version of a course. Digest is the hash of what it was imported from, or empty.
type Newest struct {
	VersionID uuid.UUID
	Number    int
	Digest    string
}

// Newest gives the newest published version of the course with that code; the zero Newest when nothing of it is published.
func (s *Store) Newest(ctx context.Context, db bun.IDB, code string) (Newest, error) {
	var newest Newest
	err := db.NewRaw(`
		SELECT n.version_id, n.number, v.source_digest AS digest
		FROM newest_versions n JOIN course_versions v ON v.id = n.version_id
		WHERE n.code = ?`, code).Scan(ctx, &newest)
	if errors.Is(err, sql.ErrNoRows) {
		return Newest{}, nil
	}
	return newest, err
}

// Lock keeps everybody else from making versions of the course until the transaction ends, so that what is decided after
// it, say from Newest, still holds when a version is made. Where there is no course yet it makes one, created by that
// person; uuid.Nil is nobody. It returns fault.Invalid with content.draft_code for what cannot be a code.
func (s *Store) Lock(ctx context.Context, tx bun.Tx, code string, by uuid.UUID) error {
	_, err := lockCourse(ctx, tx, code, by)
	return err
}

var codePattern = regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`)

const codeLimit = 80

func lockCourse(ctx context.Context, tx bun.Tx, code string, by uuid.UUID) (uuid.UUID, error) {
	if !codePattern.MatchString(code) || len(code) > codeLimit {
		return uuid.Nil, fault.New(fault.Invalid, "content.draft_code", "Code", code)
	}
	id, err := uuid.NewV7()
	if err != nil {
		return uuid.Nil, err
	}
	err = tx.NewRaw(`INSERT INTO courses (id, code, created_by) VALUES (?, ?, ?)
		ON CONFLICT (code) DO UPDATE SET code = excluded.code RETURNING id`, id, code, pg.OrNull(by)).Scan(ctx, &id)
	return id, err
}
