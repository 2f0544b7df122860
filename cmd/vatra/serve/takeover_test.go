//go:build whole

package serve_test

import (
	"archive/zip"
	"bytes"
	"fmt"
	"strings"
	"testing"
	"time"

	"vatra/lms/access"
	"vatra/lms/intake"
)

// longCourse takes a while to import.
func longCourse(t *testing.T) *bytes.Buffer {
	t.Helper()
	var file bytes.Buffer
	archive := zip.NewWriter(&file)
	add := func(name, text string) {
		entry, err := archive.Create(name)
		if err == nil {
			_, err = entry.Write([]byte(text))
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	add("course.yaml", "vatra: 1\ncode: long\ntitle: Long\nlanguages: [en]\nlicence: CC0-1.0\n")
	for n := range 800 {
		add(fmt.Sprintf("%04d.md", n), fmt.Sprintf("# Lesson %d\n\n%s", n, strings.Repeat("A *paragraph* of some [words](https://example.org).\n\n", 200)))
	}
	if err := archive.Close(); err != nil {
		t.Fatal(err)
	}
	return &file
}

// TestAnotherServerTakesOverWhatAServerThatWasKilledHadBegun kills the one of two that works an import.
func TestAnotherServerTakesOverWhatAServerThatWasKilledHadBegun(t *testing.T) {
	t.Parallel()
	s := newSchool(t)
	servers := map[string]*program{}
	for _, one := range []*program{s.server.Load(), start(t, s.settings)} {
		servers[fmt.Sprintf(" %d ", one.cmd.Process.Pid)] = one
	}
	ctx := t.Context()
	id, err := s.parts.Imports.Submit(ctx, access.Operator(), "long.zip", longCourse(t))
	if err != nil {
		t.Fatal(err)
	}
	worker := func() (node string) {
		t.Helper()
		const query = `SELECT coalesce((SELECT attempted_by[array_upper(attempted_by, 1)] FROM river_job
			WHERE kind = 'import_package' AND state = 'running'), '')`
		if err := s.parts.DB.Pool.QueryRow(ctx, query).Scan(&node); err != nil {
			t.Fatal(err)
		}
		return node
	}
	first := ""
	for ; first == ""; first = worker() {
		time.Sleep(5 * time.Millisecond)
	}
	killed := false
	for pid, server := range servers {
		if strings.Contains(first, pid) {
			server.kill(t)
			killed = true
		}
	}
	if !killed {
		t.Fatalf("the import is worked by %q, which is none of %v", first, servers)
	}
	if row, err := s.parts.Imports.Import(ctx, access.Operator(), id); err != nil || row.Status == intake.Done {
		t.Fatalf("the import was over before its server was killed: %+v, %v", row, err)
	}
	row := intake.Import{}
	for ; row.Status != intake.Done; time.Sleep(100 * time.Millisecond) {
		if row, err = s.parts.Imports.Import(ctx, access.Operator(), id); err != nil || row.Status == intake.Failed {
			t.Fatalf("%+v, %v", row, err)
		}
	}
	version, err := s.parts.Courses.Newest(ctx, s.parts.DB, "long")
	if err != nil || version.Number != 1 || row.Report.Lessons != 800 {
		t.Errorf("version %d with %d lessons, %v", version.Number, row.Report.Lessons, err)
	}
}
