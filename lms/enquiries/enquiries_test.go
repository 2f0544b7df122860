package enquiries_test

import (
	"strings"
	"testing"

	"github.com/google/uuid"

	"vatra/lms/access"
	"vatra/lms/enquiries"
	"vatra/lms/fault"
	"vatra/lms/learning"
	"vatra/lms/schooltest"
)

const course = "digital-literacy-basics"

// about is a lesson of the first course.
func about(t *testing.T, s *schooltest.School, actor access.Actor) *learning.LessonState {
	t.Helper()
	state, err := s.Reading.Course(t.Context(), actor, course)
	if err != nil {
		t.Fatal(err)
	}
	lesson, err := s.Reading.Lesson(t.Context(), actor, course, state.Version.Lessons()[0].Key)
	if err != nil {
		t.Fatal(err)
	}
	return lesson
}

func ask(t *testing.T, s *schooltest.School, actor access.Actor, question string) (bool, error) {
	t.Helper()
	l := about(t, s, actor)
	return s.Enquiries.Ask(t.Context(), actor, l.Version, l.Lesson, question)
}

func mustAsk(t *testing.T, s *schooltest.School, actor access.Actor, question string) {
	t.Helper()
	if fresh, err := ask(t, s, actor, question); err != nil || !fresh {
		t.Fatalf("%v, %v", fresh, err)
	}
}

func TestAQuestionGoesToTheTrainersAndComesBackAnswered(t *testing.T) {
	t.Parallel()
	s, ctx := schooltest.New(t), t.Context()
	s.InstallShort()
	ana := s.Person("ana@primarie.example", access.RoleLearner)
	tudor, other := s.Person("tudor@primarie.example", access.RoleTrainer), s.Person("alt@primarie.example", access.RoleTrainer)
	boss := s.Person("boss@primarie.example", access.RoleAdministrator)
	s.Train(tudor, course)

	mustAsk(t, s, ana, " Ce este un PDF?\r\nMulțumesc. ")
	open, err := s.Enquiries.Open(ctx, tudor, 1)
	if err != nil || len(open.Enquiries) != 1 || open.Enquiries[0].Question != "Ce este un PDF?\nMulțumesc." || open.Enquiries[0].Asker != ana.Name {
		t.Fatalf("%+v, %v", open, err)
	}
	id := open.Enquiries[0].ID
	letter := s.Letter("tudor@primarie.example")
	if !strings.Contains(letter.Text, enquiries.PathAnswer+id.String()) || !strings.Contains(letter.Text, ana.Name) || strings.Contains(letter.Text, "PDF?") {
		t.Errorf("the letter says\n%s", letter.Text)
	}
	if len(s.Letters("alt@primarie.example"))+len(s.Letters("boss@primarie.example")) > 0 {
		t.Error("others were told")
	}

	schooltest.Wants(t, s.Enquiries.Answer(ctx, other, id, "Nu."), fault.NotFound, "enquiries.not_found")
	schooltest.Wants(t, s.Enquiries.Answer(ctx, ana, id, "Nu."), fault.Forbidden, "people.forbidden")
	schooltest.Wants(t, s.Enquiries.Answer(ctx, tudor, id, " \n "), fault.Invalid, "answer: error.required")
	schooltest.Wants(t, s.Enquiries.Answer(ctx, tudor, id, strings.Repeat("ț", enquiries.TextMax+1)), fault.Invalid, "answer: people.text_long")
	if found, err := s.Enquiries.Open(ctx, other, 1); err != nil || len(found.Enquiries) > 0 {
		t.Errorf("a trainer of another course reads %+v, %v", found, err)
	}
	for range 2 { // sent twice is one answer
		if err := s.Enquiries.Answer(ctx, tudor, id, "O hârtie pe ecran."); err != nil {
			t.Fatal(err)
		}
	}
	schooltest.Wants(t, s.Enquiries.Answer(ctx, boss, id, "Altceva."), fault.Conflict, "enquiries.answered")
	letters := s.Letters("ana@primarie.example")
	if len(letters) != 1 || !strings.Contains(letters[0].Text, "O hârtie pe ecran.") || !strings.Contains(letters[0].Text, enquiries.PathMine+"#"+id.String()) {
		t.Errorf("%d letters: %+v", len(letters), letters)
	}
	isAnswered(t, s, ana, tudor, boss)
	if theirs, err := s.Enquiries.Mine(ctx, other, 1); err != nil || len(theirs.Enquiries) > 0 {
		t.Errorf("somebody else reads %+v, %v", theirs, err)
	}
}

