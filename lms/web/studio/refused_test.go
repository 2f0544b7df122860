package studio_test

import (
	"net/http"
	"strings"
	"testing"
)

// A text of two megabytes, and one whose lesson is gone, are told at their place with what was typed.
func TestWhatCannotBeSavedComesBack(t *testing.T) {
	t.Parallel()
	a := newAuthor(t)
	a.lesson()
	piece := a.insert("block")
	large := strings.Repeat("Ро ", 400_000)
	refused := a.send(piece, "text", large, "do", "save")
	refused.Check(t, http.StatusUnprocessableEntity, []string{"This is too long", `aria-invalid="true"`}, nil)
	if !strings.Contains(refused.Body, large[:len(large)-1]) {
		t.Error("what was typed is gone")
	}
	if got := a.saved(piece, "en"); got != "" {
		t.Errorf("%d bytes were saved", len(got))
	}
}

// Whoever writes in a lesson that somebody takes out is told, and what they write is kept.
func TestALessonThatIsTakenOutUnderItsWriter(t *testing.T) {
	t.Parallel()
	a := newAuthor(t)
	address := a.lesson()
	piece := a.insert("block")
	lesson := a.pieceOfLesson()
	action, typed := a.form(piece, "text", "Written meanwhile.", "do", "save")
	a.send(lesson, "do", "remove")
	a.Follow(a.Post(action, typed)).Check(t, http.StatusOK, []string{a.Says("studio.lesson_gone"), ">Written meanwhile.</textarea>"}, nil)
	a.Get(strings.Replace(address, "?", "/here?", 1)).Check(t, http.StatusOK, []string{a.Says("studio.lesson_gone")}, nil)
	a.Get(address)
	a.Follow(a.send(lesson, "do", "restore")).Check(t, http.StatusOK, []string{">Written meanwhile.</textarea>"}, []string{a.Says("studio.lesson_gone")})
	a.Get(strings.Replace(address, "?", "/here?", 1)).Check(t, http.StatusOK, nil, []string{a.Says("studio.lesson_gone")})
}
