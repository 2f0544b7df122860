package web_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"vatra/lms/access"
	"vatra/lms/web/webtest"
)

func TestATrainerFollowsTheLearnersOfACourse(t *testing.T) {
	t.Parallel()
	s := webtest.New(t)
	s.InstallFiles(webtest.LittleCourse())
	s.InstallFiles(webtest.ReadingCourse())
	ana := s.Person("ana@example.org", access.RoleLearner)
	s.Certify(ana)
	s.Train(s.Person("tudor@example.org", access.RoleTrainer), "little", "digital-literacy-basics")
	tudor := s.As("tudor@example.org")

	tudor.Get("/teach").Check(t, http.StatusOK, []string{
		`<a href="/teach/courses/digital-literacy-basics">Only to read</a>`, "1 learner", "1 has completed it",
		`<a href="/teach/courses/little" lang="ro">Curs mic</a>`, "0 learners", `href="/teach" aria-current="page"`,
	}, []string{"/admin/"})
	tudor.Get("/teach/courses/digital-literacy-basics").Check(t, http.StatusOK, []string{
		"Ana Ștefănescu", "ana@example.org", "2 of 2", `href="/teach/courses/digital-literacy-basics/learners.csv"`,
	}, []string{"/admin/people"})
	tudor.Get("/teach/courses/little").Check(t, http.StatusOK,
		[]string{"Nobody has started this course yet"}, []string{"learners.csv", "<table"})
	tudor.Get("/teach/courses/nowhere").Check(t, http.StatusNotFound, []string{"There is no such course"}, nil)

	file := tudor.Get("/teach/courses/digital-literacy-basics/learners.csv")
	file.Check(t, http.StatusOK, []string{"Name,E-mail address,Lessons completed", "Ana Ștefănescu,ana@example.org,2,2,"}, nil)
	if got := file.Header.Get("Content-Disposition"); got != `attachment; filename="learners-digital-literacy-basics.csv"` {
		t.Errorf("it is sent as %q", got)
	}
}

func TestAnAdministratorInvitesAndManagesPeople(t *testing.T) {
	t.Parallel()
	s := webtest.New(t)
	s.InstallFiles(webtest.ReadingCourse())
	ana := s.Person("ana@example.org", access.RoleLearner)
	root := s.Person("admin@example.org", access.RoleAdministrator)
	admin := s.As("admin@example.org")
	page := personPath(ana)

	admin.Get("/admin/people?q=stefan+ana&role=learner").Check(t, http.StatusOK,
		[]string{"1 person", "ana@example.org", `value="stefan ana"`, `<option value="learner" selected>`}, []string{"admin@example.org"})
	admin.Get("/admin/people?q=nobody").Check(t, http.StatusOK, []string{"Nobody matches this search"}, nil)

	admin.Get("/admin/people/invitations")
	admin.Post("/admin/people/invitations", webtest.Form("email", "not one", "role", "trainer", "locale", "mk")).Check(t,
		http.StatusUnprocessableEntity,
		[]string{`value="not one"`, "This is not an e-mail address", `<option value="trainer" selected>`, `<option value="mk" selected`}, nil)
	admin.Follow(admin.Post("/admin/people/invitations", webtest.Form("email", "nou@example.org", "role", "trainer", "locale", "mk"))).
		Check(t, http.StatusOK, []string{"The invitation to nou@example.org is on its way", "Македонски", "Withdraw the invitation: nou@example.org"}, nil)
	admin.Follow(admin.Post("/admin/people/invitations/withdraw", webtest.Form("email", "nou@example.org"))).
		Check(t, http.StatusOK, []string{"was withdrawn"}, []string{"Withdraw the invitation"})

	admin.Get(page).Check(t, http.StatusOK, []string{"ana@example.org", "not enrolled in any track", "active", "Suspend the account"},
		[]string{"Lift the suspension", "Send the confirmation again"})
	admin.Follow(admin.Post(page+"/enrol", webtest.Form("track", "digital-literacy"))).
		Check(t, http.StatusOK, []string{"The person is enrolled", "Digital literacy"}, []string{`<option value="digital-literacy"`})
	admin.Follow(admin.Post(page+"/role", webtest.Form("role", "trainer"))).
		Check(t, http.StatusOK, []string{"The role was saved", `<option value="trainer" selected>`}, nil)
	admin.Follow(admin.Post(page+"/disable", nil)).Check(t, http.StatusOK,
		[]string{"The account was suspended", "suspended", "Lift the suspension"}, []string{"Suspend now"})
	admin.Follow(admin.Post(page+"/enable", nil)).Check(t, http.StatusOK, []string{"can log in again", "active"}, nil)
	admin.Post(page+"/confirmation", nil).Check(t, http.StatusConflict, []string{"has confirmed their e-mail address already"}, nil)

	for _, act := range []string{"/disable", "/role"} {
		admin.Get(personPath(root))
		admin.Post(personPath(root)+act, webtest.Form("role", "learner")).Check(t, http.StatusConflict,
			[]string{"This person is the only administrator", "Change the role"}, nil)
	}
	admin.Get("/admin/people/none").Check(t, http.StatusNotFound, []string{"There is no such person"}, nil)
}

