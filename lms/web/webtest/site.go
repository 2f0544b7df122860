// Package webtest is a whole site for tests, and people with browsers of their own who ask it for pages.
package webtest

import (
	"context"
	"log/slog"
	"net"
	"strings"
	"testing"
	"time"

	"vatra/content/pack/packtest"
	"vatra/lms"
	"vatra/lms/access"
	"vatra/lms/clamav"
	"vatra/lms/clamav/clamtest"
	"vatra/lms/i18n"
	"vatra/lms/people/roll"
	"vatra/lms/schooltest"
	"vatra/lms/web"
)

// Password is that of everybody with an account.
const Password = schooltest.Password

// Site is a whole one that listens on loopback, as the program puts it together. Its jobs wait in the queue.
type Site struct {
	*schooltest.School
	T      *testing.T
	URL    string
	Server *web.Server
}

// New is a site of its own for the test.
func New(t *testing.T) *Site {
	t.Helper()
	return named(t, "127.0.0.1")
}

// Scanned is New with a virus scanner, which may be stopped.
func Scanned(t *testing.T) (*Site, *clamtest.Server) {
	t.Helper()
	scanner := clamtest.Start(t)
	return named(t, "127.0.0.1", func(conf *lms.Config) {
		var err error
		conf.Scanner, err = clamav.Open(scanner.Unix)
		Must(t, err)
	}), scanner
}

// WithPasskeys is New at an address that has a name: browsers make passkeys for names only.
func WithPasskeys(t *testing.T) *Site {
	t.Helper()
	return named(t, "localhost")
}

func named(t *testing.T, host string, change ...func(*lms.Config)) *Site {
	t.Helper()
	listener, address := listen(t)
	address = strings.Replace(address, "127.0.0.1", host, 1)
	s := &Site{T: t, URL: address, School: schooltest.At(t, address, change...)}
	s.serve(listener, web.Options{
		BaseURL: address, School: s.School.School,
		Log: slog.New(slog.NewTextHandler(t.Output(), &slog.HandlerOptions{Level: slog.LevelError})),
	})
	return s
}

// With serves the same school at another address, with other options.
func (s *Site) With(change func(*web.Options)) *Site {
	s.T.Helper()
	listener, address := listen(s.T)
	options := s.Server.Options
	options.BaseURL = address
	change(&options)
	other := &Site{T: s.T, URL: address, School: s.School}
	other.serve(listener, options)
	return other
}

func listen(t *testing.T) (listener net.Listener, address string) {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	Must(t, err)
	return listener, "http://" + listener.Addr().String()
}

// serve answers until the test has ended.
func (s *Site) serve(listener net.Listener, options web.Options) {
	s.T.Helper()
	server, err := web.New(options)
	Must(s.T, err)
	s.Server = server
	served := make(chan error, 1)
	go func() { served <- server.Serve(listener) }()
	s.T.Cleanup(func() {
		ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
		defer cancel()
		if err := server.Shutdown(ctx); err != nil {
			s.T.Errorf("stopping: %v", err)
		}
		_ = listener.Close() // a server that was stopped before it began to serve knows nothing of it
		if err := <-served; err != nil {
			s.T.Errorf("serving: %v", err)
		}
	})
}

// Must ends the test on an error that the test is not about.
func Must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// InstallFiles brings in the course that the files make up.
func (s *Site) InstallFiles(files map[string]string) {
	s.T.Helper()
	s.Install(packtest.Folder(s.T, files))
}

// Person has a confirmed account with the role, in English unless a locale is said.
func (s *Site) Person(email string, role access.Role, locale ...string) access.Actor {
	s.T.Helper()
	newcomer := roll.Newcomer{Email: email, Name: "Ana Ștefănescu", Password: Password, Locale: "en"}
	if len(locale) > 0 {
		newcomer.Locale = locale[0]
	}
	person, err := s.People.Add(s.T.Context(), access.Operator(), newcomer, role)
	Must(s.T, err)
	return access.Actor{UserID: person.ID, Role: person.Role, Name: person.Name, Locale: person.Locale}
}

// NobodyIsLoggedIn ends all sessions, as time does.
func (s *Site) NobodyIsLoggedIn() {
	s.T.Helper()
	_, err := s.DB.Pool.Exec(s.T.Context(), `DELETE FROM sessions`)
	Must(s.T, err)
}

// LetterToken is that of the link to the path in the newest mail to an address.
func (s *Site) LetterToken(to, path string) string {
	s.T.Helper()
	_, after, found := strings.Cut(s.Letter(to).Text, s.URL+path)
	if !found {
		s.T.Fatalf("no link to %s for %s", path, to)
	}
	return strings.Fields(after)[0]
}

// Says is a message in English as a page has it.
func (s *Site) Says(key string, args ...any) string {
	text := i18n.For("en").T(key, args...)
	return strings.NewReplacer("&", "&amp;", "'", "&#39;", `"`, "&#34;", "<", "&lt;").Replace(text)
}
