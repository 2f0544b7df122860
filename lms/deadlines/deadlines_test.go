package deadlines_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"vatra/content/pack/packtest"
	"vatra/lms/access"
	"vatra/lms/i18n"
	"vatra/lms/notify"
	"vatra/lms/schooltest"
)

const code = "closing"

// install brings in a course with a quiz that may be sat twice, and closes after so long.
func install(t *testing.T, s *schooltest.School, after time.Duration) (closes time.Time) {
	t.Helper()
	closes = time.Now().Add(after).Truncate(time.Minute)
	s.Install(packtest.Folder(t, map[string]string{
		"course.yaml": "vatra: 1\ncode: " + code + "\ntitle: {ro: Închideri, mk: Затворања}\nlanguages: [ro, mk]\nlicence: CC0-1.0\n" +
			"modules:\n  - {folder: 01-a, title: {ro: Unu, mk: Еден}}\n" +
			"quizzes:\n  - {key: final, file: quizzes/final, title: {ro: Test final, mk: Завршен тест}, after: 01-a, pass_mark: 70, attempts: 2, closes: " +
			closes.UTC().Format("2006-01-02 15:04Z") + "}\n",
		"01-a/01-first.ro.md": "# Întâi\n\nUn text.\n", "01-a/01-first.mk.md": "# Прво\n\nТекст.\n",
		"quizzes/final.ro.md": "**Doi și doi?** {#sum}\n\n- [ ] Trei\n- [x] Patru\n",
		"quizzes/final.mk.md": "**Два и два?** {#sum}\n\n- [ ] Три\n- [x] Четири\n",
	}))
	return closes
}

func round(t *testing.T, s *schooltest.School) {
	t.Helper()
	if err := s.Deadlines.Tell(t.Context()); err != nil {
		t.Fatal(err)
	}
}

func TestWhoHasBegunIsToldOnceThatAQuizClosesSoon(t *testing.T) {
	t.Parallel()
	s, ctx := schooltest.New(t), t.Context()
	closes := install(t, s, 2*24*time.Hour)
	ana, bystander := s.Person("ana@primarie.example", access.RoleLearner), s.Person("ion@primarie.example", access.RoleLearner)
	goce := s.Person("goce@opstina.example", access.RoleLearner)
	s.Exec(`UPDATE users SET locale = 'mk' WHERE id = ?`, goce.UserID)
	s.Study(ana, code)
	s.Study(goce, code)
	schooltest.AtOnce(t, 4, "", func(ctx context.Context, _ int) error { return s.Deadlines.Tell(ctx) })
	round(t, s)
	if n := len(s.Letters("ana@primarie.example")); n != 1 {
		t.Fatalf("%d letters", n)
	}
	for email, want := range map[string][]string{
		"ana@primarie.example": {"Bună ziua, Ana Ștefănescu,", "Testul „Test final” din cursul „Închideri”", i18n.For("ro").DateTime(closes), "(" + i18n.For("ro").Zone(closes) + ")", "Se închide în curând: Test final"},
		"goce@opstina.example": {"тестот „Завршен тест“ од курсот „Затворања“", i18n.For("mk").DateTime(closes), "(" + i18n.For("mk").Zone(closes) + ")", "Наскоро се затвора"},
	} {
		letter := s.Letter(email)
		for _, words := range append(want, schooltest.Address+"/courses/"+code+"/lessons/final", notify.PathStop) {
			if !strings.Contains(letter.Subject+"\n"+letter.Text, words) {
				t.Errorf("it does not say %q:\n%s\n%s", words, letter.Subject, letter.Text)
			}
		}
		token := strings.TrimPrefix(letter.Stop, schooltest.Address+notify.PathStop)
		if kind, err := s.Office.Stops(token); err != nil || kind != notify.Deadlines {
			t.Errorf("its link stops %s, %v", kind, err)
		}
	}
	if n := len(s.Letters("ion@primarie.example")); n != 0 {
		t.Errorf("who has not begun the course gets %d letters", n)
	}
	if err := s.Office.Choose(ctx, bystander, []notify.Kind{notify.Certificates}); err != nil {
		t.Fatal(err)
	}
	s.Study(bystander, code)
	round(t, s)
	if n := len(s.Letters("ion@primarie.example")); n != 0 {
		t.Errorf("who does without such letters gets %d", n)
	}
}

func TestWhoNeedsNoLetterGetsNone(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		closes time.Duration
		do     func(*schooltest.School, access.Actor)
		want   int
	}{
		"far away":    {closes: 4 * 24 * time.Hour},
		"passed":      {closes: time.Hour, do: func(s *schooltest.School, a access.Actor) { s.Sit(a, code, true) }},
		"failed once": {closes: time.Hour, want: 1, do: func(s *schooltest.School, a access.Actor) { s.Sit(a, code, false) }},
		"no try left": {closes: time.Hour, do: func(s *schooltest.School, a access.Actor) { s.Sit(a, code, false); s.Sit(a, code, false) }},
		"no try left, in the version before": {closes: time.Hour, do: func(s *schooltest.School, a access.Actor) {
			s.Sit(a, code, false)
			s.Sit(a, code, false)
			carry(t, s)
		}},
		"in the midst": {closes: time.Hour, do: func(s *schooltest.School, a access.Actor) { start(t, s, a) }},
		"shut out": {closes: time.Hour, do: func(s *schooltest.School, a access.Actor) {
			s.Exec(`UPDATE users SET disabled_at = now() WHERE id = ?`, a.UserID)
		}},
		"closed already": {closes: -time.Hour},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := schooltest.New(t)
			install(t, s, c.closes)
			ana := s.Person("ana@primarie.example", access.RoleLearner)
			s.Study(ana, code)
			if c.do != nil {
				c.do(s, ana)
			}
			round(t, s)
			if n := len(s.Letters("ana@primarie.example")); n != c.want {
				t.Errorf("%d letters, want %d", n, c.want)
			}
		})
	}
}

func start(t *testing.T, s *schooltest.School, learner access.Actor) {
	t.Helper()
	if _, err := s.Sitting.StartQuiz(t.Context(), learner, code, "final"); err != nil {
		t.Error(err)
	}
}

// carry brings in the next version of the course, to which its learners are moved with what they did.
func carry(t *testing.T, s *schooltest.School) {
	t.Helper()
	install(t, s, 2*time.Hour)
	s.Exec(`INSERT INTO attempts_carried (learner_id, quiz_id, from_quiz_id) SELECT DISTINCT a.learner_id, l.quiz_id, a.quiz_id
		FROM attempts a, newest_versions n JOIN lessons l ON l.version_id = n.version_id AND l.kind = 'quiz'`)
	s.Exec(`UPDATE course_enrolments e SET version_id = n.version_id FROM newest_versions n WHERE n.course_id = e.course_id`)
}
