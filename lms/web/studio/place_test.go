package studio_test

import (
	"net/http"
	"regexp"
	"strings"
	"testing"
)

// shown is how a part looks to learners.
func (a *author) shown(piece, tag string) string {
	a.t.Helper()
	answer := a.Get(a.draft + "/pieces/" + piece + "/shown?lang=" + tag)
	answer.Check(a.t, http.StatusOK, nil, nil)
	return answer.Body
}

// Whoever types a whole question among their words still finds each part at its own place.
func TestAPartOfWhichSeveralBlocksBecomeKeepsItsPlace(t *testing.T) {
	t.Parallel()
	a := newAuthor(t)
	a.lesson()
	lesson := a.pieceOfLesson()
	a.Follow(a.send(lesson, "do", "add-block"))
	first := a.blocks()[0]
	a.Follow(a.send("/pieces/"+first, "text", "Before.\n\n**Whose is it?**\n\n- [ ] Nobody's\n- [x] Everybody's\n\nBetween.", "do", "add-block"))
	second := a.blocks()[1]
	a.Follow(a.send("/pieces/"+second, "text", "Behind.", "do", "save"))
	if got := a.shown(second, "en"); !strings.Contains(got, "Behind.") || strings.Contains(got, "Between.") {
		t.Errorf("the second part is shown as %s", got)
	}
	got := a.shown(first, "en")
	for _, words := range []string{"Before.", "Whose is it?", "Between."} {
		if !strings.Contains(got, words) {
			t.Errorf("the first part is shown as %s", got)
		}
	}
}

// A question that one language does not ask leaves the parts behind it where they are.
func TestAQuestionThatIsNotTranslatedKeepsItsPlace(t *testing.T) {
	t.Parallel()
	a, block, _ := bilingual(t)
	english := a.lesson()
	a.Follow(a.send("/pieces/"+block, "text", "Whoever asks may read the register.", "do", "add-question"))
	question := regexp.MustCompile(`/questions/([0-9a-f-]{36})`).FindStringSubmatch(a.Last.Body)
	a.Follow(a.send(question[0], "prompt", "Whose is it?", "text-0", "Nobody's", "text-1", "Everybody's", "right-1", "on", "do", "save"))
	a.Follow(a.send("/pieces/"+question[1], "do", "add-block"))
	behind := a.blocks()[1]
	a.Get(strings.Replace(english, "lang=en", "lang=ro", 1))
	a.Follow(a.send("/pieces/"+behind, "text", "În urmă.", "do", "save"))
	if got := a.shown(behind, "ro"); !strings.Contains(got, "În urmă.") {
		t.Errorf("the part behind is shown as %q", got)
	}
}
