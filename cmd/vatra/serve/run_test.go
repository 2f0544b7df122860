//go:build whole

package serve_test

import (
	"errors"
	"io"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"vatra/content/starter"

	"vatra/cmd/vatra/serve"
	"vatra/lms/access"
	"vatra/lms/people/links"
	"vatra/lms/pgtest"
	"vatra/lms/sessions"
	house "vatra/lms/site"
)

func get(t *testing.T, url string) (status int, body string) {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, url, nil)
	if err != nil {
		t.Fatal(err)
	}
	answer, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	text, err := io.ReadAll(answer.Body)
	if err != nil {
		t.Fatal(err)
	}
	return answer.StatusCode, string(text)
}

func TestTwoServersRunSideBySide(t *testing.T) {
	t.Parallel()
	one, other := run(t, serve.Config{}), run(t, serve.Config{})
	one.person("ana@primarie.example", "Ana Ionescu", access.RoleLearner, "ro")
	for _, s := range []*site{one, other} {
		if status, body := get(t, s.BaseURL+"/readyz"); status != http.StatusOK {
			t.Errorf("%s is not ready: %d %s", s.BaseURL, status, body)
		}
	}
	if _, err := other.People.PersonByEmail(t.Context(), access.Operator(), "ana@primarie.example"); err == nil {
		t.Error("the two servers share their people")
	}
	// A link for a forgotten password is made by a job, which makes the job of the mail.
	if err := one.People.RequestReset(t.Context(), "ana@primarie.example", "ro", sessions.Visitor{}); err != nil {
		t.Error(err)
	}
	one.link(t, one.letter(t, "ana@primarie.example"), links.PathReset)
	one.stop()
	if status, _ := get(t, other.BaseURL+"/healthz"); status != http.StatusOK {
		t.Errorf("the other server answers %d", status)
	}
}

func TestSecondStartOfADemonstrationFindsAllAsItWas(t *testing.T) {
	t.Parallel()
	conf := serve.Config{Demo: true, Data: folder(t)}
	first := run(t, conf)
	if first.Demo.SampleCode == "" || len(first.Demo.Logins) != 3 {
		t.Fatalf("the demonstration is %+v", first.Demo)
	}
	paper, err := os.ReadFile(filepath.Join(first.data, "sample-certificate.pdf"))
	if err != nil || !strings.HasPrefix(string(paper), "%PDF-") {
		t.Fatalf("the sample certificate: %v", err)
	}
	status, body := get(t, first.BaseURL+"/verify/"+first.Demo.SampleCode)
	if status != http.StatusOK || !strings.Contains(body, "Ana Exemplu-Țărănescu") {
		t.Errorf("the sample certificate is not verified: %d", status)
	}
	if _, body := get(t, first.BaseURL+"/courses"); !strings.Contains(body, "digital-literacy-basics") {
		t.Error("the starter course is not in the catalogue")
	}
	if info, err := os.Stat(filepath.Join(first.data, "demo.json")); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("the logins can be read by others: %v %v", info.Mode(), err)
	}
	if settings, err := first.House.Settings(t.Context()); err != nil || settings.SecondStep != house.SecondStepNobody {
		t.Errorf("whoever tries the demonstration is asked for a second step: %+v %v", settings, err)
	}
	first.stop()

	second := run(t, conf)
	if second.Demo.SampleCode != first.Demo.SampleCode {
		t.Errorf("the sample certificate was %s and is %s", first.Demo.SampleCode, second.Demo.SampleCode)
	}
	for _, login := range second.Demo.Logins {
		if _, err := second.People.LogIn(t.Context(), login.Email, login.Password, sessions.Visitor{}); err != nil {
			t.Errorf("%s cannot log in any more: %v", login.Email, err)
		}
	}
	courses, err := second.Courses.Courses(t.Context())
	if err != nil || len(courses) != len(starter.Folders()) || courses[0].Number != 1 {
		t.Errorf("the courses are %+v %v", courses, err)
	}
}

// TestDemonstrationOfADatabaseThatIsGone starts it on other databases, with the file of the first in the data folder.
func TestDemonstrationOfADatabaseThatIsGone(t *testing.T) {
	t.Parallel()
	conf := serve.Config{Demo: true, Data: folder(t), DatabaseURL: pgtest.URL(t), Secret: secret}
	first := run(t, conf)
	first.stop()

	conf.DatabaseURL = pgtest.URL(t)
	second := run(t, conf)
	if second.Demo.SampleCode == first.Demo.SampleCode {
		t.Error("the sample of the database that is gone is told")
	}
	if status, _ := get(t, second.BaseURL+"/verify/"+second.Demo.SampleCode); status != http.StatusOK {
		t.Errorf("the sample certificate is not verified: %d", status)
	}
	for _, login := range second.Demo.Logins {
		if _, err := second.People.LogIn(t.Context(), login.Email, login.Password, sessions.Visitor{}); err != nil {
			t.Errorf("%s cannot log in: %v", login.Email, err)
		}
	}
	second.stop()

	conf.DatabaseURL, conf.Demo = pgtest.URL(t), false
	third := run(t, conf)
	third.person("ana@primarie.example", "Ana Ionescu", access.RoleLearner, "ro")
	third.stop()
	conf.Addr, conf.Demo = "127.0.0.1:0", true
	if err := serve.Run(t.Context(), conf); err == nil || !strings.Contains(err.Error(), "VATRA_DATA") {
		t.Errorf("on the data of others: %v", err)
	}
}

func TestDemonstrationLeavesTheDataOfOthersAlone(t *testing.T) {
	t.Parallel()
	conf := serve.Config{Data: prepared(t)}
	s := run(t, conf)
	s.person("ana@primarie.example", "Ana Ionescu", access.RoleLearner, "ro")
	s.stop()
	conf.Addr, conf.Demo = "127.0.0.1:0", true
	if err := serve.Run(t.Context(), conf); err == nil || !strings.Contains(err.Error(), "VATRA_DATA") {
		t.Errorf("got %v", err)
	}
}

func TestNobodyHasTheDatabaseAloneBesideAServer(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		conf serve.Config
		want string
	}{
		"in the folder": {serve.Config{Data: prepared(t)}, "another server runs"},
		"elsewhere":     {serve.Config{Data: folder(t), DatabaseURL: pgtest.URL(t), Secret: secret}, "a server works on the database"},
	} {
		conf := c.conf
		conf.Addr = "127.0.0.1:0"
		s := run(t, conf)
		if conf.DatabaseURL != "" {
			waitFor(t, func() bool {
				var leads bool
				err := s.DB.NewRaw("SELECT EXISTS (SELECT FROM river_leader)").Scan(t.Context(), &leads)
				return err == nil && leads
			})
		}
		if parts, err := serve.OpenDatabaseAlone(t.Context(), conf); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s, while a server runs: %v %v", name, err, parts)
		}
		s.stop()
		parts, err := serve.OpenDatabaseAlone(t.Context(), conf)
		if err != nil {
			t.Errorf("%s, after the server has ended: %v", name, err)
			continue
		}
		if err := parts.Close(); err != nil {
			t.Error(err)
		}
	}
}

func TestAddressThatIsTakenStopsTheStart(t *testing.T) {
	t.Parallel()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	err = serve.Run(t.Context(), serve.Config{Addr: listener.Addr().String(), Data: folder(t)})
	var taken *net.OpError
	if !errors.As(err, &taken) || !strings.Contains(err.Error(), "VATRA_ADDR") {
		t.Errorf("got %v", err)
	}
}
