package admin_test

import (
	"net/http"
	"strings"
	"testing"

	"vatra/lms/access"
	"vatra/lms/web/webtest"
)

func TestAnAdministratorWritesTracks(t *testing.T) {
	t.Parallel()
	s := webtest.New(t)
	s.InstallFiles(webtest.LittleCourse())
	s.InstallFiles(webtest.ReadingCourse())
	ana := s.Person("ana@example.org", access.RoleLearner)
	_, err := s.Enrolment.Enrol(t.Context(), ana, "digital-literacy")
	webtest.Must(t, err)
	s.Person("admin@example.org", access.RoleAdministrator)
	admin := s.As("admin@example.org")

	admin.Get("/admin/tracks/new").Check(t, http.StatusOK, []string{`name="name_sr" type="text" value="" lang="sr"`, `<option value="little" lang="ro"`}, []string{"Version"})
	admin.Post("/admin/tracks/new", webtest.Form("code", "Bad Code", "summary_en", "Kept", "hours", "many", "reason_en", "Because", "minimum_mark", "x")).Check(t,
		http.StatusUnprocessableEntity, []string{
			`value="Bad Code"`, ">Kept</textarea>", `value="many"`, `value="Because"`, "Use only small letters", "Please fill in this field",
			"Give the hours as a whole number", "Give a number from 0 to 100", `<a href="#field-hours">`,
		}, nil)
	for _, mark := range []string{"1e99999999", "-1e99999999", "1e-99999999", strings.Repeat("9", 200000), "1,,5", "NaN"} {
		admin.Post("/admin/tracks/new", webtest.Form("code", "cyber", "minimum_mark", mark)).Check(t,
			http.StatusUnprocessableEntity, []string{`<a href="#field-minimum_mark">`, "Give a number from 0 to 100", `value="` + mark + `"`}, nil)
	}
	admin.Post("/admin/tracks/new", webtest.Form("code", "new", "name_en", "N", "hours", "1")).Check(t,
		http.StatusUnprocessableEntity, []string{"Another track has this code already"}, nil)
	typed := webtest.Form("code", "cyber", "name_en", "Cyber", "name_ro", "Ciber", "name_mk", "Сајбер", "hours", "12", "reason_ro", "Cu practica", "minimum_mark", "72,5", "lessons", "on")
	typed["course"] = []string{"", "little", "", "digital-literacy-basics"}
	ruleless := webtest.Form("code", "cyber", "name_en", "Cyber", "name_ro", "Ciber")
	admin.Post("/admin/tracks/new", ruleless).Check(t, http.StatusUnprocessableEntity,
		[]string{`<fieldset id="field-rules" class="field narrow wrong"`, `<a href="#field-rules">Rules for the certificate: Set at least one rule`}, nil)
	unreachable := webtest.Form("code", "cyber", "name_en", "Cyber", "name_ro", "Ciber", "hours", "12", "minimum_mark", "70", "course", "digital-literacy-basics")
	admin.Post("/admin/tracks/new", unreachable).Check(t, http.StatusUnprocessableEntity,
		[]string{`<a href="#field-minimum_mark">Minimum average mark, per cent: None of the chosen courses has a quiz`}, []string{`#field-rules`})
	made := admin.Follow(admin.Post("/admin/tracks/new", typed))
	made.Check(t, http.StatusOK, []string{
		"The track was created", "Version 1 holds now", `value="72.5"`, "Save as version 2",
		"You state 12 hours, and the courses take 35 minutes: that is 11 hours 25 minutes more", `value="Cu practica" lang="ro"`,
		"The chosen courses take 35 minutes: reading 5 minutes and quizzes 30 minutes.",
	}, nil)
	track, err := s.Tracks.Track(t.Context(), "cyber")
	webtest.Must(t, err)
	if strings.Join(track.CourseCodes, " ") != "little digital-literacy-basics" || track.Names["sr"] != "" ||
		!track.Rules.LessonsCompleted || track.Rules.QuizzesPassed {
		t.Errorf("made of the form: %+v", track)
	}

	admin.Get("/admin/tracks").Check(t, http.StatusOK,
		[]string{"35 minutes", "stated: 12 hours", "2 minutes", "Being prepared"}, []string{"24 h"})
	admin.Get("/tracks/cyber").Check(t, http.StatusOK, []string{
		"35 minutes in all: reading 5 minutes and quizzes 30 minutes.", "The organiser states another figure, 12 hours",
		`<span lang="ro">Cu practica</span>`, "The certificate prints no more than 35 minutes",
	}, nil)

	admin.Get("/admin/tracks?course=little").Check(t, http.StatusOK, []string{`href="/admin/tracks/digital-literacy?course=little"`}, nil)
	admin.Get("/admin/tracks/digital-literacy?course=little").Check(t, http.StatusOK, []string{
		"The course “Curs mic” is in the first free place below", "Enrolled now: 1",
		"Whoever is enrolled already keeps the version they enrolled in",
	}, nil)
	change := webtest.Form("name_en", "Digital literacy", "name_ro", "Alfabetizare digitală", "lessons", "on", "quizzes", "on")
	change["course"] = []string{"digital-literacy-basics", "little", "little"}
	admin.Post("/admin/tracks/digital-literacy", change).Check(t, http.StatusUnprocessableEntity,
		[]string{"Each course can stand here only once"}, nil)
	change["course"] = []string{"digital-literacy-basics", "little"}
	admin.Follow(admin.Post("/admin/tracks/digital-literacy", change)).Check(t, http.StatusOK,
		[]string{"Version 2 was saved", "Save as version 3"}, nil)
	admin.Follow(admin.Post("/admin/tracks/digital-literacy", change)).Check(t, http.StatusOK,
		[]string{"Nothing was changed", "Version 2 holds now"}, nil)
	change.Set("signatory_office_mk", "декан")
	admin.Post("/admin/tracks/digital-literacy", change).Check(t, http.StatusUnprocessableEntity,
		[]string{`<a href="#field-signatory">Name of the signatory: Please fill in this field`, `value="декан"`}, nil)
	change.Set("signatory", "Марија Поп")
	admin.Follow(admin.Post("/admin/tracks/digital-literacy", change)).Check(t, http.StatusOK, []string{
		"Version 3 was saved", `value="Марија Поп"`, `value="декан"`, "Without a name, whoever stands in the settings signs",
	}, nil)
	enrolments, err := s.Tracks.Enrolments(t.Context(), ana)
	webtest.Must(t, err)
	if enrolments[0].Track.Number != 1 {
		t.Errorf("who was enrolled is moved to version %d", enrolments[0].Track.Number)
	}
}
