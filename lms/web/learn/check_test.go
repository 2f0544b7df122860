package learn_test

import (
	"net/http"
	"net/url"
	"testing"

	"vatra/lms/access"
	"vatra/lms/web/webtest"
)

func TestQuestionsInALessonTeachAtOnce(t *testing.T) {
	t.Parallel()
	s := webtest.New(t)
	s.InstallFiles(webtest.QuizCourse(""))
	const lesson = "/courses/quizzed/lessons/learn"
	s.Guest().Get(lesson).Check(t, http.StatusOK,
		[]string{"How many legs has a horse?", "Log in to answer", "<fieldset class=\"guest\" disabled>"},
		[]string{"Check the answer", "Yes, four.", "Count again."})

	s.Person("ana@example.org", access.RoleLearner)
	ana := &webtest.Candidate{Reader: s.As("ana@example.org")}
	ana.Get(lesson).Check(t, http.StatusOK,
		[]string{"How many legs has a horse?", "Check the answer", "Then this."}, []string{"Yes, four.", "Log in to answer"})
	refused := ana.Post(lesson+"/check", webtest.Form("question", "legs", "answer", "a few"))
	refused.Check(t, http.StatusUnprocessableEntity, []string{"“a few” is not a number", `value="a few"`, "Then this."}, nil)
	none := ana.Post(lesson+"/check", webtest.Form("question", "legs", "answer", " "))
	none.Check(t, http.StatusUnprocessableEntity, []string{"Write a number first.", `aria-invalid="true"`}, []string{"Choose an answer first."})
	for _, fields := range []url.Values{webtest.Form("question", "fruit"), webtest.Form("question", "fruit", "answer", "no-such-choice")} {
		ana.Post(lesson+"/check", fields).Check(t, http.StatusUnprocessableEntity, []string{
			"Choose an answer first.", `aria-describedby="q-fruit-error"`, `aria-describedby="q-fruit-hint q-fruit-error"`,
			`action="/courses/quizzed/lessons/learn/check#q-fruit"`,
		}, []string{"Write a number first."})
	}
	if s.Journal() != 0 {
		t.Errorf("%d empty answers were kept", s.Journal())
	}
	wrong := ana.Post(lesson+"/check", webtest.Form("question", "legs", "answer", "3"))
	if to := wrong.Header.Get("Location"); to != lesson+"#q-legs" {
		t.Errorf("answering leads to %q", to)
	}
	ana.Follow(wrong).Check(t, http.StatusOK, []string{"wrong", "Count again.", `value="3"`, "Answer again"}, []string{"Yes, four."})
	ana.Follow(ana.Post(lesson+"/check", webtest.Form("question", "legs", "answer", "4"))).Check(t, http.StatusOK,
		[]string{"right", "Yes, four.", "completed when you have answered"}, []string{"Count again."})
	stone := ana.Value("Stone")
	ana.Follow(ana.Post(lesson+"/check", webtest.Form("question", "fruit", "answer", stone))).Check(t, http.StatusOK,
		[]string{"One cannot eat it.", "completed"}, []string{"completed when you have answered", "It grows on a tree."})
	ana.Post(lesson+"/check", webtest.Form("question", "nothing", "answer", "4")).Check(t, http.StatusNotFound, nil, nil)
}

func TestTheLastAnswerInALessonSaysWhatItCompletes(t *testing.T) {
	t.Parallel()
	s := webtest.New(t)
	s.InstallFiles(map[string]string{
		"course.yaml": "vatra: 1\ncode: digital-literacy-basics\ntitle: {en: \"Only questions\"}\nlanguages: [en]\nlicence: CC0-1.0\n" +
			"modules:\n  - {folder: 01-all, title: {en: \"All\"}}\n",
		"01-all/01-asks.en.md": "---\ncompletion: question\n---\n\n# Asks\n\n" +
			"**How many legs has a horse?** {#legs type=numeric}\n\n- [=] 4 +- 0\n\n> Yes, four.\n> Count again.\n",
	})
	s.LessonsOnly()
	const lesson = "/courses/digital-literacy-basics/lessons/asks"
	answer := func(email string, enrolled bool) webtest.Answer {
		s.Person(email, access.RoleLearner)
		reader := s.As(email)
		reader.Get("/tracks/digital-literacy")
		if enrolled {
			reader.Follow(reader.Post("/tracks/digital-literacy/enrol", nil))
		}
		reader.Get(lesson)
		checked := reader.Post(lesson+"/check", webtest.Form("question", "legs", "answer", "3"))
		if to := checked.Header.Get("Location"); to != lesson+"?asked=legs#q-legs" {
			t.Errorf("the last answer leads to %q", to)
		}
		told := reader.Follow(checked)
		again := reader.Post(lesson+"/check", webtest.Form("question", "legs", "answer", "4"))
		reader.Follow(again).Check(t, http.StatusOK, []string{"Yes, four."}, []string{"Congratulations"})
		return told
	}
	const course = "You have completed this course. Congratulations!"
	const track = "Congratulations! You have completed the track “Digital literacy”. Your certificate is ready."
	answer("ion@example.org", false).Check(t, http.StatusOK, []string{course, "Count again."}, []string{track})
	answer("ana@example.org", true).Check(t, http.StatusOK, []string{track, "Count again."}, []string{course})
}

func TestFeedbackOnSeveralChoicesNamesEach(t *testing.T) {
	t.Parallel()
	s := webtest.New(t)
	course := webtest.QuizCourse("")
	course["01-one/01-learn.en.md"] += "\n**Which are colours?** {#colours}\n\n- [x] Red\n  > As fire.\n- [x] Blue\n  > As water.\n" +
		"- [ ] Salt\n  > It is white at best.\n"
	s.InstallFiles(course)
	const lesson = "/courses/quizzed/lessons/learn"
	s.Person("ana@example.org", access.RoleLearner)
	ana := &webtest.Candidate{Reader: s.As("ana@example.org")}
	ana.Get(lesson)
	given := webtest.Form("question", "colours")
	given["answer"] = []string{ana.Value("Red"), ana.Value("Salt")}
	ana.Follow(ana.Post(lesson+"/check", given)).Check(t, http.StatusOK, []string{
		`<div class="of">Red</div> <div><p>As fire.</p>`, `<div class="of">Salt</div> <div><p>It is white at best.</p>`,
	}, []string{"As water."})
	ana.Follow(ana.Post(lesson+"/check", webtest.Form("question", "fruit", "answer", ana.Value("Stone")))).Check(t, http.StatusOK,
		[]string{"One cannot eat it."}, []string{`<div class="of">Stone`})
}
