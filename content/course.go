package content

import (
	"context"
	"fmt"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"vatra/content/blobs"
	"vatra/content/media"
	"vatra/lms/cache"
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
	ID, VersionID uuid.UUID
	Code          string
	Number        int
	Languages     []string
	Titles        lang.Texts
	Summaries     lang.Texts
	Licence       string
	Attribution   Attribution
}

// Courses lists every course that has a published version, each in its newest, by code.
func (s *Store) Courses(ctx context.Context) ([]Course, error) {
	rows, err := s.db.Pool.Query(ctx, `
		SELECT DISTINCT ON (c.code) c.id, v.id, c.code, v.number, v.languages, v.titles, v.summaries, v.licence, v.attribution
		FROM courses c JOIN course_versions v ON v.course_id = c.id
		WHERE v.status = 'published'
		ORDER BY c.code, v.number DESC`)
	if err != nil {
		return nil, fmt.Errorf("reading courses: %w", err)
	}
	courses, err := pgx.CollectRows(rows, func(row pgx.CollectableRow) (c Course, err error) {
		return c, row.Scan(&c.ID, &c.VersionID, &c.Code, &c.Number, &c.Languages, &c.Titles, &c.Summaries, &c.Licence, &c.Attribution)
	})
	if err != nil {
		return nil, fmt.Errorf("reading courses: %w", err)
	}
	return courses, nil
}

// Course gives the newest published version of the course, or fault.NotFound. It is one small statement; the rest comes
// from memory.
func (s *Store) Course(ctx context.Context, code string) (Course, error) {
	var newest uuid.UUID
	err := s.db.Pool.QueryRow(ctx, `
		SELECT v.id FROM courses c JOIN course_versions v ON v.course_id = c.id
		WHERE c.code = $1 AND v.status = 'published'
		ORDER BY v.number DESC LIMIT 1`, code).Scan(&newest)
	if err != nil {
		return Course{}, pg.Found(err, "content.course_not_found")
	}
	v, err := s.Version(ctx, newest)
	if err != nil {
		return Course{}, err
	}
	return v.Course(), nil
}

// Digest gives the hash of what the newest published version was imported from, so that the same import makes no second
// one; fault.NotFound when nothing of the course is published.
func (s *Store) Digest(ctx context.Context, code string) (string, error) {
	var digest string
	err := s.db.Pool.QueryRow(ctx, `
		SELECT v.source_digest FROM courses c JOIN course_versions v ON v.course_id = c.id
		WHERE c.code = $1 AND v.status = 'published'
		ORDER BY v.number DESC LIMIT 1`, code).Scan(&digest)
	if err != nil {
		return "", pg.Found(err, "content.course_not_found")
	}
	return digest, nil
}
