// Package leftover owns what a program that was killed leaves behind in folders for temporary files: who holds a file or a
// folder is known by the kernel's lock on it (flock(2)), which ends with its process, so that nothing of a living one is
// ever taken for a leftover.
//
// It is a leaf: it imports nothing of Vatra.
package leftover

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"syscall"
	"time"
)

const (
	roomPrefix = "vatra-tmp-"
	lockName   = "lock"
	// making is how long a process may take between making something and holding it.
	making = time.Hour
	// watchEvery is how often a process that runs for long looks for what others have left.
	watchEvery = time.Hour
)

// Hold marks the file as that of a living process until it is closed. Where the disk knows no locks it does nothing, and
// Clear deletes nothing there.
func Hold(file *os.File) { _ = syscall.Flock(int(file.Fd()), syscall.LOCK_EX|syscall.LOCK_NB) }

// abandoned reports whether nobody holds the file.
func abandoned(name string) bool {
	file, err := os.Open(name)
	if err != nil {
		return false
	}
	defer file.Close()
	return syscall.Flock(int(file.Fd()), syscall.LOCK_EX|syscall.LOCK_NB) == nil
}

// Clear deletes the files in the folder that have the pattern (see filepath.Match), were not written for an hour, and are
// held by nobody. It gives how many there were.
func Clear(dir, pattern string) int {
	names, err := filepath.Glob(filepath.Join(dir, pattern))
	if err != nil {
		return 0 // only of a pattern that is none
	}
	gone := 0
	for _, name := range names {
		info, err := os.Lstat(name)
		if err != nil || !info.Mode().IsRegular() || time.Since(info.ModTime()) < making || !abandoned(name) {
			continue
		}
		if os.Remove(name) == nil {
			gone++
		}
	}
	return gone
}

// Room is a folder for all temporary files of one process.
type Room struct {
	Dir  string
	base string
	lock *os.File
}

// Open makes a room in the folder base, and clears away those of processes that were killed.
func Open(base string) (*Room, error) {
	ClearRooms(base)
	dir, err := os.MkdirTemp(base, roomPrefix)
	if err != nil {
		return nil, err
	}
	// PostgreSQL, which may run as another user, has to get through to its socket; nobody else sees what there is.
	if err := os.Chmod(dir, 0o711); err != nil { //nolint:gosec // as said
		return nil, errors.Join(err, os.Remove(dir))
	}
	lock, err := os.Create(filepath.Join(dir, lockName))
	if err != nil {
		return nil, errors.Join(err, os.Remove(dir))
	}
	Hold(lock)
	return &Room{Dir: dir, base: base, lock: lock}, nil
}

// Watch clears away the rooms of others that were killed, every hour until ctx ends.
func (r *Room) Watch(ctx context.Context) {
	for ticker := time.NewTicker(watchEvery); ; {
		select {
		case <-ctx.Done():
			ticker.Stop()
			return
		case <-ticker.C:
			ClearRooms(r.base)
		}
	}
}

// Close deletes the room with all that is in it.
func (r *Room) Close() error { return errors.Join(os.RemoveAll(r.Dir), r.lock.Close()) }

// ClearRooms deletes the rooms in the folder whose process has ended without closing them, and gives how many there were.
// Those of other users stay.
func ClearRooms(base string) int {
	rooms, err := filepath.Glob(filepath.Join(base, roomPrefix+"*"))
	if err != nil {
		return 0
	}
	gone := 0
	for _, room := range rooms {
		info, err := os.Lstat(room)
		if err != nil || !info.IsDir() {
			continue
		}
		if owner, ok := info.Sys().(*syscall.Stat_t); !ok || int(owner.Uid) != os.Geteuid() {
			continue
		}
		lock := filepath.Join(room, lockName)
		_, unlocked := os.Lstat(lock)
		dead := unlocked == nil && abandoned(lock) ||
			errors.Is(unlocked, os.ErrNotExist) && time.Since(info.ModTime()) > making
		if dead && os.RemoveAll(room) == nil {
			gone++
		}
	}
	return gone
}
