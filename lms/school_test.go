package lms_test

import (
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/google/uuid"
	"github.com/shopspring/decimal"

	"vatra/assessment/exam"
	"vatra/certificates"
	"vatra/content"
	"vatra/content/blobs"
	"vatra/content/importers"
	"vatra/content/starter"
	"vatra/lms"
	"vatra/lms/fault"
	"vatra/lms/lang"
)

// school is a house with courses, quizzes and certificates.
type school struct {
	*house
	blobs     blobs.Store
	courses   *content.Store
	quizzes   *exam.Store
	awards    *certificates.Store
	tracks    *lms.Tracks
	learning  *lms.Learning
	papers    *lms.Papers
	installer *lms.Installer
	imports   *lms.Imports
}

func newSchool(t *testing.T) *school {
	t.Helper()
	h := newHouse(t)
	blobs, err := blobs.OpenFolder(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	s := &school{
		house: h, blobs: blobs, courses: content.NewStore(h.db, blobs), awards: certificates.NewStore(h.db),
		quizzes: exam.NewStore(h.db, []byte("a secret of thirty-two bytes, yes")), tracks: lms.NewTracks(h.db),
	}
	s.learning = lms.NewLearning(h.db, s.courses, s.quizzes, s.awards, s.tracks, h.house, h.queue, address)
	s.papers = lms.NewPapers(s.awards, blobs)
	s.installer = lms.NewInstaller(h.db, s.courses, s.quizzes)
	s.imports = lms.NewImports(h.db, blobs, s.installer, h.queue)
	return s
}

// folder writes a package of files, by path, and gives its place.
func folder(t *testing.T, files map[string]string) string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "package")
	for name, text := range files {
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func (s *school) install(dir string) lms.ImportReport {
	s.t.Helper()
	pkg, err := importers.Open(s.t.Context(), dir)
	if err != nil {
		s.t.Fatal(err)
	}
	defer pkg.Close()
	report, err := s.installer.Install(s.t.Context(), pkg, uuid.Nil, nil)
	if err != nil {
		s.t.Fatal(err)
	}
	return report
}

func (s *school) installStarter() lms.ImportReport {
	s.t.Helper()
	dir := filepath.Join(s.t.TempDir(), "digital-literacy")
	if err := os.CopyFS(dir, starter.DigitalLiteracy()); err != nil {
		s.t.Fatal(err)
	}
	return s.install(dir)
}

func (s *school) enrol(learner lms.Actor) {
	s.t.Helper()
	if _, err := s.learning.Enrol(s.t.Context(), learner, "digital-literacy"); err != nil {
		s.t.Fatal(err)
	}
}

// study completes every lesson of a course but its exams.
func (s *school) study(learner lms.Actor, code string) {
	s.t.Helper()
	ctx := s.t.Context()
	course, err := s.learning.Course(ctx, code, learner.UserID)
	if err != nil {
		s.t.Fatal(err)
	}
	for _, lesson := range course.Version.Lessons() {
		switch lesson.Completion {
		case content.ByReading:
			_, err = s.learning.CompleteLesson(ctx, code, lesson.Key, learner.UserID)
		case content.ByQuestion:
			err = s.answerChecks(learner, code, lesson)
		}
		if err != nil {
			s.t.Fatalf("%s: %v", lesson.Key, err)
		}
	}
}

func (s *school) answerChecks(learner lms.Actor, code string, lesson content.Lesson) error {
	ctx := s.t.Context()
	quiz, err := s.quizzes.Quiz(ctx, lesson.QuizID)
	if err != nil {
		return err
	}
	for _, question := range quiz.Questions {
		_, err := s.learning.CheckAnswer(ctx, code, lesson.Key, learner.UserID, question.Key, question.RightResponse(), "ro")
		if err != nil {
			return err
		}
	}
	return nil
}

// sit takes the exam of a course; every answer is right for a good sitting, and none is given for a bad one.
func (s *school) sit(learner lms.Actor, code string, good bool) *exam.Result {
	s.t.Helper()
	ctx := s.t.Context()
	course, err := s.learning.Course(ctx, code, learner.UserID)
	if err != nil {
		s.t.Fatal(err)
	}
	for _, lesson := range course.Version.Lessons() {
		if lesson.Kind != content.KindQuiz {
			continue
		}
		attempt, err := s.learning.StartQuiz(ctx, code, lesson.Key, learner.UserID)
		if err != nil {
			s.t.Fatal(err)
		}
		for _, slot := range attempt.Slots {
			if !good {
				break
			}
			if _, err := s.quizzes.Save(ctx, exam.Save{
				AttemptID: attempt.ID, LearnerID: learner.UserID, Slot: slot.Number, Seq: 1, Response: slot.Question.RightResponse(),
			}); err != nil {
				s.t.Fatal(err)
			}
		}
		result, err := s.learning.SubmitQuiz(ctx, attempt.ID, learner.UserID)
		if err != nil {
			s.t.Fatal(err)
		}
		return result
	}
	s.t.Fatalf("%s has no exam", code)
	return nil
}

func (s *school) awardsOf(learner lms.Actor) []certificates.Award {
	s.t.Helper()
	awards, err := s.awards.Awards(s.t.Context(), learner.UserID)
	if err != nil {
		s.t.Fatal(err)
	}
	return awards
}

func TestCertificateFollowsFromTheLastThingMissing(t *testing.T) {
	t.Parallel()
	s := newSchool(t)
	report := s.installStarter()
	if len(report.Warnings) > 0 {
		t.Errorf("the starter course imports with warnings: %v", report.Warnings)
	}
	learner := s.person("ana@primarie.example", lms.RoleLearner)
	s.enrol(learner)

	s.study(learner, "digital-literacy-basics")
	if awards := s.awardsOf(learner); len(awards) > 0 {
		t.Fatal("a certificate before the exam")
	}
	if s.sit(learner, "digital-literacy-basics", false).Attempt.Passed {
		t.Fatal("an empty exam was passed")
	}
	if awards := s.awardsOf(learner); len(awards) > 0 {
		t.Fatal("a certificate for an exam that was failed")
	}
	if !s.sit(learner, "digital-literacy-basics", true).Attempt.Passed {
		t.Fatal("a right exam was failed")
	}
	awards := s.awardsOf(learner)
	if len(awards) != 1 {
		t.Fatalf("%d certificates", len(awards))
	}
	record := awards[0].Record
	if record.HolderName != "Ana Ștefănescu" || record.TrackCode != "digital-literacy" || record.Hours != 24 ||
		record.Mark.String() != "100" || len(record.Courses) != 1 || record.Issuer.URL != address {
		t.Errorf("the record says %+v", record)
	}
	if n := s.count("SELECT count(*) FROM river_job WHERE kind = 'print_paper'"); n != 1 {
		t.Errorf("%d jobs print the certificate", n)
	}
	paper, _, err := s.papers.Paper(t.Context(), &awards[0])
	if err != nil {
		t.Fatal(err)
	}
	_ = paper.Close()
}

func TestTrackMetBeforeEnrollingIsCompletedAtOnce(t *testing.T) {
	t.Parallel()
	s := newSchool(t)
	s.installStarter()
	learner := s.person("ana@primarie.example", lms.RoleLearner)
	s.study(learner, "digital-literacy-basics")
	s.sit(learner, "digital-literacy-basics", true)
	s.enrol(learner)
	if awards := s.awardsOf(learner); len(awards) != 1 {
		t.Fatalf("%d certificates", len(awards))
	}
	s.enrol(learner)
	if awards := s.awardsOf(learner); len(awards) != 1 {
		t.Fatalf("%d certificates after enrolling twice", len(awards))
	}
}

func TestAttemptClosedAtItsDeadlineCounts(t *testing.T) {
	t.Parallel()
	s := newSchool(t)
	s.installStarter()
	learner := s.person("ana@primarie.example", lms.RoleLearner)
	s.enrol(learner)
	s.study(learner, "digital-literacy-basics")
	course, err := s.learning.Course(t.Context(), "digital-literacy-basics", learner.UserID)
	if err != nil {
		t.Fatal(err)
	}
	lessons := course.Version.Lessons()
	last := lessons[len(lessons)-1]
	attempt, err := s.learning.StartQuiz(t.Context(), "digital-literacy-basics", last.Key, learner.UserID)
	if err != nil {
		t.Fatal(err)
	}
	for _, slot := range attempt.Slots {
		save := exam.Save{
			AttemptID: attempt.ID, LearnerID: learner.UserID, Slot: slot.Number, Response: slot.Question.RightResponse(),
		}
		if _, err := s.quizzes.Save(t.Context(), save); err != nil {
			t.Fatal(err)
		}
	}
	if err := s.learning.CloseAttempt(t.Context(), attempt.ID); err != nil {
		t.Fatal(err)
	}
	if awards := s.awardsOf(learner); len(awards) > 0 {
		t.Fatal("the attempt was closed before its deadline")
	}
	s.exec("UPDATE attempts SET started_at = started_at - interval '2 hours', deadline = deadline - interval '2 hours'")
	if err := s.learning.CloseAttempt(t.Context(), attempt.ID); err != nil {
		t.Fatal(err)
	}
	if awards := s.awardsOf(learner); len(awards) != 1 {
		t.Fatalf("%d certificates after the deadline", len(awards))
	}
}

func TestSameImportMakesNoSecondVersion(t *testing.T) {
	t.Parallel()
	s := newSchool(t)
	s.installStarter()
	if !s.installStarter().Unchanged {
		t.Error("the second import does not say that nothing changed")
	}
	if n := s.count("SELECT count(*) FROM course_versions"); n != 1 {
		t.Errorf("%d versions", n)
	}
}

func TestLearnersKeepTheVersionTheyStarted(t *testing.T) {
	t.Parallel()
	s := newSchool(t)
	first := map[string]string{
		"course.yaml":            "vatra: 1\ncode: salut\ntitle: {ro: Salut}\nlanguages: [ro]\nlicence: CC0-1.0\n",
		"01-unu/01-lectia.ro.md": "---\ntitle: Lecția veche\n---\nText vechi.\n",
	}
	s.install(folder(t, first))
	learner := s.person("ana@primarie.example", lms.RoleLearner)
	if _, err := s.learning.OpenLesson(t.Context(), "salut", firstLesson(t, s, "salut", learner), learner.UserID); err != nil {
		t.Fatal(err)
	}
	first["01-unu/01-lectia.ro.md"] = "---\ntitle: Lecția nouă\n---\nText nou.\n"
	s.install(folder(t, first))

	kept, err := s.learning.Course(t.Context(), "salut", learner.UserID)
	if err != nil {
		t.Fatal(err)
	}
	fresh, err := s.learning.Course(t.Context(), "salut", uuid.Nil)
	if err != nil {
		t.Fatal(err)
	}
	if kept.Version.Lessons()[0].Titles["ro"] != "Lecția veche" || fresh.Version.Lessons()[0].Titles["ro"] != "Lecția nouă" {
		t.Errorf("kept %v, fresh %v", kept.Version.Lessons()[0].Titles, fresh.Version.Lessons()[0].Titles)
	}
}

func firstLesson(t *testing.T, s *school, code string, who lms.Actor) string {
	t.Helper()
	course, err := s.learning.Course(t.Context(), code, who.UserID)
	if err != nil {
		t.Fatal(err)
	}
	return course.Version.Lessons()[0].Key
}

func TestLessonWithQuestionsIsNotCompletedByReading(t *testing.T) {
	t.Parallel()
	s := newSchool(t)
	s.installStarter()
	learner := s.person("ana@primarie.example", lms.RoleLearner)
	key := firstLesson(t, s, "digital-literacy-basics", learner)
	_, err := s.learning.CompleteLesson(t.Context(), "digital-literacy-basics", key, learner.UserID)
	wants(t, err, fault.Conflict, "lesson.completed_by_answering")
}

func TestRosterTakesGoodRowsAndExplainsTheOthers(t *testing.T) {
	t.Parallel()
	s := newSchool(t)
	admin := s.person("admin@primarie.example", lms.RoleAdministrator)
	s.person("ana@primarie.example", lms.RoleLearner)
	s.person("dan@primarie.example", lms.RoleLearner)
	list := "\ufeffNume;E-mail\nAna;Ana@Primarie.example\nNimeni;nimeni@primarie.example\nGol;\nDan;dan@primarie.example\nAna;ana@primarie.example\n" +
		"Eva;eva at primarie\n"
	rows, err := s.learning.EnrolRoster(t.Context(), admin, strings.NewReader(list), "digital-literacy")
	if err != nil {
		t.Fatal(err)
	}
	want := []string{"2 fresh", "3 roster.unknown_address", "4 roster.no_address", "5 fresh", "6 roster.twice", "7 people.email_invalid"}
	if len(rows) != len(want) {
		t.Fatalf("%d rows, want %d", len(rows), len(want))
	}
	for i, row := range rows {
		got := "fresh"
		if row.Message != nil {
			got = row.Message.Key
		}
		if line := strings.TrimSpace(strings.Join([]string{strconv.Itoa(row.Line), got}, " ")); line != want[i] {
			t.Errorf("row %d: %s, want %s", i, line, want[i])
		}
	}
	if n := s.count("SELECT count(*) FROM enrolments"); n != 2 {
		t.Errorf("%d are enrolled", n)
	}
	for name, list := range map[string]string{
		"UTF-16 with its mark": "\xff\xfee\x00m\x00a\x00i\x00l\x00\n\x00a\x00",
		"UTF-16 without":       "e\x00m\x00a\x00i\x00l\x00\n\x00a\x00",
		"windows-1250":         "nume,email\n\xaatefan,ana@primarie.example\n",
	} {
		_, err := s.learning.EnrolRoster(t.Context(), admin, strings.NewReader(list), "digital-literacy")
		if !fault.Is(err, fault.Invalid) || !strings.Contains(err.Error(), "roster.not_utf8") {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestTrackTextsAndMarkAreChecked(t *testing.T) {
	t.Parallel()
	s := newSchool(t)
	admin := s.person("admin@primarie.example", lms.RoleAdministrator)
	good := func() lms.TrackChange {
		return lms.TrackChange{
			Names: lang.Texts{"en": "Cyber", "ro": "Ciber"}, Summaries: lang.Texts{"en": "Two\r\nlines 🔥."}, Hours: 3,
			Rules: lms.Rules{LessonsCompleted: true},
		}
	}
	for want, spoil := range map[string]func(*lms.TrackChange){
		"name_en: error.required":               func(c *lms.TrackChange) { c.Names["en"] = " " },
		"name_ro: error.required":               func(c *lms.TrackChange) { delete(c.Names, "ro") },
		"name_mk: people.strange_characters":    func(c *lms.TrackChange) { c.Names["mk"] = "a\u202eb" },
		"name_bg: people.strange_characters":    func(c *lms.TrackChange) { c.Names["bg"] = "a\nb" },
		"name_sq: certificate.name_unprintable": func(c *lms.TrackChange) { c.Names["sq"] = "Siguria 🔥" },
		"name_sr: certificate.name_unprintable": func(c *lms.TrackChange) { c.Names["sr"] = "安全" },
		"name_ro: certificate.name_unprintable": func(c *lms.TrackChange) { c.Names["ro"] = "ביטחון" },
		"summary_en: people.strange_characters": func(c *lms.TrackChange) { c.Summaries["en"] = "a\u2066b" },
		"summary_xx: track.language_unknown":    func(c *lms.TrackChange) { c.Summaries["xx"] = "a" },
		"minimum_mark: track.two_decimals":      func(c *lms.TrackChange) { c.Rules.MinimumMark = decimal.RequireFromString("60.125") },
		"rules: track.no_rule":                  func(c *lms.TrackChange) { c.Rules = lms.Rules{} },
	} {
		change := good()
		spoil(&change)
		_, err := s.tracks.Create(t.Context(), admin, "cyber", change)
		wants(t, err, fault.Invalid, want)
	}
	change := good()
	change.Rules.MinimumMark = decimal.RequireFromString("60.250")
	if _, err := s.tracks.Create(t.Context(), admin, "cyber", change); err != nil {
		t.Fatal(err)
	}
	_, err := s.tracks.Change(t.Context(), admin, "cyber", lms.TrackChange{
		Names: lang.Texts{"en": ""}, Hours: 3, Rules: change.Rules,
	})
	wants(t, err, fault.Invalid, "name_en: error.required")
	if _, err := s.tracks.Change(t.Context(), admin, "cyber", lms.TrackChange{Hours: 4, Rules: change.Rules}); err != nil {
		t.Errorf("names that stand already are asked for again: %v", err)
	}
}

func TestTrackChangeLeavesTheEnrolledTheirRules(t *testing.T) {
	t.Parallel()
	s := newSchool(t)
	admin := s.person("admin@primarie.example", lms.RoleAdministrator)
	learner := s.person("ana@primarie.example", lms.RoleLearner)
	s.enrol(learner)
	track, err := s.tracks.Track(t.Context(), "digital-literacy")
	if err != nil {
		t.Fatal(err)
	}
	change := lms.TrackChange{Hours: 30, CourseCodes: track.CourseCodes, Rules: track.Rules, Names: track.Names}
	changed, err := s.tracks.Change(t.Context(), admin, "digital-literacy", change)
	if err != nil || changed.Number != 2 || changed.Hours != 30 {
		t.Fatalf("%+v %v", changed, err)
	}
	same, err := s.tracks.Change(t.Context(), admin, "digital-literacy", change)
	if err != nil || same.Number != 2 {
		t.Errorf("saying the same again made version %d (%v)", same.Number, err)
	}
	enrolments, err := s.learning.Enrolments(t.Context(), learner.UserID)
	if err != nil || len(enrolments) != 1 || enrolments[0].Track.Hours != 24 {
		t.Errorf("%+v %v", enrolments, err)
	}
	_, err = s.tracks.Change(t.Context(), learner, "digital-literacy", change)
	wants(t, err, fault.Forbidden, "people.forbidden")
}
