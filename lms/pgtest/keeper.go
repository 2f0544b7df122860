package pgtest

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"time"

	"vatra/lms/pgserver"
)

// A test binary that needs the server holds usersLock, shared with others; the keeper, a test binary that runs no tests,
// holds keeperLock and ends the server when nobody has held usersLock for a while. Locks go with their process, however it ends.
const (
	keepHere   = "VATRA_PGTEST_KEEP" // the folder, to a binary that is to keep the server there
	folders    = "vatra-pgtest-"
	usersLock  = "users.lock"
	joinLock   = "join.lock" // held by who looks for a keeper until there is one
	keeperLock = "keeper.lock"
	address    = "url"
	ready      = "ready"
	lingering  = 20 * time.Second // between two binaries there may be a long time of compiling
)

// join finds the server or has it started, once a binary. Its caller holds the lock of shared.
func join() error {
	if shared.url == "" && shared.err == nil {
		shared.url, shared.err = find()
	}
	return shared.err
}

func find() (url string, err error) {
	recipe, err := present()
	if err != nil {
		return "", err
	}
	sweep()
	dir := filepath.Join(home(), fmt.Sprintf("%s%d-%.8x", folders, os.Getuid(), sha256.Sum256([]byte(recipe))))
	if shared.users, err = enter(dir); err != nil {
		return "", err
	}
	unlock, err := lock(filepath.Join(dir, joinLock))
	if err != nil {
		return "", err
	}
	defer unlock()
	if free(filepath.Join(dir, keeperLock)) {
		if err := startKeeper(dir); err != nil {
			return "", err
		}
	}
	known, err := os.ReadFile(filepath.Join(dir, address))
	return string(known), err
}

// enter makes the folder and takes a share of usersLock, in the folder that is there afterwards: a keeper that ends takes
// the folder away with the lock held.
func enter(dir string) (*os.File, error) {
	for {
		if err := os.MkdirAll(dir, 0o755); err != nil {
			return nil, err
		}
		users, err := os.OpenFile(filepath.Join(dir, usersLock), os.O_CREATE|os.O_RDWR, 0o600)
		if errors.Is(err, os.ErrNotExist) {
			continue
		}
		if err != nil {
			return nil, err
		}
		if err := syscall.Flock(int(users.Fd()), syscall.LOCK_SH); err != nil {
			return nil, errors.Join(err, users.Close())
		}
		mine, err := users.Stat()
		if err != nil {
			return nil, errors.Join(err, users.Close())
		}
		if there, err := os.Stat(users.Name()); err == nil && os.SameFile(mine, there) {
			return users, nil
		}
		_ = users.Close()
	}
}

// startKeeper starts this binary once more, as one that outlives it, and returns when the server answers.
func startKeeper(dir string) error {
	program, err := os.Executable()
	if err != nil {
		return err
	}
	report, told, err := os.Pipe()
	if err != nil {
		return err
	}
	defer report.Close()
	// With none of this binary's outputs, which `go test` would wait for.
	keeper := exec.Command(program)
	keeper.Env = append(os.Environ(), keepHere+"="+dir)
	keeper.ExtraFiles = []*os.File{told}
	keeper.SysProcAttr = &syscall.SysProcAttr{Setsid: true}
	err = keeper.Start()
	_ = told.Close()
	if err != nil {
		return err
	}
	go func() { _ = keeper.Wait() }()
	said, err := io.ReadAll(report)
	if err != nil {
		return err
	}
	if string(said) != ready {
		return fmt.Errorf("the keeper of the test databases did not start: %s", said)
	}
	return nil
}

// keep is what the keeper does, from its start to its end.
func keep(dir string) (code int) {
	const inherited = 3
	syscall.CloseOnExec(inherited) // PostgreSQL would hold it open
	report := os.NewFile(inherited, "report")
	unlock, err := lock(filepath.Join(dir, keeperLock))
	if err != nil {
		fmt.Fprint(report, err)
		return 1
	}
	defer unlock()
	server, err := keepServer(dir)
	if err != nil {
		fmt.Fprint(report, err)
		return 1
	}
	fmt.Fprint(report, ready)
	_ = report.Close()
	forsaken := awaitForsaken(filepath.Join(dir, usersLock))
	defer forsaken.Close()
	if server.Stop() != nil || os.RemoveAll(dir) != nil {
		return 1
	}
	return 0
}

func keepServer(dir string) (*pgserver.Server, error) {
	cluster := filepath.Join(dir, "cluster")
	for _, left := range []string{cluster, cluster + ".lock", cluster + ".run", filepath.Join(dir, address)} {
		if err := os.RemoveAll(left); err != nil {
			return nil, err
		}
	}
	ctx, cancel := context.WithTimeout(context.Background(), making)
	defer cancel()
	if err := copyPresent(ctx, cluster); err != nil {
		return nil, err
	}
	server, err := pgserver.Start(ctx, pgserver.Options{Dir: cluster, Disposable: true})
	if err != nil {
		return nil, err
	}
	if err := os.WriteFile(filepath.Join(dir, address), []byte(server.URL()), 0o644); err != nil {
		return nil, errors.Join(err, server.Stop())
	}
	return server, nil
}

// awaitForsaken returns when nobody has needed the server for a while, with usersLock held.
func awaitForsaken(path string) *os.File {
	const look = time.Second
	for idle := time.Duration(0); ; time.Sleep(look) {
		users, err := os.OpenFile(path, os.O_RDWR, 0o600)
		if err != nil {
			return nil // somebody has taken the folder away
		}
		if syscall.Flock(int(users.Fd()), syscall.LOCK_EX|syscall.LOCK_NB) != nil {
			idle = 0
		} else if idle += look; idle > lingering {
			return users
		}
		_ = users.Close()
	}
}

// home is where clusters live: in memory where there is enough of it, since making a database is making three hundred
// files, which was measured at 15 ms there and at 200 ms on a disk.
func home() string {
	const memory, enough = "/dev/shm", 1 << 30
	var room syscall.Statfs_t
	if syscall.Statfs(memory, &room) == nil && room.Bavail*uint64(room.Bsize) >= enough &&
		syscall.Access(memory, 2) == nil { // W_OK
		return memory
	}
	return os.TempDir()
}

// sweep removes what was left behind by those who were killed: a folder that is not new and whose locks nobody holds.
func sweep() {
	left, err := filepath.Glob(filepath.Join(home(), folders+"*"))
	if err != nil {
		return
	}
	for _, dir := range left {
		if info, err := os.Stat(dir); err != nil || time.Since(info.ModTime()) < making {
			continue
		}
		if free(filepath.Join(dir, keeperLock)) && free(filepath.Join(dir, makingLock)) && unused(filepath.Join(dir, usersLock)) {
			_ = os.RemoveAll(dir)
		}
	}
}

// free reports whether nobody holds the lock alone. Two who ask at once do not disturb each other.
func free(path string) bool { return takes(path, syscall.LOCK_SH) }

// unused reports whether nobody has a share of the lock either.
func unused(path string) bool { return takes(path, syscall.LOCK_EX) }

func takes(path string, how int) bool {
	file, err := os.OpenFile(path, os.O_RDWR, 0o600)
	if err != nil {
		return errors.Is(err, os.ErrNotExist)
	}
	defer file.Close()
	return syscall.Flock(int(file.Fd()), how|syscall.LOCK_NB) == nil
}
