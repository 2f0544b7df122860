package editions_test

import (
	"context"
	"testing"

	"github.com/google/uuid"

	"vatra/content"
	"vatra/content/studio"
	"vatra/lms/access"
	"vatra/lms/authoring"
	"vatra/lms/editions"
	"vatra/lms/fault"
	"vatra/lms/schooltest"
)

const code = "open-registers"

const question = `**Whose is the register?**

- [ ] Nobody's
- [x] Everybody's`

// writer is a trainer whose course is public: a page with a question, a second page, and a quiz.
type writer struct {
	*schooltest.School
	testing.TB
	actor   access.Actor
	draft   uuid.UUID
	base    int
	lessons map[string]uuid.UUID // pieces, by the keys of the lessons
	pieces  map[string]uuid.UUID // others, by what they are called here
}

func english(name string) studio.Place { return studio.Place{Name: name, Lang: "en"} }

func newWriter(t testing.TB) *writer {
	t.Helper()
	w := &writer{School: schooltest.New(t), TB: t, lessons: map[string]uuid.UUID{}, pieces: map[string]uuid.UUID{}}
	w.actor = w.Person("maria@scoala.example", access.RoleTrainer)
	var err error
	w.draft, err = w.Authoring.Begin(t.Context(), w.actor, authoring.Newborn{Code: code, Title: "Open registers", Language: "en"},
		[2]string{"The first part", "The first lesson"})
	w.must(err)
	first := w.now().Lessons()[0]
	w.pieces["module"] = first.Parent.ID
	w.lessons["lesson-1"] = first.ID
	w.pieces["text"] = w.add(studio.Block, first.ID, studio.Values{english(studio.Text): "Whoever asks may reed the register."})
	w.pieces["check"] = w.add(studio.Question, first.ID, studio.Values{english(studio.Text): question, {Name: studio.Key}: "whose"})
	w.add(studio.Question, first.ID, studio.Values{english(studio.Text): "**Where is it?**\n\n- [ ] Nowhere\n- [x] Here", {Name: studio.Key}: "where"})
	w.page("second", "The second lesson")
	w.lessons["quiz"] = w.add(studio.Lesson, w.pieces["module"], studio.Values{
		english(studio.Title): "The quiz", {Name: studio.Key}: "quiz", {Name: studio.Sort}: content.KindQuiz, {Name: studio.PassMark}: "50",
	})
	w.pieces["asked"] = w.add(studio.Question, w.lessons["quiz"], studio.Values{english(studio.Text): question, {Name: studio.Key}: "again"})
	w.write(w.now().Root.ID, studio.Place{Name: studio.Competences}, "1.1 4.2")
	w.publish()
	return w
}

func (w *writer) must(err error) {
	w.Helper()
	if err != nil {
		w.Fatal(err)
	}
}

func (w *writer) now() *studio.Draft {
	w.Helper()
	draft, err := w.Authoring.Draft(w.Context(), w.actor, w.draft)
	w.must(err)
	return draft
}

func (w *writer) add(kind studio.Kind, parent uuid.UUID, values studio.Values) uuid.UUID {
	w.Helper()
	id := uuid.New()
	plant := studio.Plant{Kind: kind, Values: values}
	w.must(w.Authoring.Add(w.Context(), w.actor, w.draft, id, plant, authoring.Spot{Parent: parent, After: studio.Last}))
	return id
}

// page adds a lesson with a text.
func (w *writer) page(key, title string) {
	w.Helper()
	w.lessons[key] = w.add(studio.Lesson, w.pieces["module"], studio.Values{
		english(studio.Title): title, {Name: studio.Key}: key, {Name: studio.Sort}: content.KindPage,
	})
	w.add(studio.Block, w.lessons[key], studio.Values{english(studio.Text): title + " says this."})
}

func (w *writer) write(piece uuid.UUID, at studio.Place, text string) {
	w.Helper()
	edit := studio.Edit{Piece: piece, Place: at, Text: text, Base: w.now().Piece(piece).Fields[at].Number, Client: uuid.New()}
	_, err := w.Authoring.Save(w.Context(), w.actor, w.draft, edit)
	w.must(err)
}

