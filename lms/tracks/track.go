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

	"vatra/certificates"
	"vatra/lms/access"
	"vatra/lms/fault"
	"vatra/lms/i18n"
	"vatra/lms/lang"
	"vatra/lms/pg"
	"vatra/lms/site"
	"vatra/lms/text"
)

// Track is a way to a certificate: the courses it requires and the rules for completing it, as one version states them.
// A version never changes; learners keep the one they enrolled in.
type Track struct {
	ID               uuid.UUID
	VersionID        uuid.UUID
	Code             string
	Number           int // of the version
	Names, Summaries lang.Texts
	Hours            int
	CourseCodes      []string
	Rules            Rules
}

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
	db *pg.DB
}

// New makes the store.
func New(db *pg.DB) *Store { return &Store{db: db} }

// trackRow is one version of a track with its courses.
type trackRow struct {
	ID               uuid.UUID       `bun:"id"`
	VersionID        uuid.UUID       `bun:"version_id"`
	Code             string          `bun:"code"`
	Number           int             `bun:"number"`
	Names            lang.Texts      `bun:"names,type:jsonb"`
	Summaries        lang.Texts      `bun:"summaries,type:jsonb"`
	Hours            int             `bun:"hours"`
	CourseCodes      []string        `bun:"course_codes,array"`
	LessonsCompleted bool            `bun:"lessons_completed"`
	QuizzesPassed    bool            `bun:"quizzes_passed"`
	MinimumMark      decimal.Decimal `bun:"minimum_mark"`
}

func (r trackRow) track() Track {
	return Track{
		ID: r.ID, VersionID: r.VersionID, Code: r.Code, Number: r.Number, Names: r.Names, Summaries: r.Summaries,
		Hours: r.Hours, CourseCodes: r.CourseCodes,
		Rules: Rules{
			LessonsCompleted: r.LessonsCompleted, QuizzesPassed: r.QuizzesPassed, MinimumMark: r.MinimumMark,
		},
	}
}

// trackVersions selects every version of every track.
const trackVersions = `SELECT t.id, v.id AS version_id, t.code, v.number, v.names, v.summaries, v.hours,
	v.lessons_completed, v.quizzes_passed, v.minimum_mark,
	ARRAY(SELECT course_code FROM track_courses c WHERE c.track_version_id = v.id ORDER BY c.position) AS course_codes
	FROM tracks t JOIN track_versions v ON v.track_id = t.id `

const newestVersion = ` v.number = (SELECT max(number) FROM track_versions n WHERE n.track_id = t.id) `

// Tracks lists the newest version of every track in the order of the catalogue.
func (s *Store) Tracks(ctx context.Context) ([]Track, error) {
	var rows []trackRow
	err := s.db.NewRaw(trackVersions+"WHERE"+newestVersion+"ORDER BY t.position, t.code").Scan(ctx, &rows)
	if err != nil {
		return nil, err
	}
	tracks := make([]Track, 0, len(rows))
	for _, row := range rows {
		tracks = append(tracks, row.track())
	}
	return tracks, nil
}

// Track is the newest version of the track with the code; NotFound when there is none.
func (s *Store) Track(ctx context.Context, code string) (Track, error) {
	var row trackRow
	err := s.db.NewRaw(trackVersions+"WHERE t.code = ? AND"+newestVersion, code).Scan(ctx, &row)
	return row.track(), pg.Found(err, "track.not_found")
}

// Change is what an administrator may say of a track. Names and summaries hold the languages that were given; the
// others keep their text; a name stands in the site's default language and in English, in letters that a certificate can
// be printed with. CourseCodes may name courses that are not here yet, so that a track can be planned before its courses
// are imported. At least one rule is set. The minimum mark has at most two decimals, as marks are kept, and an exam to be
// reached in.
type Change struct {
	Names, Summaries lang.Texts
	Hours            int
	CourseCodes      []string
	Rules            Rules
}

