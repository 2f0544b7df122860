package serve

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"vatra/lms/pg"
	"vatra/lms/pgserver"
)

func (p *Parts) openDatabase(ctx context.Context, beside bool) error {
	if err := makeData(p.Config.Data); err != nil {
		return err
	}
	if p.Config.DatabaseURL != "" {
		db, err := pg.Open(ctx, p.Config.DatabaseURL)
		if err != nil {
			return fmt.Errorf("VATRA_DATABASE_URL: %w", err)
		}
		p.DB = db
		return nil
	}
	dir := filepath.Join(p.Config.Data, clusterFolder)
	if beside {
		if url, runs := pgserver.Beside(dir); runs {
			if db, err := pg.Open(ctx, url); err == nil {
				p.DB = db
				return nil
			}
		}
	}
	if err := tryData(p.Config.Data); err != nil {
		return err
	}
	cluster, err := pgserver.Start(ctx, pgserver.Options{Dir: dir, Log: p.Config.Log})
	if err != nil {
		return dataFault(p.Config.Data, err)
	}
	p.cluster = cluster
	p.DB, err = pg.Open(ctx, cluster.URL())
	return err
}

// HasDatabase tells whether there is a database to be opened, here or elsewhere, without making one. where is the data
// folder as it is used.
func HasDatabase(conf Config) (has bool, where string, err error) {
	conf, err = conf.check()
	if err != nil || conf.DatabaseURL != "" {
		return err == nil, conf.Data, err
	}
	_, err = os.Stat(filepath.Join(conf.Data, clusterFolder))
	if errors.Is(err, os.ErrNotExist) {
		return false, conf.Data, nil
	}
	return err == nil, conf.Data, dataFault(conf.Data, err)
}

// refuseServed fails where servers work on a database elsewhere: River's leader among them renews its lease all the time.
func (p *Parts) refuseServed(ctx context.Context) error {
	if p.cluster != nil {
		return nil // the lock of its folder is ours
	}
	var queue, served bool
	if err := p.DB.NewRaw("SELECT to_regclass('river_leader') IS NOT NULL").Scan(ctx, &queue); err != nil || !queue {
		return err
	}
	const leased = "SELECT EXISTS (SELECT FROM river_leader WHERE expires_at > now())"
	if err := p.DB.NewRaw(leased).Scan(ctx, &served); err != nil {
		return err
	}
	if served {
		return errors.New("a server works on the database of VATRA_DATABASE_URL, or did until a moment ago: " +
			"stop every server of the site, and try again in half a minute")
	}
	return nil
}

// makeData makes the data folder. PostgreSQL may run as another user, who must be able to pass through it; what is
// secret in it is closed by itself.
func makeData(dir string) error { return dataFault(dir, os.MkdirAll(dir, 0o755)) }

// tryData fails where nothing can be written to the data folder.
func tryData(dir string) error {
	trial, err := os.CreateTemp(dir, ".trial-*")
	if err != nil {
		return dataFault(dir, err)
	}
	return dataFault(dir, errors.Join(trial.Close(), os.Remove(trial.Name())))
}

// dataFault names the setting when what the machine refused is in the data folder or on the way to it.
func dataFault(dir string, err error) error {
	refused, ok := errors.AsType[*fs.PathError](err)
	if !ok || !strings.HasPrefix(refused.Path, dir) && !strings.HasPrefix(dir, refused.Path) {
		return err
	}
	return fmt.Errorf("VATRA_DATA: the data folder %s cannot be used: %w; set VATRA_DATA to a folder that this user may write to", dir, refused)
}
