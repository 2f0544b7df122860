package authoring_test

import (
	"context"
	"strings"
	"testing"

	"github.com/google/uuid"

	"vatra/assessment"
	"vatra/content"
	"vatra/content/studio"
	"vatra/lms/access"
	"vatra/lms/authoring"
	"vatra/lms/fault"
	"vatra/lms/schooltest"
)

const question = `**Whose is the register?** {#whose type=single}

- [ ] Nobody's
  > Somebody keeps it.
- [x] Everybody's

> Right.
> Think again.`

var textEN = studio.Place{Name: studio.Text, Lang: "en"}

// writer is a trainer with a course that she has begun.
type writer struct {
	*schooltest.School
	testing.TB
	actor access.Actor
	draft uuid.UUID
}

func newWriter(t testing.TB) *writer {
	t.Helper()
	w := &writer{School: schooltest.New(t), TB: t}
	w.actor = w.Person("maria@scoala.example", access.RoleTrainer)
	var err error
	w.draft, err = w.Authoring.Begin(t.Context(), w.actor, authoring.Newborn{
		Code: "open-registers", Title: "Open registers", Language: "en",
	}, [2]string{"The first part", "The first lesson"})
	if err != nil {
		t.Fatal(err)
	}
	return w
}

func (w *writer) now() *studio.Draft {
	w.Helper()
	draft, err := w.Authoring.Draft(w.Context(), w.actor, w.draft)
	if err != nil {
		w.Fatal(err)
	}
	return draft
}

// looked is what somebody says who has looked at what publishing does.
func (w *writer) looked() authoring.Publishing {
	w.Helper()
	_, touch, err := w.Authoring.Touches(w.Context(), w.actor, w.draft)
	if err != nil {
		w.Fatal(err)
	}
	return authoring.Publishing{Base: touch.Newest}
}

func (w *writer) add(plant studio.Plant, parent uuid.UUID) uuid.UUID {
	w.Helper()
	id := uuid.New()
	if err := w.Authoring.Add(w.Context(), w.actor, w.draft, id, plant, authoring.Spot{Parent: parent, After: studio.Last}); err != nil {
		w.Fatal(err)
	}
	return id
}

func block(text string) studio.Plant {
	return studio.Plant{Kind: studio.Block, Values: studio.Values{textEN: text}}
}

func asked(key string) studio.Plant {
	return studio.Plant{Kind: studio.Question, Values: studio.Values{{Name: studio.Key}: key, textEN: question}}
}

func TestATrainerWritesAndPublishesACourse(t *testing.T) {
	t.Parallel()
	w := newWriter(t)
	lesson := w.now().Lessons()[0]
	w.add(block("Whoever asks may read it."), lesson.ID)
	w.add(asked("whose"), lesson.ID)
	w.add(block("![A shelf](files/shelf.png)"), lesson.ID)
	quiz := w.add(studio.Plant{Kind: studio.Lesson, Values: studio.Values{
		{Name: studio.Title, Lang: "en"}: "The quiz", {Name: studio.Key}: "quiz", {Name: studio.Sort}: content.KindQuiz,
		{Name: studio.PassMark}: "50", {Name: studio.Attempts}: "3",
	}}, lesson.Parent.ID)
	w.add(asked("again"), quiz)
	shown, err := w.Authoring.Show(t.Context(), w.actor, w.now(), w.now().Piece(lesson.ID))
	if err != nil || len(shown.Blocks["en"]) != 3 || !strings.Contains(shown.Blocks["en"][0].HTML, "Whoever asks") ||
		len(shown.Questions) != 1 || len(shown.Warnings) != 1 {
		t.Fatalf("the preview is %+v, %v", shown, err)
	}
	_, touch, err := w.Authoring.Touches(t.Context(), w.actor, w.draft)
	if err != nil || touch.Err != nil || len(touch.Added) != 2 || touch.Learning != 0 {
		t.Errorf("it would touch %+v, %v", touch, err)
	}
	report, err := w.Authoring.Publish(t.Context(), w.actor, w.draft, w.looked())
	if err != nil || report.Version != 1 || report.Questions[assessment.Single] != 2 {
		t.Fatalf("%+v, %v", report, err)
	}
	w.isTakenAndCorrected(lesson.ID)
}

// isTakenAndCorrected goes on with the published course: somebody takes it, and then its writer corrects it.
func (w *writer) isTakenAndCorrected(lesson uuid.UUID) {
	t := w.TB
	learner := w.Person("ana@primarie.example", access.RoleLearner)
	w.Study(learner, "open-registers")
	if result := w.Sit(learner, "open-registers", true); result.Percent.IntPart() != 100 {
		t.Errorf("the quiz gives %+v", result)
	}
	if courses, err := w.Teaching.Courses(t.Context(), w.actor); err != nil || len(courses) != 1 || courses[0].Learners != 1 {
		t.Errorf("its writer trains %+v, %v", courses, err)
	}
	if again, err := w.Authoring.Publish(t.Context(), w.actor, w.draft, w.looked()); err != nil || !again.Unchanged {
		t.Errorf("unchanged it becomes %+v, %v", again, err)
	}
	w.add(block("And copy it."), lesson)
	_, touch, err := w.Authoring.Touches(t.Context(), w.actor, w.draft)
	if err != nil || len(touch.Added) != 0 || len(touch.Changed) != 1 || touch.Learning+touch.Finished != 1 {
		t.Errorf("corrected it would touch %+v, %v", touch, err)
	}
	if second, err := w.Authoring.Publish(t.Context(), w.actor, w.draft, w.looked()); err != nil || second.Version != 2 {
		t.Errorf("corrected it becomes %+v, %v", second, err)
	}
}

