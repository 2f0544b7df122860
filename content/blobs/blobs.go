// Package blobs owns the object store: objects addressed by their hash, kept in a folder of this machine or in a bucket of
// a MinIO server. It knows no course and imports nothing of Vatra but the leaves
// fault and leftover.
package blobs

import (
	"context"
	"io"
	"iter"
	"path"
	"time"

	"vatra/lms/fault"
)

// Store keeps objects, each addressed by the lower-case hexadecimal SHA-256 of its bytes, so that the same file is kept
// once. Folder and MinIO keep the same rules, held by one conformance test. All methods may be called at once by many.
type Store interface {
	// Put stores all that r gives, in constant memory, and says how it is addressed. When it returns without an error the
	// object outlives a crash. Content that is already there stays as it is, and is put right where it was damaged.
	Put(ctx context.Context, r io.Reader, mediaType string) (Blob, error)
	// Stage is the first half of Put: it takes all that r gives and says how it will be addressed. Staged.Keep is the other.
	Stage(ctx context.Context, r io.Reader, mediaType string) (*Staged, error)
	// Get opens length bytes from offset; length -1 is to the end. A range that begins at the end or past it is empty, one
	// that goes past it ends there. The reader works as long as ctx does. An object that is not there is a NotFound.
	Get(ctx context.Context, sha256 string, offset, length int64) (io.ReadCloser, error)
	// Stat describes an object; one that is not there is a NotFound.
	Stat(ctx context.Context, sha256 string) (Blob, error)
	// List gives every object in the order of its address, from the first one past the address after, and between them
	// what lies there and is no object of ours. It ends after the first error, and holds no more than a shelf in memory.
	List(ctx context.Context, after string) iter.Seq2[Entry, error]
	// Delete removes an object; one that is not there is no error.
	Delete(ctx context.Context, sha256 string) error
	// Ping reports whether objects can be read and stored now: Unavailable when not.
	Ping(ctx context.Context) error
}

// Blob is one stored object; Size is in bytes.
type Blob struct {
	SHA256 string
	Size   int64
}

// Entry is something that lies in a store: an object or, where SHA256 is empty, something that is none of ours.
type Entry struct {
	Blob
	Key     string    // its place in the bucket, or its path in the folder
	Changed time.Time // when it was put there, by the clock of the store
}

// entryAt tells an object from something else by where it lies.
func entryAt(key string, size int64, changed time.Time) Entry {
	entry := Entry{Blob: Blob{Size: size}, Key: key, Changed: changed}
	if sum := path.Base(key); isSum(sum) && key == blobKey(sum) {
		entry.SHA256 = sum
	}
	return entry
}

// ToEnd as a length asks Get for everything from the offset on.
const ToEnd int64 = -1

const sumLength = 64

// isSum keeps anything but an address out of paths and keys.
func isSum(s string) bool {
	if len(s) != sumLength {
		return false
	}
	for _, c := range []byte(s) {
		if (c < '0' || c > '9') && (c < 'a' || c > 'f') {
			return false
		}
	}
	return true
}

// blobKey is where an object lies: ab/abcdef…, so that no folder grows too wide.
func blobKey(sum string) string { return sum[:2] + "/" + sum }

func blobMissing(sum string) error {
	return fault.New(fault.NotFound, "content.blob_missing", "SHA256", sum)
}
