package pgserver

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
)

// maxSocketFolder keeps the socket's whole name within the 107 bytes that sockaddr_un allows.
const maxSocketFolder = 107 - len("/.s.PGSQL.5432.lock")

// programs is the folder of PostgreSQL's server programs: on the PATH, or the newest of Debian's.
func programs() (string, error) {
	if path, err := exec.LookPath("postgres"); err == nil {
		if _, err := exec.LookPath("initdb"); err == nil {
			return filepath.Dir(path), nil
		}
	}
	found, err := filepath.Glob("/usr/lib/postgresql/*/bin/postgres")
	if err != nil || len(found) == 0 {
		return "", ErrMissing
	}
	newest := slices.MaxFunc(found, func(a, b string) int { return major(a) - major(b) })
	return filepath.Dir(newest), nil
}

// major is the version in a path such as /usr/lib/postgresql/15/bin/postgres.
func major(path string) int {
	n, err := strconv.Atoi(filepath.Base(filepath.Dir(filepath.Dir(path))))
	if err != nil {
		return 0
	}
	return n
}

// Reachable reports whether the server could be run on dir, with the reason when it could not: as root, PostgreSQL
// runs as another user, who must be able to enter every folder above.
func Reachable(dir string) error {
	dir, err := filepath.Abs(dir)
	if err != nil {
		return err
	}
	_, err = accountFor(dir)
	return err
}

// accountFor is the account to run as. PostgreSQL refuses root, so root hands over to "postgres" or "nobody".
func accountFor(dir string) (*syscall.Credential, error) {
	if os.Geteuid() != 0 {
		return nil, nil //nolint:nilnil // no account: run as ourselves
	}
	var known *user.User
	for _, name := range []string{"postgres", "nobody"} {
		if u, err := user.Lookup(name); err == nil {
			known = u
			break
		}
	}
	if known == nil {
		return nil, errors.New("PostgreSQL does not run as root, and there is no user postgres or nobody to run it as")
	}
	uid, err := strconv.ParseUint(known.Uid, 10, 32)
	if err != nil {
		return nil, err
	}
	gid, err := strconv.ParseUint(known.Gid, 10, 32)
	if err != nil {
		return nil, err
	}
	account := &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}
	for above := filepath.Dir(dir); ; above = filepath.Dir(above) {
		info, err := os.Stat(above)
		switch {
		case errors.Is(err, os.ErrNotExist):
		case err != nil:
			return nil, err
		case !enters(account, info):
			return nil, fmt.Errorf("the database has to run as user %s, who may not enter %s: "+
				"set VATRA_DATA to a folder elsewhere, for example /var/lib/vatra", known.Username, above)
		}
		if above == filepath.Dir(above) {
			return account, nil
		}
	}
}

func enters(account *syscall.Credential, info os.FileInfo) bool {
	stat, ok := info.Sys().(*syscall.Stat_t)
	if !ok {
		return true
	}
	bit := os.FileMode(0o001)
	switch {
	case stat.Uid == account.Uid:
		bit = 0o100
	case stat.Gid == account.Gid:
		bit = 0o010
	}
	return info.Mode().Perm()&bit != 0
}

// prepare takes the folder for this process, makes the cluster when there is none and the socket's folder.
func (s *Server) prepare(ctx context.Context) error {
	if err := os.MkdirAll(filepath.Dir(s.opts.Dir), 0o755); err != nil {
		return err
	}
	lock, err := os.OpenFile(s.opts.Dir+".lock", os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return err
	}
	if err := syscall.Flock(int(lock.Fd()), syscall.LOCK_EX|syscall.LOCK_NB); err != nil {
		_ = lock.Close()
		return fmt.Errorf("another server runs on %s: stop it first, or choose another folder with VATRA_DATA", s.opts.Dir)
	}
	s.lock = lock
	made, err := os.ReadFile(filepath.Join(s.opts.Dir, "PG_VERSION"))
	switch {
	case errors.Is(err, os.ErrNotExist):
		if err := s.initialise(ctx); err != nil {
			return err
		}
	case err != nil:
		return err
	default:
		if err := s.sameMajor(ctx, strings.TrimSpace(string(made))); err != nil {
			return err
		}
	}
	return s.makeSocketFolder()
}

