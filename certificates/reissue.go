package certificates

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"vatra/lms/fault"
	"vatra/lms/pg"
)

// ReissuesAYear is how often in a year a holder may have one certificate issued anew. An administrator who consents to a
// name is not counted against it.
const ReissuesAYear = 3

// shortestWord of a name that two names can have in common, in characters: an initial says nothing.
const shortestWord = 2

// Reissue issues an award anew in another name, in the caller's transaction: a new code, the same claims otherwise. The
// old award stays as it is but for its last event, that it was replaced, and its page leads to the new one. With consent,
// of an administrator, neither the limit nor the name is looked at.
//
// It returns what ParseCode and CheckName return; NotFound `certificate.unknown`; Conflict `certificate.reissue_revoked`,
// `certificate.replaced`, `certificate.reissue_same` for the name that it has, `certificate.reissue_often` (with Max) for
// the fourth in a year; and Forbidden `certificate.reissue_consent` where NeedsConsent.
func (s *Store) Reissue(ctx context.Context, tx bun.Tx, code, name string, actor uuid.UUID, consent bool) (*Award, error) {
	old, err := hold(ctx, tx, code)
	if err != nil {
		return nil, err
	}
	if err := mayReissue(old, name); err != nil {
		return nil, err
	}
	if !consent {
		if err := mayAlone(ctx, tx, old, name); err != nil {
			return nil, err
		}
	}
	reissued, err := insertAgain(ctx, tx, old, name)
	if err != nil {
		return nil, err
	}
	_, err = tx.ExecContext(ctx, `INSERT INTO award_events (award_id, number, kind, actor_id, at)
		VALUES (?, ?, ?, ?, clock_timestamp())`, old.ID, len(old.History)+1, string(ReplacedEvent), pg.OrNull(actor))
	if err != nil {
		return nil, fmt.Errorf("noting that an award was replaced: %w", err)
	}
	return reissued, nil
}

// hold reads an award that nobody else changes until the transaction ends.
func hold(ctx context.Context, tx bun.Tx, typed string) (*Award, error) {
	code, err := ParseCode(typed)
	if err != nil {
		return nil, err
	}
	// Locked first, and read in a second statement, which sees what was done by whoever held it before.
	if _, err := tx.ExecContext(ctx, `SELECT FROM awards WHERE code = ? FOR NO KEY UPDATE`, string(code)); err != nil {
		return nil, fmt.Errorf("holding an award: %w", err)
	}
	award, err := scanAward(tx.QueryRowContext(ctx, selectAwards+`WHERE a.code = ?`, string(code)))
	return award, pg.Found(err, "certificate.unknown")
}

func mayReissue(old *Award, name string) error {
	switch old.Status().State {
	case Revoked:
		return fault.New(fault.Conflict, "certificate.reissue_revoked")
	case Replaced:
		return fault.New(fault.Conflict, "certificate.replaced")
	case Valid:
	}
	if err := CheckName(name); err != nil {
		return err
	}
	if cut(printable(name)) == old.Record.HolderName {
		return fault.New(fault.Conflict, "certificate.reissue_same")
	}
	return nil
}

// mayAlone refuses what a holder may not do without an administrator.
func mayAlone(ctx context.Context, tx bun.Tx, old *Award, name string) error {
	var before struct {
		first string
		often int
	}
	err := tx.QueryRowContext(ctx, `SELECT min(record ->> 'holder_name') FILTER (WHERE number = 1),
			count(*) FILTER (WHERE number > 1 AND awarded_at > now() - interval '1 year')
		FROM awards WHERE holder_id = ? AND subject = ?`, old.HolderID, old.Subject).Scan(&before.first, &before.often)
	if err != nil {
		return fmt.Errorf("counting how often an award was issued anew: %w", err)
	}
	switch {
	case !sharesWord(before.first, name):
		return fault.New(fault.Forbidden, "certificate.reissue_consent")
	case before.often >= ReissuesAYear:
		return fault.New(fault.Conflict, "certificate.reissue_often", "Max", ReissuesAYear)
	}
	return nil
}

// sharesWord tells a correction, or a name changed by marriage, from the name of somebody else. It is asked of the name
// that was earned and not of the last one, so that nobody walks from name to name, a word at a time. A name in another
// script shares no word with itself: then an administrator looks.
func sharesWord(one, other string) bool {
	words := strings.Fields(folded(one))
	return slices.ContainsFunc(strings.Fields(folded(other)), func(word string) bool {
		return utf8.RuneCountInString(word) >= shortestWord && slices.Contains(words, word)
	})
}

// insertAgain writes the award that takes the place of old. The schema holds that they differ in code and name alone.
func insertAgain(ctx context.Context, tx bun.Tx, old *Award, name string) (*Award, error) {
	for range attemptsAtACode {
		record := old.Record
		record.Code, record.HolderName = newCode(), cut(printable(name))
		if err := insertAward(ctx, tx, place{old.HolderID, old.Subject, old.Number + 1}, &record); err != nil {
			return nil, err
		}
		row := tx.QueryRowContext(ctx, selectAwards+`WHERE a.holder_id = ? AND a.subject = ? AND a.number = ?`,
			old.HolderID, old.Subject, old.Number+1)
		award, err := scanAward(row)
		if err == nil {
			return award, nil
		}
		if err = pg.Found(err, "certificate.unknown"); !fault.Is(err, fault.NotFound) {
			return nil, err
		}
	}
	return nil, errors.New("no free code was found for an award")
}
