package authoring

import (
	"context"
	"strconv"
	"strings"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"vatra/assessment"
	"vatra/assessment/formats/markdown"
	"vatra/assessment/quizzes"
	"vatra/content"
	"vatra/content/pack"
	"vatra/content/studio"
	"vatra/lms/access"
	"vatra/lms/fault"
)

// Adopt makes a draft of a published course, in its newest version, for somebody who trains it; one that they began before is given
// again, as it is. NotFound content.course_not_found, Forbidden people.forbidden_here.
func (a *Authoring) Adopt(ctx context.Context, actor access.Actor, code string) (uuid.UUID, error) {
	if err := actor.Require(access.BeginCourses); err != nil {
		return uuid.Nil, err
	}
	version, err := a.newest(ctx, code)
	if err == nil && version == nil {
		err = fault.New(fault.NotFound, "content.course_not_found")
	}
	if err != nil {
		return uuid.Nil, err
	}
	if err := actor.RequireFor(ctx, a.db, access.FollowLearners, access.Course(version.CourseID)); err != nil {
		return uuid.Nil, err
	}
	begun, err := a.copied(ctx, version)
	if err != nil {
		return uuid.Nil, err
	}
	var draft uuid.UUID
	err = a.db.Tx(ctx, func(ctx context.Context, tx bun.Tx) error {
		if err := a.courses.Lock(ctx, tx, code, actor.UserID); err != nil {
			return err
		}
		if draft, err = a.draftOf(ctx, tx, version.CourseID); err != nil || draft != uuid.Nil {
			return err
		}
		draft, err = begun.bringIn(ctx, tx, actor)
		return err
	})
	if err != nil {
		return uuid.Nil, err
	}
	return draft, a.db.Tx(ctx, func(ctx context.Context, tx bun.Tx) error {
		return access.Own(ctx, tx, actor, access.WriteCourses, access.Draft(draft))
	})
}

// draftOf is the draft in which a course is written on; uuid.Nil where there is none. A course has one, so that its writers meet.
func (a *Authoring) draftOf(ctx context.Context, tx bun.Tx, course uuid.UUID) (uuid.UUID, error) {
	var drafts []uuid.UUID
	const query = `SELECT id FROM drafts WHERE course_id = ? AND removed_at IS NULL ORDER BY created_at LIMIT 1`
	err := tx.NewRaw(query, course).Scan(ctx, &drafts)
	if len(drafts) == 0 {
		return uuid.Nil, err
	}
	return drafts[0], err
}

// apart is how a text becomes blocks.
type apart func(text string) []string

// whole leaves a text in one block.
func whole(text string) []string { return []string{text} }

// plant is a version as a draft has it.
func (a *Authoring) plant(ctx context.Context, version *content.Version, blocks apart) (studio.Plant, error) {
	sources, err := a.courses.Sources(ctx, version.ID)
	if err != nil {
		return studio.Plant{}, err
	}
	texts := byLesson(version, sources)
	course := studio.Plant{Kind: studio.Course, Values: studio.Values{
		{Name: studio.Code}: version.Code, {Name: studio.Languages}: strings.Join(version.Languages, " "),
		{Name: studio.Licence}: version.Licence, {Name: studio.Author}: version.Attribution.Author,
		{Name: studio.Competences}: strings.Join(version.Competences, " "),
		{Name: studio.Work}:        version.Attribution.Title, {Name: studio.Source}: version.Attribution.Source,
	}}
	if version.Picture != nil {
		course.Values[studio.Place{Name: studio.Picture}] = version.Picture.Path
		course.Values.Put(studio.PictureAlt, version.Picture.Alt)
	}
	course.Values.Put(studio.Title, version.Titles)
	course.Values.Put(studio.Summary, version.Summaries)
	for _, module := range version.Modules {
		part := studio.Plant{Kind: studio.Module, Values: studio.Values{{Name: studio.Key}: module.Key}}
		part.Values.Put(studio.Title, module.Titles)
		for _, lesson := range module.Lessons {
			planted, err := a.plantLesson(ctx, version, lesson, texts[lesson.ID], blocks)
			if err != nil {
				return studio.Plant{}, err
			}
			part.Parts = append(part.Parts, planted)
		}
		course.Parts = append(course.Parts, part)
	}
	return course, nil
}

