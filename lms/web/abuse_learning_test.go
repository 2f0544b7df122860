package web_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"vatra/lms/access"
)

func TestNobodyDownloadsAnothersCertificate(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	holder := s.person("ana@example.org", access.RoleLearner)
	award := s.award(holder.UserID)
	path := "/certificates/" + award.Code.Printed() + "/pdf"
	s.person("ion@example.org", access.RoleLearner)
	s.person("root@example.org", access.RoleAdministrator)
	for _, email := range []string{"ion@example.org", "root@example.org"} {
		s.as(email).get(path).check(t, http.StatusNotFound, nil, []string{"%PDF", "Ștefan"})
	}
	if guest := s.guest().get(path); guest.Status != http.StatusSeeOther {
		t.Errorf("a guest gets %d", guest.Status)
	}
}

func TestAnotherSiteCannotEnrolOrCompleteForALearner(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.install(littleCourse())
	s.person("ana@example.org", access.RoleLearner)
	ana := s.as("ana@example.org")
	for _, path := range []string{"/tracks/digital-literacy/enrol", "/courses/little/lessons/start/complete"} {
		ana.get("/courses/little/lessons/start")
		if refused := ana.post(path, url.Values{"csrf": {"forged"}}); refused.Status != http.StatusForbidden {
			t.Errorf("%s without its token: %d", path, refused.Status)
		}
	}
	ana.get("/learning").check(t, http.StatusOK, nil, []string{"1 of 4", "Digital literacy"})
}

func TestAQuizIsNotCompletedByReadingIt(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.install(littleCourse())
	s.person("ana@example.org", access.RoleLearner)
	ana := s.as("ana@example.org")
	ana.get("/courses/little/lessons/final")
	if refused := ana.post("/courses/little/lessons/final/complete", nil); refused.Status != http.StatusConflict {
		t.Errorf("it answers %d", refused.Status)
	}
	ana.get("/courses/little").check(t, http.StatusOK, nil, []string{"✓"})
}

func TestQuizQuestionsAreNotInTheLessonPage(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.install(littleCourse())
	s.guest().get("/courses/little/lessons/final").check(t, http.StatusOK, nil, []string{"doi și doi", "Patru"})
}

func TestNoWayToListCertificates(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	award := s.award(s.person("ana@example.org", access.RoleLearner).UserID)
	guest := s.guest()
	for _, path := range []string{
		"/verify/", "/api/v1/certificates", "/api/v1/certificates/", "/verify/%25", "/verify/" + string(award.Code)[:8],
		"/verify/" + url.PathEscape(string(award.Code)+"' OR '1'='1"), "/api/v1/certificates/*",
	} {
		answer := guest.get(path)
		answer.check(t, answer.Status, nil, []string{"Ștefan", "holder_name"})
		if answer.Status >= http.StatusInternalServerError {
			t.Errorf("%s: %d", path, answer.Status)
		}
	}
}

func TestOnlyAssetsOfPublishedCoursesAreSent(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	stored, err := s.Courses.PutAsset(t.Context(), strings.NewReader("%PDF-1.4\nnot published\n%%EOF\n"), "draft.pdf")
	must(t, err)
	paper := s.award(s.person("ana@example.org", access.RoleLearner).UserID)
	ana := s.as("ana@example.org")
	ana.get("/certificates/" + paper.Code.Printed() + "/pdf")
	var sum string
	must(t, s.DB.NewRaw("SELECT sha256 FROM award_papers").Scan(t.Context(), &sum))
	for _, path := range []string{
		"/assets/" + stored.SHA256 + "/draft.pdf", "/assets/" + sum + "/certificate.pdf",
		"/assets/" + strings.Repeat("0", 64) + "/x", "/assets/..%2F..%2Fetc/passwd", "/assets/'/x",
	} {
		s.guest().get(path).check(t, http.StatusNotFound, nil, []string{"%PDF"})
	}
}

func TestAnAssetsNameCannotForgeHeaders(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.install(littleCourse())
	_, document := assetPaths(t, s)
	evil := document[:strings.LastIndex(document, "/")+1] + "a%22%0d%0aSet-Cookie:%20x=y%0d%0a..%2F..%2Fb.pdf"
	answer := s.guest().get(evil)
	if answer.Status != http.StatusOK || len(answer.Header.Values("Set-Cookie")) > 0 ||
		strings.ContainsAny(answer.Header.Get("Content-Disposition"), "\r\n/") {
		t.Errorf("status %d: %v", answer.Status, answer.Header)
	}
}

func TestALanguageChoiceGoesNowhereElse(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.install(littleCourse())
	guest := s.guest()
	answer := guest.get("/courses/little?lang=" + url.QueryEscape("ro\r\nSet-Cookie: x=y"))
	for _, cookie := range answer.Header.Values("Set-Cookie") {
		if strings.HasPrefix(cookie, "reading=") || strings.Contains(cookie, "x=y") {
			t.Errorf("it is kept as it came: %s", cookie)
		}
	}
}
