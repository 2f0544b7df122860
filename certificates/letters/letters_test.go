package letters

import (
	"testing"
	"unicode"

	"github.com/go-fonts/liberation/liberationserifregular"
	"golang.org/x/text/unicode/bidi"
)

// TestTypeRunsOneWay looks for characters that the paper would set in the wrong order.
func TestTypeRunsOneWay(t *testing.T) {
	t.Parallel()
	cuts := Faces()
	for _, f := range []*Face{cuts.Regular, cuts.Italic, cuts.Bold} {
		for r := range f.Advances {
			properties, _ := bidi.LookupRune(r)
			switch properties.Class() {
			case bidi.R, bidi.AL, bidi.AN:
				if !unicode.Is(unicode.Cf, r) { // a mark of direction is taken out of every name
					t.Errorf("%q runs from right to left", r)
				}
			}
		}
	}
}

// TestKernsAreKeptWithinABound: a name of strange letters is looked at before it is refused, and there are millions of pairs.
func TestKernsAreKeptWithinABound(t *testing.T) {
	t.Parallel()
	f := readFace("", liberationserifregular.TTF)
	pairs := [][2]rune{}
	for left := 'A'; len(pairs) <= kernsLimit/kernSize; left++ {
		for right := 'A'; right < 'A'+100; right++ {
			f.Kern(left, right)
			pairs = append(pairs, [2]rune{left, right})
		}
	}
	if _, kept := f.kerns.Get(pairs[len(pairs)-1]); !kept {
		t.Error("the newest pair is not kept")
	}
	if _, kept := f.kerns.Get(pairs[0]); kept {
		t.Errorf("after %d pairs the first one is still kept", len(pairs))
	}
	if before := Faces().Regular.Kern('A', 'V'); before >= 0 || f.Kern('A', 'V') != before {
		t.Errorf("a kern that is read anew is %v, and was %v", f.Kern('A', 'V'), before)
	}
}
