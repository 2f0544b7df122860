package intake

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"vatra/assessment"
	"vatra/assessment/formats/markdown"
	"vatra/assessment/formats/qti12"
	"vatra/assessment/quizzes"
	"vatra/content"
	"vatra/content/markup"
	"vatra/content/media"
	"vatra/content/pack"
	"vatra/lms/fault"
	"vatra/lms/i18n"
	"vatra/lms/lang"
)

// Report says what an import took, and what it left out and why.
type Report struct {
	Format    string                  `json:"format"`
	Code      string                  `json:"code"`
	Title     string                  `json:"title"`
	Languages []string                `json:"languages"`
	Lessons   int                     `json:"lessons"`
	Assets    int                     `json:"assets"`
	Questions map[assessment.Type]int `json:"questions"`
	Warnings  []fault.Warning         `json:"warnings"`
	Version   int                     `json:"version,omitempty"`   // of the course that it became; 0 where none was made
	Unchanged bool                    `json:"unchanged,omitempty"` // the newest version came from the same package
}

// Survey reads a whole package, questions and all, renders it as an import would, and reports what that would take. It
// needs no database and looks into no asset: one that an import finds to be damaged is not in the report.
func Survey(ctx context.Context, pkg *pack.Package) (Report, error) {
	plan := newPlan(pkg)
	if err := plan.usable(); err != nil {
		return plan.report, err
	}
	run := newInstallation(plan)
	for _, file := range pkg.Assets {
		run.links.Add(file.Path, media.Asset{MediaType: file.MediaType, Size: file.Size})
	}
	if _, err := run.renderAll(ctx); err != nil {
		return plan.report, err
	}
	return plan.told(), nil
}

// Asked is what a lesson asks: of a quiz its rules too, which are nil where there are no questions.
type Asked struct {
	Quiz      *quizzes.Quiz
	Questions []assessment.Question
}

// Rendered is a package as an import would keep it, and what its lessons ask, by their keys. It needs no database, and its links lead
// nowhere.
func Rendered(ctx context.Context, pkg *pack.Package) (content.Draft, map[string]Asked, error) {
	plan := newPlan(pkg)
	if err := plan.usable(); err != nil {
		return content.Draft{}, nil, err
	}
	draft, err := newInstallation(plan).renderAll(ctx)
	asked := map[string]Asked{}
	for key, lesson := range plan.lessons {
		asked[key] = Asked{Quiz: lesson.quiz, Questions: lesson.questions}
	}
	return draft, asked, err
}

// Shown is a lesson as its learners would see it. A part that was written is a place; more than one block may have become of it.
type Shown struct {
	Blocks    map[string][]Block    // by language
	Questions []assessment.Question // by their keys in the blocks; of a quiz, all
	Places    map[string]int        // of a quiz, where its questions stand, by their keys
	Warnings  []fault.Warning
}

// Block is one with its place among the parts of its lesson.
type Block struct {
	content.Block
	Place int
}

// Preview renders one lesson of a package as an import would. NotFound content.lesson_not_found.
func Preview(pkg *pack.Package, key string) (Shown, error) {
	run := newInstallation(newPlan(pkg))
	for _, file := range pkg.Assets {
		if file.Stored != nil {
			run.links.Add(file.Path, *file.Stored)
		}
	}
	lesson, taken := run.plan.lessons[key]
	if !taken {
		return Shown{Warnings: run.plan.told().Warnings}, fault.New(fault.NotFound, "content.lesson_not_found")
	}
	draft := run.render(lesson)
	shown := Shown{Blocks: map[string][]Block{}, Questions: lesson.questions, Places: lesson.places, Warnings: run.plan.told().Warnings}
	for tag, text := range draft.Texts {
		for n, block := range text.Blocks { // one of each piece
			shown.Blocks[tag] = append(shown.Blocks[tag], Block{block, lesson.pieces[tag][n].place})
		}
	}
	return shown, nil
}

// plan is a package with its lessons split into text and questions, in the order of the package.
type plan struct {
	pkg     *pack.Package
	lessons map[string]*plannedLesson // by key
	refused *fault.Warning            // why the first quiz that was left out was; nil where all were taken
	wrong   *fault.Warning            // why the package cannot be taken as a whole; nil where it can
	log     fault.Log
	asked   int // questions
	report  Report
}

type plannedLesson struct {
	source    pack.Lesson
	pieces    map[string][]piece // by language
	quiz      *quizzes.Quiz      // nil: no questions
	questions []assessment.Question
	places    map[string]int // of a quiz: see Shown
}

// piece is text as it was written, or a question by its key, with its place among the parts of the lesson.
type piece struct {
	source   string
	question string
	place    int
}