func TestAnAdministratorSaysWhichCoursesATrainerHas(t *testing.T) {
	t.Parallel()
	s := webtest.New(t)
	s.InstallFiles(webtest.LittleCourse())
	s.InstallFiles(webtest.ReadingCourse())
	actor := s.Person("tudor@example.org", access.RoleTrainer)
	ana := s.Person("ana@example.org", access.RoleLearner)
	s.Person("admin@example.org", access.RoleAdministrator)
	admin, tudor := s.As("admin@example.org"), s.As("tudor@example.org")
	page := personPath(actor)
	const little, taking = `<option value="little" lang="ro">Curs mic</option>`, "Take this course away: Curs mic"

	admin.Get(personPath(ana)).Check(t, http.StatusOK, nil, []string{s.Says("staff.trains"), page + "/courses"})
	admin.Get(page).Check(t, http.StatusOK, []string{s.Says("staff.trains_none"), little}, []string{taking})
	admin.Post(page+"/courses", webtest.Form("course", "nowhere")).Check(t, http.StatusUnprocessableEntity,
		[]string{`<a href="#field-course">There is no such course`, `aria-invalid="true"`}, nil)
	admin.Follow(admin.Post(page+"/courses", webtest.Form("course", "little"))).Check(t, http.StatusOK,
		[]string{s.Says("staff.trains_added"), taking, `<option value="digital-literacy-basics"`}, []string{little, s.Says("staff.trains_none")})
	tudor.Get("/teach/courses/little").Check(t, http.StatusOK, nil, nil)
	tudor.Get("/teach/courses/digital-literacy-basics").Check(t, http.StatusForbidden, nil, nil)

	admin.Follow(admin.Post(page+"/courses/withdraw", webtest.Form("course", "little"))).Check(t, http.StatusOK,
		[]string{s.Says("staff.trains_taken"), s.Says("staff.trains_none"), little}, []string{taking})
	tudor.Get("/teach/courses/little").Check(t, http.StatusForbidden, nil, nil)
	admin.Get(page)
	admin.Post(page+"/courses/withdraw", webtest.Form("course", "little")).Check(t, http.StatusNotFound, []string{s.Says("people.no_such_grant")}, nil)
	admin.Get(page)
	admin.Post(personPath(ana)+"/courses", webtest.Form("course", "little")).Check(t, http.StatusConflict, []string{s.Says("people.not_of_role")}, nil)

	admin.Get(page)
	admin.Follow(admin.Post(page+"/courses", webtest.Form("course", "little")))
	admin.Follow(admin.Post(page+"/role", webtest.Form("role", "learner"))).Check(t, http.StatusOK, nil, []string{s.Says("staff.trains")})
	admin.Follow(admin.Post(page+"/role", webtest.Form("role", "trainer"))).Check(t, http.StatusOK, []string{s.Says("staff.trains_none")}, []string{taking})
}

