package learn_test

import (
	"net/http"
	"testing"

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
