package editions_test

import (
	"encoding/json"
	"testing"

	"github.com/google/uuid"

	"vatra/assessment/exam"
	"vatra/content/studio"
	"vatra/lms/access"
	"vatra/lms/authoring"
	"vatra/lms/editions"
	"vatra/lms/fault"
	"vatra/lms/i18n"
	"vatra/lms/lang"
	"vatra/lms/learning"
	"vatra/lms/schooltest"
	"vatra/lms/tracks"
)

// move takes the learners of the first version to the one that is public.
func (w *writer) move() (moved, staying int) {
	w.Helper()
	moved, staying, err := w.Editions.Move(w.Context(), w.actor, w.draft, 1, w.base)
	w.must(err)
	return moved, staying
}

func (w *writer) way(from int) editions.Way {
	w.Helper()
	way, err := w.Editions.Way(w.Context(), w.actor, w.draft, from)
	w.must(err)
	return way
}

func (w *writer) course(learner access.Actor) *learning.CourseState {
	w.Helper()
	course, err := w.Reading.Course(w.Context(), learner, code)
	w.must(err)
	return course
}

// answer answers one question of the first lesson.
func (w *writer) answer(learner access.Actor, key string) {
	w.Helper()
	lesson := w.course(learner).Version.Lessons()[0]
	quiz, err := w.Quizzes.Quiz(w.Context(), lesson.QuizID)
	w.must(err)
	question, _ := quiz.Question(key)
	_, _, err = w.Sitting.CheckAnswer(w.Context(), learner, code, lesson.Key, key, question.RightResponse(), "en")
	w.must(err)
}

func (w *writer) read(learner access.Actor, key string) {
	w.Helper()
	_, _, err := w.Reading.CompleteLesson(w.Context(), learner, code, key)
	w.must(err)
}

// correct puts a word right, in a text and in the quiz, and adds a lesson.
func (w *writer) correct() {
	w.Helper()
	w.write(w.pieces["text"], english(studio.Text), "Whoever asks may read the register.")
	w.write(w.pieces["asked"], english(studio.Text), "**Whose is this register?**\n\n- [ ] Nobody's\n- [x] Everybody's")
	w.page("third", "The third lesson")
	w.publish()
}

// kept fails unless the learner has in the course what she had before she was moved: an answer, and a quiz that is passed.
func (w *writer) kept(ana access.Actor, course *learning.CourseState, passed *exam.Result) {
	w.Helper()
	t := w.TB
	first, quiz := course.Version.Lessons()[0], course.Version.Lessons()[2]
	state, err := w.Quizzes.CheckState(t.Context(), first.QuizID, ana.UserID, "en")
	if err != nil || state.Answered || state.Checks["whose"].Slot.Answer == nil || state.Checks["where"].Slot.Answer != nil {
		t.Errorf("her answers are %+v, %v", state, err)
	}
	outcomes, err := w.Quizzes.Outcomes(t.Context(), w.DB, ana.UserID, []uuid.UUID{quiz.QuizID})
	if err != nil || !outcomes[quiz.QuizID].Passed || outcomes[quiz.QuizID].Attempts != 1 {
		t.Errorf("her quiz is %+v, %v", outcomes, err)
	}
	if again, err := w.Quizzes.Attempts(t.Context(), quiz.QuizID, ana.UserID); err != nil || len(again) != 1 || again[0].ID != passed.Attempt.ID {
		t.Errorf("her attempts are %+v, %v", again, err)
	}
}

// goesOn is what she does after it: she is told once, does the rest, and takes the quiz once more.
func (w *writer) goesOn(ana access.Actor, course *learning.CourseState) {
	w.Helper()
	t := w.TB
	w.must(w.Reading.Told(t.Context(), ana, course.Version))
	w.answer(ana, "where")
	if told := w.course(ana); told.Moved || told.DoneCount() != 3 {
		t.Errorf("now she is in %+v", told)
	}
	w.read(ana, "third")
	if w.course(ana).CompletedAt.IsZero() {
		t.Error("she has done all and it is not complete")
	}
	if second := w.Sit(ana, code, true); second.Attempt.Number != 2 {
		t.Errorf("her next attempt is number %d", second.Attempt.Number)
	}
}

