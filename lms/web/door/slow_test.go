package door_test

import (
	"bytes"
	"io"
	"mime/multipart"
	"net/http"
	"strings"
	"testing"
	"time"

	"vatra/lms/access"
	"vatra/lms/web"
	"vatra/lms/web/webtest"
)

// bigUpload is the form of a package that is far larger than a form without files may be, with the token of the page.
func bigUpload(t *testing.T, page webtest.Answer, size int) (body []byte, contentType string) {
	t.Helper()
	var whole bytes.Buffer
	form := multipart.NewWriter(&whole)
	webtest.Must(t, form.WriteField("csrf", webtest.TokenOf(t, page)))
	part, err := form.CreateFormFile("package", "course.zip")
	webtest.Must(t, err)
	_, err = part.Write(bytes.Repeat([]byte("x"), size))
	webtest.Must(t, err)
	webtest.Must(t, form.Close())
	return whole.Bytes(), form.FormDataContentType()
}

// trickle gives pieces of a body, and waits before each.
type trickle struct {
	body  *bytes.Reader
	piece int
	wait  func()
}

func (s trickle) Read(into []byte) (int, error) {
	s.wait()
	return s.body.Read(into[:min(len(into), s.piece)])
}

func sendSlowly(t *testing.T, r *webtest.Reader, site string, body io.Reader, size int, contentType string) webtest.Answer {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), http.MethodPost, site+"/admin/imports", body)
	webtest.Must(t, err)
	request.ContentLength = int64(size)
	request.Header.Set("Content-Type", contentType)
	request.Header.Set("Origin", site)
	return r.Send(request)
}

// TestASlowUploadIsTaken that comes for longer than any page may take, and faster than it has to.
func TestASlowUploadIsTaken(t *testing.T) {
	t.Parallel()
	s := webtest.New(t)
	s.Person("boss@example.org", access.RoleAdministrator)
	boss := s.As("boss@example.org")
	body, contentType := bigUpload(t, boss.Get("/admin/imports"), 1<<20)
	const pieces, pause = 24, 500 * time.Millisecond
	slow := trickle{bytes.NewReader(body), len(body)/pieces + 1, func() { time.Sleep(pause) }}
	boss.Follow(sendSlowly(t, boss, s.URL, slow, len(body), contentType)).Check(t, http.StatusOK, []string{"course.zip"}, nil)
}

// TestAnUploadThatHardlyComesIsCut and says why, before it has come.
func TestAnUploadThatHardlyComesIsCut(t *testing.T) {
	t.Parallel()
	whole := webtest.New(t)
	s := whole.With(func(o *web.Options) { o.SlowLine = 10 << 20 })
	s.Person("boss@example.org", access.RoleAdministrator)
	boss := s.As("boss@example.org")
	body, contentType := bigUpload(t, boss.Get("/admin/imports"), 1<<20)
	answered := make(chan struct{})
	t.Cleanup(func() { close(answered) })
	begun := bytes.NewReader(body[:len(body)/2])
	stuck := trickle{begun, len(body), func() {
		if begun.Len() == 0 {
			<-answered
		}
	}}
	cut := sendSlowly(t, boss, s.URL, stuck, len(body), contentType)
	cut.Check(t, http.StatusRequestTimeout, []string{"did not arrive in time", "nothing of it was kept"}, []string{"opened too long ago"})
	if page := boss.Get("/admin/imports"); strings.Contains(page.Body, "course.zip") {
		t.Error("what was cut has become an import")
	}
}