func personPath(a access.Actor) string { return "/admin/people/" + a.UserID.String() }

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
	admin.Post("/admin/tracks/new", webtest.Form("code", "Bad Code", "summary_en", "Kept", "hours", "many", "minimum_mark", "x")).Check(t,
		http.StatusUnprocessableEntity, []string{
			`value="Bad Code"`, ">Kept</textarea>", `value="many"`, "Use only small letters", "Please fill in this field",
			"Give the hours as a whole number", "Give a number from 0 to 100", `<a href="#field-hours">`,
		}, nil)
	admin.Post("/admin/tracks/new", webtest.Form("code", "new", "name_en", "N", "hours", "1")).Check(t,
		http.StatusUnprocessableEntity, []string{"Another track has this code already"}, nil)
	typed := webtest.Form("code", "cyber", "name_en", "Cyber", "name_ro", "Ciber", "name_mk", "Сајбер", "hours", "12", "minimum_mark", "72,5", "lessons", "on")
	typed["course"] = []string{"", "little", "", "digital-literacy-basics"}
	ruleless := webtest.Form("code", "cyber", "name_en", "Cyber", "name_ro", "Ciber", "hours", "12")
	admin.Post("/admin/tracks/new", ruleless).Check(t, http.StatusUnprocessableEntity,
		[]string{`<fieldset id="field-rules" class="field narrow wrong">`, `<a href="#field-rules">Set at least one rule`}, nil)
	unreachable := webtest.Form("code", "cyber", "name_en", "Cyber", "name_ro", "Ciber", "hours", "12", "minimum_mark", "70", "course", "digital-literacy-basics")
	admin.Post("/admin/tracks/new", unreachable).Check(t, http.StatusUnprocessableEntity,
		[]string{`<a href="#field-minimum_mark">None of the chosen courses has a quiz`}, []string{`#field-rules`})
	made := admin.Follow(admin.Post("/admin/tracks/new", typed))
	made.Check(t, http.StatusOK, []string{"The track was created", "Version 1 holds now", `value="72.5"`, "Save as version 2"}, nil)
	track, err := s.Tracks.Track(t.Context(), "cyber")
	webtest.Must(t, err)
	if strings.Join(track.CourseCodes, " ") != "little digital-literacy-basics" || track.Names["sr"] != "" ||
		!track.Rules.LessonsCompleted || track.Rules.QuizzesPassed {
		t.Errorf("made of the form: %+v", track)
	}

	admin.Get("/admin/tracks?course=little").Check(t, http.StatusOK, []string{`href="/admin/tracks/digital-literacy?course=little"`}, nil)
	admin.Get("/admin/tracks/digital-literacy?course=little").Check(t, http.StatusOK, []string{
		"The course “Curs mic” stands in the first free place", "Enrolled now: 1",
		"Whoever is enrolled already keeps the version they enrolled in",
	}, nil)
	change := webtest.Form("name_en", "Digital literacy", "name_ro", "Alfabetizare digitală", "hours", "30", "lessons", "on", "quizzes", "on")
	change["course"] = []string{"digital-literacy-basics", "little", "little"}
	admin.Post("/admin/tracks/digital-literacy", change).Check(t, http.StatusUnprocessableEntity,
		[]string{"Each course can stand here only once"}, nil)
	change["course"] = []string{"digital-literacy-basics", "little"}
	admin.Follow(admin.Post("/admin/tracks/digital-literacy", change)).Check(t, http.StatusOK,
		[]string{"Version 2 was saved", "Save as version 3"}, nil)
	admin.Follow(admin.Post("/admin/tracks/digital-literacy", change)).Check(t, http.StatusOK,
		[]string{"Nothing was changed", "Version 2 holds now"}, nil)
	enrolments, err := s.Tracks.Enrolments(t.Context(), ana)
	webtest.Must(t, err)
	if enrolments[0].Track.Number != 1 {
		t.Errorf("who was enrolled is moved to version %d", enrolments[0].Track.Number)
	}
}

func TestAnAdministratorEnrolsPeople(t *testing.T) {
	t.Parallel()
	s := webtest.New(t)
	for _, email := range []string{"ana@example.org", "dan@example.org", "eva@example.org"} {
		s.Person(email, access.RoleLearner)
	}
	s.Person("admin@example.org", access.RoleAdministrator)
	admin := s.As("admin@example.org")
	const page = "/admin/tracks/digital-literacy/enrol"
	const roster = "/admin/tracks/digital-literacy/roster"
	admin.Get(page).Check(t, http.StatusOK, []string{"Enrol people", `enctype="multipart/form-data"`, "at most 2 MB"}, nil)
	admin.Post(page, webtest.Form("email", "who@example.org")).Check(t, http.StatusUnprocessableEntity,
		[]string{`value="who@example.org"`, "Nobody here has this address"}, nil)
	admin.Follow(admin.Post(page, webtest.Form("email", "Ana@Example.org"))).Check(t, http.StatusOK, []string{"Ana@Example.org is enrolled"}, nil)
	admin.Follow(admin.Post(page, webtest.Form("email", "ana@example.org"))).Check(t, http.StatusOK, []string{"was enrolled already"}, nil)

	list := "email;name\nana@example.org;Ana\ndan@example.org;Dan\nwho@example.org;Who\n"
	for way, report := range map[string]webtest.Answer{
		"a file":     admin.Upload(roster, "file", "people.csv", []byte(list), nil),
		"a paste":    admin.Upload(roster, "", "", nil, map[string]string{"list": strings.Replace(list, "dan", "eva", 1)}),
		"plain form": admin.Post(roster, url.Values{"list": {list}, "csrf": {webtest.FormToken.FindStringSubmatch(admin.Last.Body)[1]}}),
	} {
		t.Log(way)
		report.Check(t, http.StatusOK, []string{
			"1 row left out", "Nobody here has this address", "<td>4</td><th scope=\"row\">who@example.org</th>", "was enrolled already",
		}, nil)
	}
	admin.Upload(roster, "file", "people.csv", []byte("name\nAna\n"), nil).Check(t, http.StatusUnprocessableEntity,
		[]string{`<a href="#field-file">The first line must name the columns`}, nil)
	admin.Upload(roster, "", "", nil, nil).Check(t, http.StatusUnprocessableEntity, []string{"choose a file or paste a list"}, nil)
}