// byLesson are the texts of a version by lesson and language, as a draft links them.
func byLesson(version *content.Version, sources []content.LessonSource) map[uuid.UUID]map[string]content.LessonSource {
	texts := map[uuid.UUID]map[string]content.LessonSource{}
	for _, source := range sources {
		source.Text = linkedByKey(version, source.Text)
		if texts[source.LessonID] == nil {
			texts[source.LessonID] = map[string]content.LessonSource{}
		}
		texts[source.LessonID][source.Lang] = source
	}
	return texts
}

func (a *Authoring) plantLesson(
	ctx context.Context, version *content.Version, lesson content.Lesson, texts map[string]content.LessonSource, blocks apart,
) (studio.Plant, error) {
	planted := studio.Plant{Kind: studio.Lesson, Values: studio.Values{
		{Name: studio.Key}: lesson.Key, {Name: studio.Sort}: sortOf(lesson.Kind), {Name: studio.Minutes}: positive(lesson.Minutes),
	}}
	planted.Values.Put(studio.Title, lesson.Titles)
	planted.Values.Put(studio.Summary, lesson.Summaries)
	if lesson.Completion != content.ByQuiz {
		planted.Values[studio.Place{Name: studio.Completion}] = lesson.Completion
	}
	if lesson.QuizID == uuid.Nil {
		planted.Parts = plantText(version.Languages, texts, blocks)
		return planted, nil
	}
	quiz, err := a.quizzes.Quiz(ctx, lesson.QuizID)
	switch {
	case err != nil:
		return studio.Plant{}, err
	case quiz.Kind == quizzes.Exam:
		zone, err := a.Zone(ctx)
		if err != nil {
			return studio.Plant{}, err
		}
		plantQuiz(&planted, version, quiz, zone)
	default:
		planted.Parts = plantText(version.Languages, texts, blocks)
	}
	return planted, nil
}

// sortOf is a kind of lesson as the studio knows it: what came from elsewhere as a topic, a file or a link is a page.
func sortOf(kind string) string {
	if kind == content.KindPractice || kind == content.KindQuiz {
		return kind
	}
	return content.KindPage
}

func positive(n int) string {
	if n <= 0 {
		return ""
	}
	return strconv.Itoa(n)
}

// PutRules adds what a quiz asks of those who take it, as the studio writes it.
func PutRules(values studio.Values, quiz *quizzes.Quiz, zone *time.Location) {
	set := func(name, value string) { values[studio.Place{Name: name}] = value }
	set(studio.PassMark, quiz.PassMark.String())
	set(studio.Attempts, positive(quiz.MaxAttempts))
	set(studio.Opens, pack.WrittenMoment(quiz.OpensAt, zone))
	set(studio.Closes, pack.WrittenMoment(quiz.ClosesAt, zone))
	set(studio.TimeLimit, studio.WrittenSeconds(int(quiz.TimeLimit.Seconds())))
	if quiz.ShuffleQuestions {
		set(studio.Shuffle, "yes")
	}
	draws := make([]pack.Draw, 0, len(quiz.Draws))
	for _, draw := range quiz.Draws {
		draws = append(draws, pack.Draw{Tag: draw.Tag, Count: draw.Count})
	}
	set(studio.Draw, studio.WrittenDraws(draws))
}

func plantQuiz(lesson *studio.Plant, version *content.Version, quiz *quizzes.Quiz, zone *time.Location) {
	PutRules(lesson.Values, quiz, zone)
	for _, question := range quiz.Questions {
		planted := plantQuestion(question)
		for at, text := range planted.Values {
			planted.Values[at] = linkedByKey(version, text)
		}
		lesson.Parts = append(lesson.Parts, planted)
	}
}

func plantQuestion(question *assessment.Question) studio.Plant {
	planted := studio.Plant{Kind: studio.Question, Values: studio.Values{{Name: studio.Key}: question.Key}}
	for tag := range question.Texts {
		planted.Values[studio.Place{Name: studio.Text, Lang: tag}] = SourceOf(question, tag)
	}
	return planted
}

// SourceOf is a question as its author wrote it in the language, else as Markdown has it.
func SourceOf(question *assessment.Question, tag string) string {
	if source := question.Texts[tag].Source; source.Format == markdown.Format {
		return source.Text
	}
	return markdown.Write(question, tag)
}
