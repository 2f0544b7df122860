package dossier_test

import (
	"archive/zip"
	"bytes"
	"encoding/csv"
	"io"
	"runtime"
	"strings"
	"testing"

	"github.com/google/uuid"
	"github.com/riverqueue/river"

	"vatra/content/pack/packtest"
	"vatra/lms/access"
	"vatra/lms/dossier"
	"vatra/lms/fault"
	"vatra/lms/notify"
	"vatra/lms/schooltest"
)

const (
	ana    = "ana@primarie.example"
	course = "digital-literacy-basics"
)

// graduate has a certificate, and what leads to it.
func graduate(t *testing.T, s *schooltest.School) access.Actor {
	t.Helper()
	s.Install(packtest.Folder(t, schooltest.EasyCourse()))
	learner := s.Person(ana, access.RoleLearner)
	s.LogIn(ana, schooltest.Password)
	s.Enrol(learner)
	s.Study(learner, course)
	s.Sit(learner, course, true)
	return learner
}

// made is a copy that was asked for, and made by its job.
func made(t *testing.T, s *schooltest.School, actor access.Actor) dossier.Export {
	t.Helper()
	if err := s.Dossiers.Ask(t.Context(), actor); err != nil {
		t.Fatal(err)
	}
	schooltest.Wants(t, s.Dossiers.Ask(t.Context(), actor), fault.Conflict, "dossier.being_made")
	build(t, s, exports(t, s, actor)[0].ID)
	return exports(t, s, actor)[0]
}

func build(t *testing.T, s *schooltest.School, id uuid.UUID) {
	t.Helper()
	job := &river.Job[dossier.BuildExport]{Args: dossier.BuildExport{ID: id}}
	if err := dossier.NewBuildExportWorker(s.Dossiers).Work(t.Context(), job); err != nil {
		t.Fatal(err)
	}
}

func exports(t *testing.T, s *schooltest.School, actor access.Actor) []dossier.Export {
	t.Helper()
	all, err := s.Dossiers.Exports(t.Context(), actor)
	if err != nil || len(all) == 0 {
		t.Fatalf("%v, %v", all, err)
	}
	return all
}

// files are those of a copy, by their names.
func files(t *testing.T, archive []byte) map[string]string {
	t.Helper()
	reader, err := zip.NewReader(bytes.NewReader(archive), int64(len(archive)))
	if err != nil {
		t.Fatal(err)
	}
	texts := map[string]string{}
	for _, one := range reader.File {
		file, err := one.Open()
		if err != nil {
			t.Fatal(err)
		}
		text, err := io.ReadAll(file)
		if err != nil {
			t.Fatal(err)
		}
		texts[one.Name] = string(text)
	}
	return texts
}

func TestACopyHoldsEverything(t *testing.T) {
	t.Parallel()
	s, ctx := schooltest.New(t), t.Context()
	learner, dan := graduate(t, s), s.Person("dan@primarie.example", access.RoleLearner)
	s.Enrol(dan)
	export := made(t, s, learner)
	if letter := s.Letter(ana); !strings.Contains(letter.Text, schooltest.Address+dossier.PathData) || letter.Stop != "" {
		t.Errorf("its owner is told\n%s", letter.Text)
	}
	file, _, err := s.Dossiers.Open(ctx, learner, export.ID)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	archive, err := io.ReadAll(file)
	if err != nil || int64(len(archive)) != export.Size {
		t.Fatalf("%d bytes of %d, %v", len(archive), export.Size, err)
	}
	texts, code := files(t, archive), s.AwardsOf(learner)[0].Code.Printed()
	for name, wants := range map[string][]string{
		"README.txt": {"Ana Ștefănescu", "jurnalul răspunsurilor", "answers.csv: ", "Parola nu este aici"}, "person.json": {ana, `"language": "ro"`},
		"enrolments.csv": {"Alfabetizare digitală"}, "courses.csv": {course}, "lessons.csv": {"first", "second"},
		"attempts.csv": {"final", "Final", "true"}, "questions.csv": {"Two and two?", "Four"}, "answers.csv": {"choices", "T"},
		"certificates.json": {code[:4]}, "sessions.csv": {"Firefox"}, "events.csv": {"login.good", "you"}, "factors.csv": {"kind"},
		"imports.csv": {"file"}, "enquiries.csv": {"question"}, "certificates/" + code + ".pdf": {"%PDF"},
	} {
		text, has := texts[name]
		for _, want := range wants {
			if !has || !strings.Contains(text, want) {
				t.Errorf("%s lacks %q:\n%.600s", name, want, text)
			}
		}
		delete(texts, name)
		if strings.Contains(text, "dan@primarie.example") || strings.Contains(text, dan.UserID.String()) || strings.Contains(text, `"right"`) {
			t.Errorf("%s tells of somebody else, or what is right:\n%s", name, text)
		}
		if strings.HasSuffix(name, ".csv") {
			if _, err := csv.NewReader(strings.NewReader(text)).ReadAll(); err != nil {
				t.Errorf("%s: %v", name, err)
			}
		}
	}
	if len(texts) != 0 {
		t.Errorf("nobody has looked at %v", texts)
	}
}

