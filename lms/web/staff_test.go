package web_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"vatra/lms/access"
)

func TestATrainerFollowsTheLearnersOfACourse(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.install(littleCourse())
	s.install(readingCourse())
	ana := s.person("ana@example.org", access.RoleLearner)
	s.certify(ana)
	s.Train(s.person("tudor@example.org", access.RoleTrainer), "little", "digital-literacy-basics")
	tudor := s.as("tudor@example.org")

	tudor.get("/teach").check(t, http.StatusOK, []string{
		`<a href="/teach/courses/digital-literacy-basics">Only to read</a>`, "1 learner", "1 has completed it",
		`<a href="/teach/courses/little" lang="ro">Curs mic</a>`, "0 learners", `href="/teach" aria-current="page"`,
	}, []string{"/admin/"})
	tudor.get("/teach/courses/digital-literacy-basics").check(t, http.StatusOK, []string{
		"Ana Ștefănescu", "ana@example.org", "2 of 2", `href="/teach/courses/digital-literacy-basics/learners.csv"`,
	}, []string{"/admin/people"})
	tudor.get("/teach/courses/little").check(t, http.StatusOK,
		[]string{"Nobody has started this course yet"}, []string{"learners.csv", "<table"})
	tudor.get("/teach/courses/nowhere").check(t, http.StatusNotFound, []string{"There is no such course"}, nil)

	file := tudor.get("/teach/courses/digital-literacy-basics/learners.csv")
	file.check(t, http.StatusOK, []string{"Name,E-mail address,Lessons completed", "Ana Ștefănescu,ana@example.org,2,2,"}, nil)
	if got := file.Header.Get("Content-Disposition"); got != `attachment; filename="learners-digital-literacy-basics.csv"` {
		t.Errorf("it is sent as %q", got)
	}
}

func TestAnAdministratorInvitesAndManagesPeople(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.install(readingCourse())
	ana := s.person("ana@example.org", access.RoleLearner)
	root := s.person("admin@example.org", access.RoleAdministrator)
	admin := s.as("admin@example.org")
	page := personPath(ana)

	admin.get("/admin/people?q=stefan+ana&role=learner").check(t, http.StatusOK,
		[]string{"1 person", "ana@example.org", `value="stefan ana"`, `<option value="learner" selected>`}, []string{"admin@example.org"})
	admin.get("/admin/people?q=nobody").check(t, http.StatusOK, []string{"Nobody matches this search"}, nil)

	admin.get("/admin/people/invitations")
	admin.post("/admin/people/invitations", form("email", "not one", "role", "trainer", "locale", "mk")).check(t,
		http.StatusUnprocessableEntity,
		[]string{`value="not one"`, "This is not an e-mail address", `<option value="trainer" selected>`, `<option value="mk" selected`}, nil)
	admin.follow(admin.post("/admin/people/invitations", form("email", "nou@example.org", "role", "trainer", "locale", "mk"))).
		check(t, http.StatusOK, []string{"The invitation to nou@example.org is on its way", "Македонски", "Withdraw the invitation: nou@example.org"}, nil)
	admin.follow(admin.post("/admin/people/invitations/withdraw", form("email", "nou@example.org"))).
		check(t, http.StatusOK, []string{"was withdrawn"}, []string{"Withdraw the invitation"})

	admin.get(page).check(t, http.StatusOK, []string{"ana@example.org", "not enrolled in any track", "active", "Suspend the account"},
		[]string{"Lift the suspension", "Send the confirmation again"})
	admin.follow(admin.post(page+"/enrol", form("track", "digital-literacy"))).
		check(t, http.StatusOK, []string{"The person is enrolled", "Digital literacy"}, []string{`<option value="digital-literacy"`})
	admin.follow(admin.post(page+"/role", form("role", "trainer"))).
		check(t, http.StatusOK, []string{"The role was saved", `<option value="trainer" selected>`}, nil)
	admin.follow(admin.post(page+"/disable", nil)).check(t, http.StatusOK,
		[]string{"The account was suspended", "suspended", "Lift the suspension"}, []string{"Suspend now"})
	admin.follow(admin.post(page+"/enable", nil)).check(t, http.StatusOK, []string{"can log in again", "active"}, nil)
	admin.post(page+"/confirmation", nil).check(t, http.StatusConflict, []string{"has confirmed their e-mail address already"}, nil)

	for _, act := range []string{"/disable", "/role"} {
		admin.get(personPath(root))
		admin.post(personPath(root)+act, form("role", "learner")).check(t, http.StatusConflict,
			[]string{"This person is the only administrator", "Change the role"}, nil)
	}
	admin.get("/admin/people/none").check(t, http.StatusNotFound, []string{"There is no such person"}, nil)
}