func TestALearnerWhoIsMovedLosesNothing(t *testing.T) {
	t.Parallel()
	w := newWriter(t)
	ana := w.Person("ana@primarie.example", access.RoleLearner)
	w.answer(ana, "whose") // one of the two
	w.read(ana, "second")
	passed := w.Sit(ana, code, true)
	ion := w.Person("ion@primarie.example", access.RoleLearner)
	w.Study(ion, code)
	w.Sit(ion, code, true)
	w.correct()
	if way := w.way(1); way.Moving != 1 || way.Staying != 0 || way.Kept != 3 || len(way.New) != 1 || len(way.Again)+len(way.Left) != 0 {
		t.Errorf("it would be %+v", way)
	}
	answers, attempts := w.Count(`SELECT count(*) FROM answers`), w.Count(`SELECT count(*) FROM attempts`)
	if moved, staying := w.move(); moved != 1 || staying != 0 {
		t.Errorf("%d were moved, and %d stay", moved, staying)
	}
	course := w.course(ana)
	if course.Version.Number != 2 || course.DoneCount() != 2 || !course.Moved {
		t.Errorf("she is in %+v", course)
	}
	w.kept(ana, course, passed)
	if w.Count(`SELECT count(*) FROM answers`) != answers+1 || w.Count(`SELECT count(*) FROM attempts`) != attempts+1 {
		t.Error("what was there is not there")
	}
	if other := w.course(ion); other.Version.Number != 1 || other.CompletedAt.IsZero() || other.Moved {
		t.Errorf("who had completed it is in %+v", other)
	}
	w.goesOn(ana, course)
	if n := w.Count(`SELECT count(*) FROM security_events WHERE event = 'learners.moved' AND target = 'open-registers 1→2: 1'`); n != 1 {
		t.Errorf("it is told %d times", n)
	}
}

func TestWhoSitsAnExamStays(t *testing.T) {
	t.Parallel()
	w := newWriter(t)
	ana := w.Person("ana@primarie.example", access.RoleLearner)
	attempt, err := w.Sitting.StartQuiz(t.Context(), ana, code, "quiz")
	w.must(err)
	w.correct()
	if way := w.way(1); way.Moving != 0 || way.Staying != 1 {
		t.Errorf("it would be %+v", way)
	}
	if moved, staying := w.move(); moved != 0 || staying != 1 || w.course(ana).Version.Number != 1 {
		t.Errorf("%d were moved, and %d stay", moved, staying)
	}
	_, _, err = w.Sitting.SubmitQuiz(t.Context(), ana, attempt.ID)
	w.must(err)
	if moved, _ := w.move(); moved != 1 {
		t.Errorf("handed in, %d were moved", moved)
	}
	// Without a pass nothing of it is done, but the attempt counts.
	course := w.course(ana)
	outcomes, err := w.Quizzes.Outcomes(t.Context(), w.DB, ana.UserID, []uuid.UUID{course.Version.Lessons()[2].QuizID})
	if err != nil || course.DoneCount() != 0 || outcomes[course.Version.Lessons()[2].QuizID].Attempts != 1 {
		t.Errorf("she is in %+v with %+v, %v", course, outcomes, err)
	}
}

func TestAnExamThatAsksSomethingNewIsTakenAgain(t *testing.T) {
	t.Parallel()
	w := newWriter(t)
	ana := w.Person("ana@primarie.example", access.RoleLearner)
	w.Sit(ana, code, true)
	w.add(studio.Question, w.lessons["quiz"], studio.Values{english(studio.Text): question, {Name: studio.Key}: "new"})
	w.publish()
	if way := w.way(1); len(way.Again) != 1 || way.Kept != 2 {
		t.Errorf("it would be %+v", way)
	}
	w.move()
	if course := w.course(ana); course.Version.Number != 2 || course.DoneCount() != 0 {
		t.Errorf("she is in %+v", course)
	}
}

func TestWhoHasDoneAllThatIsLeftIsDone(t *testing.T) {
	t.Parallel()
	w := newWriter(t)
	boss := w.Person("boss@primarie.example", access.RoleAdministrator)
	names := lang.Texts{}
	for _, one := range i18n.Languages() {
		names[one.Tag] = "Registers"
	}
	_, err := w.Tracks.Create(t.Context(), boss, "registers", tracks.Change{
		Names: names, CourseCodes: []string{code}, Rules: tracks.Rules{LessonsCompleted: true, QuizzesPassed: true},
	})
	w.must(err)
	ana := w.Person("ana@primarie.example", access.RoleLearner)
	_, err = w.Enrolment.Enrol(t.Context(), ana, "registers")
	w.must(err)
	w.answer(ana, "whose")
	w.answer(ana, "where")
	w.Sit(ana, code, true)
	w.must(w.Authoring.Remove(t.Context(), w.actor, w.draft, w.lessons["second"]))
	w.publish()
	w.move()
	var args []byte
	w.must(w.DB.NewRaw(`SELECT args FROM river_job WHERE kind = 'editions.finish'`).Scan(t.Context(), &args))
	var job editions.FinishCourse
	w.must(json.Unmarshal(args, &job))
	for range 2 {
		w.must(w.Editions.Finish(t.Context(), job))
	}
	if awards := w.AwardsOf(ana); w.course(ana).CompletedAt.IsZero() || len(awards) != 1 || awards[0].Record.Courses[0].Version != 2 {
		t.Errorf("she has %+v", awards)
	}
}

func TestMovingIsForWritersAndToWhatTheyHaveSeen(t *testing.T) {
	t.Parallel()
	w := newWriter(t)
	w.correct()
	_, _, err := w.Editions.Move(t.Context(), w.actor, w.draft, 1, 1)
	schooltest.Wants(t, err, fault.Conflict, "studio.published_meanwhile")
	_, _, err = w.Editions.Move(t.Context(), w.actor, w.draft, 2, 2)
	schooltest.Wants(t, err, fault.Conflict, "versions.is_current")
	other := w.Person("other@scoala.example", access.RoleTrainer)
	_, _, err = w.Editions.Move(t.Context(), other, w.draft, 1, 2)
	schooltest.Wants(t, err, fault.NotFound, "studio.no_draft")
}

