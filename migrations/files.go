package migrations

import (
	"context"
	"fmt"
	"io/fs"
	"strings"

	"github.com/uptrace/bun"
	"github.com/uptrace/bun/migrate"
)

// discover finds the migrations among the files. It stands for migrate's own Discover, which can fill in templates: a program
// that may run templates keeps every method of every type, and each test binary of ours would be a third larger.
func discover() (*migrate.Migrations, error) {
	ups, err := fs.Glob(files, "*.up.sql")
	if err != nil {
		return nil, err
	}
	all := migrate.NewMigrations()
	for _, up := range ups {
		title, _, _ := strings.Cut(up, ".")
		number, subject, told := strings.Cut(title, "_")
		if !told {
			return nil, fmt.Errorf("%s is not called <time>_<name>.tx.up.sql", up)
		}
		down := strings.TrimSuffix(up, ".up.sql") + ".down.sql"
		all.Add(migrate.Migration{Name: number, Comment: subject, Up: runs(up), Down: runs(down)})
	}
	return all, nil
}

// runs is the work of one file, in a transaction where its name says .tx.
func runs(file string) func(context.Context, *migrate.Migrator, *migrate.Migration) error {
	return func(ctx context.Context, m *migrate.Migrator, _ *migrate.Migration) error {
		text, err := files.ReadFile(file)
		if err != nil {
			return err
		}
		if !strings.Contains(file, ".tx.") {
			_, err = m.DB().ExecContext(ctx, string(text))
			return err
		}
		return m.DB().RunInTx(ctx, nil, func(ctx context.Context, tx bun.Tx) error {
			_, err := tx.ExecContext(ctx, string(text))
			return err
		})
	}
}
