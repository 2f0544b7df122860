package files_test

import (
	"net/http"
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
