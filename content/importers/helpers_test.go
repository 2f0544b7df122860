package importers

import (
	"testing"

	"vatra/content/pack/packtest"
)

// refused asserts that the whole package is refused as invalid with that key, and the entry named.
func refused(t *testing.T, name, key, entry string) {
	t.Helper()
	p, err := Open(t.Context(), name)
	if err == nil {
		_ = p.Close()
		t.Errorf("%s was taken", entry)
		return
	}
	packtest.Refused(t, err, key, entry)
}
