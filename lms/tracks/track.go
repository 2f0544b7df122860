// Package tracks owns tracks, which are data: the ways to a certificate, in versions that never change, and who is enrolled
// in which version.
package tracks

import (
	"context"
	"maps"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"
	"github.com/shopspring/decimal"
	"github.com/uptrace/bun"

	"vatra/lms/access"
	"vatra/lms/lang"
	"vatra/lms/pg"
	"vatra/lms/site"
)

// Track is a way to a certificate: the courses it requires and the rules for completing it, as one version states them.
// A version never changes; learners keep the one they enrolled in.
type Track struct {
	ID               uuid.UUID
	VersionID        uuid.UUID
	Code             string
	Number           int // of the version
	Names, Summaries lang.Texts
	Stated           int        // hours that an administrator answers for, beside those reckoned from the courses; 0: none
	Reasons          lang.Texts // why they are other than the reckoned
	CourseCodes      []string
	Open             bool // at least one of the courses is published, so that there is something to begin with
	Rules            Rules
	Signatory        site.Signatory // of certificates; nobody: whoever signs for the house
}

// Path begins the address of a track's page, before its code.
const Path = "/tracks/"

// Requires reports whether the course with the code is one of the track's.
func (t Track) Requires(courseCode string) bool { return slices.Contains(t.CourseCodes, courseCode) }

// Rules say when a track is complete. All that are set must hold, over all courses that the track requires.
type Rules struct {
	LessonsCompleted bool
	QuizzesPassed    bool
	MinimumMark      decimal.Decimal // per cent, of the mean mark over the exams; 0: none
}

// none reports whether nothing is asked for: such a track would be complete before it is begun.
func (r Rules) none() bool { return !r.LessonsCompleted && !r.QuizzesPassed && r.MinimumMark.IsZero() }

