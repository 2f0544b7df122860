package certificates

import (
	"testing"

	"golang.org/x/text/unicode/bidi"
)

// TestTypeRunsOneWay looks for characters that the paper would set in the wrong order.
func TestTypeRunsOneWay(t *testing.T) {
	t.Parallel()
	cuts := letters()
	for _, f := range []*face{cuts.regular, cuts.italic, cuts.bold} {
		for r := range f.advances {
			properties, _ := bidi.LookupRune(r)
			switch properties.Class() {
			case bidi.R, bidi.AL, bidi.AN:
				if printable(string(r)) != "" {
					t.Errorf("%q runs from right to left", r)
				}
			}
		}
	}
}
