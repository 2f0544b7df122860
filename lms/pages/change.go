package pages

import (
	"context"
	"fmt"
	"unicode/utf8"

	"github.com/uptrace/bun"

	"vatra/lms/access"
	"vatra/lms/audit"
	"vatra/lms/fault"
	"vatra/lms/pg"
)

// SourceMax is how many characters the text of a page may have.
const SourceMax = 30_000

// Change takes a text in the place of the version that it names, which is the one that its writer has read. An empty one, or
// the one that comes with Vatra, has the latter shown again. Faults: NotFound as Starter; Invalid with the field source;
// Conflict pages.changed_meanwhile where the page has another version by now.
func (p *Pages) Change(ctx context.Context, actor access.Actor, text Text) error {
	if err := actor.Require(access.ManageHouse); err != nil {
		return err
	}
	built, err := Starter(text.Key, text.Locale)
	if err != nil {
		return err
	}
	source := lines(text.Source)
	if source == lines(built) {
		source = ""
	}
	fields := fault.Fields{}
	if utf8.RuneCountInString(source) > SourceMax {
		fields.Add("source", "people.text_long", "Max", SourceMax)
	}
	if err := fields.Err(); err != nil {
		return err
	}
	// Nothing is there for version 0, and then there is nothing to update either.
	const statement = `INSERT INTO house_pages AS p (key, locale, source, updated_by)
		SELECT ?0, ?1, ?2, ?3 WHERE ?4 = 0 OR EXISTS (SELECT FROM house_pages WHERE key = ?0 AND locale = ?1)
		ON CONFLICT (key, locale) DO UPDATE SET source = excluded.source, version = p.version + 1, updated_at = now(),
			updated_by = excluded.updated_by
		WHERE p.version = ?4`
	return p.log.Tx(ctx, func(ctx context.Context, tx bun.Tx, note audit.Note) error {
		done, err := tx.ExecContext(ctx, statement, string(text.Key), text.Locale, source, pg.OrNull(actor.UserID), text.Version)
		if err != nil {
			return fmt.Errorf("writing a page of the house: %w", err)
		}
		if written, err := done.RowsAffected(); err != nil || written == 0 {
			return changedMeanwhile(err)
		}
		return note(actor, audit.Entry{
			Event: audit.SettingsChanged, Target: "pages." + string(text.Key) + "." + text.Locale,
		})
	})
}

func changedMeanwhile(err error) error {
	if err != nil {
		return err
	}
	return fault.New(fault.Conflict, "pages.changed_meanwhile")
}
