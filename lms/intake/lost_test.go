package intake_test

import (
	"context"
	"strings"
	"testing"

	"github.com/google/uuid"
	"github.com/riverqueue/river"
	"github.com/riverqueue/river/rivertype"

	"vatra/content/blobs"
	"vatra/lms/access"
	"vatra/lms/fault"
	"vatra/lms/intake"
	"vatra/lms/schooltest"
)

func status(t *testing.T, s *schooltest.School, id uuid.UUID) intake.Import {
	t.Helper()
	row, err := s.Imports.Import(t.Context(), access.Operator(), id)
	if err != nil {
		t.Fatal(err)
	}
	return row
}

func TestAnImportWhoseJobIsGivenUpFailsAndRunsAgain(t *testing.T) {
	t.Parallel()
	s := schooltest.New(t)
	ana := s.Person("ana@primarie.example", access.RoleAdministrator)
	discarded, waiting := submitted(t, s, ana, schooltest.EasyCourse()), submitted(t, s, ana, schooltest.EasyCourse())
	s.Exec(`UPDATE imports SET status = 'running' WHERE id = ?`, discarded)
	s.Exec(`UPDATE river_job SET state = 'discarded', finalized_at = now() WHERE args->>'import_id' = ?`, discarded.String())
	schooltest.Wants(t, s.Imports.RunAgain(t.Context(), ana, discarded), fault.Conflict, "import.not_again")
	if failed, again, err := s.Imports.FindLost(t.Context()); failed != 1 || again != 0 || err != nil {
		t.Fatalf("%d failed, %d again, %v", failed, again, err)
	}
	if row := status(t, s, discarded); row.Status != intake.Failed || row.ErrorKey != "import.given_up" || !row.MayRunAgain() {
		t.Errorf("it is %+v", row)
	}
	if row := status(t, s, waiting); row.Status != intake.Queued {
		t.Errorf("the one that waits is %s", row.Status)
	}
	if err := s.Imports.RunAgain(t.Context(), ana, discarded); err != nil {
		t.Fatal(err)
	}
	schooltest.Wants(t, s.Imports.RunAgain(t.Context(), ana, discarded), fault.Conflict, "import.not_again")
	if failed, again, err := s.Imports.FindLost(t.Context()); failed+again != 0 || err != nil {
		t.Fatalf("run again it is taken for lost: %d, %d, %v", failed, again, err)
	}
	if err := s.Imports.Run(t.Context(), discarded); err != nil {
		t.Fatal(err)
	}
	if row := status(t, s, discarded); row.Status != intake.Done || row.ErrorKey != "" {
		t.Errorf("run again it is %+v", row)
	}
}

func TestAnImportWhoseJobIsGoneGetsAnother(t *testing.T) {
	t.Parallel()
	s := schooltest.New(t)
	id := submitted(t, s, s.Person("ana@primarie.example", access.RoleAdministrator), schooltest.EasyCourse())
	s.Exec(`DELETE FROM river_job WHERE kind = 'import_package'`)
	for round, want := range []int{1, 0} {
		if failed, again, err := s.Imports.FindLost(t.Context()); failed != 0 || again != want || err != nil {
			t.Errorf("round %d: %d failed, %d again, %v", round, failed, again, err)
		}
	}
	if n := s.Count(`SELECT count(*) FROM river_job WHERE args->>'import_id' = ? AND state = 'available'`, id.String()); n != 1 {
		t.Errorf("%d jobs", n)
	}
}

// TestTheLastTryThatRunsOutOfTimeFailsItsImport has nothing left of its time, as after half an hour.
func TestTheLastTryThatRunsOutOfTimeFailsItsImport(t *testing.T) {
	t.Parallel()
	s := schooltest.New(t)
	id := submitted(t, s, s.Person("ana@primarie.example", access.RoleAdministrator), schooltest.EasyCourse())
	over, cancel := context.WithTimeout(t.Context(), 0)
	defer cancel()
	worker := intake.NewImportPackageWorker(s.Imports)
	for attempt, want := range []intake.Status{1: intake.Queued, 2: intake.Failed} {
		if attempt == 0 {
			continue
		}
		_ = worker.Work(over, &river.Job[intake.ImportPackage]{
			JobRow: &rivertype.JobRow{Attempt: attempt, MaxAttempts: 2}, Args: intake.ImportPackage{ImportID: id},
		})
		if row := status(t, s, id); row.Status != want {
			t.Errorf("after try %d it is %s", attempt, row.Status)
		}
	}
}