func TestAnAdministratorSaysWhichCoursesATrainerHas(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.install(littleCourse())
	s.install(readingCourse())
	actor := s.person("tudor@example.org", access.RoleTrainer)
	ana := s.person("ana@example.org", access.RoleLearner)
	s.person("admin@example.org", access.RoleAdministrator)
	admin, tudor := s.as("admin@example.org"), s.as("tudor@example.org")
	page := personPath(actor)
	const little, taking = `<option value="little" lang="ro">Curs mic</option>`, "Take this course away: Curs mic"

	admin.get(personPath(ana)).check(t, http.StatusOK, nil, []string{s.says("staff.trains"), page + "/courses"})
	admin.get(page).check(t, http.StatusOK, []string{s.says("staff.trains_none"), little}, []string{taking})
	admin.post(page+"/courses", form("course", "nowhere")).check(t, http.StatusUnprocessableEntity,
		[]string{`<a href="#field-course">There is no such course`, `aria-invalid="true"`}, nil)
	admin.follow(admin.post(page+"/courses", form("course", "little"))).check(t, http.StatusOK,
		[]string{s.says("staff.trains_added"), taking, `<option value="digital-literacy-basics"`}, []string{little, s.says("staff.trains_none")})
	tudor.get("/teach/courses/little").check(t, http.StatusOK, nil, nil)
	tudor.get("/teach/courses/digital-literacy-basics").check(t, http.StatusForbidden, nil, nil)

	admin.follow(admin.post(page+"/courses/withdraw", form("course", "little"))).check(t, http.StatusOK,
		[]string{s.says("staff.trains_taken"), s.says("staff.trains_none"), little}, []string{taking})
	tudor.get("/teach/courses/little").check(t, http.StatusForbidden, nil, nil)
	admin.get(page)
	admin.post(page+"/courses/withdraw", form("course", "little")).check(t, http.StatusNotFound, []string{s.says("people.no_such_grant")}, nil)
	admin.get(page)
	admin.post(personPath(ana)+"/courses", form("course", "little")).check(t, http.StatusConflict, []string{s.says("people.not_of_role")}, nil)

	admin.get(page)
	admin.follow(admin.post(page+"/courses", form("course", "little")))
	admin.follow(admin.post(page+"/role", form("role", "learner"))).check(t, http.StatusOK, nil, []string{s.says("staff.trains")})
	admin.follow(admin.post(page+"/role", form("role", "trainer"))).check(t, http.StatusOK, []string{s.says("staff.trains_none")}, []string{taking})
}

func personPath(a access.Actor) string { return "/admin/people/" + a.UserID.String() }