var slug = regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`)

// Store is the store of tracks.
type Store struct {
	db   *pg.DB
	tell Tell
}

// New makes the store; tell writes to those who wished to know that a track has opened.
func New(db *pg.DB, tell Tell) *Store { return &Store{db: db, tell: tell} }

// trackRow is one version of a track with its courses.
type trackRow struct {
	ID               uuid.UUID       `bun:"id"`
	VersionID        uuid.UUID       `bun:"version_id"`
	Code             string          `bun:"code"`
	Number           int             `bun:"number"`
	Names            lang.Texts      `bun:"names,type:jsonb"`
	Summaries        lang.Texts      `bun:"summaries,type:jsonb"`
	Stated           int             `bun:"stated"`
	Reasons          lang.Texts      `bun:"reasons,type:jsonb"`
	CourseCodes      []string        `bun:"course_codes,array"`
	Open             bool            `bun:"open"`
	LessonsCompleted bool            `bun:"lessons_completed"`
	QuizzesPassed    bool            `bun:"quizzes_passed"`
	MinimumMark      decimal.Decimal `bun:"minimum_mark"`
	Signatory        string          `bun:"signatory"`
	Offices          lang.Texts      `bun:"signatory_offices,type:jsonb"`
}

func (r trackRow) track() Track {
	return Track{
		ID: r.ID, VersionID: r.VersionID, Code: r.Code, Number: r.Number, Names: r.Names, Summaries: r.Summaries,
		Stated: r.Stated, Reasons: r.Reasons, CourseCodes: r.CourseCodes, Open: r.Open,
		Rules: Rules{
			LessonsCompleted: r.LessonsCompleted, QuizzesPassed: r.QuizzesPassed, MinimumMark: r.MinimumMark,
		},
		Signatory: site.Signatory{Name: r.Signatory, Offices: r.Offices},
	}
}

// trackVersions selects every version of every track.
const trackVersions = `SELECT t.id, v.id AS version_id, t.code, v.number, v.names, v.summaries,
	COALESCE(v.stated_hours, 0) AS stated, v.stated_reasons AS reasons,
	v.lessons_completed, v.quizzes_passed, v.minimum_mark, v.signatory, v.signatory_offices,
	EXISTS (SELECT FROM track_courses c JOIN newest_versions n ON n.code = c.course_code
		WHERE c.track_version_id = v.id) AS open,
	ARRAY(SELECT course_code FROM track_courses c WHERE c.track_version_id = v.id ORDER BY c.position) AS course_codes
	FROM tracks t JOIN track_versions v ON v.track_id = t.id `

const newestVersion = ` v.number = (SELECT max(number) FROM track_versions n WHERE n.track_id = t.id) `

// Tracks lists the newest version of every track in the order of the catalogue.
func (s *Store) Tracks(ctx context.Context) ([]Track, error) {
	return listed(ctx, s.db, newestVersion)
}

// Track is the newest version of the track with the code; NotFound when there is none.
func (s *Store) Track(ctx context.Context, code string) (Track, error) {
	return newest(ctx, s.db, code)
}

// Change is what an administrator may say of a track. Names and summaries hold the languages that were given; the
// others keep their text; a name stands in the site's default language and in English, in letters that a certificate can
// be printed with. CourseCodes may name courses that are not here yet, so that a track can be planned before its courses
// are imported. Stated is whole hours, or 0 where those reckoned from the courses are enough; it needs a reason in at
// least one language. Signatory names nobody where whoever signs for the house does. At least one rule is set. The minimum mark has at most two decimals, as marks are kept, and an exam to be
// reached in.
type Change struct {
	Names, Summaries lang.Texts
	Stated           int
	Reasons          lang.Texts
	CourseCodes      []string
	Rules            Rules
	Signatory        site.Signatory
}

// Create adds a track with its first version.
func (s *Store) Create(ctx context.Context, actor access.Actor, code string, change Change) (Track, error) {
	if err := actor.Require(access.ManageTracks); err != nil {
		return Track{}, err
	}
	code = strings.TrimSpace(code)
	change = change.over(Track{})
	fields := change.check()
	if err := checkNamed(ctx, s.db, fields, change.Names); err != nil {
		return Track{}, err
	}
	if err := change.checkReachable(ctx, s.db, fields); err != nil {
		return Track{}, err
	}
	if !slug.MatchString(code) || len(code) > 60 {
		fields.Add("code", "track.code_is_a_slug")
	}
	if err := fields.Err(); err != nil {
		return Track{}, err
	}
	err := s.db.Tx(ctx, func(ctx context.Context, tx bun.Tx) error {
		id := uuid.Must(uuid.NewV7())
		const add = `INSERT INTO tracks (id, code, position) SELECT ?, ?, COALESCE(max(position), 0) + 1 FROM tracks`
		if _, err := tx.NewRaw(add, id, code).Exec(ctx); err != nil {
			if pg.Violates(err, "tracks_one_per_code") {
				fields.Add("code", "track.code_is_taken")
				return fields.Err()
			}
			return err
		}
		return addVersion(ctx, tx, id, 1, actor.UserID, change)
	})
	if err != nil {
		return Track{}, err
	}
	return s.Track(ctx, code)
}

// Change makes a new version of a track. People who are enrolled already keep the version that they enrolled in. Saying what holds
// already makes no version.
func (s *Store) Change(ctx context.Context, actor access.Actor, code string, change Change) (Track, error) {
	if err := actor.Require(access.ManageTracks); err != nil {
		return Track{}, err
	}
	err := s.db.Tx(ctx, func(ctx context.Context, tx bun.Tx) error {
		// One change at a time, so that numbers follow each other.
		if _, err := tx.NewRaw("SELECT FROM tracks WHERE code = ? FOR UPDATE", code).Exec(ctx); err != nil {
			return err
		}
		now, err := newest(ctx, tx, code)
		if err != nil {
			return err
		}
		change := change.over(now)
		fields := change.check()
		if err := checkNamed(ctx, tx, fields, change.Names); err != nil {
			return err
		}
		if err := change.checkReachable(ctx, tx, fields); err != nil {
			return err
		}
		if err := fields.Err(); err != nil {
			return err
		}
		if change.says(now) {
			return nil
		}
		if err := addVersion(ctx, tx, now.ID, now.Number+1, actor.UserID, change); err != nil {
			return err
		}
		if now, err = newest(ctx, tx, code); err != nil {
			return err
		}
		return s.opened(ctx, tx, now)
	})
	if err != nil {
		return Track{}, err
	}
	return s.Track(ctx, code)
}

func addVersion(
	ctx context.Context, tx bun.Tx, trackID uuid.UUID, number int, by uuid.UUID, change Change,
) error {
	id := uuid.Must(uuid.NewV7())
	const version = `INSERT INTO track_versions (id, track_id, number, names, summaries, stated_hours, stated_reasons,
		lessons_completed, quizzes_passed, minimum_mark, signatory, signatory_offices, created_at, created_by)
		VALUES (?, ?, ?, ?, ?, NULLIF(?, 0), ?, ?, ?, ?, ?, ?, ?, ?)`
	_, err := tx.NewRaw(version, id, trackID, number, change.Names, change.Summaries, change.Stated, change.Reasons,
		change.Rules.LessonsCompleted, change.Rules.QuizzesPassed, change.Rules.MinimumMark,
		change.Signatory.Name, change.Signatory.Offices.OrEmpty(), time.Now(), pg.OrNull(by)).Exec(ctx)
	if err != nil {
		return err
	}
	for position, code := range change.CourseCodes {
		const course = "INSERT INTO track_courses (track_version_id, position, course_code) VALUES (?, ?, ?)"
		if _, err := tx.NewRaw(course, id, position+1, code).Exec(ctx); err != nil {
			return err
		}
	}
	return nil
}

// says reports whether the change asks for nothing but what the track says already.
func (c *Change) says(t Track) bool {
	return maps.Equal(c.Names, t.Names) && maps.Equal(c.Summaries, t.Summaries) &&
		c.Stated == t.Stated && maps.Equal(c.Reasons, t.Reasons) &&
		c.Rules.LessonsCompleted == t.Rules.LessonsCompleted && c.Rules.QuizzesPassed == t.Rules.QuizzesPassed &&
		c.Rules.MinimumMark.Equal(t.Rules.MinimumMark) &&
		slices.Equal(c.CourseCodes, t.CourseCodes) &&
		c.Signatory.Name == t.Signatory.Name && maps.Equal(c.Signatory.Offices, t.Signatory.Offices)
}

// over is the change laid over what a track says now. Without stated hours there is no reason for them.
func (c Change) over(now Track) Change {
	c.Names, c.Summaries = over(now.Names, c.Names), over(now.Summaries, c.Summaries)
	c.Reasons, c.Signatory = over(now.Reasons, c.Reasons), c.Signatory.Trimmed()
	if c.Stated == 0 {
		c.Reasons = lang.Texts{}
	}
	return c
}

// over is the old texts with the new ones laid over; an empty one takes the language away.
func over(old, change lang.Texts) lang.Texts {
	texts := maps.Clone(old.OrEmpty())
	maps.Copy(texts, change)
	maps.DeleteFunc(texts, func(_, text string) bool { return strings.TrimSpace(text) == "" })
	return texts
}
