//go:build whole

package serve_test

import (
	"bytes"
	"io"
	"mime/multipart"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"path/filepath"
	"regexp"
	"strings"
	"syscall"
	"testing"
	"time"

	"vatra/cmd/vatra/serve"
	"vatra/lms/access"
)

// clerk is somebody of the staff with a browser that has no screen.
type clerk struct {
	t     *testing.T
	s     *site
	http  http.Client
	token string
}

var csrfField = regexp.MustCompile(`name="csrf" value="([^"]+)"`)

func (s *site) clerk() *clerk {
	s.t.Helper()
	s.person("boss@example.org", "Boss", access.RoleAdministrator, "en")
	jar, err := cookiejar.New(nil)
	if err != nil {
		s.t.Fatal(err)
	}
	c := &clerk{t: s.t, s: s, http: http.Client{Jar: jar, Timeout: time.Minute}}
	c.read("/login")
	login := url.Values{"csrf": {c.token}, "email": {"boss@example.org"}, "password": {password}}
	if status, _ := c.post("/login", "application/x-www-form-urlencoded", strings.NewReader(login.Encode())); status != http.StatusOK {
		s.t.Fatalf("logging in: %d", status)
	}
	c.read("/admin/imports")
	return c
}

func (c *clerk) read(path string) (status int) {
	c.t.Helper()
	answer, err := c.http.Get(c.s.BaseURL + path)
	if err != nil {
		c.t.Fatal(err)
	}
	defer answer.Body.Close()
	page, err := io.ReadAll(answer.Body)
	if err != nil {
		c.t.Fatal(err)
	}
	if found := csrfField.FindSubmatch(page); found != nil {
		c.token = string(found[1])
	}
	return answer.StatusCode
}

// post may be called from any goroutine; it gives 0 where nothing came back.
func (c *clerk) post(path, contentType string, body io.Reader) (status int, page string) {
	request, err := http.NewRequest(http.MethodPost, c.s.BaseURL+path, body)
	if err != nil {
		return 0, err.Error()
	}
	if sized, ok := body.(*sizedBody); ok {
		request.ContentLength = sized.size
	}
	request.Header.Set("Content-Type", contentType)
	request.Header.Set("Origin", c.s.BaseURL)
	request.Header.Set("X-Csrf-Token", c.token)
	answer, err := c.http.Do(request)
	if err != nil {
		return 0, err.Error()
	}
	defer answer.Body.Close()
	text, err := io.ReadAll(answer.Body)
	if err != nil {
		return 0, err.Error()
	}
	return answer.StatusCode, string(text)
}

// sizedBody is a body whose length is known before it is there.
type sizedBody struct {
	io.Reader
	size int64
}

// fileForm is a form with one file.
func fileForm(t *testing.T, field, name string, file []byte) (body []byte, contentType string) {
	t.Helper()
	var whole bytes.Buffer
	form := multipart.NewWriter(&whole)
	part, err := form.CreateFormFile(field, name)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := part.Write(file); err != nil {
		t.Fatal(err)
	}
	if err := form.Close(); err != nil {
		t.Fatal(err)
	}
	return whole.Bytes(), form.FormDataContentType()
}

// TestADatabaseThatHangsBeneathFiles stops it while a package is coming in, whose sender is known by then, and asks then for
// the other pages that move files.
func TestADatabaseThatHangsBeneathFiles(t *testing.T) {
	t.Parallel()
	s := run(t, serve.Config{})
	boss := s.clerk()
	dir := filepath.Join(s.data, "postgres")
	body, contentType := fileForm(t, "package", "course.zip", bytes.Repeat([]byte("x"), 32<<20))
	coming, sending := io.Pipe()
	type answer struct {
		what, page string
		status     int
	}
	answers := make(chan answer)
	go func() {
		status, page := boss.post("/admin/imports", contentType, &sizedBody{coming, int64(len(body))})
		answers <- answer{"the package", page, status}
	}()
	// More than the lines between take: the server reads it.
	if _, err := sending.Write(body[:len(body)-1000]); err != nil {
		t.Fatal(err)
	}
	signalDatabase(t, dir, syscall.SIGSTOP)
	t.Cleanup(func() { signalDatabase(t, dir, syscall.SIGCONT) })
	go func() {
		_, _ = sending.Write(body[len(body)-1000:])
		_ = sending.Close()
	}()
	roster, rosterType := fileForm(t, "file", "people.csv", []byte("email\nana@example.org\n"))
	go func() {
		status, page := boss.post("/admin/tracks/digital-literacy/roster", rosterType, bytes.NewReader(roster))
		answers <- answer{"the roster", page, status}
	}()
	go func() {
		answers <- answer{"the learners", "", boss.read("/teach/courses/town/learners.csv")}
	}()
	for range 3 {
		if got := <-answers; got.status != http.StatusServiceUnavailable {
			t.Errorf("%s: %d %s", got.what, got.status, got.page)
		}
	}
}
