package blobs

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"iter"
	"os"
	"path"
	"path/filepath"

	"vatra/lms/leftover"
)

// Folder is the object store in a folder of this machine's disk.
type Folder struct {
	dir string
}

var _ Store = (*Folder)(nil)

// uploads are written here first, on the same disk, so that they appear under their address whole or not at all.
const uploadsFolder = ".uploads"

// OpenFolder opens the store in dir, which it makes when it is not there, and clears what a crash has left half written.
func OpenFolder(dir string) (*Folder, error) {
	if err := os.MkdirAll(filepath.Join(dir, uploadsFolder), 0o750); err != nil {
		return nil, fmt.Errorf("opening the object folder: %w", err)
	}
	f := &Folder{dir: dir}
	f.ClearLeftovers()
	return f, nil
}

// ClearLeftovers deletes what programs that were killed have left half written.
func (f *Folder) ClearLeftovers() { leftover.Clear(filepath.Join(f.dir, uploadsFolder), "*") }

// Put keeps the rules of Store. The media type is not needed here: a folder serves nobody by itself.
func (f *Folder) Put(ctx context.Context, r io.Reader, mediaType string) (Blob, error) {
	return put(ctx, f, r, mediaType)
}

// Stage keeps the rules of Store.
func (f *Folder) Stage(ctx context.Context, r io.Reader, _ string) (*Staged, error) {
	return stage(ctx, filepath.Join(f.dir, uploadsFolder), r, f.keep)
}

// keep puts the upload in its place, unless it lies there already.
func (f *Folder) keep(ctx context.Context, upload *Staged) error {
	target := f.path(upload.SHA256)
	lies, err := upload.lies(ctx, f)
	if err == nil && !lies {
		err = unusable(f.place(upload, target))
	}
	if err != nil {
		return fmt.Errorf("storing an object: %w", err)
	}
	// Also for what was there already: whoever put it may have been stopped before this.
	if err := errors.Join(syncFolder(filepath.Dir(target)), syncFolder(f.dir)); err != nil {
		return unusable(fmt.Errorf("storing an object: %w", err))
	}
	return nil
}

func (f *Folder) place(upload *Staged, target string) error {
	if upload.moved {
		if err := upload.copyAnew(filepath.Join(f.dir, uploadsFolder)); err != nil {
			return err
		}
	}
	if err := upload.file.Sync(); err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(target), 0o750); err != nil {
		return err
	}
	err := os.Rename(upload.file.Name(), target)
	upload.moved = err == nil
	return err
}

// Get keeps the rules of Store. A range that reaches the end is the *os.File itself, so that the kernel can send it.
func (f *Folder) Get(_ context.Context, sum string, offset, length int64) (io.ReadCloser, error) {
	if !isSum(sum) {
		return nil, blobMissing(sum)
	}
	file, err := os.Open(f.path(sum))
	if err != nil {
		return nil, folderFault(err, sum)
	}
	if _, err := file.Seek(offset, io.SeekStart); err != nil {
		return nil, errors.Join(fmt.Errorf("reading an object: %w", err), file.Close())
	}
	if length < 0 {
		return file, nil
	}
	return &section{file: file, LimitedReader: io.LimitedReader{R: file, N: length}}, nil
}

// Stat keeps the rules of Store.
func (f *Folder) Stat(_ context.Context, sum string) (Blob, error) {
	if !isSum(sum) {
		return Blob{}, blobMissing(sum)
	}
	info, err := os.Stat(f.path(sum))
	if err != nil {
		return Blob{}, folderFault(err, sum)
	}
	return Blob{SHA256: sum, Size: info.Size()}, nil
}

// List keeps the rules of Store.
func (f *Folder) List(ctx context.Context, after string) iter.Seq2[Entry, error] {
	return func(yield func(Entry, error) bool) {
		shelves, err := os.ReadDir(f.dir)
		if err != nil {
			yield(Entry{}, unusable(fmt.Errorf("listing objects: %w", err)))
			return
		}
		for _, shelf := range shelves {
			name := shelf.Name()
			if name == uploadsFolder || isSum(after) && name < after[:2] {
				continue
			}
			if !f.listShelf(ctx, shelf, after, yield) {
				return
			}
		}
	}
}

// listShelf lists a folder of objects. What is no folder is no shelf, and is told as it is.
func (f *Folder) listShelf(ctx context.Context, shelf fs.DirEntry, after string, yield func(Entry, error) bool) bool {
	if !shelf.IsDir() {
		return f.listFile("", shelf, yield)
	}
	files, err := os.ReadDir(filepath.Join(f.dir, shelf.Name()))
	if err != nil {
		return yield(Entry{}, unusable(fmt.Errorf("listing objects: %w", err))) && false
	}
	for _, file := range files {
		if err := ctx.Err(); err != nil {
			return yield(Entry{}, err) && false
		}
		if file.Name() <= after && len(shelf.Name()) == 2 && isSum(file.Name()) {
			continue
		}
		if !f.listFile(shelf.Name(), file, yield) {
			return false
		}
	}
	return true
}

func (f *Folder) listFile(shelf string, file fs.DirEntry, yield func(Entry, error) bool) bool {
	info, err := file.Info()
	if errors.Is(err, fs.ErrNotExist) {
		return true // deleted meanwhile
	}
	if err != nil {
		return yield(Entry{}, unusable(fmt.Errorf("listing objects: %w", err))) && false
	}
	return yield(entryAt(path.Join(shelf, file.Name()), info.Size(), info.ModTime()), nil)
}

// Delete keeps the rules of Store.
func (f *Folder) Delete(_ context.Context, sum string) error {
	if !isSum(sum) {
		return nil
	}
	if err := os.Remove(f.path(sum)); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return unusable(fmt.Errorf("deleting an object: %w", err))
	}
	return nil
}

// Ping keeps the rules of Store: it writes a file, since a disk that is full or read only still reads.
func (f *Folder) Ping(context.Context) error {
	probe, err := os.CreateTemp(filepath.Join(f.dir, uploadsFolder), "ping-*")
	if err == nil {
		_, err = probe.WriteString("ping")
		err = errors.Join(err, probe.Close(), os.Remove(probe.Name()))
	}
	return unusable(err)
}

func (f *Folder) path(sum string) string {
	return filepath.Join(f.dir, filepath.FromSlash(blobKey(sum)))
}

func folderFault(err error, sum string) error {
	if errors.Is(err, fs.ErrNotExist) {
		return blobMissing(sum)
	}
	return unusable(fmt.Errorf("reading an object: %w", err))
}

func syncFolder(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	return errors.Join(d.Sync(), d.Close())
}

// section is a part of a file that ends before the file does.
type section struct {
	file *os.File
	io.LimitedReader
}

// WriteTo hands the file on as a limited file, which a network connection can send without copying.
func (s *section) WriteTo(w io.Writer) (int64, error) { return io.Copy(w, &s.LimitedReader) }

func (s *section) Close() error { return s.file.Close() }