func newPlan(pkg *pack.Package) *plan {
	title, _ := pkg.Titles.In(pkg.Languages[0])
	plan := &plan{
		pkg:     pkg,
		lessons: map[string]*plannedLesson{},
		report: Report{
			Format: pkg.Format, Code: pkg.Code, Title: title, Languages: pkg.Languages, Assets: len(pkg.Assets),
			Questions: map[assessment.Type]int{},
		},
	}
	plan.log.Add(pkg.Warnings...)
	for _, module := range pkg.Modules {
		for _, lesson := range module.Lessons {
			plan.add(lesson)
		}
	}
	pkg.At("")
	plan.told()
	return plan
}

// told gives the report with all warnings so far, and tells where there were more of a kind than are listed.
func (p *plan) told() Report {
	p.report.Warnings = p.log.Warnings()
	if p.log.More() {
		p.report.Warnings = append(p.report.Warnings, fault.Warn(p.report.Title, "import.more_of_a_kind", "Limit", fault.MostOfAKind))
	}
	return p.report
}

func (p *plan) usable() error {
	if p.wrong != nil {
		return pack.Refused(p.report.Title, *p.wrong)
	}
	if p.report.Lessons == 0 {
		return pack.Refused(p.report.Title, *p.refused) // every package has a lesson, and only quizzes are left out
	}
	return nil
}

func (p *plan) warn(entry string, warnings ...fault.Warning) {
	for _, w := range warnings {
		if w.Entry == "" {
			w.Entry = entry
		}
		p.log.Add(w)
	}
}

// maxQuestions is how many questions a package may have: a text of some megabytes could hold a million, each of which is rendered,
// and kept, by itself.
const maxQuestions = 10_000

// add plans one lesson. A quiz of which no question can be taken is left out with a warning.
func (p *plan) add(source pack.Lesson) {
	lesson := &plannedLesson{source: source, pieces: map[string][]piece{}, places: map[string]int{}}
	before := p.log.Len()
	byLang := map[string][]assessment.Question{}
	for _, lang := range slices.Sorted(maps.Keys(source.Texts)) {
		text := source.Texts[lang]
		p.pkg.At(text.Entry)
		if text.Title == "" {
			p.warn(text.Entry, fault.Warn("", "import.lesson_untitled", "Language", i18n.NameOf(lang)))
		}
		if text.Syntax != markup.SyntaxMarkdown {
			lesson.pieces[lang] = []piece{{source: text.Source}}
			continue
		}
		segments, warnings := segmentsOf(text, lang)
		p.warn(text.Entry, warnings...)
		lesson.pieces[lang], byLang[lang] = split(segments)
	}
	entry := entryOf(source)
	if source.Quiz != nil {
		byLang = p.quizQuestions(source.Quiz, lesson.places)
	}
	questions, warnings := assessment.Merge(byLang, p.pkg.Languages)
	p.warn(entry, warnings...)
	for i := range questions {
		questions[i].Identity = assessment.Identity{
			Collection: CollectionOf(p.pkg.Code), Key: source.Key + "/" + questions[i].Key,
		}
	}
	lesson.questions = p.askable(entry, questions[:min(len(questions), max(0, maxQuestions-p.asked))])
	if p.asked += len(questions); p.asked > maxQuestions {
		p.warn(entry, fault.Warn("", "import.too_many_questions", "Limit", maxQuestions))
	}
	lesson.keepKnownQuestions()
	switch {
	case source.Quiz != nil && len(lesson.questions) == 0:
		p.warn(entry, fault.Warning{Key: "import.quiz_without_questions"})
		if p.refused == nil {
			why := p.log.Warnings()[before] // what is wrong with its first question, where there is one
			p.refused = &why
		}
		return
	case source.Quiz != nil:
		lesson.quiz = examOf(source.Quiz, p.pkg.Zone)
		p.checkMoments(entry, source.Quiz, lesson.quiz)
	case len(lesson.questions) > 0:
		lesson.quiz = &quizzes.Quiz{
			Kind: quizzes.Check, Titles: titlesOf(source), Review: quizzes.ReviewDuring, GradeBy: quizzes.Last,
		}
	}
	for _, question := range lesson.questions {
		p.report.Questions[question.Type]++
	}
	p.report.Lessons++
	p.lessons[source.Key] = lesson
}

// checkMoments refuses a quiz that closes before it opens, and warns of one that nobody can take any more.
func (p *plan) checkMoments(entry string, source *pack.Quiz, quiz *quizzes.Quiz) {
	switch {
	case quiz.ClosesAt.IsZero():
	case !quiz.ClosesAt.After(quiz.OpensAt):
		p.wrong = &fault.Warning{Entry: entry, Key: "assessment.quiz_closes_before_opening"}
	case !quiz.ClosesAt.After(time.Now()):
		p.warn(entry, fault.Warn("", "import.quiz_closed_already", "Closes", strings.Replace(source.Closes, "T", " ", 1)))
	}
}

