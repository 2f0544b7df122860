package authoring_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/uuid"

	"vatra/content/pack/packtest"
	"vatra/lms/access"
	"vatra/lms/authoring"
	"vatra/lms/schooltest"
)

// What came in as files is the same course after it was made a draft and published from there.
func TestAnAdoptedCourseIsTheSame(t *testing.T) {
	t.Parallel()
	s := schooltest.New(t)
	s.InstallStarter()
	const code = "digital-literacy-basics"
	boss := s.Person("boss@primarie.example", access.RoleAdministrator)
	before := everything(t, s, code)
	draft, err := s.Authoring.Adopt(t.Context(), boss, code)
	if err != nil {
		t.Fatal(err)
	}
	if again, err := s.Authoring.Adopt(t.Context(), boss, code); err != nil || again != draft {
		t.Errorf("a second draft: %v, %v", again, err)
	}
	_, touch, err := s.Authoring.Touches(t.Context(), boss, draft)
	if err != nil || len(touch.Added)+len(touch.Gone)+len(touch.Changed) != 0 || len(touch.Report.Warnings) != 0 {
		t.Errorf("unchanged it would touch %+v, %v", touch, err)
	}
	report, err := s.Authoring.Publish(t.Context(), boss, draft, authoring.Publishing{Base: 1})
	if err != nil || report.Version != 2 {
		t.Fatalf("%+v, %v", report, err)
	}
	after := everything(t, s, code)
	for place, text := range before {
		if after[place] != text {
			t.Errorf("%s was\n%s\nand is\n%s", place, text, after[place])
		}
	}
	if before["picture"] == "" || len(before) != len(after) || len(before) < 50 {
		t.Errorf("there were %d texts, and are %d", len(before), len(after))
	}
}

// everything is each text of the newest version of a course, by its place.
func everything(t *testing.T, s *schooltest.School, code string) map[string]string {
	t.Helper()
	newest, err := s.Courses.Newest(t.Context(), s.DB, code)
	if err != nil {
		t.Fatal(err)
	}
	version, err := s.Courses.Version(t.Context(), newest.VersionID)
	if err != nil {
		t.Fatal(err)
	}
	all := map[string]string{"attribution": fmt.Sprint(version.Attribution), "competences": fmt.Sprint(version.Competences)}
	if version.Picture != nil {
		all["picture"] = fmt.Sprint(version.Picture.Path, version.Picture.Alt)
	}
	for _, lesson := range version.Lessons() {
		all[lesson.Key] = strings.Join([]string{lesson.Kind, lesson.Completion}, " ")
		if lesson.QuizID != uuid.Nil {
			quiz, err := s.Quizzes.Quiz(t.Context(), lesson.QuizID)
			if err != nil {
				t.Fatal(err)
			}
			all[lesson.Key] += quiz.PassMark.String() + quiz.TimeLimit.String() + string(quiz.Review) + quiz.OpensAt.String() + quiz.ClosesAt.String()
			for _, one := range quiz.Questions {
				all[lesson.Key+" "+one.Key] = one.Digest()
			}
		}
		for _, tag := range version.Languages {
			text, err := s.Courses.LessonText(t.Context(), version, lesson.ID, tag)
			if err != nil {
				t.Fatal(err)
			}
			var html strings.Builder
			for _, one := range text.Blocks {
				html.WriteString(strings.Join(strings.Fields(one.HTML+" "+one.Question+" "), " "))
			}
			all[lesson.Key+" "+tag] = text.Title + text.Summary + strings.ReplaceAll(html.String(), "> <", "><")
		}
	}
	return all
}

// Whatever an import takes can be made a draft of, and is the same when it is published from there.
func TestACourseThatIsLargerThanAnybodyWritesIsAdopted(t *testing.T) {
	t.Parallel()
	s := schooltest.New(t)
	long := strings.Repeat("Un rând lung fără sfârșit. ", 4000)
	s.Install(packtest.Folder(t, map[string]string{
		"course.yaml": `vatra: 1
code: long
title: {ro: "` + strings.Repeat("Titlu lung ", 40) + `"}
languages: [ro]
competences: [4.2, 1.1]
licence: ` + strings.Repeat("As the owner says. ", 15) + `
attribution: {title: "Original", author: "` + strings.Repeat("Ana, ", 60) + `", source: "https://example.org/curs"}
modules:
  - {folder: 01-one, title: {ro: "` + strings.Repeat("Modul lung ", 40) + `"}}
quizzes:
  - {key: final, file: quizzes/final, title: {ro: "Test"}, after: 01-one, time_limit: 90s, attempts: 5000, pass_mark: 70, opens: 2027-01-10 08:00, closes: 2127-07-31 23:59-05:00}
`,
		"01-one/01-start.ro.md": "# " + strings.Repeat("Lecție lungă ", 40) + "\n\n" + long + "\n\nGata.\n",
		"quizzes/final.ro.md":   "**Cât fac doi și doi?** {#sum}\n\n- [ ] Trei\n- [x] Patru\n",
	}))
	boss := s.Person("boss@primarie.example", access.RoleAdministrator)
	before := everything(t, s, "long")
	draft, err := s.Authoring.Adopt(t.Context(), boss, "long")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.Authoring.Publish(t.Context(), boss, draft, authoring.Publishing{Base: 1}); err != nil {
		t.Fatal(err)
	}
	for place, text := range everything(t, s, "long") {
		if before[place] != text {
			t.Errorf("%s was\n%.200s\nand is\n%.200s", place, before[place], text)
		}
	}
}
