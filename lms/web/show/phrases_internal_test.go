package show

import (
	"fmt"
	"strings"
	"testing"

	"vatra/lms/web/views/parts"
)

func TestPhrasesAreKeptWithinABound(t *testing.T) {
	t.Parallel()
	p := NewPhrases()
	text := func(n int) string { return fmt.Sprintf("<p>%d %s</p>", n, strings.Repeat("x", 10<<10)) }
	for n := range 300 { // each takes 20 KB
		if got := p.of(text(n)); got != parts.PhraseOf(text(n)) {
			t.Fatalf("the %d. is %v", n, got)
		}
	}
	kept := 0
	for n := range 300 {
		if _, has := p.kept.Get(text(n)); has {
			kept++
		}
	}
	if kept == 0 || kept > phrasesLimit/(20<<10) {
		t.Errorf("%d are kept", kept)
	}
}
