// Package upkeep makes sure that what the database names is in the object store, whole, and that what nothing names goes
// away. It looks at both as two streams in one order, so that a million objects take as little memory as a thousand.
package upkeep

import (
	"context"
	"fmt"
	"log/slog"
	"time"

	"github.com/uptrace/bun"

	"vatra/certificates"
	"vatra/content"
	"vatra/content/blobs"
	"vatra/content/keep"
	"vatra/lms/pg"
	"vatra/lms/registrar"
)

// Kind is what is wrong with an object.
type Kind string

// What can be wrong.
const (
	Missing   Kind = "missing"    // a row names it, and the store has it not
	Size      Kind = "size"       // it is longer or shorter than its row says
	Hash      Kind = "hash"       // its bytes are not those that it is addressed by; only found when they are read
	LostPaper Kind = "lost_paper" // any of these of the PDF of a certificate, which can be printed again
	Orphan    Kind = "orphan"     // nothing names it, and nothing has put it for a while
	Foreign   Kind = "foreign"    // it is no object of ours: it is only told, and never touched
)

// Finding is one thing that is wrong.
type Finding struct {
	Kind     Kind     `json:"finding"`
	SHA256   string   `json:"sha256,omitempty"`
	Key      string   `json:"key,omitempty"`     // of what is foreign: where it lies
	Keepers  []string `json:"keepers,omitempty"` // what names it: asset, upload, paper, picture, export
	Recorded int64    `json:"recorded"`          // bytes, by the row
	Found    int64    `json:"found"`             // bytes, in the store
	Holds    string   `json:"holds,omitempty"`   // the address of what it really holds
	Where    []string `json:"where,omitempty"`   // the courses that use it, with the file's path: bring these in again
	Repaired bool     `json:"repaired"`
}

// Summary is what was looked at.
type Summary struct {
	Rows     int          `json:"rows"`
	Objects  int          `json:"objects"`
	Bytes    int64        `json:"bytes"`
	Findings map[Kind]int `json:"findings"`
	Repaired int          `json:"repaired"`
	Left     int          `json:"left"` // neither repaired nor foreign

	place string // the last address, where the end was not reached
}

// DefaultGrace is how long what nothing names is left alone: longer than any upload or import takes.
const DefaultGrace = 24 * time.Hour

// Options say how far to go.
type Options struct {
	Hash   bool          // read every object to its end
	Repair bool          // delete orphans, print lost papers again
	Grace  time.Duration // DefaultGrace when 0

	after string // the address to begin past
	most  int    // addresses to look at; all when 0
}

// Keeper looks after the objects.
type Keeper struct {
	db      *pg.DB
	store   blobs.Store
	courses *content.Store
	awards  *certificates.Store
	papers  *registrar.Papers
	log     *slog.Logger
	aRound  int // addresses that one round looks at
}

// New makes it.
func New(
	db *pg.DB, store blobs.Store, courses *content.Store, awards *certificates.Store, papers *registrar.Papers, log *slog.Logger,
) *Keeper {
	return &Keeper{db: db, store: store, courses: courses, awards: awards, papers: papers, log: log, aRound: objectsARound}
}

// clear deletes those of the objects that still nothing names, and gives them.
func (k *Keeper) clear(ctx context.Context, sums []string) (map[string]bool, error) {
	gone, err := keep.Clear(ctx, k.db, k.store, sums, func(ctx context.Context, tx bun.Tx, sums []string) ([]string, error) {
		return unnamed(ctx, tx, sums)
	})
	cleared := make(map[string]bool, len(gone))
	for _, sum := range gone {
		cleared[sum] = true
	}
	return cleared, err
}

// unnamed are those of the addresses that nothing names now.
func unnamed(ctx context.Context, db bun.IDB, sums []string) (free []string, err error) {
	const those = `SELECT sum FROM unnest(ARRAY[?]::text[]) AS sum WHERE NOT EXISTS (SELECT FROM kept_objects WHERE sha256 = sum)`
	if err := db.NewRaw(those, bun.List(sums)).Scan(ctx, &free); err != nil {
		return nil, fmt.Errorf("asking what names objects: %w", err)
	}
	return free, nil
}

// printAgain prints the papers that have the address, and reports whether it could.
func (k *Keeper) printAgain(ctx context.Context, sum string) error {
	awards, err := k.awards.WithPaper(ctx, sum)
	if err != nil {
		return err
	}
	for _, id := range awards {
		award, err := k.awards.ByID(ctx, id)
		if err != nil {
			return err
		}
		if _, err := k.papers.Again(ctx, award); err != nil {
			return err
		}
	}
	return nil
}
