// Package keep owns how an object and the row that names it come to be together, and how those that nothing names are
// cleared away, on any number of servers at once. It knows no table: its callers do.
package keep

import (
	"context"
	"fmt"
	"strconv"

	"github.com/uptrace/bun"

	"vatra/content/blobs"
	"vatra/lms/pg"
)

// class is that of the advisory locks of objects, apart from all others of the database.
const class = 0x626c6f62 // "blob"

// locked is the other half of an object's lock: the beginning of its address. That others share it does no harm.
func locked(sha256 string) (int32, error) {
	n, err := strconv.ParseUint(sha256[:8], 16, 32)
	return int32(n), err
}

// Record keeps what is staged and records it in one transaction, which is given to record. Whoever clears up cannot come
// between: it waits for nobody, and leaves alone what is being recorded. The object is kept before the transaction
// begins, since that may take minutes, and looked for again in it.
func Record(
	ctx context.Context, db *pg.DB, staged *blobs.Staged, record func(ctx context.Context, tx bun.Tx) error,
) error {
	if err := staged.Keep(ctx); err != nil {
		return err
	}
	return db.Tx(ctx, func(ctx context.Context, tx bun.Tx) error {
		key, err := locked(staged.SHA256)
		if err != nil {
			return err
		}
		if _, err := tx.ExecContext(ctx, `SELECT pg_advisory_xact_lock_shared(?, ?)`, class, key); err != nil {
			return fmt.Errorf("holding an object: %w", err)
		}
		if err := staged.Keep(ctx); err != nil {
			return err
		}
		return record(ctx, tx)
	})
}

// Clear deletes those of the objects that nothing names, and gives them. unnamed says, in the transaction, which these
// are; objects that are just being recorded are passed over, and are there at the next time.
func Clear(
	ctx context.Context, db *pg.DB, store blobs.Store, sums []string,
	unnamed func(ctx context.Context, tx bun.Tx, sums []string) ([]string, error),
) (gone []string, err error) {
	err = db.Tx(ctx, func(ctx context.Context, tx bun.Tx) error {
		gone = nil
		free, err := hold(ctx, tx, sums)
		if err != nil || len(free) == 0 {
			return err
		}
		if free, err = unnamed(ctx, tx, free); err != nil {
			return err
		}
		for _, sum := range free {
			if err := store.Delete(ctx, sum); err != nil {
				return err
			}
			gone = append(gone, sum)
		}
		return nil
	})
	return gone, err
}

// hold keeps others from recording the objects until the transaction ends, and gives those that nobody is recording now.
func hold(ctx context.Context, tx bun.Tx, sums []string) (free []string, err error) {
	for _, sum := range sums {
		key, err := locked(sum)
		if err != nil {
			return nil, err
		}
		var ours bool
		if err := tx.NewRaw(`SELECT pg_try_advisory_xact_lock(?, ?)`, class, key).Scan(ctx, &ours); err != nil {
			return nil, fmt.Errorf("holding an object: %w", err)
		}
		if ours {
			free = append(free, sum)
		}
	}
	return free, nil
}
