package studio_test

import (
	"net/http"
	"regexp"
	"strings"
	"testing"
)

func TestAQuizIsGivenTheTimeInWhichItIsOpen(t *testing.T) {
	t.Parallel()
	a := newAuthor(t)
	a.Get(a.draft)
	module := regexp.MustCompile(`aria-label="First part"[\s\S]*?(/pieces/[0-9a-f-]{36})`).FindStringSubmatch(a.Last.Body)[1]
	a.Follow(a.send(module, "do", "add-quiz", "new-title", "The quiz"))
	quiz := regexp.MustCompile(`/pieces/[0-9a-f-]{36}`).FindString(a.Last.Body)
	a.Last.Check(t, http.StatusOK, []string{"The quiz", "(Europe/Bucharest)", `name="opens" value="" `, `type="datetime-local"`}, nil)
	a.send(quiz, "opens", "10.1.2127", "closes", "2127-01-31 23:59", "do", "save").Check(t, http.StatusUnprocessableEntity,
		[]string{`value="10.1.2127"`, `type="text"`, "Opens: Write the date and the time as in 2027-01-31 23:59"}, nil)
	a.Follow(a.send(quiz, "opens", "2127-02-01T08:00", "closes", "2127-01-31 23:59", "do", "save")).Check(t, http.StatusOK,
		[]string{`value="2127-01-31T23:59"`, a.Says("assessment.quiz_closes_before_opening")}, nil)
	a.Follow(a.send(quiz, "opens", "", "do", "save")).Check(t, http.StatusOK,
		[]string{`value="2127-01-31T23:59"`}, []string{a.Says("assessment.quiz_closes_before_opening")})
	if strings.Count(a.Last.Body, `type="datetime-local"`) != 2 {
		t.Error("the browser does not offer its calendar")
	}
}
