package studio_test

import (
	"net/http"
	"regexp"
	"strings"
	"testing"

	"vatra/lms/web/webtest"
)

func TestACourseSaysWhichCompetencesItTrains(t *testing.T) {
	t.Parallel()
	a := newAuthor(t)
	a.Get(a.draft).Check(t, http.StatusOK, []string{
		"Safety, wellbeing and responsible use</legend>", `name="trains-4.2">`, "4.2 Protecting personal data and privacy",
	}, []string{`name="trains-4.2" checked`})
	above, _, _ := strings.Cut(a.Last.Body, "trains-1.1")
	actions := regexp.MustCompile(`action="([^"]*)"`).FindAllStringSubmatch(above, -1)
	course := actions[len(actions)-1][1]
	a.Follow(a.Post(course, webtest.Form("lang", "en", "page", "outline", "base-competences", "0", "competences", "",
		"trains-4.2", "on", "trains-1.1", "on", "trains-9.9", "on", "do", "save"))).Check(t, http.StatusOK,
		[]string{`name="trains-1.1" checked`, `name="trains-4.2" checked`, `name="competences" value="1.1 4.2"`}, []string{`name="trains-1.2" checked`})
}
