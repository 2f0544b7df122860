package learn_test

import (
	"net/http"
	"testing"

	"github.com/google/uuid"

	"vatra/lms/access"
	"vatra/lms/web/webtest"
)

func TestAHolderSharesACertificateThatHolds(t *testing.T) {
	t.Parallel()
	s := webtest.New(t)
	holder := s.Person("ana@example.org", access.RoleLearner)
	award := s.Award(holder.UserID)
	s.Pictured(award)
	code := award.Code.Printed()
	reader := s.As("ana@example.org")
	reader.Header.Set("Accept-Language", "en")
	share := []string{
		`data-share="` + s.URL + "/verify/" + code + `"`, `value="` + s.URL + "/verify/" + code + `"`, `src="/verify/` + code + `/qr.svg"`,
		"https://www.linkedin.com/profile/add?certId=" + code + "&amp;certUrl=", "issueMonth=11&amp;issueYear=2026", "organizationName=Asocia%C8%9Bia+Comunelor",
		`target="_blank" rel="noopener noreferrer"`, "/share.js",
	}
	reader.Get("/certificates").Check(t, http.StatusOK, append(share, "/verify/"+code+"/small.png?v="), nil)
	reader.Get("/learning").Check(t, http.StatusOK, []string{"/verify/" + code + "/small.png?v="}, nil)
	webtest.Must(t, s.Awards.Revoke(t.Context(), s.DB, code, uuid.Must(uuid.NewV7()), "Issued by mistake"))
	reader.Get("/certificates").Check(t, http.StatusOK, []string{code}, []string{"linkedin", "data-share", "small.png", "qr.svg"})
	reader.Get("/learning").Check(t, http.StatusOK, []string{code}, []string{"small.png"})
}
