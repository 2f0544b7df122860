package web_test

import (
	"net/http"
	"regexp"
	"slices"
	"strings"
	"testing"

	"vatra/lms/access"
	"vatra/lms/site"
	"vatra/lms/web/door"
	"vatra/lms/web/webtest"
)

var pathParameter = regexp.MustCompile(`:[a-z0-9]+`)

// TestEveryRouteForEveryRole walks the whole table: whoever lacks the capability of a row is refused before anything
// is looked up, and whoever has it is not.
func TestEveryRouteForEveryRole(t *testing.T) {
	t.Parallel()
	s := webtest.New(t)
	roles := map[access.Role]*webtest.Reader{access.RoleGuest: s.Guest()}
	for _, role := range access.Roles() {
		s.Person(string(role)+"@example.org", role)
		roles[role] = s.As(string(role) + "@example.org")
	}
	for _, route := range s.Server.Table {
		if route.Anonymous && !access.Can(access.RoleGuest, route.Needs) {
			t.Errorf("%s %s asks nobody who they are, and needs %s", route.Method, route.Path, route.Needs)
		}
		for role := range roles {
			if role != access.RoleGuest && roles[role].Get("/account").Status != http.StatusOK {
				roles[role] = s.As(string(role) + "@example.org") // the route before ended the session
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

// TestEveryRouteOfACourseForEveryScope walks the routes of a course: a trainer of another one, or of none, is refused and
// told nothing of its learners.
func TestEveryRouteOfACourseForEveryScope(t *testing.T) {
	t.Parallel()
	s := webtest.New(t)
	s.InstallFiles(webtest.LittleCourse())
	s.InstallFiles(webtest.ReadingCourse())
	dora := s.Person("dora@example.org", access.RoleLearner)
	webtest.Must(t, s.People.ChangeName(t.Context(), dora, "Dora Nușcu"))
	s.Certify(dora)
	const course, named, address = "digital-literacy-basics", "Dora Nușcu", "dora@example.org"
	readers := map[string]*webtest.Reader{}
	for who, codes := range map[string][]string{"here": {course}, "elsewhere": {"little"}, "nowhere": nil} {
		s.Train(s.Person(who+"@example.org", access.RoleTrainer), codes...)
		readers[who] = s.As(who + "@example.org")
	}
	s.Person("administrator@example.org", access.RoleAdministrator)
	readers["administrator"] = s.As("administrator@example.org")
	walked := 0
	for _, route := range s.Server.Table {
		if route.Needs.Scope() != access.ScopeCourse || !strings.Contains(route.Path, ":code") {
			continue
		}
		walked++
		path := strings.ReplaceAll(route.Path, ":code", course)
		for _, who := range []string{"here", "administrator"} {
			readers[who].Get(path).Check(t, http.StatusOK, []string{named, address}, nil)
		}
		for _, who := range []string{"elsewhere", "nowhere"} {
			readers[who].Get(path).Check(t, http.StatusForbidden, []string{s.Says("people.forbidden_here")}, []string{named, address, "1 learner"})
			readers[who].Get(strings.ReplaceAll(route.Path, ":code", "none")).Check(t, http.StatusNotFound, nil, nil)
		}
	}
	if walked != 2 {
		t.Errorf("%d routes of a course were walked", walked)
	}
	readers["elsewhere"].Get("/desk").Check(t, http.StatusOK, []string{"Curs mic"}, []string{course, `<strong>1</strong>`})
	readers["elsewhere"].Get("/teach").Check(t, http.StatusOK, []string{"Curs mic", "0 learners"}, []string{course, "1 learner"})
	readers["nowhere"].Get("/teach").Check(t, http.StatusOK, []string{s.Says("staff.teach_none")},
		[]string{course, "Curs mic", s.Says("staff.teach_lead")})
	readers["administrator"].Get("/teach").Check(t, http.StatusOK, []string{course, "Curs mic"}, nil)
}

// TestStaffWithoutADemandedSecondStepComeNoFurther walks the whole table with a second step demanded, as people who have
// none: what a learner may not do is shut to those of whom it is demanded, and to nobody else, and nothing else is.
func TestStaffWithoutADemandedSecondStepComeNoFurther(t *testing.T) {
	t.Parallel()
	s := webtest.New(t)
	for _, role := range access.Roles() {
		s.Person(string(role)+"@example.org", role)
	}
	for demand, of := range map[site.SecondStep][]access.Role{
		site.SecondStepNobody: nil, site.SecondStepAdministrators: {access.RoleAdministrator},
		site.SecondStepStaff: {access.RoleTrainer, access.RoleAdministrator},
	} {
		s.Demand(demand)
		for _, role := range access.Roles() {
			reader, shut := s.As(string(role)+"@example.org"), 0
			for _, route := range s.Server.Table {
				if !access.Can(role, route.Needs) || access.Can(access.RoleLearner, route.Needs) {
					continue
				}
				answer := knock(reader, route)
				led := strings.HasPrefix(answer.Header.Get("Location"), "/account/second-step") ||
					answer.Status == http.StatusForbidden && strings.Contains(answer.Body, s.Says("factors.demanded_kept"))
				if led != slices.Contains(of, role) {
					t.Errorf("demanded of %s: %s %s as %s: %d %s", demand, route.Method, route.Path, role, answer.Status, answer.Header.Get("Location"))
				}
				shut++
			}
			if (role == access.RoleLearner) != (shut == 0) {
				t.Errorf("%d routes of staff were walked as %s", shut, role)
			}
			for _, path := range []string{"/", "/account", "/learning", "/account/second-step"} {
				reader.Get(path).Check(t, http.StatusOK, nil, nil)
			}
		}
	}
	admin := s.As("administrator@example.org")
	admin.SetUpApp()
	admin.Get("/admin/people").Check(t, http.StatusOK, nil, nil)
	admin.Get("/teach").Check(t, http.StatusOK, nil, nil)
}

func knock(r *webtest.Reader, route door.Route) webtest.Answer {
	path := pathParameter.ReplaceAllString(route.Path, "x")
	if route.Method == http.MethodGet {
		return r.Get(path)
	}
	r.Get("/verify") // for its token
	return r.Post(path, nil)
}

// refused reports whether an answer is that of the access table. People's own refusals, such as a wrong password, are
// about something else; they come with the form to try again.
func refused(a webtest.Answer) bool {
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
	s := webtest.New(t)
	s.Person("ana@example.org", access.RoleLearner)
	r := s.Guest()
	page := r.Follow(r.Get("/account?from=mail"))
	page.Check(t, http.StatusOK, []string{`name="next" value="/account?from=mail"`}, nil)
	in := r.Post("/login", webtest.Form("next", "/account?from=mail", "email", "ana@example.org", "password", webtest.Password))
	if in.Header.Get("Location") != "/account?from=mail" {
		t.Fatalf("led to %q", in.Header.Get("Location"))
	}
	r.Follow(in).Check(t, http.StatusOK, []string{"My account", "ana@example.org"}, nil)
}

func TestNobodyIsLedToAnotherSite(t *testing.T) {
	t.Parallel()
	s := webtest.New(t)
	s.Person("ana@example.org", access.RoleLearner)
	for _, next := range []string{
		"https://evil.example", "//evil.example", `/\evil.example`, "javascript:alert(1)", "evil", "",
		"/\t/evil.example", "http:evil.example",
	} {
		r := s.Guest()
		r.Get("/login")
		in := r.Post("/login", webtest.Form("next", next, "email", "ana@example.org", "password", webtest.Password))
		if in.Status != http.StatusSeeOther || in.Header.Get("Location") != "/" {
			t.Errorf("next=%q led to %q", next, in.Header.Get("Location"))
		}
		r.Get("/")
		chosen := r.Post("/language", webtest.Form("next", next, "locale", "bg"))
		if chosen.Header.Get("Location") != "/" {
			t.Errorf("next=%q led to %q after choosing a language", next, chosen.Header.Get("Location"))
		}
	}
}

// noPageOfTheDraft are paths under a draft which answer with a file or to a script, or are of a piece that the walk has not.
var noPageOfTheDraft = regexp.MustCompile(`/file|/questions/|/here$|/shown$|/compare$|/move$`)

// TestEveryRouteOfADraftForEveryScope walks the routes of a draft: for a trainer who does not write it, it is not there.
func TestEveryRouteOfADraftForEveryScope(t *testing.T) {
	t.Parallel()
	s := webtest.New(t)
	readers := map[string]*webtest.Reader{}
	for who, role := range map[string]access.Role{
		"writer": access.RoleTrainer, "elsewhere": access.RoleTrainer, "administrator": access.RoleAdministrator,
	} {
		s.Person(who+"@example.org", role)
		readers[who] = s.As(who + "@example.org")
		readers[who].Get("/studio")
	}
	begun := readers["writer"].Post("/studio", webtest.Form("title", "Registre deschise", "languages", "ro"))
	draft := strings.TrimPrefix(begun.Header.Get("Location"), "/studio/")
	readers["elsewhere"].Post("/studio", webtest.Form("title", "Altceva", "languages", "ro"))
	piece := regexp.MustCompile(`/lessons/([0-9a-f-]{36})`).FindStringSubmatch(readers["writer"].Get("/studio/" + draft).Body)[1]
	walked := 0
	for _, route := range s.Server.Table {
		if scope := route.Needs.Scope(); scope != access.ScopeDraft && scope != access.ScopeTranslation {
			continue
		}
		walked++
		path := strings.NewReplacer(":draft", draft, ":piece", piece).Replace(route.Path)
		if route.Method == http.MethodGet && !noPageOfTheDraft.MatchString(path) {
			for _, who := range []string{"writer", "administrator"} {
				readers[who].Get(path+"?name=title&lang=ro").Check(t, http.StatusOK, []string{"Registre deschise"}, nil)
			}
		}
		readers["elsewhere"].Get("/studio")
		var answer webtest.Answer
		if route.Method == http.MethodGet {
			answer = readers["elsewhere"].Get(path)
		} else {
			answer = readers["elsewhere"].Post(path, webtest.Form("lang", "ro", "do", "remove"))
		}
		answer.Check(t, http.StatusNotFound, nil, []string{"Registre deschise"})
	}
	if walked < 10 {
		t.Errorf("only %d routes are about a draft", walked)
	}
}
