package web_test

import (
	"context"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"vatra/content/pack/packtest"
	"vatra/lms/access"
	"vatra/lms/people"
	"vatra/lms/schooltest"
	"vatra/lms/web"
)

const password = "patru cai albi pe deal"

// site is a whole one that listens on loopback, as the program puts it together. Its jobs wait in the queue.
type site struct {
	*schooltest.School
	t      *testing.T
	url    string
	server *web.Server
}

func newSite(t *testing.T) *site {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	must(t, err)
	s := &site{t: t, url: "http://" + listener.Addr().String()}
	s.School = schooltest.At(t, s.url)
	s.server, err = web.New(web.Options{
		BaseURL: s.url, School: s.School.School,
		Log: slog.New(slog.NewTextHandler(t.Output(), &slog.HandlerOptions{Level: slog.LevelError})),
	})
	must(t, err)
	served := make(chan error, 1)
	go func() { served <- s.server.Serve(listener) }()
	t.Cleanup(func() {
		ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
		defer cancel()
		if err := s.server.Shutdown(ctx); err != nil {
			t.Errorf("stopping: %v", err)
		}
		if err := <-served; err != nil {
			t.Errorf("serving: %v", err)
		}
	})
	return s
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// install brings in the course that the files make up.
func (s *site) install(files map[string]string) {
	s.t.Helper()
	s.Install(packtest.Folder(s.t, files))
}

// person has a confirmed account with the role, in English unless a locale is said.
func (s *site) person(email string, role access.Role, locale ...string) access.Actor {
	s.t.Helper()
	newcomer := people.Newcomer{Email: email, Name: "Ana Ștefănescu", Password: password, Locale: "en"}
	if len(locale) > 0 {
		newcomer.Locale = locale[0]
	}
	person, err := s.People.Add(s.t.Context(), access.Operator(), newcomer, role)
	must(s.t, err)
	return access.Actor{UserID: person.ID, Role: person.Role, Name: person.Name, Locale: person.Locale}
}

// reader is somebody with a browser of their own, who follows no redirect by themselves.
type reader struct {
	t      *testing.T
	site   *site
	client *http.Client
	header http.Header
	last   answer
}

// answer is what came back.
type answer struct {
	Status int
	Header http.Header
	Body   string
}

func (s *site) guest() *reader {
	s.t.Helper()
	jar, err := cookiejar.New(nil)
	must(s.t, err)
	return &reader{
		t: s.t, site: s, header: http.Header{"Accept-Language": {"en"}},
		client: &http.Client{
			Jar: jar, Transport: &http.Transport{DisableCompression: true},
			CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
		},
	}
}

// as is a guest who has logged in with the address.
func (s *site) as(email string) *reader {
	s.t.Helper()
	session, err := s.People.LogIn(s.t.Context(), email, password, people.Visitor{Address: "127.0.0.1", Agent: "test"})
	must(s.t, err)
	r := s.guest()
	where, err := url.Parse(s.url)
	must(s.t, err)
	r.client.Jar.SetCookies(where, []*http.Cookie{{Name: "session", Value: session.Token, Path: "/"}})
	return r
}

func (r *reader) send(request *http.Request) answer {
	r.t.Helper()
	for name, values := range r.header {
		if request.Header.Get(name) == "" {
			request.Header[name] = values
		}
	}
	response, err := r.client.Do(request)
	must(r.t, err)
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	must(r.t, err)
	return answer{Status: response.StatusCode, Header: response.Header, Body: string(body)}
}

func (r *reader) ask(method, path string, header http.Header) answer {
	r.t.Helper()
	request, err := http.NewRequestWithContext(r.t.Context(), method, r.site.url+path, nil)
	must(r.t, err)
	for name, values := range header {
		request.Header[name] = values
	}
	return r.send(request)
}

func (r *reader) get(path string) answer {
	r.t.Helper()
	r.last = r.ask(http.MethodGet, path, nil)
	return r.last
}

var formToken = regexp.MustCompile(`name="csrf" value="([^"]+)"`)

// post sends a form with the token of the page that was read last.
func (r *reader) post(path string, fields url.Values) answer {
	r.t.Helper()
	if fields == nil {
		fields = url.Values{}
	}
	if found := formToken.FindStringSubmatch(r.last.Body); found != nil && !fields.Has("csrf") {
		fields.Set("csrf", found[1])
	}
	request, err := http.NewRequestWithContext(r.t.Context(), http.MethodPost, r.site.url+path,
		strings.NewReader(fields.Encode()))
	must(r.t, err)
	request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	request.Header.Set("Origin", r.site.url)
	return r.send(request)
}

// follow reads the page that an answer leads to.
func (r *reader) follow(a answer) answer {
	r.t.Helper()
	if a.Status != http.StatusSeeOther {
		r.t.Fatalf("status %d leads nowhere:\n%s", a.Status, a.Body)
	}
	return r.get(a.Header.Get("Location"))
}

// check says what an answer must and must not be.
func (a answer) check(t *testing.T, status int, has, lacks []string) {
	t.Helper()
	if a.Status != status {
		t.Errorf("status %d, not %d", a.Status, status)
	}
	text := strings.Join(strings.Fields(a.Body), " ")
	for _, want := range has {
		if !strings.Contains(text, want) {
			t.Errorf("it does not say %q:\n%s", want, text)
		}
	}
	for _, unwanted := range lacks {
		if strings.Contains(text, unwanted) {
			t.Errorf("it says %q:\n%s", unwanted, text)
		}
	}
}
