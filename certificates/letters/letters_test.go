package letters

import (
	"testing"
	"unicode"

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
