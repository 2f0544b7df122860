package content_test

import (
	"testing"

	"vatra/content"
)

func TestDistinctWarnings(t *testing.T) {
	t.Parallel()
	a := content.Warning{Entry: "a.md", Key: "content.link_missing", Args: map[string]any{"Link": "x"}}
	b := content.Warning{Entry: "a.md", Key: "content.link_missing", Args: map[string]any{"Link": "y"}}
	if got := content.Distinct([]content.Warning{a, b, a}); len(got) != 2 {
		t.Errorf("got %v", got)
	}
}
