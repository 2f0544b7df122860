package web_test

import (
	"net/http"
	"regexp"
	"strings"
	"testing"

	"vatra/lms/access"
	"vatra/lms/web/door"
)

var pathParameter = regexp.MustCompile(`:[a-z0-9]+`)

// TestEveryRouteForEveryRole walks the whole table: who lacks the capability of a row is refused before anything is
// looked up, and who has it is not.
func TestEveryRouteForEveryRole(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	roles := map[access.Role]*reader{access.RoleGuest: s.guest()}
	for _, role := range access.Roles() {
		s.person(string(role)+"@example.org", role)
		roles[role] = s.as(string(role) + "@example.org")
	}
	for _, route := range s.server.Routes() {
		if route.Anonymous && !access.Can(access.RoleGuest, route.Needs) {
			t.Errorf("%s %s asks nobody who they are, and needs %s", route.Method, route.Path, route.Needs)
		}
		for role := range roles {
			if role != access.RoleGuest && roles[role].get("/account").Status != http.StatusOK {
				roles[role] = s.as(string(role) + "@example.org") // the route before ended the session
			}
			answer := knock(roles[role], route)
			if access.Can(role, route.Needs) {
				if refused(answer) || answer.Status >= http.StatusInternalServerError {
					t.Errorf("%s %s as %s: %d %s", route.Method, route.Path, role, answer.Status, answer.Header.Get("Location"))
				}
			} else if !refused(answer) {
				t.Errorf("%s %s as %s, who may not: %d", route.Method, route.Path, role, answer.Status)
			}
		}
	}
}

// TestEveryRouteOfACourseForEveryScope walks what is asked for a course: who trains another, or none, is refused and told
// nothing of those who learn this one.
func TestEveryRouteOfACourseForEveryScope(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.install(littleCourse())
	s.install(readingCourse())
	dora := s.person("dora@example.org", access.RoleLearner)
	must(t, s.People.ChangeName(t.Context(), dora, "Dora Nușcu"))
	s.certify(dora)
	const course, named, address = "digital-literacy-basics", "Dora Nușcu", "dora@example.org"
	readers := map[string]*reader{}
	for who, codes := range map[string][]string{"here": {course}, "elsewhere": {"little"}, "nowhere": nil} {
		s.Train(s.person(who+"@example.org", access.RoleTrainer), codes...)
		readers[who] = s.as(who + "@example.org")
	}
	s.person("administrator@example.org", access.RoleAdministrator)
	readers["administrator"] = s.as("administrator@example.org")
	walked := 0
	for _, route := range s.server.Routes() {
		if route.Needs.Scope() != access.ScopeCourse || !strings.Contains(route.Path, ":code") {
			continue
		}
		walked++
		path := strings.ReplaceAll(route.Path, ":code", course)
		for _, who := range []string{"here", "administrator"} {
			readers[who].get(path).check(t, http.StatusOK, []string{named, address}, nil)
		}
		for _, who := range []string{"elsewhere", "nowhere"} {
			readers[who].get(path).check(t, http.StatusForbidden, []string{s.says("people.forbidden_here")}, []string{named, address, "1 learner"})
			readers[who].get(strings.ReplaceAll(route.Path, ":code", "none")).check(t, http.StatusNotFound, nil, nil)
		}
	}
	if walked != 2 {
		t.Errorf("%d routes of a course were walked", walked)
	}
	readers["elsewhere"].get("/teach").check(t, http.StatusOK, []string{"Curs mic", "0 learners"}, []string{course, "1 learner"})
	readers["nowhere"].get("/teach").check(t, http.StatusOK, []string{s.says("staff.teach_none")},
		[]string{course, "Curs mic", s.says("staff.teach_lead")})
	readers["administrator"].get("/teach").check(t, http.StatusOK, []string{course, "Curs mic"}, nil)
}

func knock(r *reader, route door.Route) answer {
	path := pathParameter.ReplaceAllString(route.Path, "x")
	if route.Method == http.MethodGet {
		return r.get(path)
	}
	r.get("/verify") // for its token
	return r.post(path, nil)
}

// refused reports whether an answer is that of the access table. People's own refusals, such as a wrong password, are
// about something else; they come with the form to try again.
func refused(a answer) bool {
	switch a.Status {
	case http.StatusSeeOther:
		return strings.HasPrefix(a.Header.Get("Location"), "/login?next=")
	case http.StatusUnauthorized, http.StatusForbidden:
		return !strings.Contains(a.Body, `class="notice problem"`)
	}
	return false
}

func TestGuestComesBackAfterLoggingIn(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.person("ana@example.org", access.RoleLearner)
	r := s.guest()
	page := r.follow(r.get("/account?from=mail"))
	page.check(t, http.StatusOK, []string{`name="next" value="/account?from=mail"`}, nil)
	in := r.post("/login", form("next", "/account?from=mail", "email", "ana@example.org", "password", password))
	if in.Header.Get("Location") != "/account?from=mail" {
		t.Fatalf("led to %q", in.Header.Get("Location"))
	}
	r.follow(in).check(t, http.StatusOK, []string{"My account", "ana@example.org"}, nil)
}

func TestNobodyIsLedToAnotherSite(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.person("ana@example.org", access.RoleLearner)
	for _, next := range []string{
		"https://evil.example", "//evil.example", `/\evil.example`, "javascript:alert(1)", "evil", "",
		"/\t/evil.example", "http:evil.example",
	} {
		r := s.guest()
		r.get("/login")
		in := r.post("/login", form("next", next, "email", "ana@example.org", "password", password))
		if in.Status != http.StatusSeeOther || in.Header.Get("Location") != "/" {
			t.Errorf("next=%q led to %q", next, in.Header.Get("Location"))
		}
		r.get("/")
		chosen := r.post("/language", form("next", next, "locale", "bg"))
		if chosen.Header.Get("Location") != "/" {
			t.Errorf("next=%q led to %q after choosing a language", next, chosen.Header.Get("Location"))
		}
	}
}