func TestADraftIsItsWritersAlone(t *testing.T) {
	t.Parallel()
	w := newWriter(t)
	other := w.Person("ion@scoala.example", access.RoleTrainer)
	_, err := w.Authoring.Draft(t.Context(), other, w.draft)
	schooltest.Wants(t, err, fault.NotFound, "studio.no_draft")
	_, err = w.Authoring.Draft(t.Context(), w.Person("ana@primarie.example", access.RoleLearner), w.draft)
	schooltest.Wants(t, err, fault.Forbidden, "people.forbidden")
	if drafts, err := w.Authoring.Drafts(t.Context(), other); err != nil || len(drafts) != 0 {
		t.Errorf("another trainer sees %v, %v", drafts, err)
	}
	drafts, err := w.Authoring.Drafts(t.Context(), w.actor)
	if err != nil || len(drafts) != 1 || drafts[0].Title != "Open registers" || drafts[0].EditedBy == "" {
		t.Errorf("she sees %+v, %v", drafts, err)
	}
	_, err = w.Authoring.Begin(t.Context(), other, authoring.Newborn{Code: "A b", Title: "x", Language: "en"}, [2]string{"a", "b"})
	schooltest.Wants(t, err, fault.Invalid, "code: studio.value.code")
	if drafts, err := w.Authoring.Drafts(t.Context(), w.Person("boss@primarie.example", access.RoleAdministrator)); err != nil || len(drafts) != 1 {
		t.Errorf("an administrator sees %v, %v", drafts, err)
	}
}

func TestTheCodeOfAnotherCourseIsNotTaken(t *testing.T) {
	t.Parallel()
	w := newWriter(t)
	w.add(block("Text."), w.now().Lessons()[0].ID)
	if _, err := w.Authoring.Publish(t.Context(), w.actor, w.draft, w.looked()); err != nil {
		t.Fatal(err)
	}
	other := w.Person("ion@scoala.example", access.RoleTrainer)
	draft, err := w.Authoring.Begin(t.Context(), other, authoring.Newborn{Code: "open-registers", Title: "Mine", Language: "en"}, [2]string{"a", "b"})
	if err != nil {
		t.Fatal(err)
	}
	_, err = w.Authoring.Publish(t.Context(), other, draft, authoring.Publishing{})
	schooltest.Wants(t, err, fault.Conflict, "studio.code_taken")
	if n := w.Count(`SELECT count(*) FROM course_versions`); n != 1 {
		t.Errorf("there are %d versions", n)
	}
}

func TestOfTwoWhoPublishAtOnceOneIsTold(t *testing.T) {
	t.Parallel()
	w := newWriter(t)
	lesson := w.now().Lessons()[0].ID
	w.add(block("Text."), lesson)
	for version := range 2 {
		looked := w.looked()
		went := schooltest.AtOnce(t, 2, "studio.published_meanwhile", func(ctx context.Context, _ int) error {
			_, err := w.Authoring.Publish(ctx, w.actor, w.draft, looked)
			return err
		})
		if n := w.Count(`SELECT count(*) FROM course_versions`); went != 1 || n != version+1 {
			t.Errorf("%d went well, and there are %d versions", went, n)
		}
		w.add(block("And more."), lesson)
	}
}

func TestALessonIsCalledAsInTheFirstLanguageWhereItHasNoTitle(t *testing.T) {
	t.Parallel()
	w := newWriter(t)
	draft := w.now()
	save := func(piece uuid.UUID, at studio.Place, text string, base int) {
		t.Helper()
		edit := studio.Edit{Piece: piece, Place: at, Text: text, Base: base, Client: uuid.New()}
		if _, err := w.Authoring.Save(t.Context(), w.actor, w.draft, edit); err != nil {
			t.Fatal(err)
		}
	}
	save(draft.Root.ID, studio.Place{Name: studio.Languages}, "en ro", 1)
	id := w.add(block("Whoever asks may read it."), draft.Lessons()[0].ID)
	save(id, studio.Place{Name: studio.Text, Lang: "ro"}, "Cine cere poate citi.", 0)
	_, touch, err := w.Authoring.Touches(t.Context(), w.actor, w.draft)
	if err != nil || touch.Err != nil || len(touch.Report.Warnings) != 1 || touch.Report.Warnings[0].Key != "import.lesson_untitled" {
		t.Fatalf("it would touch %+v, %v", touch, err)
	}
	if _, err := w.Authoring.Publish(t.Context(), w.actor, w.draft, w.looked()); err != nil {
		t.Fatal(err)
	}
	course, err := w.Reading.Course(t.Context(), access.Guest("ro"), "open-registers")
	if err != nil {
		t.Fatal(err)
	}
	text, err := w.Courses.LessonText(t.Context(), course.Version, course.Version.Lessons()[0].ID, "ro")
	if err != nil || text.Title != "The first lesson" || text.Lang != "en" || len(text.Blocks) != 1 || text.Blocks[0].Lang != "ro" {
		t.Errorf("a reader of Romanian sees %+v, %v", text, err)
	}
}