func (w *writer) publish() {
	w.Helper()
	report, err := w.Authoring.Publish(w.Context(), w.actor, w.draft, authoring.Publishing{Base: w.base, Note: "What is new"})
	w.must(err)
	w.base = report.Version
}

func (w *writer) compare(from, to int) editions.Comparison {
	w.Helper()
	_, told, err := w.Editions.Compare(w.Context(), w.actor, w.draft, from, to, "en")
	w.must(err)
	return told
}

func (w *writer) versions() []editions.Version {
	w.Helper()
	_, versions, err := w.Editions.Versions(w.Context(), w.actor, w.draft)
	w.must(err)
	return versions
}

func TestVersionsSayWhoLearnsThem(t *testing.T) {
	t.Parallel()
	w := newWriter(t)
	ana := w.Person("ana@primarie.example", access.RoleLearner)
	w.Study(ana, code)
	ion := w.Person("ion@primarie.example", access.RoleLearner)
	w.Study(ion, code)
	w.Sit(ion, code, true)
	w.page("third", "The third lesson")
	w.publish()
	got := w.versions()
	if len(got) != 2 || got[0].Number != 2 || got[0].Learning+got[0].Finished != 0 || got[1].Learning != 1 || got[1].Finished != 1 ||
		got[1].By != "Ana Ștefănescu" || got[1].Note != "What is new" {
		t.Errorf("the versions are %+v", got)
	}
	_, _, err := w.Editions.Versions(t.Context(), w.Person("other@scoala.example", access.RoleTrainer), w.draft)
	schooltest.Wants(t, err, fault.NotFound, "studio.no_draft")
}

func TestVersionsAreComparedLessonByLesson(t *testing.T) {
	t.Parallel()
	w := newWriter(t)
	w.write(w.pieces["text"], english(studio.Text), "Whoever asks may read the register.")
	w.page("third", "The third lesson")
	w.write(w.lessons["quiz"], studio.Place{Name: studio.PassMark}, "70")
	w.write(w.pieces["asked"], english(studio.Text), "**Whose is it?**\n\n- [ ] Nobody's\n- [x] Everybody's")
	w.must(w.Authoring.Remove(t.Context(), w.actor, w.draft, w.lessons["second"]))
	w.publish()
	fates := map[string]editions.Shift{}
	told := w.compare(1, 2)
	for _, one := range told.Lessons {
		fates[one.Titles["en"]] = one
	}
	first, quiz := fates["The first lesson"], fates["The quiz"]
	if told.Same != 0 || len(fates) != 4 || fates["The third lesson"].Fate != editions.Added || fates["The second lesson"].Fate != editions.Gone {
		t.Errorf("it is told %+v", told)
	}
	if len(first.Changes) != 1 || first.Changes[0].Before != "Whoever asks may reed the register." || len(first.Questions) != 0 {
		t.Errorf("of the first lesson it is told %+v", first)
	}
	if len(quiz.Changes) != 1 || quiz.Changes[0] != (editions.Change{Name: studio.PassMark, Before: "50", After: "70"}) ||
		len(quiz.Questions) != 1 || quiz.Questions[0].Fate != editions.Changed {
		t.Errorf("of the quiz it is told %+v", quiz)
	}
	// The other way round, what was added is gone.
	if back := w.compare(2, 1); len(back.Lessons) != 4 || back.Lessons[1].Fate != editions.Added {
		t.Errorf("backwards it is told %+v", back)
	}
	if same := w.compare(2, 2); len(same.Lessons)+len(same.Differ) != 0 || same.Same != 3 {
		t.Errorf("a version differs from itself: %+v", same)
	}
	_, _, err := w.Editions.Compare(t.Context(), w.actor, w.draft, 1, 9, "en")
	schooltest.Wants(t, err, fault.NotFound, "content.version_not_found")
}

func TestALessonThatMovedIsToldOfAlone(t *testing.T) {
	t.Parallel()
	w := newWriter(t)
	quiz := w.now().Piece(w.lessons["quiz"])
	_, err := w.Authoring.Move(t.Context(), w.actor, w.draft, quiz.ID, authoring.Spot{Parent: w.pieces["module"]}, quiz.MovedTimes(), uuid.New())
	w.must(err)
	w.publish()
	if told := w.compare(1, 2); len(told.Lessons) != 1 || told.Lessons[0].Fate != editions.Moved || told.Same != 2 {
		t.Errorf("it is told %+v", told)
	}
}

