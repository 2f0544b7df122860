package intake

import (
	"vatra/content"
	"vatra/lms/fault"
)

// missing warns of each lesson and quiz, known by its key, that the version before had and the draft has not. These come
// before the other warnings: whoever brings in a course under the code of another by mistake sees it at once.
func missing(before *content.Version, draft content.Draft) []fault.Warning {
	type step struct {
		key  string
		quiz bool
	}
	kept := map[step]bool{}
	for _, module := range draft.Modules {
		for _, lesson := range module.Lessons {
			kept[step{lesson.Key, lesson.Kind == content.KindQuiz}] = true
		}
	}
	var gone []fault.Warning
	for _, lesson := range before.Lessons() {
		if kept[step{lesson.Key, lesson.Kind == content.KindQuiz}] {
			continue
		}
		title, _ := lesson.Titles.In(draft.Languages[0], before.Languages...)
		if title == "" {
			title = lesson.Key
		}
		warning := fault.Warning{Entry: title, Key: "import.lesson_gone", Args: map[string]any{"Number": before.Number}}
		if lesson.Kind == content.KindQuiz {
			warning.Key = "import.quiz_gone"
		}
		gone = append(gone, warning)
	}
	return gone
}
