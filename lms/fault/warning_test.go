package fault_test

import (
	"testing"

	"vatra/lms/fault"
)

func TestDistinctWarnings(t *testing.T) {
	t.Parallel()
	a := fault.Warning{Entry: "a.md", Key: "content.link_missing", Args: map[string]any{"Link": "x"}}
	b := fault.Warning{Entry: "a.md", Key: "content.link_missing", Args: map[string]any{"Link": "y"}}
	if got := fault.Distinct([]fault.Warning{a, b, a}); len(got) != 2 {
		t.Errorf("got %v", got)
	}
}