// courseCollection begins the name of the collection of a course's questions.
const courseCollection = "course/"

// CollectionOf is the collection that the questions of the course with the code are in.
func CollectionOf(code string) string { return courseCollection + code }

// Addresses resolves the neutral links in a question's HTML, for a collection that belongs to a course.
func Addresses(collection, html string) string {
	return markup.Addresses(html, strings.TrimPrefix(collection, courseCollection))
}

// quizQuestions are those of a quiz by language. Where they stand in it is put into places.
func (p *plan) quizQuestions(quiz *pack.Quiz, places map[string]int) map[string][]assessment.Question {
	byLang := map[string][]assessment.Question{}
	for _, lang := range slices.Sorted(maps.Keys(quiz.Sources)) {
		source := quiz.Sources[lang]
		p.pkg.At(source.Entry)
		var questions []assessment.Question
		var warnings []fault.Warning
		var err error
		switch {
		case source.Parts != nil:
			var segments []segment
			var pieces []piece
			segments, warnings = splitParts(source.Parts, lang)
			pieces, questions = split(segments)
			for _, piece := range pieces {
				places[piece.question] = piece.place
			}
		case source.Format == pack.SourceMarkdown:
			questions, warnings = markdown.Parse(string(source.Data), lang)
		default:
			questions, _, warnings, err = qti12.Parse(source.Data, lang)
		}
		if told, ok := fault.As(err); ok {
			warnings = append(warnings, fault.Warning{Key: told.Key, Args: told.Args})
		}
		p.warn(source.Entry, warnings...)
		for i := range questions {
			if questions[i].Key == "" {
				questions[i].Key = fmt.Sprintf("q%d", i+1)
			}
		}
		byLang[lang] = questions
	}
	return byLang
}

// askable leaves out, with a warning each, the questions that cannot be asked or marked.
func (p *plan) askable(entry string, questions []assessment.Question) []assessment.Question {
	kept := questions[:0]
	for _, question := range questions {
		err := question.Validate()
		if err == nil {
			kept = append(kept, question)
			continue
		}
		if told, ok := fault.As(err); ok {
			p.warn(entry, fault.Warning{Key: told.Key, Args: told.Args})
		}
	}
	return kept
}

// keepKnownQuestions takes out of the text the places of questions that were left out.
func (l *plannedLesson) keepKnownQuestions() {
	known := map[string]bool{"": true}
	for _, question := range l.questions {
		known[question.Key] = true
	}
	for lang, pieces := range l.pieces {
		l.pieces[lang] = slices.DeleteFunc(pieces, func(p piece) bool { return !known[p.question] })
	}
}

// examOf is a quiz with the settings that came with it. How attempts count and when answers are shown is left to
// SaveQuiz where the package says nothing; a pass mark that was not said or makes no sense is the usual one.
func examOf(source *pack.Quiz, zone *time.Location) *quizzes.Quiz {
	quiz := &quizzes.Quiz{
		Kind: quizzes.Exam, Titles: source.Titles,
		TimeLimit: seconds(source.TimeLimit), MaxAttempts: source.Attempts,
		ShuffleQuestions: source.Shuffle, ShuffleChoices: source.Shuffle,
		GradeBy: quizzes.GradeBy(source.Grade), Review: quizzes.Review(source.Review),
		PassMark: quizzes.UsualPassMark,
	}
	quiz.OpensAt, _ = pack.Moment(source.Opens, zone) // whoever has read the package has checked them
	quiz.ClosesAt, _ = pack.Moment(source.Closes, zone)
	if mark, err := assessment.Decimal(strings.TrimSuffix(source.PassMark, "%")); err == nil {
		quiz.PassMark = mark
	}
	for _, draw := range source.Draws {
		quiz.Draws = append(quiz.Draws, quizzes.Draw{Tag: draw.Tag, Count: draw.Count})
	}
	return quiz
}

func titlesOf(lesson pack.Lesson) lang.Texts {
	titles := lang.Texts{}
	for tag, text := range lesson.Texts {
		if text.Title != "" {
			titles[tag] = text.Title
		}
	}
	return titles
}

// entryOf is the file that a lesson comes from, in its first language.
func entryOf(lesson pack.Lesson) string {
	for _, lang := range slices.Sorted(maps.Keys(lesson.Texts)) {
		if entry := lesson.Texts[lang].Entry; entry != "" {
			return entry
		}
	}
	return lesson.Key
}
