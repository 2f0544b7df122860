package intake_test

import (
	"archive/zip"
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/google/uuid"

	"vatra/assessment"
	"vatra/content/importers"
	"vatra/content/pack/packtest"
	"vatra/lms/access"
	"vatra/lms/fault"
	"vatra/lms/i18n"
	"vatra/lms/intake"
	"vatra/lms/schooltest"
)

func TestFailedImportSaysWhyAndDoneImportShowsItsCourse(t *testing.T) {
	t.Parallel()
	s := schooltest.New(t)
	admin := s.Person("admin@primarie.example", access.RoleAdministrator)
	id, err := s.Imports.Submit(t.Context(), admin, "curs.zip", strings.NewReader("no archive at all"))
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Imports.Run(t.Context(), id); err != nil {
		t.Fatal(err)
	}
	failed, err := s.Imports.Import(t.Context(), access.Operator(), id)
	if err != nil || failed.Status != intake.Failed || failed.ErrorKey == "" {
		t.Errorf("%+v %v", failed, err)
	}
}

// TestFailedImportKeepsTheReasonWithinItsReason reads both from the database, as the page of the import does.
func TestFailedImportKeepsTheReasonWithinItsReason(t *testing.T) {
	t.Parallel()
	s := schooltest.New(t)
	admin := s.Person("admin@primarie.example", access.RoleAdministrator)
	for want, files := range map[string]map[string]string{
		"Nicio lecție din „curs” nu a putut fi preluată. 1.md: Textul este prea mare. Dimensiunea maximă: 4 MB.": {
			"1.md": strings.Repeat("word ", 1<<20),
		},
		"Nicio lecție din „Curs” nu a putut fi preluată. proba.md: Nicio întrebare a testului nu a putut fi preluată, " +
			"așa că testul a fost omis.": {
			"course.yaml": "vatra: 1\ntitle: Curs\nlanguages: [ro]\nquizzes: [{key: q, file: proba.md}]\n",
			"proba.md":    "# Probă\n\nFără întrebări.\n",
		},
	} {
		var packed bytes.Buffer
		archive := zip.NewWriter(&packed)
		for name, text := range files {
			file, err := archive.CreateHeader(&zip.FileHeader{Name: name}) // not packed: it would be taken for a bomb
			if err == nil {
				_, err = file.Write([]byte(text))
			}
			if err != nil {
				t.Fatal(err)
			}
		}
		if err := archive.Close(); err != nil {
			t.Fatal(err)
		}
		id, err := s.Imports.Submit(t.Context(), admin, "curs.zip", &packed)
		if err != nil {
			t.Fatal(err)
		}
		if err := s.Imports.Run(t.Context(), id); err != nil {
			t.Fatal(err)
		}
		failed, err := s.Imports.Import(t.Context(), access.Operator(), id)
		if err != nil {
			t.Fatal(err)
		}
		got := i18n.For("ro").Message(fault.Message{Key: failed.ErrorKey, Args: failed.ErrorArgs})
		if got != want {
			t.Errorf("it says\n%s, want\n%s", got, want)
		}
	}
}

func TestSurveySaysWhatTheImportWillSay(t *testing.T) {
	t.Parallel()
	s := schooltest.New(t)
	dir := t.TempDir()
	for name, text := range map[string]string{
		"01-files.en.md": "# Files\n\nA text.\n\n<video autoplay></video><object>x</object>\n\n![](map.png)\n\n![a](none.png)\n\n[go](javascript:x)\n",
	} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	pkg, err := importers.Open(t.Context(), dir)
	if err != nil {
		t.Fatal(err)
	}
	defer pkg.Close()
	surveyed, err := intake.Survey(t.Context(), pkg)
	if err != nil {
		t.Fatal(err)
	}
	installed := s.Install(dir)
	if !reflect.DeepEqual(surveyed.Warnings, installed.Warnings) || !slices.ContainsFunc(surveyed.Warnings,
		func(w fault.Warning) bool { return w.Key == "content.link_refused" }) {
		t.Errorf("surveyed %v\ninstalled %v", surveyed.Warnings, installed.Warnings)
	}
}

