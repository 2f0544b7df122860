//go:build whole

package web_test

import (
	"testing"

	"github.com/google/uuid"

	"vatra/content"
	"vatra/content/studio"
	"vatra/lms/authoring"
	"vatra/lms/browsertest"
	"vatra/lms/web/webtest"
)

func TestACompetenceIsFoundByAPartOfItsName(t *testing.T) {
	t.Parallel()
	w := newWorkshop(t)
	b := w.write("maria@scoala.example", browsertest.Options{Width: 360, Language: "en"})
	b.Open(w.URL + w.address())
	b.Click("Digital competences (DigComp 3.0)")
	b.Overflow()
	b.Axe()
	b.Screenshot("all")
	b.Fill("Find a competence", "Prívacy")
	const seen = `String([...document.querySelectorAll("[name^=trains-]")].filter((box) => box.checkVisibility()).map((box) => box.name))`
	if found := b.Eval(seen); found != `"trains-4.2"` {
		t.Errorf("%s are shown", found)
	}
	b.Check("4.2 Protecting personal data and privacy")
	b.Screenshot("found")
	b.In("About the course").Click("Save")
	b.MustContain("It was saved.")
	if got := w.now().Root.Shared(studio.Competences); got != "4.2" {
		t.Errorf("the course trains %q", got)
	}
}

func TestTheTimeOfAQuizIsSavedAsItIsChosen(t *testing.T) {
	t.Parallel()
	w := newWorkshop(t)
	quiz := uuid.New()
	webtest.Must(t, w.Authoring.Add(t.Context(), w.maria, w.draft, quiz, studio.Plant{Kind: studio.Lesson, Values: studio.Values{
		{Name: studio.Title, Lang: "en"}: "The quiz", {Name: studio.Key}: "quiz", {Name: studio.Sort}: content.KindQuiz,
	}}, authoring.Spot{Parent: w.now().Root.Parts[0].ID, After: studio.Last}))
	b := w.write("maria@scoala.example", browsertest.Options{Width: 360, Language: "en"})
	b.Open(w.URL + w.address() + "/lessons/" + quiz.String() + "?lang=en")
	b.Fill("Opens", "2127-01-10T08:00")
	b.Fill("Closes", "2127-01-05T23:59")
	saved := func(want string) func() bool {
		return func() bool { return w.now().Piece(quiz).Shared(studio.Closes) == want }
	}
	eventually(t, "the time is saved", saved("2127-01-05T23:59"))
	b.Reload()
	b.MustContain("The quiz would close before it opens.")
	b.Overflow()
	b.Axe()
	b.Validate()
	b.Screenshot("wrong")
	b.Fill("Closes", "2127-01-31T23:59")
	eventually(t, "the time is saved", saved("2127-01-31T23:59"))
	b.Reload()
	b.MustNotContain("The quiz would close before it opens.")
	b.Screenshot("right")
}
