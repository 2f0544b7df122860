package upkeep_test

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"

	"vatra/content/pack/packtest"
	"vatra/lms/access"
	"vatra/lms/schooltest"
	"vatra/lms/upkeep"
)

// meddle writes into a store past all rules, at a key.
type meddle func(key string, text []byte)

// eachStore runs the test on a school with a folder and, as part of the whole, on one with a real MinIO.
func eachStore(t *testing.T, test func(t *testing.T, s *schooltest.School, write meddle)) {
	t.Run("folder", func(t *testing.T) {
		t.Parallel()
		s := schooltest.New(t)
		test(t, s, func(key string, text []byte) {
			if err := os.WriteFile(filepath.Join(s.Objects, filepath.FromSlash(key)), text, 0o600); err != nil {
				t.Fatal(err)
			}
		})
	})
	if withMinIO != nil {
		t.Run("minio", func(t *testing.T) {
			t.Parallel()
			withMinIO(t, test)
		})
	}
}

// withMinIO runs such a test on a school with a real MinIO; it is there with the build tag whole.
var withMinIO func(t *testing.T, test func(t *testing.T, s *schooltest.School, write meddle))

// now is no grace at all.
const now = time.Nanosecond

func checked(t *testing.T, s *schooltest.School, options upkeep.Options) (map[upkeep.Kind][]upkeep.Finding, upkeep.Summary) {
	t.Helper()
	found := map[upkeep.Kind][]upkeep.Finding{}
	sum, err := s.Upkeep.Check(t.Context(), options, func(f upkeep.Finding) error {
		found[f.Kind] = append(found[f.Kind], f)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return found, sum
}

func (m meddle) over(sum, text string) { m(sum[:2]+"/"+sum, []byte(text)) }

// course has one file of each kind of damage to come.
func course(t *testing.T) string {
	t.Helper()
	return packtest.Folder(t, map[string]string{
		"course.yaml": "vatra: 1\ncode: salut\ntitle: Salut\nlanguages: [en]\n",
		"1/1.md":      "[a](gone.pdf) [b](short.pdf) [c](bent.pdf) [d](whole.pdf)\n",
		"1/gone.pdf":  "%PDF-1.7\ngone\n%%EOF\n", "1/short.pdf": "%PDF-1.7\nshort\n%%EOF\n",
		"1/bent.pdf": "%PDF-1.7\nbent\n%%EOF\n", "1/whole.pdf": "%PDF-1.7\nwhole\n%%EOF\n",
	})
}

func sumOf(t *testing.T, s *schooltest.School, path string) (sum string) {
	t.Helper()
	if err := s.DB.NewRaw(`SELECT sha256 FROM version_assets WHERE path LIKE ?`, "%"+path).Scan(t.Context(), &sum); err != nil {
		t.Fatal(err)
	}
	return sum
}

func TestEverythingThatIsWrongIsFoundAndWhatCanBeIsRepaired(t *testing.T) {
	t.Parallel()
	eachStore(t, func(t *testing.T, s *schooltest.School, write meddle) {
		s.Install(course(t))
		s.Install(packtest.Folder(t, schooltest.EasyCourse()))
		learner := s.Person("ana@primarie.example", access.RoleLearner)
		s.Enrol(learner)
		s.Study(learner, "digital-literacy-basics")
		s.Sit(learner, "digital-literacy-basics", true)
		award := s.AwardsOf(learner)[0]
		if err := s.Papers.Print(t.Context(), &award); err != nil {
			t.Fatal(err)
		}
		paper, err := s.Awards.Paper(t.Context(), award.ID)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := s.Imports.Submit(t.Context(), access.Operator(), "curs.zip", strings.NewReader("a package")); err != nil {
			t.Fatal(err)
		}
		if found, sum := checked(t, s, upkeep.Options{Hash: true, Grace: now}); len(found) != 0 || sum.Objects != 6 || sum.Rows != 6 {
			t.Fatalf("before anything happened: %+v %+v", found, sum)
		}

		gone, short, bent := sumOf(t, s, "gone.pdf"), sumOf(t, s, "short.pdf"), sumOf(t, s, "bent.pdf")
		if err := s.Blobs.Delete(t.Context(), gone); err != nil {
			t.Fatal(err)
		}
		write.over(short, "%PDF")
		write.over(bent, "%PDF-1.7\nBENT\n%%EOF\n")
		write.over(paper.SHA256, strings.Repeat("x", int(paper.Size)))
		write("notes.txt", []byte("mine"))
		orphan, err := s.Blobs.Put(t.Context(), strings.NewReader("nobody's"), "text/plain")
		if err != nil {
			t.Fatal(err)
		}

		found, _ := checked(t, s, upkeep.Options{})
		if len(found[upkeep.Orphan])+len(found[upkeep.Hash])+len(found[upkeep.LostPaper]) != 0 || len(found) != 3 {
			t.Errorf("without a look inside, and within the grace: %+v", found)
		}
		lookTwice(t, s, map[upkeep.Kind]string{
			upkeep.Missing: gone, upkeep.Size: short, upkeep.Hash: bent, upkeep.LostPaper: paper.SHA256, upkeep.Orphan: orphan.SHA256,
		})
		if found, sum := checked(t, s, upkeep.Options{Hash: true, Repair: true, Grace: now}); sum.Repaired != 2 || sum.Left != 3 {
			t.Errorf("repaired are %d, left %d: %+v", sum.Repaired, sum.Left, found)
		}
		file, _, err := s.Papers.Paper(t.Context(), &award)
		if err != nil {
			t.Fatal(err)
		}
		if text, err := io.ReadAll(file); err != nil || !bytes.HasPrefix(text, []byte("%PDF")) {
			t.Errorf("the paper is %.20q, %v", text, err)
		}

		s.Install(course(t)) // the same package puts right what is left
		if found, sum := checked(t, s, upkeep.Options{Hash: true, Grace: now}); len(found) != 1 || sum.Left != 0 {
			t.Errorf("after the package was brought in again: %+v", found)
		}
	})
}

// lookTwice expects one finding of each kind, since looking changes nothing.
func lookTwice(t *testing.T, s *schooltest.School, wants map[upkeep.Kind]string) {
	t.Helper()
	for range 2 { // looking changes nothing
		found, sum := checked(t, s, upkeep.Options{Hash: true, Grace: now})
		for kind, want := range wants {
			if len(found[kind]) != 1 || found[kind][0].SHA256 != want || found[kind][0].Repaired {
				t.Errorf("%s: %+v, want %s", kind, found[kind], want)
			}
		}
		if len(found[upkeep.Foreign]) != 1 || found[upkeep.Foreign][0].Key != "notes.txt" || sum.Left != 5 {
			t.Errorf("foreign is %+v, left %d", found[upkeep.Foreign], sum.Left)
		}
		if used := found[upkeep.Missing][0].Where; !slices.Equal(used, []string{"salut: 1/gone.pdf"}) {
			t.Errorf("it is used in %q", used)
		}
	}
}

// TestClearingBesideImportsLosesNothing puts the same few files again and again, while others forget and clear away
// whatever nothing uses at that moment, without any grace.
func TestClearingBesideImportsLosesNothing(t *testing.T) {
	t.Parallel()
	s := schooltest.New(t)
	var putting, clearing sync.WaitGroup
	done := make(chan struct{})
	for range 2 {
		clearing.Go(func() {
			for {
				select {
				case <-done:
					return
				default:
				}
				if _, err := s.Courses.ForgetUnused(t.Context(), 0, 100); err != nil {
					t.Error(err)
				}
				checked(t, s, upkeep.Options{Repair: true, Grace: now})
			}
		})
	}
	for n := range 4 {
		putting.Go(func() {
			for i := range 60 {
				text := fmt.Sprint("file ", (n+i)%3)
				asset, err := s.Courses.PutAsset(t.Context(), strings.NewReader(text), "file.txt")
				if err != nil {
					t.Error(err)
					return
				}
				s.Exec(`INSERT INTO imports (id, file_name, sha256, size, status, finished_at)
					SELECT ?, 'x', sha256, size, 'failed', now() FROM assets WHERE sha256 = ?`, uuid.New(), asset.SHA256)
			}
		})
	}
	putting.Wait()
	close(done)
	clearing.Wait()
	if found, _ := checked(t, s, upkeep.Options{Hash: true, Grace: now}); len(found[upkeep.Missing]) != 0 || len(found[upkeep.Hash]) != 0 {
		t.Errorf("lost are %+v", found)
	}
}

// TestManyObjectsTakeNoMoreMemoryThanFew measures what is held when the last of them is looked at.
func TestManyObjectsTakeNoMoreMemoryThanFew(t *testing.T) {
	held := func(objects int) int64 {
		s := schooltest.New(t)
		s.Exec(`INSERT INTO assets (sha256, size, media_type)
			SELECT encode(sha256(n::text::bytea), 'hex'), 0, 'text/plain' FROM generate_series(1, ?) AS n`, objects)
		var sums []string
		if err := s.DB.NewRaw(`SELECT sha256 FROM assets`).Scan(t.Context(), &sums); err != nil {
			t.Fatal(err)
		}
		for _, sum := range sums {
			shelf := filepath.Join(s.Objects, sum[:2])
			if err := os.MkdirAll(shelf, 0o700); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(filepath.Join(shelf, sum), nil, 0o600); err != nil {
				t.Fatal(err)
			}
		}
		if err := os.WriteFile(filepath.Join(s.Objects, "last"), nil, 0o600); err != nil {
			t.Fatal(err)
		}
		sums = nil
		var before, after runtime.MemStats
		runtime.GC()
		runtime.ReadMemStats(&before)
		sum, err := s.Upkeep.Check(t.Context(), upkeep.Options{}, func(upkeep.Finding) error {
			runtime.GC()
			runtime.ReadMemStats(&after)
			return nil
		})
		if err != nil || sum.Objects != objects || sum.Rows != objects || sum.Left != 0 {
			t.Fatalf("%+v, %v", sum, err)
		}
		return int64(after.HeapAlloc) - int64(before.HeapAlloc)
	}
	few, many := held(1_000), held(6_000)
	t.Logf("1,000 hold %d kB, 6,000 hold %d kB", few>>10, many>>10)
	if many-few > 1<<19 {
		t.Errorf("%d bytes are held for 1,000 objects and %d for 6,000", few, many)
	}
}
