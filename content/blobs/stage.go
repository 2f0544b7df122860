package blobs

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"os"

	"vatra/lms/fault"
	"vatra/lms/leftover"
)

// Staged is content on its way into a store: on disk, hashed and counted, and not in the store yet.
type Staged struct {
	Blob
	file   *os.File
	keep   func(context.Context, *Staged) error
	looked bool // whether what lies in its place is the same to the last byte
	moved  bool // the file is the object itself by now
}

// stage takes all that r gives into a file in dir.
func stage(ctx context.Context, dir string, r io.Reader, keep func(context.Context, *Staged) error) (*Staged, error) {
	file, err := os.CreateTemp(dir, "put-*")
	if err != nil {
		return nil, unusable(fmt.Errorf("storing an object: %w", err))
	}
	leftover.Hold(file)
	s := &Staged{file: file, keep: keep}
	sum := sha256.New()
	s.Size, err = io.Copy(io.MultiWriter(file, sum), UntilDone(ctx, r))
	if err != nil {
		s.Discard()
		err = fmt.Errorf("storing an object: %w", err)
		if Away(err) { // else it is what r was read from that failed
			err = unusable(err)
		}
		return nil, err
	}
	s.SHA256 = hex.EncodeToString(sum.Sum(nil))
	return s, nil
}

// Keep puts the content into the store, and makes sure that it lies there. It may be called again: that costs next to
// nothing where it lies there still.
func (s *Staged) Keep(ctx context.Context) error { return s.keep(ctx, s) }

// Content is what was staged, from its beginning; it may be read until Discard.
func (s *Staged) Content() io.Reader { return io.NewSectionReader(s.file, 0, s.Size) }

// copyAnew makes a file that can be moved of one that was moved, and has been deleted in its place since.
func (s *Staged) copyAnew(dir string) error {
	file, err := os.CreateTemp(dir, "put-*")
	if err != nil {
		return err
	}
	_, err = io.Copy(file, io.NewSectionReader(s.file, 0, s.Size))
	_ = s.file.Close()
	s.file, s.moved = file, false
	return err
}

// Discard removes the file, unless Keep has moved it to its place.
func (s *Staged) Discard() {
	_ = s.file.Close()
	if !s.moved {
		_ = os.Remove(s.file.Name())
	}
}

// lies reports whether the store has the object. The first time it is read to its end: one of the right size may be damaged.
func (s *Staged) lies(ctx context.Context, store Store) (bool, error) {
	kept, err := store.Stat(ctx, s.SHA256)
	if fault.Is(err, fault.NotFound) {
		return false, nil
	}
	if err != nil || kept.Size != s.Size || s.looked {
		return err == nil && kept.Size == s.Size, err
	}
	s.looked = true
	sum, err := Sum(ctx, store, s.SHA256)
	return sum == s.SHA256, err
}

// Sum reads an object to its end, in constant memory, and gives the address of what it really holds.
func Sum(ctx context.Context, store Store, sha256Hex string) (string, error) {
	object, err := store.Get(ctx, sha256Hex, 0, ToEnd)
	if err != nil {
		return "", err
	}
	defer object.Close()
	sum := sha256.New()
	if _, err := io.Copy(sum, UntilDone(ctx, object)); err != nil {
		return "", fmt.Errorf("reading the object %s: %w", sha256Hex, err)
	}
	return hex.EncodeToString(sum.Sum(nil)), nil
}

func put(ctx context.Context, store Store, r io.Reader, mediaType string) (Blob, error) {
	staged, err := store.Stage(ctx, r, mediaType)
	if err != nil {
		return Blob{}, err
	}
	defer staged.Discard()
	return staged.Blob, staged.Keep(ctx)
}

// UntilDone reads from r until ctx ends.
func UntilDone(ctx context.Context, r io.Reader) io.Reader { return untilDone{ctx, r} }

type untilDone struct {
	ctx context.Context
	r   io.Reader
}

func (u untilDone) Read(p []byte) (int, error) {
	if err := u.ctx.Err(); err != nil {
		return 0, err
	}
	return u.r.Read(p)
}