func TestAnAdministratorImportsACourse(t *testing.T) {
	t.Parallel()
	s := webtest.New(t)
	s.Person("admin@example.org", access.RoleAdministrator)
	admin := s.As("admin@example.org")
	admin.Get("/admin/imports").Check(t, http.StatusOK, []string{"at most 500 MB", "Nothing has been imported here yet"}, []string{"http-equiv"})
	packed := zipOf(t, map[string]string{
		"01-a/01-b.en.md": "# B\n\n![x](gone.png)\n\n**Two and two?**\n\n- [x] Four\n- [ ] Five\n",
	})
	for name, wrong := range map[string]string{"": "Please choose a file", "notes.pdf": "Please choose a .zip or .imscc file"} {
		admin.Upload("/admin/imports", "package", name, packed, nil).Check(t, http.StatusUnprocessableEntity, []string{wrong}, nil)
	}
	taken := admin.Upload("/admin/imports", "package", `C:\Kurse\little.zip`, packed, nil)
	admin.Follow(taken).Check(t, http.StatusOK, []string{
		"<h1>little.zip</h1>", `<meta http-equiv="refresh" content="3">`, "waiting", "The package has arrived",
	}, []string{"What was taken"})
	admin.Get("/admin/imports").Check(t, http.StatusOK, []string{">little.zip</a>", "Ana Ștefănescu"}, []string{"http-equiv"})

	runImport(s, idIn(taken))
	done := admin.Get(taken.Header.Get("Location"))
	done.Check(t, http.StatusOK, []string{
		"done", "Markdown texts", "One right choice: 1", "The image “gone.png” is not in the package",
		`href="/courses/`, `href="/admin/tracks?course=`,
	}, []string{"http-equiv", "renews itself"})

	manifest := "vatra: 1\ncode: town\ntitle: Town\nlanguages: [en]\n"
	fresh := imported(s, "town.zip", zipOf(t, map[string]string{"course.yaml": manifest, "01-a/01-hall.en.md": "# The hall\n\nOne.\n"}))
	admin.Get("/admin/imports/"+fresh).Check(t, http.StatusOK,
		[]string{"This is now version 1 of town.", "Everything was taken."}, nil)
	replaced := imported(s, "other.zip", zipOf(t, map[string]string{"course.yaml": manifest, "01-a/01-yard.en.md": "# The yard\n\nTwo.\n"}))
	admin.Get("/admin/imports/"+replaced).Check(t, http.StatusOK, []string{
		"This is now version 2 of town.", `<th scope="row">The hall</th>`, "Version 1 of the course had this lesson",
	}, []string{"Everything was taken."})

	broken := admin.Upload("/admin/imports", "package", "broken.zip", []byte("no archive"), nil)
	runImport(s, idIn(broken))
	admin.Get(broken.Header.Get("Location")).Check(t, http.StatusOK, []string{"failed", "Import another package"}, []string{"http-equiv"})
	admin.Get("/admin/imports/none").Check(t, http.StatusNotFound, []string{"There is no such import"}, nil)
}

