package upkeep

import (
	"context"
	"fmt"
	"iter"

	"vatra/lms/pg"
)

// named is an object as the database has it.
type named struct {
	sha256  string
	size    int64
	keepers []string
}

// page is how many rows are read at a time.
const page = 1000

// rows gives what the database names, in the order of the addresses from past after, a page at a time.
func (k *Keeper) rows(ctx context.Context, after string) iter.Seq2[named, error] {
	return func(yield func(named, error) bool) {
		for {
			rows, err := k.page(ctx, after)
			if err != nil {
				yield(named{}, err)
				return
			}
			for _, row := range rows {
				if !yield(row, nil) {
					return
				}
			}
			if len(rows) < page {
				return
			}
			after = rows[len(rows)-1].sha256
		}
	}
}

func (k *Keeper) page(ctx context.Context, after string) ([]named, error) {
	rows := make([]named, 0, page)
	err := k.db.Each(ctx, func(scan pg.Scan) error {
		var row named
		err := scan(&row.sha256, &row.size, &row.keepers)
		rows = append(rows, row)
		return err
	}, `SELECT sha256, max(size), array_agg(DISTINCT keeper) FROM kept_objects
		WHERE sha256 > $1 GROUP BY sha256 ORDER BY sha256 LIMIT $2`, after, page)
	if err != nil {
		return nil, fmt.Errorf("reading what names objects: %w", err)
	}
	return rows, nil
}
