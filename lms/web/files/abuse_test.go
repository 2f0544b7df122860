package files_test

import (
	"net/http"
	"regexp"
	"strings"
	"testing"

	"vatra/lms/access"
	"vatra/lms/web/webtest"
)

func TestOnlyAssetsOfPublishedCoursesAreSent(t *testing.T) {
	t.Parallel()
	s := webtest.New(t)
	stored, err := s.Courses.PutAsset(t.Context(), strings.NewReader("%PDF-1.4\nnot published\n%%EOF\n"), "draft.pdf")
	webtest.Must(t, err)
	paper := s.Award(s.Person("ana@example.org", access.RoleLearner).UserID)
	ana := s.As("ana@example.org")
	ana.Get("/certificates/" + paper.Code.Printed() + "/pdf")
	var sum string
	webtest.Must(t, s.DB.NewRaw("SELECT sha256 FROM award_papers").Scan(t.Context(), &sum))
	for _, path := range []string{
		"/assets/" + stored.SHA256 + "/draft.pdf", "/assets/" + sum + "/certificate.pdf",
		"/assets/" + strings.Repeat("0", 64) + "/x", "/assets/..%2F..%2Fetc/passwd", "/assets/'/x",
	} {
		s.Guest().Get(path).Check(t, http.StatusNotFound, nil, []string{"%PDF"})
	}
}

// A file whose bytes say that it is to be run is sent as bytes, whatever it is called.
func TestNothingIsSentAsAScript(t *testing.T) {
	t.Parallel()
	s := webtest.New(t)
	course := webtest.LittleCourse()
	lesson := ""
	for name := range course {
		if strings.HasSuffix(name, ".md") && strings.Contains(name, "more") {
			lesson = name
		}
	}
	if lesson == "" {
		t.Fatal("the little course has another lesson")
	}
	folder := lesson[:strings.LastIndex(lesson, "/")+1]
	course[folder+"notes.txt"] = "#!/bin/sh\nrm -rf /\n"
	course[folder+"words.txt"] = "Plain words, and nothing to run.\n"
	course[lesson] += "\n[Notes](notes.txt) [Words](words.txt)\n"
	s.InstallFiles(course)
	page := s.Guest().Get("/courses/little/lessons/more").Body
	for name, want := range map[string]string{"notes.txt": "application/octet-stream", "words.txt": "text/plain; charset=utf-8"} {
		path := regexp.MustCompile(`/assets/[0-9a-f]{64}/` + name).FindString(page)
		file := s.Guest().Get(path)
		if path == "" || file.Status != http.StatusOK || file.Header.Get("Content-Type") != want ||
			!strings.HasPrefix(file.Header.Get("Content-Disposition"), "attachment") {
			t.Errorf("%s at %q: %d %v", name, path, file.Status, file.Header)
		}
	}
}

func TestAnAssetsNameCannotForgeHeaders(t *testing.T) {
	t.Parallel()
	s := webtest.New(t)
	s.InstallFiles(webtest.LittleCourse())
	_, document := assetPaths(t, s)
	evil := document[:strings.LastIndex(document, "/")+1] + "a%22%0d%0aSet-Cookie:%20x=y%0d%0a..%2F..%2Fb.pdf"
	answer := s.Guest().Get(evil)
	if answer.Status != http.StatusOK || len(answer.Header.Values("Set-Cookie")) > 0 ||
		strings.ContainsAny(answer.Header.Get("Content-Disposition"), "\r\n/") {
		t.Errorf("status %d: %v", answer.Status, answer.Header)
	}
}
