// Package translation carries the texts of a course to translators outside and back: as a file of gettext (PO), which Weblate,
// Poedit and their kind read, or as XLIFF 2.1, which the tools of translation bureaus do. It knows no course: its units have
// names that their owner understands, and a file that comes back is as untrusted as any other.
package translation

import (
	"bytes"
	"fmt"
	"io"
	"unicode/utf8"
)

// Document is what one file holds: the texts of one course in one language, and in another.
type Document struct {
	Original string // what the texts are of; a file of something else is not for it
	From, To string // BCP 47
	Units    []Unit
}

// Unit is one text.
type Unit struct {
	Name     string // its own within the document: no spaces
	Base     int    // the number of what Target said when the file was written; -1 where the file does not tell
	Where    string // in words, for whoever translates; only written
	Source   string
	Previous string // what the source said when Target was written, where it has changed since; only written
	Target   string // empty where there is none yet
	Stale    bool   // whether somebody has yet to look whether Target still says what Source does
}

// Format is a kind of file.
type Format string

// The formats.
const (
	PO    Format = "po"
	XLIFF Format = "xlf" // XLIFF 2.1, OASIS Standard of 13 February 2018
)

// Formats are all of them.
func Formats() []Format { return []Format{PO, XLIFF} }

// MediaType is what a file of the format is sent as.
func (f Format) MediaType() string {
	if f == XLIFF {
		return "application/xliff+xml"
	}
	return "text/x-gettext-translation"
}

// The most that a file may hold that is read.
const (
	MaxBytes = 32 << 20
	MaxUnits = 100_000
)

// Malformed is an error of a file that cannot be read.
type Malformed struct {
	Line int // from 1
	Why  string
}

func (m *Malformed) Error() string { return fmt.Sprintf("line %d: %s", m.Line, m.Why) }

// Write writes a document.
func Write(w io.Writer, format Format, d Document) error {
	if format == XLIFF {
		return writeXLIFF(w, d)
	}
	return writePO(w, d)
}

// Read reads what Write or a translator's tool has written, in either format. Text that is neither, is no UTF-8 or holds more
// than the bounds is Malformed.
func Read(data []byte) (Document, error) {
	if len(data) > MaxBytes {
		return Document{}, &Malformed{Line: 1, Why: "too large"}
	}
	data = bytes.TrimPrefix(data, []byte("\ufeff"))
	if at := firstBroken(data); at >= 0 {
		return Document{}, &Malformed{Line: lineAt(data, at), Why: "not UTF-8"}
	}
	if bytes.HasPrefix(bytes.TrimSpace(data), []byte("<")) {
		return readXLIFF(data)
	}
	return readPO(string(data))
}

// firstBroken is where the first byte stands that is not of UTF-8, or -1.
func firstBroken(data []byte) int {
	for at := 0; at < len(data); {
		r, size := utf8.DecodeRune(data[at:])
		if r == utf8.RuneError && size <= 1 {
			return at
		}
		at += size
	}
	return -1
}

func lineAt(data []byte, at int) int { return 1 + bytes.Count(data[:at], []byte("\n")) }
