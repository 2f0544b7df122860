package intake_test

import (
	"strings"
	"testing"

	"vatra/content/pack/packtest"
	"vatra/lms/access"
	"vatra/lms/schooltest"
)

// TestVersionIsByWhoHandedItIn: and the course is by whoever handed in its first version.
func TestVersionIsByWhoHandedItIn(t *testing.T) {
	t.Parallel()
	s := schooltest.New(t)
	ana := s.Person("ana@primarie.example", access.RoleAdministrator)
	ion := s.Person("ion@primarie.example", access.RoleAdministrator)
	files := map[string]string{"course.yaml": "vatra: 1\ncode: salut\ntitle: Salut\nlanguages: [en]\n", "1/1.md": "One.\n"}
	for _, by := range []access.Actor{ana, ion} {
		files["1/1.md"] += "More.\n"
		if err := s.Imports.Run(t.Context(), submitted(t, s, by, files)); err != nil {
			t.Fatal(err)
		}
	}
	const made = `SELECT count(*) FROM courses c JOIN course_versions v ON v.course_id = c.id
		WHERE c.created_by = ? AND v.number = ? AND v.created_by = ?`
	if s.Count(made, ana.UserID, 1, ana.UserID) != 1 || s.Count(made, ana.UserID, 2, ion.UserID) != 1 {
		t.Error("the versions are not by who handed them in")
	}
}

func TestWhatIsStoredOfAPackage(t *testing.T) {
	t.Parallel()
	s := schooltest.New(t)
	const drawing = `<svg xmlns="http://www.w3.org/2000/svg" width="4" height="4"><rect width="4" height="4"/></svg>`
	const lesson = "![map](map.ro.svg) [next](2.md#what-to-do) and asset:x\n\n**Which [one](2.md)?**\n\n" +
		"- [ ] ![map](map.ro.svg)\n- [x] [That](plan.pdf)\n\nAfter.\n"
	s.Install(packtest.Folder(t, map[string]string{
		"course.yaml": "vatra: 1\ncode: salut\ntitle: Salut\nlanguages: [ro]\n",
		"1/1.md":      "# Unu\n\n" + lesson, "1/2.md": "Doi.\n", "1/map.ro.svg": drawing, "1/plan.pdf": "%PDF-1.7\n%%EOF\n",
	}))
	t.Run("links name no address of the site", func(t *testing.T) {
		for _, query := range []string{
			`SELECT string_agg(blocks::text, '') FROM lesson_texts`, `SELECT string_agg(body::text, '') FROM question_versions`,
		} {
			var stored string
			if err := s.DB.NewRaw(query).Scan(t.Context(), &stored); err != nil {
				t.Fatal(err)
			}
			for text, want := range map[string]bool{"/courses/": false, `"/assets/`: false, `"asset:`: true, `"lesson:`: true} {
				if got := strings.Contains(stored, strings.ReplaceAll(text, `"`, `\"`)); got != want {
					t.Errorf("%s: has %s is %v\n%s", query, text, got, stored)
				}
			}
		}
	})
	t.Run("a page has the addresses", func(t *testing.T) {
		course, err := s.Reading.Course(t.Context(), s.Person("ana@primarie.example", access.RoleLearner), "salut")
		if err != nil {
			t.Fatal(err)
		}
		text, err := s.Courses.LessonText(t.Context(), course.Version, course.Version.Lessons()[0].ID, "ro")
		if err != nil {
			t.Fatal(err)
		}
		html := text.Blocks[0].HTML
		for _, want := range []string{`src="/assets/`, `href="/courses/salut/lessons/2#c-what-to-do"`, "and asset:x"} {
			if !strings.Contains(html, want) {
				t.Errorf("no %s in %s", want, html)
			}
		}
	})
	t.Run("the source is as it was written", func(t *testing.T) {
		var source string
		const query = `SELECT source FROM lesson_texts WHERE source_format = 'markdown' AND title = 'Unu'`
		if err := s.DB.NewRaw(query).Scan(t.Context(), &source); err != nil || source != lesson {
			t.Errorf("%q, %v", source, err)
		}
	})
	t.Run("a file keeps its language", func(t *testing.T) {
		if n := s.Count("SELECT count(*) FROM version_assets WHERE path LIKE '%svg' AND lang = 'ro' OR path LIKE '%pdf' AND lang = ''"); n != 2 {
			t.Errorf("%d files have the language of their names", n)
		}
	})
}
