package site

import (
	"context"
	"log/slog"
	"reflect"
	"testing"
	"time"

	"github.com/uptrace/bun"

	"vatra/lms/access"
	"vatra/lms/audit"
	"vatra/lms/pgtest"
)

// TestOneReaderWaitsForADatabaseThatHangs holds the table, as a database does that has stopped answering.
func TestOneReaderWaitsForADatabaseThatHangs(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	house, ctx := NewHouse(db, audit.New(db, slog.New(slog.DiscardHandler), 0)), t.Context()
	settings, err := house.Settings(ctx)
	if err != nil {
		t.Fatal(err)
	}
	house.due = time.Now()
	waited := make(chan error, 1)
	err = db.Tx(ctx, func(within context.Context, tx bun.Tx) error {
		if _, err := tx.ExecContext(within, `LOCK TABLE settings IN ACCESS EXCLUSIVE MODE`); err != nil {
			return err
		}
		go func() {
			_, err := house.Settings(context.WithoutCancel(ctx))
			waited <- err
		}()
		if err := pgtest.AwaitLock(ctx, db); err != nil {
			return err
		}
		hurry, cancel := context.WithTimeout(ctx, 20*time.Second)
		defer cancel()
		others := make(chan Settings, 3)
		for range cap(others) {
			go func() {
				last, err := house.Settings(hurry)
				if err != nil {
					t.Error(err)
				}
				others <- last
			}()
		}
		for range cap(others) {
			select {
			case last := <-others:
				if !reflect.DeepEqual(last, settings) {
					t.Errorf("meanwhile the settings are %+v", last)
				}
			case <-hurry.Done():
				t.Error("a page waits for the database because another does")
				return nil
			}
		}
		// What an administrator has changed meanwhile is newer than what is still to be read.
		settings.SiteName = "Școala satului"
		house.changed(settings)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if err := <-waited; err != nil {
		t.Error(err)
	}
	if last, err := house.Settings(ctx); err != nil || !reflect.DeepEqual(last, settings) {
		t.Errorf("after the change they are %+v, %v", last, err)
	}
}

// TestSettingsAreReadAnew has another node change them.
func TestSettingsAreReadAnew(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	house, ctx := NewHouse(db, audit.New(db, slog.New(slog.DiscardHandler), 0)), t.Context()
	settings, err := house.Settings(ctx)
	if err != nil {
		t.Fatal(err)
	}
	settings.SiteName = "Școala satului"
	if err := house.ChangeSettings(ctx, access.Operator(), settings); err != nil {
		t.Fatal(err)
	}
	if _, err := db.ExecContext(ctx, `UPDATE settings SET value = '"Elsewhere"' WHERE key = 'site_name'`); err != nil {
		t.Fatal(err)
	}
	read := func() string {
		t.Helper()
		now, err := house.Settings(ctx)
		if err != nil {
			t.Fatal(err)
		}
		return now.SiteName
	}
	if name := read(); name != "Școala satului" {
		t.Errorf("at once it is called %q", name)
	}
	house.due = time.Now()
	if name := read(); name != "Elsewhere" {
		t.Errorf("when its time is over it is still called %q", name)
	}
}