func TestAnAdministratorWritesTracks(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.install(littleCourse())
	s.install(readingCourse())
	ana := s.person("ana@example.org", access.RoleLearner)
	_, err := s.Enrolment.Enrol(t.Context(), ana, "digital-literacy")
	must(t, err)
	s.person("admin@example.org", access.RoleAdministrator)
	admin := s.as("admin@example.org")

	admin.get("/admin/tracks/new").check(t, http.StatusOK, []string{`name="name_sr" type="text" value="" lang="sr"`, `<option value="little" lang="ro"`}, []string{"Version"})
	admin.post("/admin/tracks/new", form("code", "Bad Code", "summary_en", "Kept", "hours", "many", "minimum_mark", "x")).check(t,
		http.StatusUnprocessableEntity, []string{
			`value="Bad Code"`, ">Kept</textarea>", `value="many"`, "Use only small letters", "Please fill in this field",
			"Give the hours as a whole number", "Give a number from 0 to 100", `<a href="#field-hours">`,
		}, nil)
	admin.post("/admin/tracks/new", form("code", "new", "name_en", "N", "hours", "1")).check(t,
		http.StatusUnprocessableEntity, []string{"Another track has this code already"}, nil)
	typed := form("code", "cyber", "name_en", "Cyber", "name_ro", "Ciber", "name_mk", "Сајбер", "hours", "12", "minimum_mark", "72,5", "lessons", "on")
	typed["course"] = []string{"", "little", "", "digital-literacy-basics"}
	ruleless := form("code", "cyber", "name_en", "Cyber", "name_ro", "Ciber", "hours", "12")
	admin.post("/admin/tracks/new", ruleless).check(t, http.StatusUnprocessableEntity,
		[]string{`<fieldset id="field-rules" class="field narrow wrong">`, `<a href="#field-rules">Set at least one rule`}, nil)
	unreachable := form("code", "cyber", "name_en", "Cyber", "name_ro", "Ciber", "hours", "12", "minimum_mark", "70", "course", "digital-literacy-basics")
	admin.post("/admin/tracks/new", unreachable).check(t, http.StatusUnprocessableEntity,
		[]string{`<a href="#field-minimum_mark">None of the chosen courses has a quiz`}, []string{`#field-rules`})
	made := admin.follow(admin.post("/admin/tracks/new", typed))
	made.check(t, http.StatusOK, []string{"The track was created", "Version 1 holds now", `value="72.5"`, "Save as version 2"}, nil)
	track, err := s.Tracks.Track(t.Context(), "cyber")
	must(t, err)
	if strings.Join(track.CourseCodes, " ") != "little digital-literacy-basics" || track.Names["sr"] != "" ||
		!track.Rules.LessonsCompleted || track.Rules.QuizzesPassed {
		t.Errorf("made of the form: %+v", track)
	}

	admin.get("/admin/tracks?course=little").check(t, http.StatusOK, []string{`href="/admin/tracks/digital-literacy?course=little"`}, nil)
	admin.get("/admin/tracks/digital-literacy?course=little").check(t, http.StatusOK, []string{
		"The course “Curs mic” stands in the first free place", "Enrolled now: 1",
		"Whoever is enrolled already keeps the version they enrolled in",
	}, nil)
	change := form("name_en", "Digital literacy", "name_ro", "Alfabetizare digitală", "hours", "30", "lessons", "on", "quizzes", "on")
	change["course"] = []string{"digital-literacy-basics", "little", "little"}
	admin.post("/admin/tracks/digital-literacy", change).check(t, http.StatusUnprocessableEntity,
		[]string{"Each course can stand here only once"}, nil)
	change["course"] = []string{"digital-literacy-basics", "little"}
	admin.follow(admin.post("/admin/tracks/digital-literacy", change)).check(t, http.StatusOK,
		[]string{"Version 2 was saved", "Save as version 3"}, nil)
	admin.follow(admin.post("/admin/tracks/digital-literacy", change)).check(t, http.StatusOK,
		[]string{"Nothing was changed", "Version 2 holds now"}, nil)
	enrolments, err := s.Tracks.Enrolments(t.Context(), ana)
	must(t, err)
	if enrolments[0].Track.Number != 1 {
		t.Errorf("who was enrolled is moved to version %d", enrolments[0].Track.Number)
	}
}