// isAnswered looks for the one question where each of them finds it.
func isAnswered(t *testing.T, s *schooltest.School, ana, tudor, boss access.Actor) {
	t.Helper()
	ctx := t.Context()
	mine, err := s.Enquiries.Mine(ctx, ana, 1)
	if err != nil || len(mine.Enquiries) != 1 || mine.Enquiries[0].Answer != "O hârtie pe ecran." || mine.Enquiries[0].AnsweredBy != tudor.Name || mine.More {
		t.Errorf("%+v, %v", mine, err)
	}
	if open, err := s.Enquiries.Open(ctx, boss, 1); err != nil || len(open.Enquiries) > 0 {
		t.Errorf("it is still open: %+v, %v", open, err)
	}
	if done, err := s.Enquiries.Answered(ctx, tudor, 1); err != nil || len(done.Enquiries) != 1 {
		t.Errorf("%+v, %v", done, err)
	}
}

func TestWhereACourseHasNoTrainerAdministratorsAreAsked(t *testing.T) {
	t.Parallel()
	s := schooltest.New(t)
	s.InstallShort()
	ana := s.Person("ana@primarie.example", access.RoleLearner)
	gone := s.Person("gone@primarie.example", access.RoleTrainer)
	s.Train(gone, course)
	s.Exec(`UPDATE users SET disabled_at = now() WHERE id = ?`, gone.UserID)
	s.Person("boss@primarie.example", access.RoleAdministrator)
	mustAsk(t, s, ana, "Cine răspunde?")
	if len(s.Letters("boss@primarie.example")) != 1 || len(s.Letters("gone@primarie.example")) != 0 {
		t.Error("it was told to nobody who can answer")
	}
}

func TestAQuestionSentTwiceIsOne(t *testing.T) {
	t.Parallel()
	s := schooltest.New(t)
	s.InstallShort()
	ana, dan := s.Person("ana@primarie.example", access.RoleLearner), s.Person("dan@primarie.example", access.RoleLearner)
	s.Person("boss@primarie.example", access.RoleAdministrator)
	mustAsk(t, s, ana, "De două ori?")
	if fresh, err := ask(t, s, ana, "De două ori?\r\n"); err != nil || fresh {
		t.Errorf("%v, %v", fresh, err)
	}
	mustAsk(t, s, dan, "De două ori?")
	if n := len(s.Letters("boss@primarie.example")); n != 2 {
		t.Errorf("%d letters about two questions", n)
	}
	s.Exec(`UPDATE enquiries SET answer = 'Da.', answered_at = now()`)
	mustAsk(t, s, ana, "De două ori?") // the answer did not help
}

func TestQuestionsThatAreNotTaken(t *testing.T) {
	t.Parallel()
	s, ctx := schooltest.New(t), t.Context()
	s.InstallShort()
	ana := s.Person("ana@primarie.example", access.RoleLearner)
	for question, want := range map[string]string{
		" \r\n ": "question: error.required", strings.Repeat("ț", enquiries.TextMax+1): "question: people.text_long",
		strings.Repeat("x", 100_000): "question: people.text_long",
	} {
		_, err := ask(t, s, ana, question)
		schooltest.Wants(t, err, fault.Invalid, want)
	}
	for n := range 10 {
		mustAsk(t, s, ana, strings.Repeat("ț", enquiries.TextMax-n))
	}
	_, err := ask(t, s, ana, "Încă una?")
	schooltest.Wants(t, err, fault.TooMany, "error.too_many")
	lesson := about(t, s, ana)
	_, err = s.Enquiries.Ask(ctx, access.Guest("ro"), lesson.Version, lesson.Lesson, "Cine?")
	schooltest.Wants(t, err, fault.Unauthenticated, "people.login_needed")
	_, err = s.Enquiries.Enquiry(ctx, access.Operator(), uuid.New())
	schooltest.Wants(t, err, fault.NotFound, "enquiries.not_found")
}

func TestALongListHasPages(t *testing.T) {
	t.Parallel()
	s, ctx := schooltest.New(t), t.Context()
	s.InstallShort()
	ana := s.Person("ana@primarie.example", access.RoleLearner)
	mustAsk(t, s, ana, "Prima")
	s.Exec(`INSERT INTO enquiries (id, user_id, course_id, version_id, lesson_id, question, asked_at)
		SELECT gen_random_uuid(), user_id, course_id, version_id, lesson_id, 'Q' || n, asked_at + n * interval '1 minute'
		FROM enquiries, generate_series(1, 20) n`)
	first, err := s.Enquiries.Mine(ctx, ana, 1)
	if err != nil || len(first.Enquiries) != 20 || !first.More || first.Enquiries[0].Question != "Q20" {
		t.Errorf("%d, %v, %v", len(first.Enquiries), first.More, err)
	}
	last, err := s.Enquiries.Open(ctx, access.Operator(), 2)
	if err != nil || len(last.Enquiries) != 1 || last.More || last.Enquiries[0].Question != "Q20" {
		t.Errorf("%+v, %v", last, err)
	}
}