func TestAnAdministratorRevokesAndReinstates(t *testing.T) {
	t.Parallel()
	s := webtest.New(t)
	s.InstallFiles(webtest.ReadingCourse())
	ana := s.Person("ana@example.org", access.RoleLearner)
	code := s.Certify(ana)
	s.Person("admin@example.org", access.RoleAdministrator)
	admin := s.As("admin@example.org")
	page := "/admin/certificates/" + code

	for _, query := range []string{"", "stefanescu", code, strings.ToLower(code[:9])} {
		admin.Get("/admin/certificates?q="+url.QueryEscape(query)).Check(t, http.StatusOK, []string{code, "Ana Ștefănescu", "valid"}, nil)
	}
	admin.Get("/admin/certificates?q=nobody").Check(t, http.StatusOK, []string{"No certificate matches this search"}, []string{code})

	admin.Get(page).Check(t, http.StatusOK, []string{"Certificate of Ana Ștefănescu", "Revoke this certificate", personPath(ana)},
		[]string{"<details class=\"confirm\" open>", "Make it valid again"})
	admin.Post(page+"/revoke", webtest.Form("reason", " ")).Check(t, http.StatusUnprocessableEntity,
		[]string{`<details class="confirm" open>`, `<a href="#field-reason">`}, nil)
	admin.Follow(admin.Post(page+"/revoke", webtest.Form("reason", "Issued in error"))).Check(t, http.StatusOK,
		[]string{"The certificate was revoked", "Issued in error", "(Ana Ștefănescu)", "Make it valid again"}, []string{"Revoke now"})
	s.Guest().Get("/verify/"+code).Check(t, http.StatusOK, []string{"Revoked – no longer valid", "Issued in error"}, []string{"(Ana Ștefănescu)"})
	admin.Post(page+"/revoke", webtest.Form("reason", "Twice")).Check(t, http.StatusConflict, []string{"Issued in error"}, nil)
	admin.Follow(admin.Post(page+"/reinstate", webtest.Form("reason", "It was right"))).Check(t, http.StatusOK,
		[]string{"The certificate is valid again", "It was right", "Issued in error", "Revoke now"}, nil)
}

func TestWhatCannotBePrintedIsToldAtItsField(t *testing.T) {
	t.Parallel()
	s := webtest.New(t)
	s.Person("admin@example.org", access.RoleAdministrator)
	admin := s.As("admin@example.org")
	admin.Get("/admin/settings").Check(t, http.StatusOK, []string{`name="issuer_name"`}, nil)
	odd := webtest.Form("site_name", "Vatra", "registration", "open", "default_locale", "ro", "issuer_name", "Primăria 🔥")
	admin.Post("/admin/settings", odd).Check(t, http.StatusUnprocessableEntity,
		[]string{s.Says("certificate.name_unprintable", "Characters", "🔥"), `href="#field-issuer_name"`, `value="Primăria 🔥"`}, nil)
	admin.Post("/admin/tracks/new", webtest.Form("code", "fire", "name_en", "Fire", "name_ro", "火", "hours", "3")).Check(t, http.StatusUnprocessableEntity,
		[]string{s.Says("certificate.name_unprintable", "Characters", "火"), `href="#field-name_ro"`}, nil)
}

func TestAnAdministratorChangesTheSettings(t *testing.T) {
	t.Parallel()
	s := webtest.New(t)
	s.Person("admin@example.org", access.RoleAdministrator)
	admin := s.As("admin@example.org")
	admin.Get("/admin/settings").Check(t, http.StatusOK, []string{`value="open" checked`}, nil)
	admin.Post("/admin/settings", webtest.Form("site_name", "", "registration", "maybe", "default_locale", "xx", "issuer_name", "Primăria")).Check(t,
		http.StatusUnprocessableEntity, []string{
			"Please fill in this field", "Please choose who may open an account", "Please choose one of the languages", `value="Primăria"`,
		}, nil)
	saved := webtest.Form("site_name", "Școala Vatra", "registration", "closed", "default_locale", "bg", "issuer_name", "Primăria")
	admin.Follow(admin.Post("/admin/settings", saved)).Check(t, http.StatusOK,
		[]string{"The settings were saved", "Școala Vatra", `value="closed" checked`, `<option value="bg" selected`}, nil)
	guest := s.Guest()
	guest.Get("/register").Check(t, http.StatusOK, []string{"No new accounts are being opened"}, []string{`name="email"`})
	for _, path := range []string{"/", "/login"} {
		guest.Get(path).Check(t, http.StatusOK, nil, []string{`href="/register"`})
	}
	refused := guest.Post("/register", webtest.Form("name", "Dan Pop", "email", "dan@example.org", "password", webtest.Password))
	if !strings.Contains(refused.Body, "No new accounts are being opened") {
		t.Errorf("%d: an account was opened in a closed house", refused.Status)
	}
}
