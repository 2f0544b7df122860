package admin_test

import (
	"net/http"
	"testing"

	"vatra/lms/access"
	"vatra/lms/web/webtest"
)

func TestAnAdministratorInvitesAndManagesPeople(t *testing.T) {
	t.Parallel()
	s := webtest.New(t)
	s.InstallFiles(webtest.ReadingCourse())
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
		[]string{`value="not one"`, "This is not an e‑mail address", `<option value="trainer" selected>`, `<option value="mk" selected`}, nil)
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
	admin.Post(page+"/confirmation", nil).Check(t, http.StatusConflict, []string{"has confirmed their e‑mail address already"}, nil)

	for _, act := range []string{"/disable", "/role"} {
		admin.Get(personPath(root))
		admin.Post(personPath(root)+act, webtest.Form("role", "learner")).Check(t, http.StatusConflict,
			[]string{"This person is the only administrator", "Change the role"}, nil)
	}
	admin.Get("/admin/people/none").Check(t, http.StatusNotFound, []string{"There is no such person"}, nil)
}

func TestInvitationOfWhoWasDemotedIsVoid(t *testing.T) {
	t.Parallel()
	s := webtest.New(t)
	s.Person("root@example.org", access.RoleAdministrator)
	boss := s.Person("boss@example.org", access.RoleAdministrator)
	webtest.Must(t, s.People.Invite(t.Context(), boss, "nou@example.org", access.RoleAdministrator, "en"))
	token := s.LetterToken("nou@example.org", "/invitation/")
	root, guest := s.As("root@example.org"), s.Guest()
	root.Get("/admin/people/invitations").Check(t, http.StatusOK, nil, []string{s.Says("staff.invitation_void")})
	guest.Get("/invitation/"+token).Check(t, http.StatusOK, []string{"nou@example.org"}, nil)
	webtest.Must(t, s.People.SetRole(t.Context(), access.Operator(), boss.UserID, access.RoleTrainer))
	root.Get("/admin/people/invitations").Check(t, http.StatusOK, []string{s.Says("staff.invitation_void")}, nil)
	guest.Post("/invitation/"+token, webtest.Form("name", "Noul Venit", "password", webtest.Password)).
		Check(t, http.StatusConflict, []string{s.Says("people.invitation_void")}, nil)
	guest.Get("/invitation/"+token).Check(t, http.StatusConflict, []string{s.Says("people.invitation_void.title")}, nil)
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
		[]string{`<a href="#field-course">Another course: There is no such course`, `aria-invalid="true"`}, nil)
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
