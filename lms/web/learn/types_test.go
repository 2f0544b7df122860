package learn_test

import (
	"net/http"
	"testing"

	"vatra/lms/access"
	"vatra/lms/web/webtest"
)

const typesLesson = "/courses/quizzed/lessons/learn"

// inTypes is Ana in the lesson of TypesCourse.
func inTypes(t *testing.T) *webtest.Candidate {
	t.Helper()
	s := webtest.New(t)
	s.InstallFiles(webtest.TypesCourse(""))
	s.Person("ana@example.org", access.RoleLearner)
	ana := &webtest.Candidate{Reader: s.As("ana@example.org")}
	ana.Get(typesLesson)
	return ana
}

// answers sends the answer to one question and reads the lesson again.
func answers(ana *webtest.Candidate, question string, pairs ...string) webtest.Answer {
	sent := ana.Post(typesLesson+"/check", webtest.Form(append([]string{"question", question}, pairs...)...))
	if sent.Status == http.StatusSeeOther {
		return ana.Follow(sent)
	}
	return sent
}

func TestAnOrderIsCheckedInALesson(t *testing.T) {
	t.Parallel()
	ana := inTypes(t)
	read, sign, send := ana.Line("Read"), ana.Line("Sign"), ana.Line("Send")
	answers(ana, "ordering", read, "").Check(t, http.StatusUnprocessableEntity, []string{"Choose a place for at least one line first."}, nil)
	answers(ana, "ordering", read, "2", sign, "1", send, "3").Check(t, http.StatusOK,
		[]string{"partly right", "Reading comes first.", "Not in order."}, []string{"Right answer"})
	answers(ana, "ordering", read, "1", sign, "2", send, "3").Check(t, http.StatusOK, []string{"so-right", "In order."}, []string{"Not in order."})
}

func TestGapsAreCheckedInALesson(t *testing.T) {
	t.Parallel()
	ana := inTypes(t)
	words, number, choice := ana.Gap("1"), ana.Gap("2"), ana.Gap("3")
	answers(ana, "cloze", words, " ", choice, "no such").Check(t, http.StatusUnprocessableEntity, []string{"Fill in at least one gap first."}, nil)
	answers(ana, "cloze", words, "mayor", number, "thirty").Check(t, http.StatusUnprocessableEntity,
		[]string{"“thirty” is not a number", `value="mayor"`, `value="thirty"`, `aria-invalid="true"`}, nil)
	answers(ana, "cloze", words, "clerk", number, "30").Check(t, http.StatusOK,
		[]string{"partly right", `<div class="of">Gap 1</div>`, "Who is the head of it?", `value="clerk"`, "Not all full."}, []string{"Right answer"})
	answers(ana, "cloze", words, "the mayor", number, "30", choice, ana.Value("letter")).Check(t, http.StatusOK,
		[]string{"so-right", "All full.", "selected"}, []string{"Not all full."})
}

func TestWordsOfATextAreCheckedInALesson(t *testing.T) {
	t.Parallel()
	ana := inTypes(t)
	name, street := ana.Value("Ana Pop"), ana.Value("Lily Street")
	answers(ana, "select").Check(t, http.StatusUnprocessableEntity, []string{"Choose at least one answer first."}, nil)
	answers(ana, "select", "answer", name).Check(t, http.StatusOK,
		[]string{"partly right", `<div class="of">Ana Pop</div>`, "It is a name.", "Look again."}, []string{"No person is an office."})
	both := webtest.Form("question", "select")
	both["answer"] = []string{name, street}
	ana.Follow(ana.Post(typesLesson+"/check", both)).Check(t, http.StatusOK, []string{"so-right", "Found all."}, []string{"Look again."})
}

func TestRowsAreCheckedInALesson(t *testing.T) {
	t.Parallel()
	ana := inTypes(t)
	budget, diagnosis, agenda := ana.Row("The budget"), ana.Row("A diagnosis"), ana.Row("The agenda")
	everybody, nobody := ana.Value("Everybody"), ana.Value("Nobody")
	answers(ana, "matrix").Check(t, http.StatusUnprocessableEntity, []string{"Choose an answer in at least one row first."}, nil)
	answers(ana, "matrix", budget, everybody, diagnosis, everybody).Check(t, http.StatusOK,
		[]string{"partly right", `<div class="of">A diagnosis</div>`, "Health is nobody", "Not all rows."}, nil)
	answers(ana, "matrix", budget, everybody, diagnosis, nobody, agenda, everybody).Check(t, http.StatusOK, []string{"so-right", "All rows."}, nil)
}

func TestAScaleInALessonIsThankedFor(t *testing.T) {
	t.Parallel()
	ana := inTypes(t)
	answers(ana, "scale").Check(t, http.StatusUnprocessableEntity, []string{"Choose an answer first."}, nil)
	answers(ana, "scale", "answer", ana.Value("Just fine")).Check(t, http.StatusOK,
		[]string{"so-noted", "thank you", "Glad to hear it.", "We read every answer."}, []string{"so-right", "so-wrong"})
}

func TestALessonMayAskNothingButAnOpinion(t *testing.T) {
	t.Parallel()
	s := webtest.New(t)
	course := webtest.QuizCourse("")
	course["01-one/01-learn.en.md"] = "---\ncompletion: question\n---\n\n# Learn\n\n**How was it?** {#scale type=scale}\n\n- [ ] Hard\n- [ ] Easy\n"
	s.InstallFiles(course)
	s.Person("ana@example.org", access.RoleLearner)
	ana := &webtest.Candidate{Reader: s.As("ana@example.org")}
	ana.Get(typesLesson)
	answers(ana, "scale", "answer", ana.Value("Easy")).Check(t, http.StatusOK, []string{"thank you", "completed"}, []string{"completed when you have answered"})
}
