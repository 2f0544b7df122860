package webtest

import (
	"bytes"
	"io"
	"mime/multipart"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"vatra/lms/sessions"
)

// Reader is somebody with a browser of their own, who follows no redirect by themselves.
type Reader struct {
	t      *testing.T
	site   *Site
	Client *http.Client
	Header http.Header
	Last   Answer
}

// Guest is somebody who is not logged in, and reads English.
func (s *Site) Guest() *Reader {
	s.T.Helper()
	jar, err := cookiejar.New(nil)
	Must(s.T, err)
	return &Reader{
		t: s.T, site: s, Header: http.Header{"Accept-Language": {"en"}},
		Client: &http.Client{
			Jar: jar, Transport: &http.Transport{DisableCompression: true},
			CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
		},
	}
}

// As is a guest who has logged in with the address.
func (s *Site) As(email string) *Reader {
	s.T.Helper()
	session, err := s.People.LogIn(s.T.Context(), email, Password, sessions.Visitor{Address: "127.0.0.1", Agent: "test"})
	Must(s.T, err)
	r := s.Guest()
	where, err := url.Parse(s.URL)
	Must(s.T, err)
	r.Client.Jar.SetCookies(where, []*http.Cookie{{Name: "session", Value: session.Token, Path: "/"}})
	return r
}

// Send asks with the browser's cookies, and with its headers where the request has none of its own.
func (r *Reader) Send(request *http.Request) Answer {
	r.t.Helper()
	for name, values := range r.Header {
		if request.Header.Get(name) == "" {
			request.Header[name] = values
		}
	}
	response, err := r.Client.Do(request)
	Must(r.t, err)
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	Must(r.t, err)
	answer := Answer{Status: response.StatusCode, Header: response.Header, Body: string(body)}
	answer.wellRefused(r.t)
	return answer
}

// Ask sends a request without a body.
func (r *Reader) Ask(method, path string, header http.Header) Answer {
	r.t.Helper()
	request, err := http.NewRequestWithContext(r.t.Context(), method, r.site.URL+path, nil)
	Must(r.t, err)
	for name, values := range header {
		request.Header[name] = values
	}
	return r.Send(request)
}

// Get reads a page, and keeps it as the last one.
func (r *Reader) Get(path string) Answer {
	r.t.Helper()
	r.Last = r.Ask(http.MethodGet, path, nil)
	return r.Last
}

// FormToken finds the token of a page's forms.
var FormToken = regexp.MustCompile(`name="csrf" value="([^"]+)"`)

// Post sends a form with the token of the page that was read last.
func (r *Reader) Post(path string, fields url.Values) Answer {
	r.t.Helper()
	if fields == nil {
		fields = url.Values{}
	}
	if found := FormToken.FindStringSubmatch(r.Last.Body); found != nil && !fields.Has("csrf") {
		fields.Set("csrf", found[1])
	}
	request, err := http.NewRequestWithContext(r.t.Context(), http.MethodPost, r.site.URL+path,
		strings.NewReader(fields.Encode()))
	Must(r.t, err)
	request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	request.Header.Set("Origin", r.site.URL)
	return r.Send(request)
}

// Upload sends a form with one file, with the token of the page that was read last.
func (r *Reader) Upload(path, field, name string, file []byte, others map[string]string) Answer {
	r.t.Helper()
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	if found := FormToken.FindStringSubmatch(r.Last.Body); found != nil {
		Must(r.t, form.WriteField("csrf", found[1]))
	}
	for name, value := range others {
		Must(r.t, form.WriteField(name, value))
	}
	if name != "" {
		part, err := form.CreateFormFile(field, name)
		Must(r.t, err)
		_, err = part.Write(file)
		Must(r.t, err)
	}
	Must(r.t, form.Close())
	request, err := http.NewRequestWithContext(r.t.Context(), http.MethodPost, r.site.URL+path, &body)
	Must(r.t, err)
	request.Header.Set("Content-Type", form.FormDataContentType())
	request.Header.Set("Origin", r.site.URL)
	return r.Send(request)
}

// Follow reads the page that an answer leads to.
func (r *Reader) Follow(a Answer) Answer {
	r.t.Helper()
	if a.Status != http.StatusSeeOther {
		r.t.Fatalf("status %d leads nowhere:\n%s", a.Status, a.Body)
	}
	return r.Get(a.Header.Get("Location"))
}

// Form makes the fields of a form from pairs.
func Form(pairs ...string) url.Values {
	fields := url.Values{}
	for i := 0; i+1 < len(pairs); i += 2 {
		fields.Set(pairs[i], pairs[i+1])
	}
	return fields
}
