package fault_test

import (
	"reflect"
	"testing"

	"vatra/lms/fault"
)

func TestDistinctWarnings(t *testing.T) {
	t.Parallel()
	a := fault.Warning{Entry: "a.md", Key: "content.link_missing", Args: map[string]any{"Link": "x"}}
	b := fault.Warning{Entry: "a.md", Key: "content.link_missing", Args: map[string]any{"Link": "y"}}
	c := fault.Warning{Entry: "a.md", Key: "content.link_missing", Args: map[string]any{"Link": 1}}
	d := fault.Warning{Entry: "a.md", Key: "content.link_missing", Args: map[string]any{"Link": "1"}}
	e := fault.Warning{Entry: "a.md content.link_missing"}
	got := fault.Distinct([]fault.Warning{a, b, a, c, d, e, {Entry: "a.md", Key: "content.link_missing"}, c})
	if want := []fault.Warning{a, b, c, d, e, {Entry: "a.md", Key: "content.link_missing"}}; !reflect.DeepEqual(got, want) {
		t.Errorf("got %v", got)
	}
}
