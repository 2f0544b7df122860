package studio_test

import (
	"testing"

	"vatra/content/studio"
)

// What an editor of files reads says where one block ends and the next begins.
func TestBlocksThatWouldBeReadAsOneAreParted(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	root := d.now().Root.ID
	module := d.add(studio.Module, root, studio.Last, studio.Values{titleRO: "Parte", {Name: studio.Key}: "parte"})
	lesson := d.add(studio.Lesson, module, studio.Last, studio.Values{titleRO: "Lecție", {Name: studio.Key}: "lectie"})
	for _, text := range []string{"- unu", "- doi", "1. trei", "Text.", "- patru"} {
		d.add(studio.Block, lesson, studio.Last, studio.Values{textRO: text})
	}
	d.add(studio.Question, lesson, studio.Last, studio.Values{textRO: "**Da?**\n\n- [x] Da\n- [ ] Nu", {Name: studio.Key}: "da"})
	d.add(studio.Block, lesson, studio.Last, studio.Values{textRO: "> cinci"})
	const want = "- unu\n\n<!-- -->\n\n- doi\n\n1. trei\n\nText.\n\n- patru\n\n**Da?**\n\n- [x] Da\n- [ ] Nu\n\n<!-- -->\n\n> cinci"
	if got := d.now().Lessons()[0].Source("ro"); got != want {
		t.Errorf("it is\n%s", got)
	}
}
