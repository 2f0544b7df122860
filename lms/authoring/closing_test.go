package authoring_test

import (
	"testing"

	"github.com/google/uuid"

	"vatra/content"
	"vatra/content/studio"
	"vatra/lms/authoring"
	"vatra/lms/fault"
	"vatra/lms/schooltest"
)

// quiz is a course with a quiz that opens and closes as said.
func (w *writer) quiz(opens, closes string) {
	w.Helper()
	lesson := w.now().Lessons()[0]
	w.add(block("Whoever asks may read it."), lesson.ID)
	quiz := w.add(studio.Plant{Kind: studio.Lesson, Values: studio.Values{
		{Name: studio.Title, Lang: "en"}: "The quiz", {Name: studio.Key}: "quiz", {Name: studio.Sort}: content.KindQuiz,
		{Name: studio.Opens}: opens, {Name: studio.Closes}: closes,
	}}, lesson.Parent.ID)
	w.add(asked("again"), quiz)
}

func TestAQuizOpensAndClosesByTheClockOfTheSite(t *testing.T) {
	t.Parallel()
	w := newWriter(t)
	w.quiz("2100-07-01 08:00", "2100-07-31T23:59")
	_, touch, err := w.Authoring.Touches(t.Context(), w.actor, w.draft)
	if err != nil || touch.Err != nil || len(touch.Report.Warnings) != 0 {
		t.Fatalf("%+v, %v", touch, err)
	}
	if _, err := w.Authoring.Publish(t.Context(), w.actor, w.draft, authoring.Publishing{}); err != nil {
		t.Fatal(err)
	}
	// In Bucharest it is summer.
	const when = `SELECT count(*) FROM quizzes WHERE opens_at = '2100-07-01 05:00Z' AND closes_at = '2100-07-31 20:59Z'`
	if w.Count(when) != 1 {
		t.Error("it opens and closes at another time")
	}
	w.Exec(`UPDATE drafts SET course_id = NULL`)
	adopted, err := w.Authoring.Adopt(t.Context(), w.actor, "open-registers")
	if err != nil {
		t.Fatal(err)
	}
	again, err := w.Authoring.Draft(t.Context(), w.actor, adopted)
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]string{studio.Opens: "2100-07-01T08:00", studio.Closes: "2100-07-31T23:59"} {
		if got, was := again.Lessons()[1].Shared(name), w.now().Lessons()[1].Shared(name); got != want || was != want {
			t.Errorf("%s was written %q, and is %q", name, was, got)
		}
	}
}

func TestWhatIsWrongWithTheTimesOfAQuizIsTold(t *testing.T) {
	t.Parallel()
	w := newWriter(t)
	w.quiz("2100-07-01T08:00", "2100-06-01T08:00")
	quiz := w.now().Lessons()[1]
	_, touch, err := w.Authoring.Touches(t.Context(), w.actor, w.draft)
	if told, ok := fault.As(touch.Err); err != nil || !ok || told.Args["File"] != "quiz.en.md" || told.Args["Reason"].(fault.Message).Key != "assessment.quiz_closes_before_opening" {
		t.Errorf("%+v, %v", touch.Err, err)
	}
	_, err = w.Authoring.Publish(t.Context(), w.actor, w.draft, authoring.Publishing{})
	schooltest.Wants(t, err, fault.Invalid, "content.package_refused")

	save := func(name, text string, base int) error {
		_, err := w.Authoring.Save(t.Context(), w.actor, w.draft, studio.Edit{
			Piece: quiz.ID, Place: studio.Place{Name: name}, Text: text, Base: base, Client: uuid.New(),
		})
		return err
	}
	schooltest.Wants(t, save(studio.Opens, "31.01.2027 8:00", 1), fault.Invalid, "opens: studio.value.opens")
	schooltest.Wants(t, save(studio.Closes, "2027-02-30T08:00", 1), fault.Invalid, "closes: studio.value.closes")
	schooltest.Wants(t, save(studio.Closes, "2027-01-30T08:00+02:00", 1), fault.Invalid, "closes: studio.value.closes")
	for name, text := range map[string]string{studio.Opens: "2020-01-01 08:00", studio.Closes: "2020-02-01 08:00"} {
		if err := save(name, text, 1); err != nil {
			t.Fatal(err)
		}
	}
	_, touch, err = w.Authoring.Touches(t.Context(), w.actor, w.draft)
	if warned := touch.Report.Warnings; err != nil || touch.Err != nil || len(warned) != 1 || warned[0].Key != "import.quiz_closed_already" ||
		warned[0].Args["Closes"] != "2020-02-01 08:00" {
		t.Errorf("%+v, %v", touch, err)
	}
}
