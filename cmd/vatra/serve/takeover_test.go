//go:build whole

package serve_test

import (
	"archive/zip"
	"bytes"
	"fmt"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/google/uuid"

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
	id := s.submitLong()
	first := s.importer()
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
	s.awaitLong(id)
}

// TestAnImportGoesOnAfterItsServerWasToldToEnd in the middle of it: the server ends in order, and the next start takes it up.
func TestAnImportGoesOnAfterItsServerWasToldToEnd(t *testing.T) {
	t.Parallel()
	s := newSchool(t)
	s.server.Load().end(t, syscall.SIGTERM)
	s.settings.Patience = 200 * time.Millisecond // the import needs longer than that
	s.open()
	id := s.submitLong()
	s.importer()
	server := s.server.Load()
	server.end(t, syscall.SIGTERM)
	if !server.cmd.ProcessState.Success() {
		t.Errorf("at SIGTERM the server ended with %v", server.cmd.ProcessState)
	}
	s.open()
	s.awaitLong(id)
}

// submitLong hands in a package that takes a while.
func (s *school) submitLong() uuid.UUID {
	s.t.Helper()
	id, err := s.parts.Imports.Submit(s.t.Context(), access.Operator(), "long.zip", longCourse(s.t))
	if err != nil {
		s.t.Fatal(err)
	}
	return id
}

// importer is the node that works an import, once one does.
func (s *school) importer() (node string) {
	s.t.Helper()
	const query = `SELECT coalesce((SELECT attempted_by[array_upper(attempted_by, 1)] FROM river_job
		WHERE kind = 'import_package' AND state = 'running'), '')`
	for ; node == ""; time.Sleep(5 * time.Millisecond) {
		if err := s.parts.DB.Pool.QueryRow(s.t.Context(), query).Scan(&node); err != nil {
			s.t.Fatal(err)
		}
	}
	return node
}

// awaitLong expects the import to have been cut off, and waits until it is done: once, and whole.
func (s *school) awaitLong(id uuid.UUID) {
	s.t.Helper()
	ctx := s.t.Context()
	row, err := s.parts.Imports.Import(ctx, access.Operator(), id)
	if err != nil || row.Status == intake.Done {
		s.t.Fatalf("the import was over before its server was: %+v, %v", row, err)
	}
	for ; row.Status != intake.Done; time.Sleep(100 * time.Millisecond) {
		if row, err = s.parts.Imports.Import(ctx, access.Operator(), id); err != nil || row.Status == intake.Failed {
			s.t.Fatalf("%+v, %v", row, err)
		}
	}
	version, err := s.parts.Courses.Newest(ctx, s.parts.DB, "long")
	if err != nil || version.Number != 1 || row.Report.Lessons != 800 {
		s.t.Errorf("version %d with %d lessons, %v", version.Number, row.Report.Lessons, err)
	}
}
