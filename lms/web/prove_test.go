package web_test

import (
	"net/http"
	"regexp"
	"strings"
	"testing"

	"vatra/lms/access"
	"vatra/lms/web/door"
	"vatra/lms/web/webtest"
)

// longAgo is when everybody gave their password.
func longAgo(s *webtest.Site) {
	s.T.Helper()
	_, err := s.DB.Pool.Exec(s.T.Context(), `UPDATE sessions SET proved_at = now() - interval '1 hour'`)
	webtest.Must(s.T, err)
}

var keptForm = regexp.MustCompile(`name="kept" value="([^"]+)"`)

// TestEveryRecentRouteAsksAgain walks the table: a route that matters asks for the password again, whoever comes and with
// whatever form, and no other does.
func TestEveryRecentRouteAsksAgain(t *testing.T) {
	t.Parallel()
	s := webtest.New(t)
	s.Person("root@example.org", access.RoleAdministrator)
	root := s.As("root@example.org")
	walked := 0
	for _, route := range s.Server.Table {
		if route.Path == door.PathProve {
			continue // that is where the password goes
		}
		if root.Get("/account").Status != http.StatusOK {
			root = s.As("root@example.org") // the route before ended the session
		}
		longAgo(s)
		answer := knock(root, route)
		asked := strings.Contains(answer.Body, s.Says("login.prove_text", "Name", "Ana Ștefănescu"))
		if asked != route.Recent || route.Recent && answer.Status != http.StatusForbidden {
			t.Errorf("%s %s: %d, asked for the password again: %v", route.Method, route.Path, answer.Status, asked)
		}
		if route.Recent {
			walked++
		}
	}
	if walked == 0 {
		t.Error("nothing matters")
	}
}

func TestWhatMattersIsDoneOnceThePasswordIsGivenAgain(t *testing.T) {
	t.Parallel()
	s := webtest.New(t)
	s.InstallFiles(webtest.ReadingCourse())
	ana := s.Person("ana@example.org", access.RoleLearner)
	s.Person("root@example.org", access.RoleAdministrator)
	s.Person("other@example.org", access.RoleAdministrator)
	code := s.Certify(ana)
	root := s.As("root@example.org")
	state := func() access.Role {
		t.Helper()
		person, err := s.People.Person(t.Context(), access.Operator(), ana.UserID)
		webtest.Must(t, err)
		return person.Role
	}
	path := "/admin/people/" + ana.UserID.String()
	root.Get(path)
	longAgo(s)
	root.Last = root.Post(path+"/role", webtest.Form("role", "trainer"))
	root.Last.Check(t, http.StatusForbidden, []string{s.Says("login.prove_title"), `name="kept"`}, []string{"<h1>Error"})
	if state() != access.RoleLearner {
		t.Fatal("done before the password was given")
	}
	kept := keptForm.FindStringSubmatch(root.Last.Body)[1]
	root.Last = root.Post("/account/prove", webtest.Form("kept", kept, "password", "not the password"))
	root.Last.Check(t, http.StatusUnprocessableEntity, []string{"field-password-error", kept}, []string{"not the password"})
	if state() != access.RoleLearner {
		t.Fatal("done with a wrong password")
	}
	done := root.Post("/account/prove", webtest.Form("kept", kept, "password", webtest.Password))
	root.Follow(done).Check(t, http.StatusOK, []string{"The role was saved"}, nil)
	if state() != access.RoleTrainer {
		t.Error("not done though the password was right")
	}

	// A form that is refused after that comes back filled in, as any other does.
	page := "/admin/certificates/" + code
	root.Get(page)
	longAgo(s)
	long := strings.Repeat("no ", 2000)
	root.Last = root.Post(page+"/revoke", webtest.Form("reason", long))
	kept = keptForm.FindStringSubmatch(root.Last.Body)[1]
	root.Post("/account/prove", webtest.Form("kept", kept, "password", webtest.Password)).
		Check(t, http.StatusUnprocessableEntity, []string{`class="notice problem"`, long[:100]}, nil)

	// Nobody else can send what somebody kept, and what waits for a login is not done by it.
	other := s.As("other@example.org")
	other.Get("/account")
	if led := other.Post("/account/prove", webtest.Form("kept", kept, "password", webtest.Password)); led.Header.Get("Location") != "/account" {
		t.Errorf("another person's form: %d, %s", led.Status, led.Header.Get("Location"))
	}
	for _, forged := range []string{"", "x", kept + "x"} {
		root.Get("/account")
		if led := root.Post("/account/prove", webtest.Form("kept", forged, "password", webtest.Password)); led.Header.Get("Location") != "/account" {
			t.Errorf("%q: %d, %s", forged, led.Status, led.Header.Get("Location"))
		}
	}
}

func TestADownloadFollowsThePassword(t *testing.T) {
	t.Parallel()
	s := webtest.New(t)
	s.InstallFiles(webtest.ReadingCourse())
	s.Person("root@example.org", access.RoleAdministrator)
	root := s.As("root@example.org")
	longAgo(s)
	const list = "/teach/courses/digital-literacy-basics/learners.csv"
	asked := root.Get(list)
	asked.Check(t, http.StatusForbidden, []string{`name="kept"`}, nil)
	kept := keptForm.FindStringSubmatch(asked.Body)[1]
	led := root.Post("/account/prove", webtest.Form("kept", kept, "password", webtest.Password))
	if led.Status != http.StatusSeeOther || led.Header.Get("Location") != list {
		t.Fatalf("%d, %s", led.Status, led.Header.Get("Location"))
	}
	root.Follow(led).Check(t, http.StatusOK, nil, []string{`name="kept"`})
}
