package upkeep_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"vatra/content/pack/packtest"
	"vatra/lms/access"
	"vatra/lms/fault"
	"vatra/lms/schooltest"
	"vatra/lms/upkeep"
)

// aged makes an object as old as an orphan has to be.
func aged(t *testing.T, s *schooltest.School, sum string) {
	t.Helper()
	long := time.Now().Add(-2 * upkeep.DefaultGrace)
	if err := os.Chtimes(filepath.Join(s.Objects, sum[:2], sum), long, long); err != nil {
		t.Fatal(err)
	}
}

func TestARoundClearsAwayWhatNothingNames(t *testing.T) {
	t.Parallel()
	s := schooltest.New(t)
	s.Install(course(t))
	const rest = 6000 // more than one round looks at
	s.Exec(`INSERT INTO imports (id, file_name, sha256, size) SELECT gen_random_uuid(), 'x', encode(sha256(n::text::bytea), 'hex'), 0
		FROM generate_series(1, ?) AS n`, rest)
	s.Exec(`UPDATE imports SET file_gone_at = now()`)
	unused, err := s.Courses.PutAsset(t.Context(), strings.NewReader("no course has it"), "none.txt")
	if err != nil {
		t.Fatal(err)
	}
	s.Exec(`UPDATE assets SET used_at = now() - interval '2 days'`)
	fresh, err := s.Blobs.Put(t.Context(), strings.NewReader("on its way"), "text/plain")
	if err != nil {
		t.Fatal(err)
	}
	aged(t, s, unused.SHA256)
	sum, err := s.Upkeep.Round(t.Context())
	if err != nil || sum.Repaired != 1 || sum.Left != 0 {
		t.Fatalf("%+v, %v", sum, err)
	}
	if _, err := s.Blobs.Stat(t.Context(), unused.SHA256); !fault.Is(err, fault.NotFound) {
		t.Errorf("what nothing names is still there: %v", err)
	}
	if _, err := s.Blobs.Stat(t.Context(), fresh.SHA256); err != nil {
		t.Errorf("what is on its way is gone: %v", err)
	}
	if found, _ := checked(t, s, upkeep.Options{Hash: true}); len(found) != 0 {
		t.Errorf("the course has lost %+v", found)
	}
}

// TestRoundsGoOnWhereTheLastHasEnded has more rows than one round looks at.
func TestRoundsGoOnWhereTheLastHasEnded(t *testing.T) {
	t.Parallel()
	s := schooltest.New(t)
	const rows, aRound = 600, 500
	s.Upkeep.LookAt(aRound)
	s.Exec(`INSERT INTO imports (id, file_name, sha256, size) SELECT gen_random_uuid(), 'x', encode(sha256(n::text::bytea), 'hex'), 0
		FROM generate_series(1, ?) AS n`, rows)
	seen := 0
	for round := range 3 {
		sum, err := s.Upkeep.Round(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if seen += sum.Rows; round == 1 && seen != rows {
			t.Errorf("two rounds have looked at %d rows", seen)
		}
		if round != 1 && sum.Rows != aRound {
			t.Errorf("round %d has looked at %d rows", round, sum.Rows)
		}
	}
}

func TestAPaperWhoseJobWasLostIsPrinted(t *testing.T) {
	t.Parallel()
	s, ctx := schooltest.New(t), t.Context()
	s.Install(packtest.Folder(t, schooltest.EasyCourse()))
	for n := range 2 {
		learner := s.Person(fmt.Sprintf("ana%d@primarie.example", n), access.RoleLearner)
		s.Enrol(learner)
		s.Study(learner, "digital-literacy-basics")
		s.Sit(learner, "digital-literacy-basics", true)
	}
	s.Exec(`DELETE FROM river_job`)
	if n, err := s.Upkeep.PrintMissing(ctx); n != 0 || err != nil {
		t.Errorf("%d were printed whose job may still be on its way: %v", n, err)
	}
	s.Exec(`ALTER TABLE awards DISABLE TRIGGER awards_never_change`)
	s.Exec(`UPDATE awards SET awarded_at = now() - interval '1 hour'`)
	for round, want := range []int{2, 0} {
		if n, err := s.Upkeep.PrintMissing(ctx); n != want || err != nil {
			t.Errorf("round %d: %d were printed, %v", round, n, err)
		}
	}
	if n := s.Count(`SELECT count(*) FROM award_papers`); n != 2 {
		t.Errorf("%d papers are on record", n)
	}
	if found, _ := checked(t, s, upkeep.Options{Hash: true}); len(found) != 0 {
		t.Errorf("%+v", found)
	}
}
