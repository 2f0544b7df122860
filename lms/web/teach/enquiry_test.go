package teach_test

import (
	"net/http"
	"testing"

	"vatra/lms/access"
	"vatra/lms/web/webtest"
)

// asked is a site on which Ana has asked something about the little course, and the address at which it is answered.
func asked(t *testing.T) (s *webtest.Site, address string) {
	t.Helper()
	s = webtest.New(t)
	s.InstallFiles(webtest.LittleCourse())
	s.InstallFiles(webtest.ReadingCourse())
	ana := s.Person("ana@example.org", access.RoleLearner)
	s.Train(s.Person("tudor@example.org", access.RoleTrainer), "little")
	lesson, err := s.Reading.Lesson(t.Context(), ana, "little", "start")
	webtest.Must(t, err)
	_, err = s.Enquiries.Ask(t.Context(), ana, lesson.Version, lesson.Lesson, "What is that?")
	webtest.Must(t, err)
	return s, "/teach/questions/" + s.LetterToken("tudor@example.org", "/teach/questions/")
}

func TestATrainerAnswersByPage(t *testing.T) {
	t.Parallel()
	s, address := asked(t)
	s.Person("boss@example.org", access.RoleAdministrator)
	tudor, boss := s.As("tudor@example.org"), s.As("boss@example.org")
	tudor.Get("/teach").Check(t, http.StatusOK, []string{`<a href="/teach/questions">`}, nil)
	tudor.Get("/teach/questions").Check(t, http.StatusOK, []string{`href="` + address + `"`, "What is that?", "Ana Ștefănescu asks"}, nil)
	boss.Get(address).Check(t, http.StatusOK, []string{"What is that?", `name="answer"`}, nil)
	tudor.Get(address)
	tudor.Post(address, webtest.Form("answer", " ")).Check(t, http.StatusUnprocessableEntity, []string{s.Says("error.required"), `href="#field-answer"`}, nil)
	tudor.Follow(tudor.Post(address, webtest.Form("answer", "It is <this>."))).Check(t, http.StatusOK,
		[]string{s.Says("enquiries.answer_sent", "Name", "Ana Ștefănescu"), s.Says("enquiries.none_open")}, []string{"What is that?"})
	boss.Post(address, webtest.Form("answer", "Something else.")).Check(t, http.StatusConflict,
		[]string{s.Says("enquiries.answered"), "It is &lt;this&gt;.", ">Something else.</pre>"}, []string{"<textarea"})
	tudor.Get("/teach/questions?show=answered").Check(t, http.StatusOK, []string{"What is that?", "It is &lt;this&gt;."}, nil)
	s.As("ana@example.org").Get("/questions").Check(t, http.StatusOK,
		[]string{"It is &lt;this&gt;.", s.Says("enquiries.answer_of", "Name", "Ana Ștefănescu")}, []string{s.Says("enquiries.waiting")})
}

func TestTrainersOfOtherCoursesReadNoQuestions(t *testing.T) {
	t.Parallel()
	s, address := asked(t)
	s.Train(s.Person("zef@example.org", access.RoleTrainer), "digital-literacy-basics")
	s.Person("nou@example.org", access.RoleTrainer)
	for _, who := range []string{"zef", "nou"} {
		other := s.As(who + "@example.org")
		other.Get("/teach/questions").Check(t, http.StatusOK, []string{s.Says("enquiries.none_open")}, []string{"What is that?"})
		other.Get(address).Check(t, http.StatusNotFound, []string{s.Says("enquiries.not_found")}, []string{"What is that?"})
		other.Get("/teach")
		other.Post(address, webtest.Form("answer", "Mine.")).Check(t, http.StatusNotFound, nil, nil)
	}
	s.As("ana@example.org").Get(address).Check(t, http.StatusForbidden, nil, []string{"What is that?"})
	s.As("ana@example.org").Get("/questions").Check(t, http.StatusOK, []string{s.Says("enquiries.waiting")}, []string{"Mine."})
}
