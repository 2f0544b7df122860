package desk

import (
	"strings"

	"vatra/assessment"
	"vatra/assessment/formats/markdown"
	"vatra/content/studio"
	"vatra/lms/web/door"
	"vatra/lms/web/paths"
	"vatra/lms/web/views/ui"
)

// TitleOf is what a piece is called in the language, else in any, else as given.
func TitleOf(piece *studio.Piece, tag, otherwise string) string {
	if text, _ := piece.Texts(studio.Title).In(tag); text != "" {
		return text
	}
	return otherwise
}

// Named is TitleOf for a page, which says in which language it is.
func Named(v *door.Visit, piece *studio.Piece, tag string) ui.Words {
	text, in := piece.Texts(studio.Title).In(tag)
	if text == "" {
		return ui.Words{Text: v.P.T("studio.untitled")}
	}
	return v.Words(text, in)
}

// Marked is the language of a text for the page, empty where it is the page's own.
func Marked(v *door.Visit, tag string) string { return v.Words("", tag).Lang }

// LessonOf is the lesson that a piece is or is in; nil for what is above one.
func LessonOf(draft *studio.Draft, p *studio.Piece) *studio.Piece {
	for p = draft.Piece(p.ID); p != nil; p = p.Parent {
		if p.Kind == studio.Lesson {
			return p
		}
	}
	return nil
}

// Whereabouts lead to where a piece stands: in its lesson, else in the outline.
func Whereabouts(v *door.Visit, draft *studio.Draft, p *studio.Piece, tag string) ui.Link {
	main := draft.Tags()[0]
	if lesson := LessonOf(draft, p); lesson != nil {
		name := Named(v, lesson, main)
		return ui.Link{Text: name.Text, Lang: name.Lang, URL: paths.Fragment(LessonURL(draft.ID, lesson.ID, tag), Anchor(p.ID))}
	}
	name := Named(v, p, main)
	return ui.Link{Text: name.Text, Lang: name.Lang, URL: paths.Fragment(DraftURL(draft.ID), Anchor(p.ID))}
}

// RowsFor is how many rows a field for a text should show.
func RowsFor(letters, lines int) int {
	const aRow, fewest, most = 70, 3, 24
	return min(most, max(fewest, letters/aRow+lines+1))
}

// Shortened is the beginning of a text in one line.
func Shortened(text string) string {
	const enough = 60
	line := strings.Join(strings.Fields(text), " ")
	if letters := []rune(line); len(letters) > enough {
		return string(letters[:enough]) + "…"
	}
	return line
}

// PromptOf is what a question asks in the language, else in the first.
func PromptOf(p *studio.Piece, tag, main string) string {
	for _, one := range []string{tag, main} {
		if question := QuestionOf(p, one); question != nil {
			return Shortened(question.Texts[one].Prompt)
		}
	}
	return ""
}

// QuestionOf is the question that a piece says in the language; nil where it says none.
func QuestionOf(p *studio.Piece, tag string) *assessment.Question {
	questions, _ := markdown.Parse(p.Text(studio.Text, tag), tag)
	if len(questions) == 0 {
		return nil
	}
	return &questions[0]
}