func TestAPackageIsForgottenAMonthAfterItsImport(t *testing.T) {
	t.Parallel()
	s := schooltest.New(t)
	ana := s.Person("ana@primarie.example", access.RoleAdministrator)
	old, fresh, waiting := submitted(t, s, ana, schooltest.EasyCourse()), submitted(t, s, ana, schooltest.EasyCourse()), submitted(t, s, ana, schooltest.EasyCourse())
	s.Exec(`UPDATE imports SET status = 'failed', error_key = 'import.given_up', finished_at = now() - interval '31 days' WHERE id = ?`, old)
	s.Exec(`UPDATE imports SET status = 'failed', error_key = 'import.given_up', finished_at = now() - interval '29 days' WHERE id = ?`, fresh)
	s.Exec(`UPDATE imports SET created_at = now() - interval '99 days' WHERE id = ?`, waiting)
	if gone, err := s.Imports.Forget(t.Context()); gone != 1 || err != nil {
		t.Fatalf("%d are forgotten, %v", gone, err)
	}
	if row := status(t, s, old); row.FileGoneAt.IsZero() || row.MayRunAgain() {
		t.Errorf("the old one is %+v", row)
	}
	schooltest.Wants(t, s.Imports.RunAgain(t.Context(), ana, old), fault.Conflict, "import.not_again")
	if row := status(t, s, fresh); !row.FileGoneAt.IsZero() || !row.MayRunAgain() {
		t.Errorf("the fresh one is %+v", row)
	}
	room, err := s.Imports.Room(t.Context(), ana)
	if err != nil || room.Used != 2*status(t, s, fresh).Size {
		t.Errorf("what is forgotten counts still: %+v, %v", room, err)
	}
}

func TestNobodyHandsInMoreThanTheirQuota(t *testing.T) {
	t.Parallel()
	s := schooltest.New(t)
	ana, ion := s.Person("ana@primarie.example", access.RoleAdministrator), s.Person("ion@primarie.example", access.RoleAdministrator)
	imports := intake.New(s.DB, s.Blobs, s.Installer, s.Queue, intake.Config{Quota: intake.Quota{Person: 100, House: 150}})
	hand := func(by access.Actor, bytes int) error {
		_, err := imports.Submit(t.Context(), by, "curs.zip", strings.NewReader(strings.Repeat("x", bytes)))
		return err
	}
	refused := func(err error, key string, left int64) {
		t.Helper()
		told, ok := fault.As(err)
		if !ok || told.Kind != fault.Invalid || told.Fields["package"].Key != key || told.Fields["package"].Args["Left"] != fault.Bytes(left) {
			t.Errorf("got %+v, want %s with %d left", err, key, left)
		}
	}
	if err := hand(ana, 60); err != nil {
		t.Fatal(err)
	}
	refused(hand(ana, 41), "import.quota_person", 40)
	if err := hand(ana, 40); err != nil {
		t.Fatal(err)
	}
	refused(hand(ana, 1), "import.quota_person", 0)
	refused(hand(ion, 51), "import.quota_house", 50)
	if n := s.Count(`SELECT count(*) FROM imports`); n != 2 {
		t.Errorf("%d imports", n)
	}
	if room, err := imports.Room(t.Context(), ion); err != nil || room != (intake.Room{Used: 0, Of: 100, House: 100, Left: 50}) {
		t.Errorf("the room is %+v, %v", room, err)
	}
	if objects := len(listed(t, s.Blobs)); objects != 2 {
		t.Errorf("what was refused is stored: %d objects", objects)
	}
}

// TestManyUploadsAtOnceKeepTheQuota has each of them fit, and only one of them with the others.
func TestManyUploadsAtOnceKeepTheQuota(t *testing.T) {
	t.Parallel()
	s := schooltest.New(t)
	ana := s.Person("ana@primarie.example", access.RoleAdministrator)
	imports := intake.New(s.DB, s.Blobs, s.Installer, s.Queue, intake.Config{Quota: intake.Quota{Person: 100}})
	taken := make(chan error)
	const many = 6
	for n := range many {
		go func() {
			_, err := imports.Submit(t.Context(), ana, "curs.zip", strings.NewReader(strings.Repeat(string(rune('a'+n)), 60)))
			taken <- err
		}()
	}
	kept := 0
	for range many {
		if err := <-taken; err == nil {
			kept++
		} else if !fault.Is(err, fault.Invalid) {
			t.Error(err)
		}
	}
	if n := s.Count(`SELECT count(*) FROM imports`); kept != 1 || n != 1 {
		t.Errorf("%d were taken, %d are on record", kept, n)
	}
}

func listed(t *testing.T, store blobs.Store) []blobs.Entry {
	t.Helper()
	var all []blobs.Entry
	for entry, err := range store.List(t.Context(), "") {
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, entry)
	}
	return all
}
