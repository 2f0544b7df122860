package content

import (
	"context"
	"fmt"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"vatra/lms/fault"
	"vatra/lms/lang"
	"vatra/lms/pg"
)

// What a lesson may be.
const (
	KindPage     = "page"     // text, perhaps with questions in it
	KindPractice = "practice" // a page that asks for work of one's own, away from it
	KindQuiz     = "quiz"     // a quiz taken as a whole
	KindTopic    = "topic"    // a question for the forum, read as a page
	KindFile     = "file"     // a document to read
	KindLink     = "link"     // a page elsewhere
)

// How a lesson is completed.
const (
	ByReading  = "read"     // by opening it and saying so
	ByQuestion = "question" // by answering the questions inside it
	ByQuiz     = "quiz"     // by passing the quiz that it is
)

// Version is a published version of a course: its whole structure without the texts of its lessons. It is frozen and
// shared between readers, so nobody may change it.
type Version struct {
	ID, CourseID uuid.UUID
	Code         string
	Number       int
	Languages    []string // BCP 47; the first is the one fallen back to
	Titles       lang.Texts
	Summaries    lang.Texts
	Licence      string
	Attribution  Attribution
	Competences  []string // that it trains, see competences
	Picture      *Picture // nil: none
	PublishedAt  time.Time
	Modules      []Module

	lessons []Lesson
	places  map[uuid.UUID]int
	keys    map[string]int
}

// Module is a part of a version.
type Module struct {
	ID      uuid.UUID
	Key     string
	Titles  lang.Texts
	Lessons []Lesson
}

// Lesson is one step of a version. QuizID is the quiz that it is, or whose questions stand in its text; uuid.Nil
// without one. Minutes is the time that it takes. Titles has every language that the lesson has a text or only a title in; a
// title may be empty, in one that has only a text.
type Lesson struct {
	ID         uuid.UUID
	ModuleID   uuid.UUID
	Key        string
	Kind       string
	QuizID     uuid.UUID
	Completion string
	Minutes    int
	Titles     lang.Texts
	Summaries  lang.Texts
}

// Lessons lists the lessons of all modules in order.
func (v *Version) Lessons() []Lesson { return v.lessons }

// Lesson gives the lesson with the id, or fault.NotFound.
func (v *Version) Lesson(id uuid.UUID) (Lesson, error) {
	place, ok := v.places[id]
	if !ok {
		return Lesson{}, fault.New(fault.NotFound, "content.lesson_not_found")
	}
	return v.lessons[place], nil
}

// LessonByKey gives the lesson that an address names, or fault.NotFound.
func (v *Version) LessonByKey(key string) (Lesson, error) {
	place, ok := v.keys[key]
	if !ok {
		return Lesson{}, fault.New(fault.NotFound, "content.lesson_not_found")
	}
	return v.lessons[place], nil
}

// Module gives the module that the lesson stands in, or fault.NotFound.
func (v *Version) Module(lessonID uuid.UUID) (Module, error) {
	lesson, err := v.Lesson(lessonID)
	if err != nil {
		return Module{}, err
	}
	for _, module := range v.Modules {
		if module.ID == lesson.ModuleID {
			return module, nil
		}
	}
	return Module{}, fmt.Errorf("lesson %s stands in no module", lessonID)
}

// Place is the lesson's number in the course, from 1; 0 for a lesson of another course.
func (v *Version) Place(lessonID uuid.UUID) int {
	place, ok := v.places[lessonID]
	if !ok {
		return 0
	}
	return place + 1
}

// Previous gives the lesson before; false at the first.
func (v *Version) Previous(lessonID uuid.UUID) (Lesson, bool) { return v.beside(lessonID, -1) }

// Next gives the lesson after; false at the last.
func (v *Version) Next(lessonID uuid.UUID) (Lesson, bool) { return v.beside(lessonID, +1) }

func (v *Version) beside(lessonID uuid.UUID, step int) (Lesson, bool) {
	place, ok := v.places[lessonID]
	place += step
	if !ok || place < 0 || place >= len(v.lessons) {
		return Lesson{}, false
	}
	return v.lessons[place], true
}

// Minutes is the time that the whole course takes: reading, exercises and quizzes.
func (v *Version) Minutes() int { return v.Work().Minutes() }

// index builds what the navigation needs.
func (v *Version) index() {
	v.places, v.keys = map[uuid.UUID]int{}, map[string]int{}
	for _, module := range v.Modules {
		for _, lesson := range module.Lessons {
			v.places[lesson.ID] = len(v.lessons)
			v.keys[lesson.Key] = len(v.lessons)
			v.lessons = append(v.lessons, lesson)
		}
	}
}

