package teach_test

import (
	"net/http"
	"testing"

	"vatra/lms/access"
	"vatra/lms/web/webtest"
)

const reading = "/teach/courses/digital-literacy-basics"

// TestStaffBeginWhereTheySeeWhatWaits logs people in by hand: staff come to their first page, learners to the home page.
func TestStaffBeginWhereTheySeeWhatWaits(t *testing.T) {
	t.Parallel()
	s := webtest.New(t)
	for role, first := range map[access.Role]string{
		access.RoleLearner: "/", access.RoleTrainer: "/desk", access.RoleAdministrator: "/desk",
	} {
		email := string(role) + "@example.org"
		s.Person(email, role)
		r := s.Guest()
		r.Get("/login")
		in := r.Post("/login", webtest.Form("email", email, "password", webtest.Password))
		if got := in.Header.Get("Location"); got != first {
			t.Errorf("a %s begins at %q", role, got)
		}
		r = s.Guest()
		r.Get("/login?next=/verify")
		again := r.Post("/login", webtest.Form("email", email, "password", webtest.Password, "next", "/verify"))
		if got := again.Header.Get("Location"); got != "/verify" {
			t.Errorf("a %s who wanted another page is sent to %q", role, got)
		}
	}
}

// TestTheFirstPageOfStaff has one of each in a course: somebody stuck, somebody with a quiz under way, an open question.
func TestTheFirstPageOfStaff(t *testing.T) {
	t.Parallel()
	s := webtest.New(t)
	boss := s.Person("boss@example.org", access.RoleAdministrator)
	s.As("boss@example.org").Get("/desk").Check(t, http.StatusOK,
		[]string{s.Says("staff.desk_first"), `href="/admin/imports"`, `href="/desk" aria-current="page"`}, []string{s.Says("staff.desk_site")})

	s.InstallFiles(webtest.LittleCourse())
	s.InstallFiles(webtest.ReadingCourse())
	done, stuck, sits := s.Person("done@example.org", access.RoleLearner), s.Person("stuck@example.org", access.RoleLearner),
		s.Person("sits@example.org", access.RoleLearner)
	s.Certify(done)
	for _, one := range []access.Actor{stuck, sits} {
		_, err := s.Reading.OpenLesson(t.Context(), one, "digital-literacy-basics", "first")
		webtest.Must(t, err)
	}
	run(t, s, `UPDATE course_enrolments SET seen_at = now() - interval '15 days' WHERE user_id = ?`, stuck.UserID)
	lesson, err := s.Reading.Lesson(t.Context(), sits, "digital-literacy-basics", "first")
	webtest.Must(t, err)
	_, err = s.Enquiries.Ask(t.Context(), sits, lesson.Version, lesson.Lesson, "What is that?")
	webtest.Must(t, err)
	for who, codes := range map[string][]string{"here": {"digital-literacy-basics"}, "elsewhere": {"little"}, "nowhere": nil} {
		s.Train(s.Person(who+"@example.org", access.RoleTrainer), codes...)
	}

	mine := []string{
		`href="` + reading + `"><strong>3</strong>`, `href="` + reading + `?show=completed"><strong>1</strong>`,
		`href="` + reading + `?show=stuck"><strong>1</strong>`, `href="` + reading + `?show=sitting"><strong>0</strong>`,
		`href="/teach/questions"><strong>1</strong>`,
	}
	house := []string{s.Says("staff.desk_site"), s.Says("staff.desk_hand")}
	here := s.As("here@example.org")
	here.Get("/desk").Check(t, http.StatusOK, mine, append(house, "Curs mic"))
	here.Get("/").Check(t, http.StatusOK, []string{`href="/desk"`, `href="/certificates"`}, nil)
	s.As("elsewhere@example.org").Get("/desk").Check(t, http.StatusOK,
		[]string{"Curs mic", `<strong>0</strong>`}, append(house, reading, `<strong>1</strong>`))
	s.As("nowhere@example.org").Get("/desk").Check(t, http.StatusOK, []string{s.Says("staff.teach_none")}, append(house, `class="figures"`))
	s.As("stuck@example.org").Get("/desk").Check(t, http.StatusForbidden, nil, []string{"Only to read"})

	here.Get(reading+"?show=stuck").Check(t, http.StatusOK,
		[]string{"stuck@example.org", "<h2>" + s.Says("staff.desk_stuck") + "</h2>", s.Says("staff.desk_all")}, []string{"done@example.org", "sits@example.org"})
	here.Get(reading+"?show=completed").Check(t, http.StatusOK, []string{"done@example.org"}, []string{"stuck@example.org"})
	here.Get(reading+"?show=sitting").Check(t, http.StatusOK, []string{s.Says("staff.desk_nobody")}, []string{"@example.org</small>"})
	here.Get(reading+"?show=nonsense").Check(t, http.StatusOK, []string{"done@example.org", "stuck@example.org", "sits@example.org"}, nil)
	s.As("elsewhere@example.org").Get(reading+"?show=stuck").Check(t, http.StatusForbidden, nil, []string{"stuck@example.org"})

	runs := s.As("boss@example.org")
	runs.Get("/desk").Check(t, http.StatusOK, append(append(house, mine...), "Curs mic",
		`href="/admin/tracks"><strong>2</strong> `+s.Says("staff.desk_empty_tracks"),
		`href="/admin/people?role=learner"><strong>3</strong>`, `href="/admin/certificates"><strong>1</strong>`), []string{s.Says("staff.desk_first"), s.Says("staff.desk_unanswered")})
	run(t, s, `INSERT INTO track_courses (track_version_id, position, course_code) SELECT id, 9, 'little' FROM track_versions`)
	runs.Get("/desk").Check(t, http.StatusOK, []string{s.Says("staff.desk_calm")}, nil)
	run(t, s, `UPDATE enquiries SET asked_at = now() - interval '4 days'`)
	run(t, s, `INSERT INTO imports (id, file_name, sha256, status, created_by, finished_at)
		VALUES (gen_random_uuid(), 'bad.zip', repeat('0', 64), 'failed', ?, now())`, boss.UserID)
	runs.Get("/desk").Check(t, http.StatusOK, []string{
		`href="/teach/questions"><strong>1</strong> ` + s.Says("staff.desk_unanswered"), `href="/admin/imports"><strong>1</strong> ` + s.Says("staff.desk_failed"),
	}, []string{s.Says("staff.desk_calm")})
}

func run(t *testing.T, s *webtest.Site, statement string, args ...any) {
	t.Helper()
	_, err := s.DB.ExecContext(t.Context(), statement, args...)
	webtest.Must(t, err)
}