// Create adds a track with its first version.
func (s *Store) Create(ctx context.Context, actor access.Actor, code string, change Change) (Track, error) {
	if err := actor.Require(access.ManageTracks); err != nil {
		return Track{}, err
	}
	code = strings.TrimSpace(code)
	change.Names, change.Summaries = over(lang.Texts{}, change.Names), over(lang.Texts{}, change.Summaries)
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
	if err := change.check().Err(); err != nil {
		return Track{}, err
	}
	err := s.db.Tx(ctx, func(ctx context.Context, tx bun.Tx) error {
		// One change at a time, so that numbers follow each other.
		if _, err := tx.NewRaw("SELECT FROM tracks WHERE code = ? FOR UPDATE", code).Exec(ctx); err != nil {
			return err
		}
		var row trackRow
		if err := tx.NewRaw(trackVersions+"WHERE t.code = ? AND"+newestVersion, code).Scan(ctx, &row); err != nil {
			return pg.Found(err, "track.not_found")
		}
		now, change, fields := row.track(), change, fault.Fields{} // a transaction may be run again
		change.Names = over(now.Names, change.Names)
		change.Summaries = over(now.Summaries, change.Summaries)
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
		return addVersion(ctx, tx, now.ID, now.Number+1, actor.UserID, change)
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
	const version = `INSERT INTO track_versions (id, track_id, number, names, summaries, hours,
		lessons_completed, quizzes_passed, minimum_mark, created_at, created_by)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`
	_, err := tx.NewRaw(version, id, trackID, number, change.Names, change.Summaries, change.Hours,
		change.Rules.LessonsCompleted, change.Rules.QuizzesPassed, change.Rules.MinimumMark, time.Now(), pg.OrNull(by)).Exec(ctx)
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

func (c *Change) check() fault.Fields {
	fields := fault.Fields{}
	for lang, name := range c.Names {
		if len([]rune(name)) > 160 {
			fields.Add("name_"+lang, "track.text_too_long", "Max", 160)
		}
		checkTrackText(fields, "name_", lang, name)
		if strings.TrimSpace(name) != "" {
			certificates.CheckNameIn(fields, "name_"+lang, name)
		}
	}
	for lang, summary := range c.Summaries {
		checkTrackText(fields, "summary_", lang, text.OneLine(summary))
	}
	if c.Hours < 1 || c.Hours > 10_000 {
		fields.Add("hours", "track.hours_are_whole", "Max", 10_000)
	}
	if c.Rules.MinimumMark.IsNegative() || c.Rules.MinimumMark.GreaterThan(decimal.NewFromInt(100)) {
		fields.Add("minimum_mark", "track.percentage")
	} else if !c.Rules.MinimumMark.Equal(c.Rules.MinimumMark.Truncate(2)) {
		fields.Add("minimum_mark", "track.two_decimals")
	}
	if c.Rules.none() {
		fields.Add("rules", "track.no_rule")
	}
	seen := map[string]bool{}
	for _, code := range c.CourseCodes {
		if seen[code] || !slug.MatchString(code) {
			fields.Add("courses", "track.course_codes_differ")
		}
		seen[code] = true
	}
	return fields
}

func checkTrackText(fields fault.Fields, field, lang, given string) {
	if text.HasUnseen(given) {
		fields.Add(field+lang, "people.strange_characters")
	}
	if !i18n.Known(lang) {
		fields.Add(field+lang, "track.language_unknown")
	}
}

// checkNamed asks for the names without which most readers would see one in a language that is not theirs.
func checkNamed(ctx context.Context, db bun.IDB, fields fault.Fields, names lang.Texts) error {
	settings, err := site.ReadSettings(ctx, db)
	if err != nil {
		return err
	}
	for _, lang := range []string{i18n.Fallback, settings.DefaultLocale} {
		if names[lang] == "" {
			fields.Add("name_"+lang, "error.required")
		}
	}
	return nil
}

// withoutExam reports whether all courses of the list are published and none has an exam in its newest version.
const withoutExam = `SELECT count(*) = ? AND NOT COALESCE(bool_or(EXISTS (
		SELECT FROM lessons l WHERE l.version_id = n.version_id AND l.kind = 'quiz')), false)
	FROM newest_versions n WHERE n.code IN (?)`

// checkReachable refuses a minimum mark that nobody can reach, for want of an exam. While a course is not published, or
// none is chosen yet, the exam may still come: a track can be planned with its mark.
func (c *Change) checkReachable(ctx context.Context, db bun.IDB, fields fault.Fields) error {
	if !c.Rules.MinimumMark.IsPositive() || len(c.CourseCodes) == 0 {
		return nil
	}
	var unreachable bool
	err := db.NewRaw(withoutExam, len(c.CourseCodes), bun.List(c.CourseCodes)).Scan(ctx, &unreachable)
	if unreachable {
		fields.Add("minimum_mark", "track.mark_without_exam")
	}
	return err
}

// says reports whether the change asks for nothing but what the track says already.
func (c *Change) says(t Track) bool {
	return maps.Equal(c.Names, t.Names) && maps.Equal(c.Summaries, t.Summaries) && c.Hours == t.Hours &&
		c.Rules.LessonsCompleted == t.Rules.LessonsCompleted && c.Rules.QuizzesPassed == t.Rules.QuizzesPassed &&
		c.Rules.MinimumMark.Equal(t.Rules.MinimumMark) &&
		slices.Equal(c.CourseCodes, t.CourseCodes)
}

// over is the old texts with the new ones laid over; an empty one takes the language away.
func over(old, change lang.Texts) lang.Texts {
	texts := maps.Clone(old)
	maps.Copy(texts, change)
	maps.DeleteFunc(texts, func(_, text string) bool { return strings.TrimSpace(text) == "" })
	return texts
}
