package tracks_test

import (
	"strings"
	"testing"

	"github.com/shopspring/decimal"

	"vatra/content/pack/packtest"
	"vatra/lms/access"
	"vatra/lms/fault"
	"vatra/lms/lang"
	"vatra/lms/pg"
	"vatra/lms/schooltest"
	"vatra/lms/tracks"
)

func TestTrackTextsAndMarkAreChecked(t *testing.T) {
	t.Parallel()
	s := schooltest.New(t)
	admin := s.Person("admin@primarie.example", access.RoleAdministrator)
	good := func() tracks.Change {
		return tracks.Change{
			Names: lang.Texts{"en": "Cyber", "ro": "Ciber"}, Summaries: lang.Texts{"en": "Two\r\nlines 🔥."},
			Rules: tracks.Rules{LessonsCompleted: true},
		}
	}
	for want, spoil := range map[string]func(*tracks.Change){
		"name_en: error.required":               func(c *tracks.Change) { c.Names["en"] = " " },
		"name_ro: error.required":               func(c *tracks.Change) { delete(c.Names, "ro") },
		"name_mk: people.strange_characters":    func(c *tracks.Change) { c.Names["mk"] = "a\u202eb" },
		"name_bg: people.strange_characters":    func(c *tracks.Change) { c.Names["bg"] = "a\nb" },
		"name_sq: certificate.name_unprintable": func(c *tracks.Change) { c.Names["sq"] = "Siguria 🔥" },
		"name_sr: certificate.name_unprintable": func(c *tracks.Change) { c.Names["sr"] = "安全" },
		"name_ro: certificate.name_unprintable": func(c *tracks.Change) { c.Names["ro"] = "ביטחון" },
		"summary_en: people.strange_characters": func(c *tracks.Change) { c.Summaries["en"] = "a\u2066b" },
		"summary_xx: track.language_unknown":    func(c *tracks.Change) { c.Summaries["xx"] = "a" },
		"minimum_mark: track.two_decimals":      func(c *tracks.Change) { c.Rules.MinimumMark = decimal.RequireFromString("60.125") },
		"hours: track.hours_are_whole":          func(c *tracks.Change) { c.Stated, c.Reasons = -1, lang.Texts{"en": "a"} },
		"reasons: track.reason_needed":          func(c *tracks.Change) { c.Stated, c.Reasons = 3, lang.Texts{"en": " "} },
		"reason_en: people.strange_characters":  func(c *tracks.Change) { c.Stated, c.Reasons = 3, lang.Texts{"en": "a\u2066b"} },
		"reason_bg: track.text_too_long":        func(c *tracks.Change) { c.Stated, c.Reasons = 3, lang.Texts{"bg": strings.Repeat("а", 301)} },
		"rules: track.no_rule":                  func(c *tracks.Change) { c.Rules = tracks.Rules{} },
	} {
		change := good()
		spoil(&change)
		_, err := s.Tracks.Create(t.Context(), admin, "cyber", change)
		schooltest.Wants(t, err, fault.Invalid, want)
	}
	change := good()
	change.Rules.MinimumMark = decimal.RequireFromString("60.250")
	if _, err := s.Tracks.Create(t.Context(), admin, "cyber", change); err != nil {
		t.Fatal(err)
	}
	_, err := s.Tracks.Change(t.Context(), admin, "cyber", tracks.Change{
		Names: lang.Texts{"en": ""}, Rules: change.Rules,
	})
	schooltest.Wants(t, err, fault.Invalid, "name_en: error.required")
	if _, err := s.Tracks.Change(t.Context(), admin, "cyber", tracks.Change{Stated: 4, Reasons: lang.Texts{"en": "With exercises in the office."}, Rules: change.Rules}); err != nil {
		t.Errorf("names that stand already are asked for again: %v", err)
	}
}

func TestTrackChangeLeavesTheEnrolledTheirRules(t *testing.T) {
	t.Parallel()
	s := schooltest.New(t)
	admin := s.Person("admin@primarie.example", access.RoleAdministrator)
	learner := s.Person("ana@primarie.example", access.RoleLearner)
	s.Install(packtest.Folder(t, schooltest.EasyCourse()))
	s.Enrol(learner)
	track, err := s.Tracks.Track(t.Context(), "digital-literacy")
	if err != nil {
		t.Fatal(err)
	}
	change := tracks.Change{
		Stated: 30, Reasons: lang.Texts{"en": "With exercises in the office."},
		CourseCodes: track.CourseCodes, Rules: track.Rules, Names: track.Names,
	}
	changed, err := s.Tracks.Change(t.Context(), admin, "digital-literacy", change)
	if err != nil || changed.Number != 2 || changed.Stated != 30 {
		t.Fatalf("%+v %v", changed, err)
	}
	same, err := s.Tracks.Change(t.Context(), admin, "digital-literacy", change)
	if err != nil || same.Number != 2 {
		t.Errorf("saying the same again made version %d (%v)", same.Number, err)
	}
	enrolments, err := s.Tracks.Enrolments(t.Context(), learner)
	if err != nil || len(enrolments) != 1 || enrolments[0].Track.Stated != 0 {
		t.Errorf("%+v %v", enrolments, err)
	}
	_, err = s.Tracks.Change(t.Context(), learner, "digital-literacy", change)
	schooltest.Wants(t, err, fault.Forbidden, "people.forbidden")
}

// Who changed a track may leave the house: the version stays as it was, and says no longer whose it is.
func TestWhoeverChangedATrackCanBeDeleted(t *testing.T) {
	t.Parallel()
	s := schooltest.New(t)
	admin := s.Person("admin@primarie.example", access.RoleAdministrator)
	change := tracks.Change{Names: lang.Texts{"en": "Cyber", "ro": "Ciber"}, CourseCodes: []string{"c"}, Rules: tracks.Rules{LessonsCompleted: true}}
	if _, err := s.Tracks.Create(t.Context(), admin, "cyber", change); err != nil {
		t.Fatal(err)
	}
	s.Exec(`DELETE FROM users WHERE id = ?`, admin.UserID)
	if n := s.Count(`SELECT count(*) FROM track_versions v JOIN tracks t ON t.id = v.track_id WHERE code = 'cyber' AND created_by IS NULL`); n != 1 {
		t.Errorf("%d versions are left", n)
	}
	for _, statement := range []string{
		`UPDATE track_versions SET stated_hours = 1`, `UPDATE track_versions SET created_by = NULL, minimum_mark = 1`,
		`UPDATE track_courses SET course_code = 'other'`,
	} {
		if _, err := s.DB.ExecContext(t.Context(), statement); !pg.Violates(err, "track_versions_are_append_only") &&
			!pg.Violates(err, "track_courses_are_append_only") {
			t.Errorf("%s was allowed: %v", statement, err)
		}
	}
}