func TestACopyIsItsOwnersAndForSomeDays(t *testing.T) {
	t.Parallel()
	s, ctx := schooltest.New(t), t.Context()
	learner, dan := s.Person(ana, access.RoleLearner), s.Person("dan@primarie.example", access.RoleAdministrator)
	first := made(t, s, learner)
	second := made(t, s, learner)
	gone := func(actor access.Actor, id uuid.UUID) {
		t.Helper()
		_, _, err := s.Dossiers.Open(ctx, actor, id)
		schooltest.Wants(t, err, fault.NotFound, "dossier.no_copy")
	}
	gone(learner, first.ID) // there is one a person
	gone(dan, second.ID)
	if n := s.Count(`SELECT count(*) FROM kept_objects WHERE keeper = 'export'`); n != 1 {
		t.Errorf("%d objects are named", n)
	}
	if n := s.Count(`SELECT count(*) FROM security_events WHERE event = 'data.asked' AND account_id = ?`, learner.UserID); n != 2 {
		t.Errorf("the log tells %d", n)
	}
	s.Exec(`UPDATE exports SET finished_at = now() - interval '7 days'`)
	gone(learner, second.ID)
	if err := s.Dossiers.LookAfter(ctx); err != nil {
		t.Fatal(err)
	}
	if n := s.Count(`SELECT count(*) FROM kept_objects WHERE keeper = 'export'`); n != 0 {
		t.Error("after its time it is still named")
	}
}

func TestACopyWhoseJobWasLostIsMade(t *testing.T) {
	t.Parallel()
	s, ctx := schooltest.New(t), t.Context()
	learner := s.Person(ana, access.RoleLearner)
	if err := s.Dossiers.Ask(ctx, learner); err != nil {
		t.Fatal(err)
	}
	const jobs = `SELECT count(*) FROM river_job WHERE kind = 'dossier.export'`
	s.Exec(`DELETE FROM river_job`)
	if err := s.Dossiers.LookAfter(ctx); err != nil || s.Count(jobs) != 1 {
		t.Fatalf("%d jobs, %v", s.Count(jobs), err)
	}
	s.Exec(`UPDATE river_job SET state = 'discarded', finalized_at = now()`)
	if err := s.Dossiers.LookAfter(ctx); err != nil || exports(t, s, learner)[0].Status != dossier.Failed {
		t.Fatalf("%v, %v", exports(t, s, learner), err)
	}
	made(t, s, learner)
}

// held measures what is held at most while a copy is streamed.
type held struct {
	most uint64
	n    int
}

func (h *held) Write(p []byte) (int, error) {
	if h.n++; h.n%256 == 1 {
		var now runtime.MemStats
		runtime.GC()
		runtime.ReadMemStats(&now)
		h.most = max(h.most, now.HeapAlloc)
	}
	return len(p), nil
}

// TestACopyHasAllAnswersHoweverMany counts five thousand of them in the table that their owner opens.
func TestACopyHasAllAnswersHoweverMany(t *testing.T) {
	t.Parallel()
	s, ctx := schooltest.New(t), t.Context()
	learner := graduate(t, s)
	s.Exec(`INSERT INTO answers (attempt_id, slot, seq, response)
		SELECT a.id, 1, 1000 + n, jsonb_build_object('text', 'Răspunsul ' || n) FROM attempts a, generate_series(1, 5000) n`)
	file, _, err := s.Dossiers.Open(ctx, learner, made(t, s, learner).ID)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	archive, err := io.ReadAll(file)
	if err != nil {
		t.Fatal(err)
	}
	rows, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(files(t, archive)["answers.csv"], "\ufeff"))).ReadAll()
	if want := s.Count(`SELECT count(*) FROM answers`); err != nil || len(rows) != want+1 || want <= 5000 {
		t.Errorf("%d rows of %d answers, %v", len(rows)-1, want, err)
	}
}

// TestManyAnswersTakeNoMoreMemoryThanFew is not parallel: it measures the memory of the program.
func TestManyAnswersTakeNoMoreMemoryThanFew(t *testing.T) {
	s := schooltest.New(t)
	learner := graduate(t, s)
	copyWith := func(answers int) uint64 {
		s.Exec(`INSERT INTO answers (attempt_id, slot, seq, response)
			SELECT a.id, 1, n, jsonb_build_object('text', (SELECT string_agg(md5(n::text || m::text), '') FROM generate_series(1, 64) m))
			FROM attempts a, generate_series((SELECT max(seq) + 1 FROM answers), ?) n`, answers)
		var seen held
		if err := s.Dossiers.Write(t.Context(), &seen, notify.Reader{ID: learner.UserID, Email: ana, Name: "Ana", Locale: "ro"}); err != nil {
			t.Fatal(err)
		}
		return seen.most
	}
	few := copyWith(500)
	many := copyWith(5000)
	t.Logf("500 answers hold %d kB, 5,000 hold %d kB", few>>10, many>>10)
	if many > few+2<<20 {
		t.Errorf("%d bytes are held with 500 answers, %d with 5,000", few, many)
	}
}
