package intake_test

import (
	"archive/zip"
	"bytes"
	"context"
	"errors"
	"os"
	"runtime"
	"slices"
	"sync"
	"testing"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"vatra/content"
	"vatra/content/importers"
	"vatra/content/pack/packtest"
	"vatra/lms/access"
	"vatra/lms/fault"
	"vatra/lms/intake"
	"vatra/lms/schooltest"
)

func TestSameImportMakesNoSecondVersion(t *testing.T) {
	t.Parallel()
	s := schooltest.New(t)
	s.InstallStarter()
	if !s.InstallStarter().Unchanged {
		t.Error("the second import does not say that nothing changed")
	}
	if n := s.Count("SELECT count(*) FROM course_versions"); n != 1 {
		t.Errorf("%d versions", n)
	}
}

// TestTwoServersMakeOneVersionOfOnePackage lets both be ready to publish before either may.
func TestTwoServersMakeOneVersionOfOnePackage(t *testing.T) {
	t.Parallel()
	s := schooltest.New(t)
	dir := packtest.Folder(t, schooltest.EasyCourse())
	var ready, ended sync.WaitGroup
	ready.Add(2)
	reports := make([]intake.Report, 2)
	for i := range reports {
		ended.Go(func() {
			pkg, err := importers.Open(t.Context(), dir)
			if err != nil {
				t.Error(err)
				ready.Done()
				return
			}
			defer pkg.Close()
			server := intake.NewInstaller(s.DB, content.NewStore(s.DB, s.Blobs), s.Quizzes, s.Tracks.Opened)
			reports[i], err = server.Install(t.Context(), pkg, uuid.Nil, func(done, total int) {
				if done == total {
					ready.Done()
					ready.Wait()
				}
			})
			if err != nil {
				t.Error(err)
			}
		})
	}
	ended.Wait()
	if n := s.Count("SELECT count(*) FROM course_versions"); n != 1 {
		t.Errorf("%d versions", n)
	}
	if reports[0].Unchanged == reports[1].Unchanged || reports[0].Version+reports[1].Version != 1 {
		t.Errorf("the reports are %+v and %+v", reports[0], reports[1])
	}
}

// TestImportThatIsTriedAgainSaysTheSame although the database failed it at the last moment.
func TestImportThatIsTriedAgainSaysTheSame(t *testing.T) {
	t.Parallel()
	s := schooltest.New(t)
	s.Install(packtest.Folder(t, schooltest.EasyCourse()))
	id := submitted(t, s, s.Person("ana@primarie.example", access.RoleAdministrator), map[string]string{
		"course.yaml": "vatra: 1\ncode: digital-literacy-basics\ntitle: {en: Easier}\nlanguages: [en]\nlicence: CC0-1.0\n",
		"1/1-new.md":  "# New\n\nThree.\n",
	})
	s.Exec(`CREATE FUNCTION fail() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'no'; END $$`)
	s.Exec(`CREATE TRIGGER fail BEFORE UPDATE ON imports FOR EACH ROW WHEN (NEW.status = 'done') EXECUTE FUNCTION fail()`)
	if err := s.Imports.Run(t.Context(), id); err == nil || fault.KindOf(err) != fault.Internal {
		t.Fatalf("the first try: %v", err)
	}
	if n := s.Count("SELECT count(*) FROM course_versions"); n != 1 {
		t.Errorf("an import that failed made a version: %d", n)
	}
	s.Exec(`DROP TRIGGER fail ON imports`)
	if err := s.Imports.Run(t.Context(), id); err != nil {
		t.Fatal(err)
	}
	done, err := s.Imports.Import(t.Context(), access.Operator(), id)
	if err != nil || done.Status != intake.Done {
		t.Fatalf("%+v, %v", done, err)
	}
	gone := func(w fault.Warning) bool { return w.Key == "import.quiz_gone" }
	if r := done.Report; r.Unchanged || r.Version != 2 || !slices.ContainsFunc(r.Warnings, gone) {
		t.Errorf("the report is %+v", r)
	}
}

// TestImportThatIsRunTwiceSaysWhatTheFirstDid lets both find it waiting before either may begin.
func TestImportThatIsRunTwiceSaysWhatTheFirstDid(t *testing.T) {
	t.Parallel()
	s := schooltest.New(t)
	id := submitted(t, s, s.Person("ana@primarie.example", access.RoleAdministrator), schooltest.EasyCourse())
	ran := make(chan error, 2)
	err := s.DB.Tx(t.Context(), func(ctx context.Context, tx bun.Tx) error {
		if _, err := tx.ExecContext(ctx, `SELECT FROM imports FOR UPDATE`); err != nil {
			return err
		}
		for range cap(ran) {
			go func() { ran <- s.Imports.Run(t.Context(), id) }()
		}
		const waiting = `SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()`
		for s.Count(waiting) < cap(ran) && len(ran) == 0 {
			runtime.Gosched()
		}
		return nil
	})
	for range cap(ran) {
		err = errors.Join(err, <-ran)
	}
	if err != nil {
		t.Fatal(err)
	}
	done, err := s.Imports.Import(t.Context(), access.Operator(), id)
	if err != nil || done.Status != intake.Done || done.Report.Version != 1 || done.Report.Unchanged {
		t.Errorf("%+v, %v", done.Report, err)
	}
}

// submitted hands in a package of the files.
func submitted(t *testing.T, s *schooltest.School, by access.Actor, files map[string]string) uuid.UUID {
	t.Helper()
	var packed bytes.Buffer
	archive := zip.NewWriter(&packed)
	if err := archive.AddFS(os.DirFS(packtest.Folder(t, files))); err != nil {
		t.Fatal(err)
	}
	if err := archive.Close(); err != nil {
		t.Fatal(err)
	}
	id, err := s.Imports.Submit(t.Context(), by, "curs.zip", &packed)
	if err != nil {
		t.Fatal(err)
	}
	return id
}