func TestMissingImagesAndLinksAreToldOnceByEntry(t *testing.T) {
	t.Parallel()
	pkg, err := importers.Open(t.Context(), packtest.Folder(t, map[string]string{
		"1.md": "# One\n\n![a](gone.png) ![again](gone.png) <img src=\"gone.png\">\n\n![far](https://example.org/far.png)\n\n" +
			"[next](9.md) [out](https://example.org) [mail](mailto:a@example.org) [here](#part) `![code](no.png)`\n\n    ![code](no.png)\n\n" +
			"**Which?**\n\n- [ ] ![a](gone.png)\n- [x] That\n\n![a](gone.png)\n",
		"2.md":    "# Two\n\n![a](gone.png) ![there](map.png)\n",
		"map.png": "x",
	}))
	if err != nil {
		t.Fatal(err)
	}
	defer pkg.Close()
	report, err := intake.Survey(t.Context(), pkg)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, w := range report.Warnings {
		got = append(got, fmt.Sprintf("%s: %s %v", w.Entry, w.Key, w.Args))
	}
	slices.Sort(got)
	want := []string{
		"1.md: content.image_missing map[Image:gone.png]", "1.md: content.image_remote map[Image:https://example.org/far.png]",
		"1.md: content.link_missing map[Link:9.md]", "2.md: content.image_missing map[Image:gone.png]",
	}
	if !slices.Equal(got, want) {
		t.Errorf("the report is %q", got)
	}
}

// TestALessonThatAsksIsCompletedByAnswering unless its author says otherwise, or it turns out to ask nothing.
func TestALessonThatAsksIsCompletedByAnswering(t *testing.T) {
	t.Parallel()
	s := schooltest.New(t)
	const asks = "Text.\n\n**Which?** {#which}\n\n- [ ] This\n- [x] That\n"
	s.Install(packtest.Folder(t, map[string]string{
		"course.yaml":        "vatra: 1\ncode: salut\ntitle: Salut\nlanguages: [en]\n",
		"1/1-asks.md":        asks,
		"1/2-asks-little.md": "---\ncompletion: read\n---\n" + asks,
		"1/3-asks-much.md":   "---\ncompletion: question\n---\n" + asks,
		"1/4-tells.md":       "Text.\n",
		"1/5-would-ask.md":   "---\ncompletion: question\n---\nText.\n",
		"1/6-asks-wrong.md":  "Text.\n\n**Which?**\n\n- [ ] This\n- [ ] That\n\n**How many?** {type=numeric}\n\n- [=] three\n",
	}))
	learner := s.Person("ana@primarie.example", access.RoleLearner)
	course, err := s.Reading.Course(t.Context(), learner, "salut")
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, lesson := range course.Version.Lessons() {
		got = append(got, lesson.Key+" "+lesson.Completion)
	}
	want := []string{"asks question", "asks-little read", "asks-much question", "tells read", "would-ask read", "asks-wrong read"}
	if !slices.Equal(got, want) {
		t.Errorf("they are completed\n%q, want\n%q", got, want)
	}
	_, _, err = s.Reading.CompleteLesson(t.Context(), learner, "salut", "asks")
	schooltest.Wants(t, err, fault.Conflict, "lesson.completed_by_answering")
	lesson := course.Version.Lessons()[0]
	quiz, err := s.Quizzes.Quiz(t.Context(), lesson.QuizID)
	if err != nil {
		t.Fatal(err)
	}
	wrong := assessment.Response{Choices: []string{quiz.Questions[0].Choices[0].ID}}
	if _, _, err := s.Sitting.CheckAnswer(t.Context(), learner, "salut", "asks", "which", wrong, "en"); err != nil {
		t.Fatal(err)
	}
	if course, err = s.Reading.Course(t.Context(), learner, "salut"); err != nil || !course.Done(lesson.ID) {
		t.Errorf("answered, though not rightly, it is not completed: %v", err)
	}
}

func TestOnlyWhoImportsSeesImports(t *testing.T) {
	t.Parallel()
	s := schooltest.New(t)
	learner := s.Person("ana@primarie.example", access.RoleLearner)
	_, err := s.Imports.Imports(t.Context(), learner)
	schooltest.Wants(t, err, fault.Forbidden, "people.forbidden")
	_, err = s.Imports.Import(t.Context(), learner, uuid.New())
	schooltest.Wants(t, err, fault.Forbidden, "people.forbidden")
	_, err = s.Imports.Imports(t.Context(), access.Guest("en"))
	schooltest.Wants(t, err, fault.Unauthenticated, "people.login_needed")
}
