//go:build whole

package serve_test

import (
	"testing"

	"github.com/google/uuid"

	"vatra/content/starter"
	"vatra/lms/browsertest"
)

// TestFirstStepsAreTakenOnAPhone by somebody who reads Albanian: the course that no track asks for, from its page through
// a lesson with pictures and the question in it, to the next lesson.
func TestFirstStepsAreTakenOnAPhone(t *testing.T) {
	t.Parallel()
	s := run(t, configured(t))
	admin := s.administrator(t, browsertest.Options{Width: 1280, Language: "ro"})
	admin.importPackage(zipped(t, starter.FirstSteps, starter.Course(starter.FirstSteps)))
	learner := &learner{
		visitor: s.visitor(t, browsertest.Options{Width: 360, Language: "sq", Dark: true}),
		name:    "Shpresa Gjoni", email: uuid.NewString() + "@bashkia.example", code: "first-steps-phone",
	}
	learner.openAccount()

	version := learner.course().Version
	first, second := version.Lessons()[0], version.Lessons()[1]
	learner.menu("nav.courses")
	learner.Click(version.Titles["sq"])
	learner.lookWithin("course", courseBudget)
	learner.click("course.start")
	learner.MustContain(first.Titles["sq"])
	learner.lookWithin("lesson", lessonBudget)
	learner.picturesAreShown()

	learner.check(version, learner.questions(first))
	learner.see("lesson.done")
	learner.inspect("answered")
	learner.click("lesson.next")
	learner.MustContain(second.Titles["sq"])

	learner.menu("nav.learning")
	learner.MustContain(version.Titles["sq"])
	learner.Open(s.BaseURL + "/courses/" + learner.code)
	learner.MustContain(learner.say("shell.progress", "Done", 1, "Total", len(version.Lessons())))
}

// picturesAreShown says that the lesson's pictures have come, once one has scrolled to them, as wide as the phone lets
// them be, and are described.
func (v *visitor) picturesAreShown() {
	v.t.Helper()
	const shown = `(async () => {
		const pictures = [...document.querySelectorAll("main img")];
		for (const picture of pictures) { picture.loading = "eager"; await picture.decode(); }
		return String(pictures.filter((p) => p.alt && p.naturalWidth && p.clientWidth >= 300).length + " of " + pictures.length);
	})()`
	if got := v.Eval(shown); got != `"5 of 5"` {
		v.t.Errorf("%s pictures are shown", got)
	}
}
