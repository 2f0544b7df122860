package pgserver

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// clearStale removes what a killed server left. Processes of ours that outlived their parent are ended first: while one
// is alive, a second server beside it would ruin the data. Lock files are then nobody's, whichever process has their
// number by now, and are taken away, since PostgreSQL would stop at them.
func (s *Server) clearStale(ctx context.Context) error {
	if err := s.endLeftovers(ctx); err != nil {
		return err
	}
	for _, path := range []string{
		filepath.Join(s.opts.Dir, "postmaster.pid"),
		filepath.Join(s.socket, ".s.PGSQL.5432"), filepath.Join(s.socket, ".s.PGSQL.5432.lock"),
	} {
		if err := os.Remove(path); err != nil && !errors.Is(err, os.ErrNotExist) {
			return err
		}
	}
	return nil
}

// endLeftovers asks for a fast shutdown, and for ever harder ones as time passes. Without their postmaster, backends end
// by themselves as soon as they look up from their work.
func (s *Server) endLeftovers(ctx context.Context) error {
	const look = 50 * time.Millisecond
	harder := []syscall.Signal{syscall.SIGINT, syscall.SIGTERM, syscall.SIGQUIT, syscall.SIGKILL}
	for waited := time.Duration(0); ; waited += look {
		left := s.leftovers()
		if len(left) == 0 {
			return nil
		}
		if waited%(5*time.Second) == 0 {
			step := int(waited / (5 * time.Second))
			if step == len(harder) {
				return fmt.Errorf("a PostgreSQL left behind (processes %v) does not end", left)
			}
			for _, pid := range left {
				if err := syscall.Kill(pid, harder[step]); err != nil && !errors.Is(err, syscall.ESRCH) {
					return fmt.Errorf("ending the PostgreSQL that was left behind: %w", err)
				}
			}
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(look):
		}
	}
}

// leftovers are the processes of a server on this folder: PostgreSQL's, postmaster and backends alike, work in it.
func (s *Server) leftovers() []int {
	home, err := os.Stat(s.opts.Dir)
	if err != nil {
		return nil
	}
	entries, err := os.ReadDir("/proc")
	if err != nil {
		return nil
	}
	postmaster := s.postmasterPID()
	var left []int
	for _, entry := range entries {
		pid, err := strconv.Atoi(entry.Name())
		if err != nil {
			continue
		}
		program, err := os.Readlink(filepath.Join("/proc", entry.Name(), "exe"))
		if errors.Is(err, os.ErrPermission) && pid == postmaster && comm(pid) == "postgres" {
			left = append(left, pid) // who may not look into it still believes its lock file
			continue
		}
		name := strings.TrimSuffix(filepath.Base(program), " (deleted)")
		if errors.Is(err, os.ErrNotExist) {
			name = comm(pid) // one that is ending has no program any more, and holds on to the shared memory a moment longer
		}
		if name != "postgres" {
			continue
		}
		if works, err := os.Stat(filepath.Join("/proc", entry.Name(), "cwd")); err == nil && os.SameFile(works, home) {
			left = append(left, pid)
		}
	}
	slices.Sort(left)
	return left
}

// postmasterPID is the process that the lock file names; 0 where there is none.
func (s *Server) postmasterPID() int {
	pid, err := strconv.Atoi(noted(s.opts.Dir, 0))
	if err != nil {
		return 0
	}
	return pid
}

// socketNoted is the folder of the socket that the lock file names; empty where there is none.
func socketNoted(dir string) string { return noted(dir, 4) }

// noted is a line of the lock file, by the number that it has in PostgreSQL's pidfile.h, less one. PostgreSQL writes one
// after the other when it starts: what is not there yet is empty.
func noted(dir string, line int) string {
	text, err := os.ReadFile(filepath.Join(dir, "postmaster.pid"))
	if err != nil {
		return ""
	}
	lines := strings.Split(string(text), "\n")
	return strings.TrimSpace(lines[min(line, len(lines)-1)])
}

// comm is the name of a process, which everybody may read.
func comm(pid int) string {
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/comm", pid))
	if err != nil {
		return ""
	}
	return strings.TrimSpace(string(text))
}