func TestAnAdministratorEnrolsPeople(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	for _, email := range []string{"ana@example.org", "dan@example.org", "eva@example.org"} {
		s.person(email, access.RoleLearner)
	}
	s.person("admin@example.org", access.RoleAdministrator)
	admin := s.as("admin@example.org")
	const page = "/admin/tracks/digital-literacy/enrol"
	const roster = "/admin/tracks/digital-literacy/roster"
	admin.get(page).check(t, http.StatusOK, []string{"Enrol people", `enctype="multipart/form-data"`, "at most 2 MB"}, nil)
	admin.post(page, form("email", "who@example.org")).check(t, http.StatusUnprocessableEntity,
		[]string{`value="who@example.org"`, "Nobody here has this address"}, nil)
	admin.follow(admin.post(page, form("email", "Ana@Example.org"))).check(t, http.StatusOK, []string{"Ana@Example.org is enrolled"}, nil)
	admin.follow(admin.post(page, form("email", "ana@example.org"))).check(t, http.StatusOK, []string{"was enrolled already"}, nil)

	list := "email;name\nana@example.org;Ana\ndan@example.org;Dan\nwho@example.org;Who\n"
	for way, report := range map[string]answer{
		"a file":     admin.upload(roster, "file", "people.csv", []byte(list), nil),
		"a paste":    admin.upload(roster, "", "", nil, map[string]string{"list": strings.Replace(list, "dan", "eva", 1)}),
		"plain form": admin.post(roster, url.Values{"list": {list}, "csrf": {formToken.FindStringSubmatch(admin.last.Body)[1]}}),
	} {
		t.Log(way)
		report.check(t, http.StatusOK, []string{
			"1 row left out", "Nobody here has this address", "<td>4</td><th scope=\"row\">who@example.org</th>", "was enrolled already",
		}, nil)
	}
	admin.upload(roster, "file", "people.csv", []byte("name\nAna\n"), nil).check(t, http.StatusUnprocessableEntity,
		[]string{`<a href="#field-file">The first line must name the columns`}, nil)
	admin.upload(roster, "", "", nil, nil).check(t, http.StatusUnprocessableEntity, []string{"choose a file or paste a list"}, nil)
}

func TestAnAdministratorImportsACourse(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.person("admin@example.org", access.RoleAdministrator)
	admin := s.as("admin@example.org")
	admin.get("/admin/imports").check(t, http.StatusOK, []string{"at most 500 MB", "Nothing has been imported here yet"}, []string{"http-equiv"})
	packed := zipOf(t, map[string]string{
		"01-a/01-b.en.md": "# B\n\n![x](gone.png)\n\n**Two and two?**\n\n- [x] Four\n- [ ] Five\n",
	})
	for name, wrong := range map[string]string{"": "Please choose a file", "notes.pdf": "Please choose a .zip or .imscc file"} {
		admin.upload("/admin/imports", "package", name, packed, nil).check(t, http.StatusUnprocessableEntity, []string{wrong}, nil)
	}
	taken := admin.upload("/admin/imports", "package", `C:\Kurse\little.zip`, packed, nil)
	admin.follow(taken).check(t, http.StatusOK, []string{
		"<h1>little.zip</h1>", `<meta http-equiv="refresh" content="3">`, "waiting", "The package has arrived",
	}, []string{"What was taken"})
	admin.get("/admin/imports").check(t, http.StatusOK, []string{">little.zip</a>", "Ana Ștefănescu"}, []string{"http-equiv"})

	s.runImport(idIn(taken))
	done := admin.get(taken.Header.Get("Location"))
	done.check(t, http.StatusOK, []string{
		"done", "Markdown texts", "One right choice: 1", "The image “gone.png” is not in the package",
		`href="/courses/`, `href="/admin/tracks?course=`,
	}, []string{"http-equiv", "renews itself"})

	manifest := "vatra: 1\ncode: town\ntitle: Town\nlanguages: [en]\n"
	fresh := s.imported("town.zip", zipOf(t, map[string]string{"course.yaml": manifest, "01-a/01-hall.en.md": "# The hall\n\nOne.\n"}))
	admin.get("/admin/imports/"+fresh).check(t, http.StatusOK,
		[]string{"This is now version 1 of town.", "Everything was taken."}, nil)
	replaced := s.imported("other.zip", zipOf(t, map[string]string{"course.yaml": manifest, "01-a/01-yard.en.md": "# The yard\n\nTwo.\n"}))
	admin.get("/admin/imports/"+replaced).check(t, http.StatusOK, []string{
		"This is now version 2 of town.", `<th scope="row">The hall</th>`, "Version 1 of the course had this lesson",
	}, []string{"Everything was taken."})

	broken := admin.upload("/admin/imports", "package", "broken.zip", []byte("no archive"), nil)
	s.runImport(idIn(broken))
	admin.get(broken.Header.Get("Location")).check(t, http.StatusOK, []string{"failed", "Import another package"}, []string{"http-equiv"})
	admin.get("/admin/imports/none").check(t, http.StatusNotFound, []string{"There is no such import"}, nil)
}

