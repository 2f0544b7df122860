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
	var log fault.Log
	log.Add(a, b, a, c, d)
	log.Add(e, fault.Warning{Entry: "a.md", Key: "content.link_missing"}, c)
	want := []fault.Warning{a, b, c, d, e, {Entry: "a.md", Key: "content.link_missing"}}
	if got := log.Warnings(); !reflect.DeepEqual(got, want) || log.More() {
		t.Errorf("got %v", got)
	}
}

// TestOneKindOfWarningLeavesRoomForTheOthers: 120,000 links that lead nowhere took a quarter of an hour to tell.
func TestOneKindOfWarningLeavesRoomForTheOthers(t *testing.T) {
	t.Parallel()
	var log fault.Log
	for i := range 120_000 {
		log.Add(fault.Warn("a.md", "content.link_missing", "Link", i))
	}
	log.Add(fault.Warn("b.md", "content.text_empty"))
	got := log.Warnings()
	if len(got) != fault.MostOfAKind+1 || got[len(got)-1].Entry != "b.md" || !log.More() {
		t.Errorf("%d are kept, and that there are more is %v", len(got), log.More())
	}
}
