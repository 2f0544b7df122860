package markdown

import (
	"path"
	"slices"
	"strings"

	"vatra/content"
	"vatra/content/markup"
	"vatra/content/pack"
)

// claimQuizzes marks the pages that the manifest's quizzes name, so that they become no lessons.
func (r *markdownReader) claimQuizzes() error {
	if r.manifest == nil {
		return nil
	}
	for _, quiz := range r.manifest.Quizzes {
		in := r.quizPage(quiz)
		if in == nil || in.quiz {
			return quiz.File.noFile()
		}
		in.quiz = true
	}
	return nil
}

func (r *markdownReader) quizPage(quiz quizEntry) *page {
	name := quiz.File.path()
	if IsText(name) {
		name, _ = pack.SplitLanguage(name)
		name = strings.TrimSuffix(name, path.Ext(name))
	}
	i := slices.IndexFunc(r.pages, func(in *page) bool { return in.path == name })
	if i < 0 {
		return nil
	}
	return r.pages[i]
}

// placeQuizzes puts each quiz after the module or the lesson that the manifest names, else at the end. Several after the
// same one keep their order.
func (r *markdownReader) placeQuizzes(modules []draftModule) ([]draftModule, error) {
	for _, entry := range r.manifest.Quizzes {
		in := r.quizPage(entry)
		item := draftItem{page: in, lesson: r.quizLesson(entry, in), key: pack.Slug(entry.Key.text)}
		switch at := entry.After.path(); {
		case len(modules) == 0:
			modules = append(modules, draftModule{folder: ".", titles: r.Titles, items: []draftItem{item}})
		case entry.After.text == "":
			last := &modules[len(modules)-1]
			last.items = append(last.items, item)
		case !insertAfter(modules, at, item):
			return nil, entry.After.noFile()
		}
	}
	return modules, nil
}

func insertAfter(modules []draftModule, at string, item draftItem) bool {
	neutral := at
	if IsText(at) {
		neutral, _ = pack.SplitLanguage(at)
		neutral = strings.TrimSuffix(neutral, path.Ext(neutral))
	}
	for i := range modules {
		module := &modules[i]
		if module.folder == at {
			module.items = append(module.items, item)
			return true
		}
		for j, other := range module.items {
			if other.page.path != neutral {
				continue
			}
			next := slices.IndexFunc(module.items[j+1:], func(i draftItem) bool { return i.key == "" })
			if next < 0 {
				next = len(module.items) - j - 1
			}
			module.items = slices.Insert(module.items, j+1+next, item) // behind the quizzes already put here
			return true
		}
	}
	return false
}

func (r *markdownReader) quizLesson(entry quizEntry, in *page) pack.Lesson {
	titles := entry.Title.texts(r.Languages[0])
	quiz := &pack.Quiz{
		Titles:   titles,
		Opens:    entry.Opens.text,
		Closes:   entry.Closes.text,
		PassMark: entry.PassMark.text,
		Shuffle:  entry.Shuffle,
		Grade:    entry.Grade.text,
		Review:   entry.Review.text,
		Sources:  map[string]pack.QuizSource{},
	}
	if entry.Attempts != nil {
		quiz.Attempts = *entry.Attempts
	}
	quiz.TimeLimit, _ = entry.seconds() // checked with the manifest
	for _, draw := range entry.Draw {
		quiz.Draws = append(quiz.Draws, pack.Draw{Tag: draw.Tag.text, Count: draw.Count})
	}
	lesson := pack.Lesson{Kind: content.KindQuiz, Minutes: entry.minutes(), Texts: map[string]pack.Text{}, Quiz: quiz}
	for tag, text := range in.texts {
		title, source := r.title(in, text)
		quiz.Sources[tag] = pack.QuizSource{Format: pack.SourceMarkdown, Entry: text.entry.Path, Data: []byte(source)}
		if titles[tag] == "" {
			titles[tag] = title
		}
	}
	main := r.first(in)
	for tag, title := range titles {
		text := pack.Text{Title: title, Syntax: markup.SyntaxMarkdown, Entry: main.entry.Path}
		if own := in.texts[tag]; own != nil {
			text.Summary, text.Entry = own.front.Summary.text, own.entry.Path
		}
		lesson.Texts[tag] = text
	}
	r.warnUntranslated(in, main)
	return lesson
}
