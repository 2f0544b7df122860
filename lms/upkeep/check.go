package upkeep

import (
	"cmp"
	"context"
	"fmt"
	"iter"
	"slices"
	"time"

	"vatra/content/blobs"
	"vatra/lms/fault"
)

// orphansAtOnce bounds the objects that are held while they are cleared away.
const orphansAtOnce = 100

// check is one walk along both streams.
type check struct {
	*Keeper
	Options
	tell    func(Finding) error
	sum     Summary
	orphans []blobs.Entry
}

// Check looks at every object and every row that names one, and tells each thing that is wrong as it is found. Servers may
// run meanwhile: what has changed since it was read is looked at again before it is told, and what is being put now, or was
// within the grace, is left alone.
func (k *Keeper) Check(ctx context.Context, options Options, tell func(Finding) error) (Summary, error) {
	options.Grace = cmp.Or(options.Grace, DefaultGrace)
	c := &check{Keeper: k, Options: options, tell: tell, sum: Summary{Findings: map[Kind]int{}}}
	if err := k.store.Ping(ctx); err != nil { // a disk that is not there must not look like one that has lost everything
		return c.sum, err
	}
	err := c.walk(ctx)
	if err == nil {
		err = c.clearOrphans(ctx)
	}
	return c.sum, err
}

// stream is one of the two, with its next one.
type stream[T any] struct {
	pull func() (T, error, bool)
	next T
	more bool
}

func (s *stream[T]) step() (err error) {
	s.next, err, s.more = s.pull()
	return err
}

func (c *check) walk(ctx context.Context) error {
	pullRow, stopRows := iter.Pull2(c.rows(ctx, c.after))
	defer stopRows()
	pullEntry, stopEntries := iter.Pull2(c.store.List(ctx, c.after))
	defer stopEntries()
	rows, entries := &stream[named]{pull: pullRow}, &stream[blobs.Entry]{pull: pullEntry}
	if err := rows.step(); err != nil {
		return err
	}
	if err := entries.step(); err != nil {
		return err
	}
	for looked := 0; rows.more || entries.more; looked++ {
		if c.most > 0 && looked >= c.most {
			return nil
		}
		if err := c.pair(ctx, rows, entries); err != nil {
			return err
		}
	}
	c.sum.place = ""
	return nil
}

// pair looks at whichever comes first, or at both where they have the same address, and goes on.
func (c *check) pair(ctx context.Context, rows *stream[named], entries *stream[blobs.Entry]) error {
	entry, row := entries.next, rows.next
	if entries.more && entry.SHA256 == "" {
		if err := c.found(Finding{Kind: Foreign, Key: entry.Key, Found: entry.Size}); err != nil {
			return err
		}
		return entries.step()
	}
	order := cmp.Compare(entry.SHA256, row.sha256)
	onlyRow, onlyEntry := !entries.more || rows.more && order > 0, !rows.more || entries.more && order < 0
	c.sum.place = row.sha256
	if onlyEntry {
		c.sum.place = entry.SHA256
	}
	if !onlyEntry {
		c.sum.Rows++
		var there *blobs.Blob
		if !onlyRow {
			there = &entry.Blob
		}
		if err := c.compare(ctx, row, there); err != nil {
			return err
		}
		if err := rows.step(); err != nil {
			return err
		}
	}
	if onlyRow {
		return nil
	}
	c.sum.Objects++
	c.sum.Bytes += entry.Size
	if onlyEntry {
		if err := c.orphan(ctx, entry); err != nil {
			return err
		}
	}
	return entries.step()
}

// compare looks at an object that a row names; there is nil where the list has it not.
func (c *check) compare(ctx context.Context, row named, there *blobs.Blob) error {
	finding := Finding{SHA256: row.sha256, Keepers: row.keepers, Recorded: row.size}
	if there == nil {
		now, err := c.store.Stat(ctx, row.sha256) // it may have been put since the list went by
		if err != nil && !fault.Is(err, fault.NotFound) {
			return err
		}
		if there = &now; err != nil {
			there = nil
		}
	}
	switch {
	case there == nil:
		finding.Kind = Missing
	case there.Size != row.size:
		finding.Kind, finding.Found = Size, there.Size
	case c.Hash:
		holds, err := blobs.Sum(ctx, c.store, row.sha256)
		if err != nil && !fault.Is(err, fault.NotFound) {
			return err
		}
		finding.Found = there.Size
		if err != nil {
			finding.Kind = Missing
		} else if holds != row.sha256 {
			finding.Kind, finding.Holds = Hash, holds
		}
	}
	if finding.Kind == "" {
		return nil
	}
	return c.damaged(ctx, finding)
}

// damaged tells of an object that is not as its row has it, unless nothing names it any more.
func (c *check) damaged(ctx context.Context, finding Finding) (err error) {
	free, err := unnamed(ctx, c.db, []string{finding.SHA256})
	if err != nil || len(free) > 0 {
		return err
	}
	if slices.Contains(finding.Keepers, "paper") {
		finding.Kind = LostPaper
		if c.Repair {
			if err := c.printAgain(ctx, finding.SHA256); err != nil {
				return fmt.Errorf("printing a paper again: %w", err)
			}
			finding.Repaired = true
		}
		return c.found(finding)
	}
	if slices.Contains(finding.Keepers, "picture") && c.Repair {
		if err := c.awards.ForgetPicture(ctx, finding.SHA256); err != nil {
			return fmt.Errorf("having a picture made again: %w", err)
		}
		finding.Repaired = true // a round has it made again
	}
	if slices.Contains(finding.Keepers, "asset") {
		if finding.Where, err = c.courses.UsedBy(ctx, finding.SHA256); err != nil {
			return err
		}
	}
	return c.found(finding)
}

// orphan notes an object that no row names, and clears a handful away together.
func (c *check) orphan(ctx context.Context, entry blobs.Entry) error {
	if time.Since(entry.Changed) < c.Grace {
		return nil
	}
	c.orphans = append(c.orphans, entry)
	if len(c.orphans) < orphansAtOnce {
		return nil
	}
	return c.clearOrphans(ctx)
}

func (c *check) clearOrphans(ctx context.Context) error {
	if len(c.orphans) == 0 {
		return nil
	}
	sums := make([]string, len(c.orphans))
	for i, entry := range c.orphans {
		sums[i] = entry.SHA256
	}
	free, err := unnamed(ctx, c.db, sums)
	if err != nil {
		return err
	}
	var cleared map[string]bool
	if c.Repair && len(free) > 0 {
		if cleared, err = c.clear(ctx, free); err != nil {
			return err
		}
	}
	for _, entry := range c.orphans {
		if !slices.Contains(free, entry.SHA256) {
			continue // somebody names it by now
		}
		if err := c.found(Finding{Kind: Orphan, SHA256: entry.SHA256, Found: entry.Size, Repaired: cleared[entry.SHA256]}); err != nil {
			return err
		}
	}
	c.orphans = c.orphans[:0]
	return nil
}

func (c *check) found(finding Finding) error {
	c.sum.Findings[finding.Kind]++
	switch {
	case finding.Repaired:
		c.sum.Repaired++
	case finding.Kind != Foreign:
		c.sum.Left++
	}
	return c.tell(finding)
}
