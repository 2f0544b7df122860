package learn_test

import (
	"net/http"
	"strings"
	"testing"

	"vatra/lms/access"
	"vatra/lms/web/webtest"
)

const lessonStart = "/courses/little/lessons/start"

func TestALearnerAsksTheTrainer(t *testing.T) {
	t.Parallel()
	s := webtest.New(t)
	s.InstallFiles(webtest.LittleCourse())
	for _, who := range []string{"ana", "dan"} {
		s.Person(who+"@example.org", access.RoleLearner)
	}
	s.Person("boss@example.org", access.RoleAdministrator)
	link := `href="` + lessonStart + `/ask"`
	s.Guest().Get(lessonStart).Check(t, http.StatusOK, nil, []string{link})
	ana, dan := s.As("ana@example.org"), s.As("dan@example.org")
	ana.Get(lessonStart).Check(t, http.StatusOK, []string{link, `<a href="/questions">`}, nil)
	ana.Get("/questions").Check(t, http.StatusOK, []string{s.Says("enquiries.none")}, nil)
	ana.Get(lessonStart+"/ask").Check(t, http.StatusOK, []string{`name="question"`, `maxlength="4000"`, s.Says("enquiries.lead")}, nil)

	const question = "What is <b>this</b>?\n\nAnd that?\nThanks."
	send := func() webtest.Answer { return ana.Post(lessonStart+"/ask", webtest.Form("question", question)) }
	asked := []string{"<p> What is &lt;b&gt;this&lt;/b&gt;?</p>", "And that?<br> Thanks.", s.Says("enquiries.waiting"), `lang="ro">Începutul</a>`}
	ana.Follow(send()).Check(t, http.StatusOK, append(asked, s.Says("enquiries.sent")), nil)
	ana.Follow(send()).Check(t, http.StatusOK, append(asked, s.Says("enquiries.sent_before")), nil)
	if n := strings.Count(ana.Last.Body, "<article"); n != 1 {
		t.Errorf("%d questions are shown of one", n)
	}
	dan.Get("/questions").Check(t, http.StatusOK, []string{s.Says("enquiries.none")}, []string{"And that?"})
	ana.Get("/courses/little/lessons/nowhere/ask").Check(t, http.StatusNotFound, nil, nil)
}

func TestAQuestionThatIsTooLongComesBackAsItWasTyped(t *testing.T) {
	t.Parallel()
	s := webtest.New(t)
	s.InstallFiles(webtest.LittleCourse())
	s.Person("ana@example.org", access.RoleLearner)
	ana := s.As("ana@example.org")
	ana.Get(lessonStart + "/ask")
	for question, why := range map[string]string{
		strings.Repeat("щ", 50_000): s.Says("people.text_long", "Max", 4000), "": s.Says("error.required"), // 100 kB
	} {
		ana.Post(lessonStart+"/ask", webtest.Form("question", question)).Check(t, http.StatusUnprocessableEntity,
			[]string{question + "</textarea>", why, `href="#field-question"`}, nil)
	}
	for n := range 10 {
		ana.Post(lessonStart+"/ask", webtest.Form("question", strings.Repeat("x", n+1)))
	}
	ana.Post(lessonStart+"/ask", webtest.Form("question", "one more")).Check(t, http.StatusTooManyRequests, []string{"one more</textarea>"}, nil)
}
