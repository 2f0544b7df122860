package learn

import (
	"github.com/a-h/templ"

	"vatra/content"
	"vatra/lms/web/door"
	"vatra/lms/web/show"
	views "vatra/lms/web/views/learn"
	"vatra/lms/web/views/parts"
)

// lessonText is a lesson in the language that it is read in, called as it is in the language of titles.
func (a *area) lessonText(v *door.Visit, version *content.Version, lesson content.Lesson, reading show.Reading) (content.LessonText, error) {
	text, err := a.Courses.LessonText(v.UserContext(), version, lesson.ID, reading.Text)
	if err != nil || reading.Titles == reading.Text {
		return text, err
	}
	named, err := a.Courses.LessonText(v.UserContext(), version, lesson.ID, reading.Titles)
	named.Blocks = text.Blocks
	return named, err
}

// lessonGap says that the text of a lesson is not at all in the language that is read; nil where some of it is.
func lessonGap(v *door.Visit, reading string, blocks []content.Block) *parts.Gap {
	in := ""
	for _, block := range blocks {
		switch {
		case block.Question != "":
		case block.Lang == reading:
			return nil
		case in == "":
			in = block.Lang
		}
	}
	if in == "" {
		return nil
	}
	return show.GapOf(v, "lesson.fallback_whole", reading, in)
}

// lessonBlocks are the pieces of the text, with the questions among them that there are holes for. Where the language
// that is read lacks some of the text, the first of each run says so, unless that is told of the whole.
func lessonBlocks(
	v *door.Visit, reading string, blocks []content.Block, holes map[string]templ.Component, told bool,
) []views.LessonBlock {
	shown := make([]views.LessonBlock, 0, len(blocks))
	before := reading
	for _, block := range blocks {
		if block.Question != "" {
			if holes[views.QuestionHole+block.Question] != nil {
				shown = append(shown, views.LessonBlock{Question: block.Question})
			}
			continue
		}
		piece := views.LessonBlock{HTML: block.HTML, Lang: v.Words("", block.Lang).Lang}
		if block.Lang != reading && block.Lang != before && !told {
			piece.Gap = show.GapOf(v, "lesson.fallback", reading, block.Lang)
		}
		before = block.Lang
		shown = append(shown, piece)
	}
	return shown
}
