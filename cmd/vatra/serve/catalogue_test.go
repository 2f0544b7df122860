//go:build whole

package serve_test

import (
	"testing"

	"vatra/content/starter"
	"vatra/lms/browsertest"
)

// TestAVisitorFindsACourse is two people without an account. One types a word without the signs of Romanian, on a phone without
// scripts; the other reads Bulgarian at a desk and comes to a course that is not in Bulgarian.
func TestAVisitorFindsACourse(t *testing.T) {
	t.Parallel()
	s := run(t, configured(t))
	admin := s.administrator(t, browsertest.Options{Width: 1280, Language: "ro"})
	admin.importPackage(starterZip(t))
	const expert = starter.DigitalisationExpert
	admin.importPackage(zipped(t, expert, starter.Course(expert)))

	finder := s.visitor(t, browsertest.Options{Width: 360, Language: "ro", NoScript: true})
	finder.Open(s.BaseURL + "/")
	finder.menu("nav.courses")
	finder.Fill(finder.say("course.search"), "primaria")
	finder.click("course.search_button")
	finder.MustContain("Primăria digitală, pas cu pas")
	finder.look("found")
	finder.Click("Primăria digitală, pas cu pas")
	finder.look("course")

	reader := s.visitor(t, browsertest.Options{Width: 1280, Language: "bg"})
	reader.Open(s.BaseURL + "/courses")
	reader.Click("Експерт по дигитализация: от първото измерване до отчета")
	reader.see("course.read_in")
	reader.MustContain("English", "Română")
	reader.look("not-in-bulgarian")
}
