package webtest

import (
	"net/http"
	"strings"
	"testing"
)

// Answer is what came back.
type Answer struct {
	Status int
	Header http.Header
	Body   string
}

// Check says what an answer must and must not be.
func (a Answer) Check(t *testing.T, status int, has, lacks []string) {
	t.Helper()
	if a.Status != status {
		t.Errorf("status %d, not %d", a.Status, status)
	}
	text := strings.Join(strings.Fields(a.Body), " ")
	for _, want := range has {
		if !strings.Contains(text, want) {
			t.Errorf("it does not say %q:\n%s", want, text)
		}
	}
	for _, unwanted := range lacks {
		if strings.Contains(text, unwanted) {
			t.Errorf("it says %q:\n%s", unwanted, text)
		}
	}
}

// TokenOf is the token of a page, which must have a form.
func TokenOf(t *testing.T, page Answer) string {
	t.Helper()
	found := FormToken.FindStringSubmatch(page.Body)
	if found == nil {
		t.Fatalf("the page has no form:\n%s", page.Body)
	}
	return found[1]
}
