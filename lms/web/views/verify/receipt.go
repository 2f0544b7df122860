package verify

import (
	"time"

	"vatra/lms/web/views/ui"
)

// ReceiptsPage checks receipts.
type ReceiptsPage struct {
	ui.Base
	ui.Errors
	Typed string
	Found []Finding // nil: nothing was asked
	Most  int       // only so many were checked; 0: all
	Limit string    // of a file
	Key   string    // the site's public key
	KeyID string
}

// Standing is what is said of a receipt. It ends the keys of its words in the catalogue.
type Standing string

// The standings.
const (
	StillKept  Standing = "kept"
	Altered    Standing = "altered"
	Missing    Standing = "missing"
	NotGenuine Standing = "false"
)

// Finding is one receipt that was looked at. Of one that is not genuine there is only why, and how it begins.
type Finding struct {
	Verdict    Standing
	Why, Text  string
	Attempt    string
	Number     int
	Seq        int64
	At         time.Time
	Print      string
	Superseded bool // a later answer to the question counts
}

// good reports whether the receipt is genuine and the site agrees with it.
func (f Finding) good() bool { return f.Verdict == StillKept }

// begins is enough of a text to tell it from others.
func (f Finding) begins() string { return f.Text[:min(len(f.Text), 40)] + "…" }
