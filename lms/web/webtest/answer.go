package webtest

import (
	"net/http"
	"regexp"
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

var (
	summary = regexp.MustCompile(`(?s)<div class="notice problem" role="alert" tabindex="-1" autofocus.*?</div>`)
	line    = regexp.MustCompile(`<a href="#([^"]+)">`)
	title   = regexp.MustCompile(`(?s)<title>\s*(.*?)\s*</title>`)
)

// wellRefused holds every form that was refused to the same: its title says so, and each line of its summary leads to a field
// that is there, names it, and that is tied to the message.
func (a Answer) wellRefused(t *testing.T) {
	t.Helper()
	told := summary.FindString(a.Body)
	if told == "" {
		return
	}
	if found := title.FindStringSubmatch(a.Body); len(found) < 2 || !strings.Contains(found[1], ": ") || a.Status < http.StatusBadRequest {
		t.Errorf("a form was refused with %d under the title %q", a.Status, found)
	}
	for _, found := range line.FindAllStringSubmatch(told, -1) {
		id := found[1]
		if !strings.Contains(a.Body, `id="`+id+`"`) {
			t.Errorf("the summary leads to %q, which is not there:\n%s", id, told)
		}
		if strings.HasPrefix(id, "field-") && strings.Count(a.Body, id+"-error") < 2 {
			t.Errorf("%s has no message of its own, or is not tied to it", id)
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