func TestSlipsOfThePenMoveEverybodyAndKeepTranslations(t *testing.T) {
	t.Parallel()
	w := newWriter(t)
	romanian := studio.Place{Name: studio.Text, Lang: "ro"}
	w.write(w.now().Root.ID, studio.Place{Name: studio.Languages}, "en ro")
	w.write(w.pieces["text"], romanian, "Cine cere poate citi registrul.")
	save := w.now().Piece(w.pieces["text"]).Fields[romanian]
	_, err := w.Authoring.Save(t.Context(), w.actor, w.draft, studio.Edit{
		Piece: w.pieces["text"], Place: romanian, Text: save.Text, Base: save.Number, Origin: 1, Client: uuid.New(),
	})
	w.must(err)
	w.publish()
	ana, ion := w.Person("ana@primarie.example", access.RoleLearner), w.Person("ion@primarie.example", access.RoleLearner)
	w.Sit(ana, code, true)
	attempt, err := w.Sitting.StartQuiz(t.Context(), ion, code, "quiz")
	w.must(err)

	other := w.Person("eva@scoala.example", access.RoleTrainer) // so that the text before stays in the history
	w.must(w.Authoring.AddWriter(t.Context(), w.actor, w.draft, "eva@scoala.example", ""))
	mine := w.actor
	w.actor = other
	w.write(w.pieces["text"], english(studio.Text), "Whoever asks may read the register.")
	w.actor = mine
	w.write(w.pieces["asked"], english(studio.Text), "**Whose is this register?**\n\n- [ ] Nobody's\n- [x] Everybody's")
	if piece := w.now().Piece(w.pieces["text"]); !piece.Stale(studio.Text, "en", "ro") {
		t.Fatal("the translation is not of another text")
	}
	report, moved, staying, err := w.Editions.Correct(t.Context(), w.actor, w.draft, authoring.Publishing{Base: w.base})
	if err != nil || report.Version != 3 || moved != 1 || staying != 1 {
		t.Fatalf("%+v, %d, %d, %v", report, moved, staying, err)
	}
	if piece := w.now().Piece(w.pieces["text"]); piece.Stale(studio.Text, "en", "ro") {
		t.Error("the translation is stale")
	}
	course := w.course(ana)
	outcomes, err := w.Quizzes.Outcomes(t.Context(), w.DB, ana.UserID, []uuid.UUID{course.Version.Lessons()[2].QuizID})
	if err != nil || course.Version.Number != 3 || course.DoneCount() != 1 || !outcomes[course.Version.Lessons()[2].QuizID].Passed {
		t.Errorf("she is in %+v with %+v, %v", course, outcomes, err)
	}
	_, _, err = w.Sitting.SubmitQuiz(t.Context(), ion, attempt.ID)
	w.must(err)
}

func TestMoreThanASlipIsRefused(t *testing.T) {
	t.Parallel()
	for key, change := range map[string]func(*writer){
		"versions.typo_lessons": func(w *writer) { w.page("third", "The third lesson") },
		"versions.typo_words": func(w *writer) {
			w.write(w.pieces["text"], english(studio.Text), "Nobody but a clerk with a key may ever see any of it.")
		},
		"versions.typo_questions": func(w *writer) {
			w.write(w.pieces["asked"], english(studio.Text), "**Whose is the register?**\n\n- [x] Nobody's\n- [ ] Everybody's")
		},
		"versions.typo_about": func(w *writer) { w.write(w.now().Root.ID, studio.Place{Name: studio.Licence}, "CC BY 4.0") },
	} {
		w := newWriter(t)
		change(w)
		_, _, _, err := w.Editions.Correct(t.Context(), w.actor, w.draft, authoring.Publishing{Base: 1})
		schooltest.Wants(t, err, fault.Invalid, "kind: "+key)
		if versions := w.versions(); len(versions) != 1 {
			t.Errorf("%s: there are %d versions", key, len(versions))
		}
	}
	w := newWriter(t)
	w.write(w.lessons["quiz"], studio.Place{Name: studio.PassMark}, "60")
	_, _, _, err := w.Editions.Correct(t.Context(), w.actor, w.draft, authoring.Publishing{Base: 1})
	schooltest.Wants(t, err, fault.Invalid, "kind: versions.typo_rules")
	w.write(w.lessons["quiz"], studio.Place{Name: studio.PassMark}, "50")
	w.write(w.lessons["second"], english(studio.Title), "The 2nd lesson")
	_, _, _, err = w.Editions.Correct(t.Context(), w.actor, w.draft, authoring.Publishing{Base: 1})
	schooltest.Wants(t, err, fault.Invalid, "kind: versions.typo_words")
}