func TestAnAdministratorRevokesAndReinstates(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.install(readingCourse())
	ana := s.person("ana@example.org", access.RoleLearner)
	code := s.certify(ana)
	s.person("admin@example.org", access.RoleAdministrator)
	admin := s.as("admin@example.org")
	page := "/admin/certificates/" + code

	for _, query := range []string{"", "stefanescu", code, strings.ToLower(code[:9])} {
		admin.get("/admin/certificates?q="+url.QueryEscape(query)).check(t, http.StatusOK, []string{code, "Ana Ștefănescu", "valid"}, nil)
	}
	admin.get("/admin/certificates?q=nobody").check(t, http.StatusOK, []string{"No certificate matches this search"}, []string{code})

	admin.get(page).check(t, http.StatusOK, []string{"Certificate of Ana Ștefănescu", "Revoke this certificate", personPath(ana)},
		[]string{"<details class=\"confirm\" open>", "Make it valid again"})
	admin.post(page+"/revoke", form("reason", " ")).check(t, http.StatusUnprocessableEntity,
		[]string{`<details class="confirm" open>`, `<a href="#field-reason">`}, nil)
	admin.follow(admin.post(page+"/revoke", form("reason", "Issued in error"))).check(t, http.StatusOK,
		[]string{"The certificate was revoked", "Issued in error", "(Ana Ștefănescu)", "Make it valid again"}, []string{"Revoke now"})
	s.guest().get("/verify/"+code).check(t, http.StatusOK, []string{"Revoked – no longer valid", "Issued in error"}, []string{"(Ana Ștefănescu)"})
	admin.post(page+"/revoke", form("reason", "Twice")).check(t, http.StatusConflict, []string{"Issued in error"}, nil)
	admin.follow(admin.post(page+"/reinstate", form("reason", "It was right"))).check(t, http.StatusOK,
		[]string{"The certificate is valid again", "It was right", "Issued in error", "Revoke now"}, nil)
}

func TestWhatCannotBePrintedIsToldAtItsField(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.person("admin@example.org", access.RoleAdministrator)
	admin := s.as("admin@example.org")
	admin.get("/admin/settings").check(t, http.StatusOK, []string{`name="issuer_name"`}, nil)
	odd := form("site_name", "Vatra", "registration", "open", "default_locale", "ro", "issuer_name", "Primăria 🔥")
	admin.post("/admin/settings", odd).check(t, http.StatusUnprocessableEntity,
		[]string{s.says("certificate.name_unprintable", "Characters", "🔥"), `href="#field-issuer_name"`, `value="Primăria 🔥"`}, nil)
	admin.post("/admin/tracks/new", form("code", "fire", "name_en", "Fire", "name_ro", "火", "hours", "3")).check(t, http.StatusUnprocessableEntity,
		[]string{s.says("certificate.name_unprintable", "Characters", "火"), `href="#field-name_ro"`}, nil)
}

func TestAnAdministratorChangesTheSettings(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.person("admin@example.org", access.RoleAdministrator)
	admin := s.as("admin@example.org")
	admin.get("/admin/settings").check(t, http.StatusOK, []string{`value="open" checked`}, nil)
	admin.post("/admin/settings", form("site_name", "", "registration", "maybe", "default_locale", "xx", "issuer_name", "Primăria")).check(t,
		http.StatusUnprocessableEntity, []string{
			"Please fill in this field", "Please choose who may open an account", "Please choose one of the languages", `value="Primăria"`,
		}, nil)
	saved := form("site_name", "Școala Vatra", "registration", "closed", "default_locale", "bg", "issuer_name", "Primăria")
	admin.follow(admin.post("/admin/settings", saved)).check(t, http.StatusOK,
		[]string{"The settings were saved", "Școala Vatra", `value="closed" checked`, `<option value="bg" selected`}, nil)
	guest := s.guest()
	guest.get("/register").check(t, http.StatusOK, []string{"No new accounts are being opened"}, []string{`name="email"`})
	for _, path := range []string{"/", "/login"} {
		guest.get(path).check(t, http.StatusOK, nil, []string{`href="/register"`})
	}
	refused := guest.post("/register", form("name", "Dan Pop", "email", "dan@example.org", "password", password))
	if !strings.Contains(refused.Body, "No new accounts are being opened") {
		t.Errorf("%d: an account was opened in a closed house", refused.Status)
	}
}
