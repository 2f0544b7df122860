package editions

import (
	"cmp"
	"context"
	"strconv"
	"strings"
	"time"

	"github.com/google/uuid"

	"vatra/assessment"
	"vatra/assessment/formats/markdown"
	"vatra/assessment/quizzes"
	"vatra/content"
	"vatra/content/markup"
	"vatra/content/studio"
	"vatra/lms/authoring"
	"vatra/lms/lang"
)

// Grading is, beside the fields of the studio, what is compared of a quiz: how its attempts count, and when answers are shown.
const Grading = "grading"

// edition is what a version says, as it is compared: its fields are those of the studio.
type edition struct {
	languages []string
	about     studio.Values
	modules   []part
	lessons   []lesson
}

// part is a module or a question.
type part struct {
	key    string
	titles lang.Texts
	values studio.Values
	form   string // of a question: all of it but its words
}

type lesson struct {
	part
	module    string
	questions []part
}

// edition reads what a version says.
func (e *Editions) edition(ctx context.Context, version *content.Version) (edition, error) {
	read := edition{languages: version.Languages, about: aboutOf(version)}
	sources, err := e.courses.Sources(ctx, version.ID)
	if err != nil {
		return read, err
	}
	zone, err := e.authoring.Zone(ctx)
	if err != nil {
		return read, err
	}
	texts := map[uuid.UUID][]content.LessonSource{}
	for _, source := range sources {
		texts[source.LessonID] = append(texts[source.LessonID], source)
	}
	for _, module := range version.Modules {
		one := part{key: module.Key, titles: module.Titles, values: studio.Values{}}
		one.values.Put(studio.Title, module.Titles)
		read.modules = append(read.modules, one)
		for _, its := range module.Lessons {
			taken, err := e.lesson(ctx, its, texts[its.ID], zone)
			if err != nil {
				return read, err
			}
			taken.module = module.Key
			read.lessons = append(read.lessons, taken)
		}
	}
	return read, nil
}

func aboutOf(version *content.Version) studio.Values {
	about := studio.Values{
		{Name: studio.Languages}: strings.Join(version.Languages, " "), {Name: studio.Licence}: version.Licence,
		{Name: studio.Author}: version.Attribution.Author, {Name: studio.Competences}: strings.Join(version.Competences, " "),
	}
	about.Put(studio.Title, version.Titles)
	about.Put(studio.Summary, version.Summaries)
	return about
}

func (e *Editions) lesson(ctx context.Context, its content.Lesson, texts []content.LessonSource, zone *time.Location) (lesson, error) {
	var quiz *quizzes.Quiz
	var written []*assessment.Question
	if its.QuizID != uuid.Nil {
		var err error
		if quiz, err = e.quizzes.Quiz(ctx, its.QuizID); err != nil {
			return lesson{}, err
		}
		if written, err = e.quizzes.Written(ctx, its.QuizID); err != nil {
			return lesson{}, err
		}
	}
	return lessonOf(its, texts, quiz, written, zone), nil
}

// lessonOf is a lesson with what it asks, by the clock of the zone; quiz is nil where that is nothing.
func lessonOf(
	its content.Lesson, texts []content.LessonSource, quiz *quizzes.Quiz, written []*assessment.Question, zone *time.Location,
) lesson {
	read := lesson{part: part{key: its.Key, titles: its.Titles, values: studio.Values{
		{Name: studio.Sort}: its.Kind, {Name: studio.Completion}: its.Completion, {Name: studio.Minutes}: strconv.Itoa(its.Minutes),
	}}}
	for _, text := range texts {
		set := func(name, value string) { read.values[studio.Place{Name: name, Lang: text.Lang}] = value }
		set(studio.Title, text.Title)
		set(studio.Summary, text.Summary)
		if its.Kind != content.KindQuiz {
			set(studio.Text, withoutQuestions(text))
		}
	}
	if quiz != nil && quiz.Kind == quizzes.Exam {
		authoring.PutRules(read.values, quiz, zone)
		grading := []string{
			string(cmp.Or(quiz.GradeBy, quizzes.Best)), string(cmp.Or(quiz.Review, quizzes.ReviewAfter)), strconv.FormatBool(quiz.ShuffleChoices),
		}
		read.values[studio.Place{Name: Grading}] = strings.Join(grading, " ")
	}
	for _, question := range written {
		read.questions = append(read.questions, questionPart(question))
	}
	return read
}

// withoutQuestions is the text of a lesson; its questions are compared by themselves.
func withoutQuestions(text content.LessonSource) string {
	if text.Format != markup.SyntaxMarkdown {
		return text.Text
	}
	var parts []string
	segments, _ := markdown.Split(text.Text, text.Lang)
	for _, segment := range segments {
		if segment.Question == nil {
			parts = append(parts, strings.Trim(segment.Text, "\n"))
		}
	}
	return strings.Join(parts, "\n\n")
}

// questionPart is a question as its author wrote it, else as Markdown has it.
func questionPart(question *assessment.Question) part {
	one := part{key: question.Key, titles: lang.Texts{}, values: studio.Values{}, form: question.Form()}
	for tag, text := range question.Texts {
		one.titles[tag] = text.Prompt
		one.values[studio.Place{Name: studio.Text, Lang: tag}] = authoring.SourceOf(question, tag)
	}
	return one
}
