package admin_test

import (
	"net/http"
	"strings"
	"testing"

	"vatra/lms/access"
	"vatra/lms/web/webtest"
)

func TestAnAdministratorResetsASecondStepThatWasLost(t *testing.T) {
	t.Parallel()
	s := webtest.New(t)
	ana := s.Person("ana@example.org", access.RoleLearner, "ro")
	boss := s.Person("boss@example.org", access.RoleAdministrator)
	webtest.Must(t, s.People.ChangeName(t.Context(), boss, "Maria Șefa"))
	s.As("ana@example.org").SetUpApp()
	admin := s.As("boss@example.org")
	page := "/admin/people/" + ana.UserID.String()
	admin.Get(page).Check(t, http.StatusOK, []string{
		"Authenticator app, since", "10 recovery codes are left", s.Says("factors.staff_reset"), s.Says("audit.event.factor.added") + ": " + s.Says("audit.factor.app"),
		s.Says("factors.by_owner"),
	}, nil)
	admin.Follow(admin.Post(page+"/second-step/reset", nil)).Check(t, http.StatusOK, []string{
		s.Says("factors.staff_reset_done"), s.Says("factors.staff_none"), s.Says("audit.event.factor.reset"), "by Maria Șefa",
	}, []string{"recovery codes are left"})
	letter := s.Letter("ana@example.org")
	if !strings.HasPrefix(letter.Text, "Bună ziua") || !strings.Contains(letter.Text, "Al doilea pas a fost resetat") {
		t.Errorf("the mail says %q", letter.Text)
	}
	if s.Count(`SELECT count(*) FROM security_events WHERE event = 'factor.reset' AND actor_id = ? AND account_id = ?`, boss.UserID, ana.UserID) != 1 {
		t.Error("nobody noted who reset it")
	}
	s.As("ana@example.org").Get("/account").Check(t, http.StatusOK, nil, nil)
	admin.Post(page+"/second-step/reset", nil).Check(t, http.StatusNotFound, nil, nil)
}

func TestNobodyResetsTheirOwnSecondStep(t *testing.T) {
	t.Parallel()
	s := webtest.New(t)
	boss := s.Person("boss@example.org", access.RoleAdministrator)
	admin := s.As("boss@example.org")
	admin.SetUpApp()
	page := "/admin/people/" + boss.UserID.String()
	admin.Get(page).Check(t, http.StatusOK, []string{`href="/account/second-step"`}, []string{"second-step/reset"})
	admin.Post(page+"/second-step/reset", nil).Check(t, http.StatusConflict, []string{s.Says("factors.reset_own")}, nil)
}
