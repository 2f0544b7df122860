package verify_test

import (
	"net/http"
	"net/url"
	"testing"

	"vatra/lms/access"
	"vatra/lms/web/webtest"
)

func TestNoWayToListCertificates(t *testing.T) {
	t.Parallel()
	s := webtest.New(t)
	award := s.Award(s.Person("ana@example.org", access.RoleLearner).UserID)
	guest := s.Guest()
	for _, path := range []string{
		"/verify/", "/api/v1/certificates", "/api/v1/certificates/", "/verify/%25", "/verify/" + string(award.Code)[:8],
		"/verify/" + url.PathEscape(string(award.Code)+"' OR '1'='1"), "/api/v1/certificates/*",
	} {
		answer := guest.Get(path)
		answer.Check(t, answer.Status, nil, []string{"Ștefan", "holder_name"})
		if answer.Status >= http.StatusInternalServerError {
			t.Errorf("%s: %d", path, answer.Status)
		}
	}
}
