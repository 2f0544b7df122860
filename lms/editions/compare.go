package editions

import (
	"context"
	"slices"
	"strings"

	"github.com/aymanbagabas/go-udiff"
	"github.com/google/uuid"

	"vatra/content"
	"vatra/content/studio"
	"vatra/lms/access"
	"vatra/lms/lang"
)

// Fate is what became of a lesson or a question.
type Fate string

// The fates.
const (
	Added   Fate = "added"
	Gone    Fate = "gone"
	Changed Fate = "changed"
	Moved   Fate = "moved" // and otherwise it is the same
)

// Change is a field that says something else: a name of the studio's, or Grading.
type Change struct {
	Name          string
	Before, After string
}

// Shift is what became of a lesson or a question.
type Shift struct {
	Fate      Fate
	Titles    lang.Texts // of a lesson
	Moved     bool       // it stands at another place too
	Changes   []Change
	Questions []Shift // of a lesson
}

// Comparison is what became of one version in another, in one language.
type Comparison struct {
	From, To *content.Version
	Lang     string
	Tags     []string // languages of either
	Differ   []string // those of them in which something differs
	About    []Change // of the course
	Modules  []Change // titles
	Lessons  []Shift  // those in which something changed: as they stand in the newer version, then those that are gone
	Same     int      // lessons in which nothing did
}

// any reports whether anything differs.
func (c *Comparison) any() bool { return len(c.About)+len(c.Modules)+len(c.Lessons) > 0 }

// Compare tells what became of one version of a course, by its number, in another, in the language or in the first that they have.
// NotFound content.version_not_found.
func (e *Editions) Compare(ctx context.Context, actor access.Actor, draftID uuid.UUID, from, to int, tag string) (*studio.Draft, Comparison, error) {
	draft, versions, err := e.Versions(ctx, actor, draftID)
	if err != nil {
		return nil, Comparison{}, err
	}
	var both [2]edition
	var known [2]*content.Version
	for i, number := range []int{from, to} {
		if known[i], err = e.numbered(ctx, versions, number); err != nil {
			return nil, Comparison{}, err
		}
		if both[i], err = e.edition(ctx, known[i]); err != nil {
			return nil, Comparison{}, err
		}
	}
	tags := slices.Clone(both[1].languages)
	for _, one := range both[0].languages {
		if !slices.Contains(tags, one) {
			tags = append(tags, one)
		}
	}
	if !slices.Contains(tags, tag) {
		tag = tags[0]
	}
	var told Comparison
	var differ []string
	for _, one := range tags {
		in := compare(both[0], both[1], one)
		if in.any() {
			differ = append(differ, one)
		}
		if one == tag {
			told = in
		}
	}
	told.From, told.To, told.Tags, told.Differ = known[0], known[1], tags, differ
	return draft, told, nil
}

// compare tells what became of one edition in another in a language.
func compare(before, after edition, tag string) Comparison {
	told := Comparison{Lang: tag, About: changes(before.about, after.about, tag)}
	for _, module := range after.modules {
		told.Modules = append(told.Modules, changes(find(before.modules, module.key).values, module.values, tag)...)
	}
	moved := movedIn(before.lessons, after.lessons)
	for _, lesson := range after.lessons {
		at := slices.IndexFunc(before.lessons, lesson.like)
		if at < 0 {
			told.Lessons = append(told.Lessons, Shift{Fate: Added, Titles: lesson.titles})
			continue
		}
		shift := lesson.since(before.lessons[at], tag)
		shift.Moved = moved[lesson.key]
		switch {
		case len(shift.Changes)+len(shift.Questions) > 0:
			shift.Fate = Changed
		case shift.Moved:
			shift.Fate = Moved
		default:
			told.Same++
			continue
		}
		told.Lessons = append(told.Lessons, shift)
	}
	for _, lesson := range before.lessons {
		if !slices.ContainsFunc(after.lessons, lesson.like) {
			told.Lessons = append(told.Lessons, Shift{Fate: Gone, Titles: lesson.titles})
		}
	}
	return told
}

func (l lesson) like(other lesson) bool { return l.key == other.key }

// since is what is other in a lesson than it was.
func (l lesson) since(before lesson, tag string) Shift {
	shift := Shift{Titles: l.titles, Changes: changes(before.values, l.values, tag)}
	for _, question := range l.questions {
		was := find(before.questions, question.key)
		fate := Changed
		if was.key == "" {
			fate = Added
		}
		if its := changes(was.values, question.values, tag); len(its) > 0 {
			shift.Questions = append(shift.Questions, Shift{Fate: fate, Changes: its})
		}
	}
	for _, question := range before.questions {
		if its := changes(question.values, nil, tag); find(l.questions, question.key).key == "" && len(its) > 0 {
			shift.Questions = append(shift.Questions, Shift{Fate: Gone, Changes: its})
		}
	}
	return shift
}

// find is the part with the key, or one that says nothing.
func find(parts []part, key string) part {
	for _, one := range parts {
		if one.key == key {
			return one
		}
	}
	return part{}
}

// changes are the fields that say something else, white space aside: those in the language, and those that all languages share.
func changes(before, after studio.Values, tag string) []Change {
	var all []Change
	for _, name := range append(studio.Names(""), Grading) {
		for _, at := range []studio.Place{{Name: name}, {Name: name, Lang: tag}} {
			was, is := before[at], after[at]
			if !slices.Equal(strings.Fields(was), strings.Fields(is)) {
				all = append(all, Change{Name: name, Before: was, After: is})
			}
		}
	}
	return all
}

// movedIn are the keys of lessons that stand in another module, or at another place among those that are in both.
func movedIn(before, after []lesson) map[string]bool {
	lines := func(these, others []lesson) string {
		var all strings.Builder
		for _, one := range these {
			if slices.ContainsFunc(others, one.like) {
				all.WriteString(one.module + " " + one.key + "\n")
			}
		}
		return all.String()
	}
	moved := map[string]bool{}
	for _, edit := range udiff.Lines(lines(before, after), lines(after, before)) {
		for line := range strings.Lines(edit.New) {
			_, key, _ := strings.Cut(strings.TrimSpace(line), " ")
			moved[key] = true
		}
	}
	return moved
}