// size is roughly what a version takes in memory, in bytes.
func (v *Version) size() int {
	const lessonOverhead = 700
	bytes := 1000 + v.Titles.Size() + v.Summaries.Size() + v.Picture.size()
	for _, module := range v.Modules {
		bytes += 200 + module.Titles.Size()
	}
	for _, lesson := range v.lessons {
		bytes += lessonOverhead + lesson.Titles.Size() + lesson.Summaries.Size()
	}
	return bytes
}

// Version gives the whole structure of a published version, or fault.NotFound. Reading it again costs a look-up in
// memory.
func (s *Store) Version(ctx context.Context, id uuid.UUID) (*Version, error) {
	if v, ok := s.versions.Get(id); ok {
		return v, nil
	}
	v, err := s.loadVersion(ctx, id)
	if err != nil {
		return nil, err
	}
	s.versions.Put(id, v, v.size())
	return v, nil
}

func (s *Store) loadVersion(ctx context.Context, id uuid.UUID) (*Version, error) {
	v := &Version{ID: id}
	var picture string
	var alt lang.Texts
	err := s.db.Pool.QueryRow(ctx, `
		SELECT c.id, c.code, v.number, v.languages, v.titles, v.summaries, v.licence, v.attribution, v.competences, v.published_at,
		       coalesce(v.picture_path, ''), v.picture_alt
		FROM course_versions v JOIN courses c ON c.id = v.course_id
		WHERE v.id = $1 AND v.status = 'published'`, id).
		Scan(&v.CourseID, &v.Code, &v.Number, &v.Languages, &v.Titles, &v.Summaries, &v.Licence, &v.Attribution, &v.Competences, &v.PublishedAt,
			&picture, &alt)
	if err != nil {
		return nil, pg.Found(err, "content.version_not_found")
	}
	if picture != "" {
		if v.Picture, err = s.loadPicture(ctx, id, picture, alt); err != nil {
			return nil, err
		}
	}
	rows, err := s.db.Pool.Query(ctx, `SELECT id, key, titles FROM modules WHERE version_id = $1 ORDER BY position`, id)
	if err != nil {
		return nil, fmt.Errorf("reading modules: %w", err)
	}
	v.Modules, err = pgx.CollectRows(rows, func(row pgx.CollectableRow) (m Module, err error) {
		return m, row.Scan(&m.ID, &m.Key, &m.Titles)
	})
	if err != nil {
		return nil, fmt.Errorf("reading modules: %w", err)
	}
	lessons, err := s.loadLessons(ctx, id)
	if err != nil {
		return nil, err
	}
	for i := range v.Modules {
		v.Modules[i].Lessons = lessons[v.Modules[i].ID]
	}
	v.index()
	return v, nil
}

// loadLessons reads the lessons of a version by module.
func (s *Store) loadLessons(ctx context.Context, versionID uuid.UUID) (map[uuid.UUID][]Lesson, error) {
	rows, err := s.db.Pool.Query(ctx, `
		SELECT l.id, l.module_id, l.key, l.kind, coalesce(l.quiz_id, $2), l.completion, l.minutes,
		       coalesce(jsonb_object_agg(t.lang, t.title) FILTER (WHERE t.lang IS NOT NULL), '{}'),
		       coalesce(jsonb_object_agg(t.lang, t.summary) FILTER (WHERE t.summary <> ''), '{}')
		FROM lessons l LEFT JOIN lesson_texts t ON t.lesson_id = l.id
		WHERE l.version_id = $1
		GROUP BY l.id
		ORDER BY l.position`, versionID, uuid.Nil)
	if err != nil {
		return nil, fmt.Errorf("reading lessons: %w", err)
	}
	lessons, err := pgx.CollectRows(rows, func(row pgx.CollectableRow) (l Lesson, err error) {
		return l, row.Scan(&l.ID, &l.ModuleID, &l.Key, &l.Kind, &l.QuizID, &l.Completion, &l.Minutes, &l.Titles, &l.Summaries)
	})
	if err != nil {
		return nil, fmt.Errorf("reading lessons: %w", err)
	}
	byModule := map[uuid.UUID][]Lesson{}
	for _, lesson := range lessons {
		byModule[lesson.ModuleID] = append(byModule[lesson.ModuleID], lesson)
	}
	return byModule, nil
}