// initialise makes the cluster beside its place and moves it there whole, so that a crash leaves no half of one.
func (s *Server) initialise(ctx context.Context) error {
	draft := s.opts.Dir + ".new"
	if err := os.RemoveAll(draft); err != nil {
		return err
	}
	if err := s.own(draft); err != nil {
		return err
	}
	args := append(manner(s.opts.Disposable), "-D", draft)
	if output, err := s.run(ctx, "initdb", args...); err != nil {
		return fmt.Errorf("making the database in %s: %w: %s", s.opts.Dir, err, bytes.TrimSpace(output))
	}
	// An empty folder may stand there already; anything in it is not ours to remove.
	if err := os.Remove(s.opts.Dir); err != nil && !errors.Is(err, os.ErrNotExist) {
		return fmt.Errorf("%s is not empty and holds no database: %w", s.opts.Dir, err)
	}
	return os.Rename(draft, s.opts.Dir)
}

// manner is how initdb makes a cluster. One that is disposable has no checksums, which cost each page of each copy, and a
// journal in small pieces, because an empty piece of the usual size is as much to write and to copy as two whole databases.
func manner(disposable bool) []string {
	args := []string{
		"--username=vatra", "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8",
	}
	if disposable {
		return append(args, "--no-sync", "--wal-segsize=1")
	}
	return append(args, "--data-checksums")
}

// Recipe tells apart the clusters that Start would make differently, for whoever keeps one to copy from: it changes with
// the program that makes them and with what that is told.
func Recipe(disposable bool) (string, error) {
	bin, err := programs()
	if err != nil {
		return "", err
	}
	info, err := os.Stat(filepath.Join(bin, "postgres"))
	if err != nil {
		return "", err
	}
	return fmt.Sprintln(bin, info.Size(), info.ModTime().UnixNano(), manner(disposable)), nil
}

func (s *Server) sameMajor(ctx context.Context, made string) error {
	output, err := s.run(ctx, "postgres", "--version")
	if err != nil {
		return fmt.Errorf("asking PostgreSQL for its version: %w", err)
	}
	// "postgres (PostgreSQL) 15.18 (Debian 15.18-0+deb12u1)"
	_, rest, _ := strings.Cut(string(output), "PostgreSQL) ")
	present, _, _ := strings.Cut(rest, ".")
	if present = strings.TrimSpace(present); present != made {
		return fmt.Errorf("the data in %s was written by PostgreSQL %s and this machine has PostgreSQL %s: "+
			"install version %s, or move the data with pg_dump and restore it into a new folder",
			s.opts.Dir, made, present, made)
	}
	return nil
}

func (s *Server) makeSocketFolder() error {
	s.socket = s.opts.Dir + ".run"
	if len(s.socket) > maxSocketFolder {
		short, err := os.MkdirTemp("", "vatra-pg-")
		if err != nil {
			return err
		}
		s.socket = short
	}
	if len(s.socket) > maxSocketFolder {
		return fmt.Errorf("the database's socket has room neither beside %s nor in the folder for temporary files, "+
			"whose names are too long: set TMPDIR to one of at most 50 characters", s.opts.Dir)
	}
	return s.own(s.socket)
}

// own makes a folder that only the server's account enters.
func (s *Server) own(dir string) error {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return err
	}
	if s.account == nil {
		return nil
	}
	return os.Chown(dir, int(s.account.Uid), int(s.account.Gid))
}

func (s *Server) run(ctx context.Context, program string, args ...string) ([]byte, error) {
	cmd := exec.CommandContext(ctx, filepath.Join(s.bin, program), args...)
	cmd.Dir = "/"
	cmd.SysProcAttr = &syscall.SysProcAttr{Credential: s.account}
	return cmd.CombinedOutput()
}

// release gives up the folder and what lies around it.
func (s *Server) release() {
	if s.lock != nil {
		_ = s.lock.Close()
		s.lock = nil
	}
	if s.socket != "" && s.socket != s.opts.Dir+".run" {
		_ = os.RemoveAll(s.socket)
	}
}