func TestAnOlderVersionIsPublishedAgain(t *testing.T) {
	t.Parallel()
	w := newWriter(t)
	w.write(w.pieces["text"], english(studio.Text), "Nonsense.")
	w.must(w.Authoring.Remove(t.Context(), w.actor, w.draft, w.lessons["second"]))
	w.publish()
	_, err := w.Editions.Again(t.Context(), w.actor, w.draft, 2, 2)
	schooltest.Wants(t, err, fault.Conflict, "versions.is_current")
	went := schooltest.AtOnce(t, 2, "studio.published_meanwhile", func(ctx context.Context, _ int) error {
		_, err := w.Editions.Again(ctx, w.actor, w.draft, 1, 2)
		return err
	})
	if versions := w.versions(); went != 1 || len(versions) != 3 || versions[0].Of != 1 {
		t.Fatalf("%d went well, and the versions are %+v", went, versions)
	}
	for _, other := range []int{1, 2} {
		if told := w.compare(other, 3); (len(told.Differ) == 0) != (other == 1) {
			t.Errorf("since version %d it is %+v", other, told)
		}
	}
	// It is a course like any other: it is taken, and found.
	ana := w.Person("ana@primarie.example", access.RoleLearner)
	w.Study(ana, code)
	if result := w.Sit(ana, code, true); result.Percent.IntPart() != 100 {
		t.Errorf("its quiz gives %+v", result)
	}
	if found, err := w.Courses.Search(t.Context(), "second lesson"); err != nil || len(found) != 1 {
		t.Errorf("it is found %d times, %v", len(found), err)
	}
	if versions := w.versions(); versions[0].Finished != 1 {
		t.Errorf("it was completed in %+v", versions)
	}
	// Published from the draft that says the same as it, nothing is new.
	if draft := w.now(); !draft.Behind() || draft.Newest != 3 {
		t.Errorf("the draft is of %+v", draft)
	}
}

func TestADraftGoesOnOrIsBegunAnew(t *testing.T) {
	t.Parallel()
	w := newWriter(t)
	w.page("third", "The third lesson")
	w.publish()
	_, err := w.Editions.Again(t.Context(), w.actor, w.draft, 1, 2)
	w.must(err)
	schooltest.Wants(t, w.Authoring.KeepOn(t.Context(), w.actor, w.draft, 2), fault.Conflict, "studio.published_meanwhile")
	w.must(w.Authoring.KeepOn(t.Context(), w.actor, w.draft, 3))
	if w.now().Behind() {
		t.Error("it goes on, and is told of again")
	}
	other := w.Person("ion@scoala.example", access.RoleTrainer)
	w.must(w.Authoring.AddWriter(t.Context(), w.actor, w.draft, "ion@scoala.example", ""))
	old := w.draft
	fresh, err := w.Authoring.Anew(t.Context(), w.actor, old)
	w.must(err)
	_, err = w.Authoring.Draft(t.Context(), w.actor, old)
	schooltest.Wants(t, err, fault.NotFound, "studio.no_draft")
	draft, err := w.Authoring.Draft(t.Context(), other, fresh)
	if err != nil || len(draft.Lessons()) != 3 || draft.Behind() {
		t.Fatalf("the other writer has %+v, %v", draft, err)
	}
	asides, err := w.Authoring.Asides(t.Context(), other, draft)
	if err != nil || len(asides) != 1 || asides[0].ID != old {
		t.Fatalf("set aside are %+v, %v", asides, err)
	}
	stranger := w.Person("eva@scoala.example", access.RoleTrainer)
	schooltest.Wants(t, w.Authoring.TakeUp(t.Context(), stranger, fresh, old), fault.NotFound, "studio.no_draft")
	w.must(w.Authoring.TakeUp(t.Context(), w.actor, fresh, old))
	if again := w.now(); len(again.Lessons()) != 4 {
		t.Errorf("taken up again it has %d lessons", len(again.Lessons()))
	}
}
