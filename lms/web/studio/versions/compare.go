package versions

import (
	"slices"
	"strconv"
	"strings"

	"vatra/content/studio"
	"vatra/lms/editions"
	"vatra/lms/i18n"
	"vatra/lms/web/door"
	"vatra/lms/web/studio/desk"
	"vatra/lms/web/views/studio/pieces"
	views "vatra/lms/web/views/studio/versions"
	"vatra/lms/web/views/ui"
)

// showComparison tells what became of one version in another.
func (a *area) showComparison(v *door.Visit) error {
	id, err := desk.DraftID(v)
	if err != nil {
		return err
	}
	from, _ := strconv.Atoi(v.Query("from")) // what is no number is the number of no version
	to, _ := strconv.Atoi(v.Query("to"))
	draft, told, err := a.Editions.Compare(v.UserContext(), v.Actor, id, from, to, v.Query("lang"))
	if err != nil {
		return err
	}
	crumbs := desk.Crumbs(v, draft, draft.Root, draft.Tags()[0])
	crumbs = append(crumbs, ui.Link{Text: v.P.T("versions.title"), URL: desk.VersionsURL(id)})
	page := views.ComparePage{
		Base: a.PageBase(v, v.P.T("versions.compared", "From", from, "To", to), crumbs...), Same: told.Same, Marked: desk.Marked(v, told.Lang),
	}
	for _, tag := range told.Tags {
		page.Tabs = append(page.Tabs, views.Tab{
			Link:    ui.Link{Text: i18n.NameOf(tag), Lang: tag, URL: compareURL(id, from, to, tag)},
			Current: tag == told.Lang, Differs: slices.Contains(told.Differ, tag),
		})
	}
	page.About = append(shown(v, told.About), shown(v, told.Modules)...)
	for _, one := range told.Lessons {
		page.Lessons = append(page.Lessons, lesson(v, one, told))
	}
	return a.Render(v, views.Compare(page))
}

func lesson(v *door.Visit, one editions.Shift, told editions.Comparison) views.Lesson {
	shown := views.Lesson{
		Title: v.Title(one.Titles, "", told.Lang, told.To.Languages), Fates: []string{fate(v, one.Fate)}, Fields: shown(v, one.Changes),
	}
	if one.Moved && one.Fate != editions.Moved {
		shown.Fates = append(shown.Fates, fate(v, editions.Moved))
	}
	for _, question := range one.Questions {
		its := questionFields(v, question)
		shown.Fields = append(shown.Fields, its...)
	}
	return shown
}

func questionFields(v *door.Visit, question editions.Shift) []views.Field {
	fields := shown(v, question.Changes)
	for i := range fields {
		fields[i].Label = v.P.T("studio.question") + " · " + fate(v, question.Fate)
	}
	return fields
}

func fate(v *door.Visit, f editions.Fate) string { return v.P.T("versions.fate_" + string(f)) }

// shown are changes with their names. What has no words of its own is only said to be other.
func shown(v *door.Visit, changes []editions.Change) []views.Field {
	var fields []views.Field
	for _, one := range changes {
		key, plain := nameOf(one.Name)
		field := views.Field{Label: v.P.T(key)}
		if plain {
			field.Changes = shortened(desk.Changes(one.Before, one.After))
		}
		fields = append(fields, field)
	}
	return fields
}

// nameOf is the key of what a field is called, and whether what it says is words.
func nameOf(name string) (key string, plain bool) {
	switch name {
	case studio.Sort, studio.Completion, studio.Shuffle, editions.Grading:
		return "versions.rules", false
	case studio.Title:
		return "studio.title", true
	case studio.Text:
		return "studio.text", true
	default: // languages, summary, licence, author, minutes, pass_mark, attempts, time_limit, draw
		return "studio." + name, true
	}
}

// shortened leaves out most of what stayed as it was, so that what is other stands close together.
func shortened(changes []pieces.Change) []pieces.Change {
	const around = 120 // letters
	for i := range changes {
		letters := []rune(changes[i].Text)
		if changes[i].Kind != pieces.Kept || len(letters) <= 3*around {
			continue
		}
		head, tail := string(letters[:around]), string(letters[len(letters)-around:])
		if i == 0 {
			head = ""
		}
		if i == len(changes)-1 {
			tail = ""
		}
		changes[i].Text = strings.Join([]string{head, tail}, " … ")
	}
	return changes
}
