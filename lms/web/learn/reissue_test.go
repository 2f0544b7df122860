package learn_test

import (
	"net/http"
	"testing"

	"github.com/google/uuid"

	"vatra/lms/access"
	"vatra/lms/web/webtest"
)

func TestACorrectedNameIsOfferedOnCertificates(t *testing.T) {
	t.Parallel()
	s := webtest.New(t)
	award := s.Award(s.Person("ana@example.org", access.RoleLearner).UserID) // in the name Ștefan Țăranu
	ana := s.As("ana@example.org")
	ana.Get("/certificates").Check(t, http.StatusOK, []string{s.Says("certificates.ask_name")}, nil)
	ana.Follow(ana.Post("/account/name", webtest.Form("name", "Ștefania Țăranu", "next", "/certificates"))).Check(t, http.StatusOK,
		[]string{s.Says("account.saved"), "/certificates/" + award.Code.Printed() + "/reissue"}, []string{s.Says("certificates.ask_name")})
	ana.Get("/account").Check(t, http.StatusOK, []string{
		s.Says("certificates.other_names_text"), `action="/certificates/` + award.Code.Printed() + `/reissue"`,
	}, nil)
	page := ana.Follow(ana.Post("/certificates/"+award.Code.Printed()+"/reissue", webtest.Form("name", "Ștefania Țăranu")))
	awards, err := s.Awards.Awards(t.Context(), award.HolderID)
	webtest.Must(t, err)
	page.Check(t, http.StatusOK, []string{
		s.Says("certificates.reissued", "Name", "Ștefania Țăranu", "Code", awards[0].Code.Printed()),
		s.Says("verify.replaced_by", "Code", awards[0].Code.Printed()),
	}, []string{"/reissue"})
	ana.Get("/account").Check(t, http.StatusOK, nil, []string{"/reissue"})
	ana.Get("/learning").Check(t, http.StatusOK, []string{awards[0].Code.Printed() + "/pdf"}, []string{award.Code.Printed() + "/pdf"})
	ana.Post("/account/name", webtest.Form("name", "漢字", "next", "/certificates")).Check(t, http.StatusUnprocessableEntity,
		[]string{`value="漢字"`, `name="next" value="/certificates"`, `aria-invalid="true"`}, nil)
}

func TestTheNameIsAskedForOnceBeforeAnExam(t *testing.T) {
	t.Parallel()
	s := webtest.New(t)
	s.InstallFiles(webtest.QuizCourse(""))
	s.Person("ana@example.org", access.RoleLearner)
	ana := s.As("ana@example.org")
	const quiz = "/courses/quizzed/lessons/final"
	s.Guest().Get(quiz).Check(t, http.StatusOK, nil, []string{s.Says("certificates.ask_name")})
	ana.Get(quiz).Check(t, http.StatusOK, []string{s.Says("certificates.ask_name"), `value="Ana Ștefănescu"`, s.Says("quiz_intro.start")}, nil)
	ana.Follow(ana.Post("/account/name", webtest.Form("name", "Ana Ștefănescu", "next", quiz))).Check(t, http.StatusOK,
		[]string{s.Says("quiz_intro.start")}, []string{s.Says("certificates.ask_name")})
}

// TestANameThatIsNoneIsNotTaken corrects a name to nothing, and to signs that no paper can print; then asks for a new certificate
// in place of one that was revoked meanwhile.
func TestANameThatIsNoneIsNotTaken(t *testing.T) {
	t.Parallel()
	s := webtest.New(t)
	award := s.Award(s.Person("ana@example.org", access.RoleLearner).UserID) // in the name Ștefan Țăranu
	ana := s.As("ana@example.org")
	ana.Get("/account")
	ana.Post("/account/name", webtest.Form("name", " \t ")).Check(t, http.StatusUnprocessableEntity,
		[]string{`<title>Error: `, `href="#field-name">` + s.Says("account.name") + ": "}, nil)
	ana.Post("/account/name", webtest.Form("name", "Ana 🔥")).Check(t, http.StatusUnprocessableEntity,
		[]string{s.Says("certificate.name_unprintable", "Characters", "🔥"), `value="Ana 🔥"`}, nil)
	ana.Post("/account/name", webtest.Form("name", "Ștefania Țăranu"))
	webtest.Must(t, s.Awards.Revoke(t.Context(), s.DB, string(award.Code), uuid.Must(uuid.NewV7()), "Sat by another."))
	ana.Follow(ana.Post("/certificates/"+award.Code.Printed()+"/reissue", webtest.Form("name", "Ștefania Țăranu"))).Check(t, http.StatusOK,
		[]string{s.Says("certificate.reissue_revoked"), "Sat by another."}, nil)
	if awards, err := s.Awards.Awards(t.Context(), award.HolderID); err != nil || len(awards) != 1 {
		t.Errorf("%d certificates, %v", len(awards), err)
	}
}
