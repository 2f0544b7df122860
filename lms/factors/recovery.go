package factors

import (
	"context"
	"crypto/rand"
	"database/sql"
	"errors"
	"fmt"
	"strings"

	"github.com/google/uuid"
	"github.com/uptrace/bun"
	"github.com/uptrace/bun/dialect/pgdialect"

	"vatra/lms/access"
	"vatra/lms/audit"
	"vatra/lms/fault"
)

// Recovery codes: of 59 bits, in letters and digits none of which is taken for another on paper.
const (
	codesEach   = 10
	codeLetters = "abcdefghjkmnpqrstuvwxyz23456789"
	codeLength  = 12
)

// RenewCodes makes the actor new recovery codes; those before work no longer. Conflict factors.no_codes_yet without a
// factor that they could stand in for.
func (f *Factors) RenewCodes(ctx context.Context, actor access.Actor) (codes []string, err error) {
	if err := actor.Require(access.KeepAccount); err != nil {
		return nil, err
	}
	err = f.change(ctx, actor.UserID, func(ctx context.Context, tx bun.Tx, note audit.Note) error {
		state, err := stateIn(ctx, tx, actor.UserID)
		if err != nil {
			return err
		}
		if !state.Any() {
			return fault.New(fault.Conflict, "factors.no_codes_yet")
		}
		if codes, err = f.putCodes(ctx, tx, actor.UserID); err != nil {
			return err
		}
		entry := audit.Entry{Event: audit.CodesRenewed, Account: actor.UserID}
		return f.tell(ctx, tx, note, actor, entry, "factors.changed.codes_new")
	})
	return codes, err
}

// firstCodes are those that come with the first factor; none where the person has some that were not used yet.
func (f *Factors) firstCodes(ctx context.Context, tx bun.Tx, userID uuid.UUID) ([]string, error) {
	state, err := stateIn(ctx, tx, userID)
	if err != nil || state.CodesLeft > 0 {
		return nil, err
	}
	return f.putCodes(ctx, tx, userID)
}

func (f *Factors) putCodes(ctx context.Context, tx bun.Tx, userID uuid.UUID) ([]string, error) {
	if _, err := tx.ExecContext(ctx, `DELETE FROM factor_codes WHERE user_id = ?`, userID); err != nil {
		return nil, fmt.Errorf("taking recovery codes back: %w", err)
	}
	codes := make([]string, codesEach)
	for i := range codes {
		code := newCode()
		const put = `INSERT INTO factor_codes (user_id, hash) VALUES (?, ?)`
		if _, err := tx.ExecContext(ctx, put, userID, f.keys.hash(userID, code)); err != nil {
			return nil, fmt.Errorf("keeping a recovery code: %w", err)
		}
		codes[i] = grouped(code, "-")
	}
	return codes, nil
}

// spendRecoveryCode uses one of the person's recovery codes up. They hold their factors: see change.
func (f *Factors) spendRecoveryCode(
	ctx context.Context, tx bun.Tx, note audit.Note, userID uuid.UUID, code string, from access.Origin,
) (verdict, error) {
	hash := f.keys.hash(userID, plain(code))
	var used bool
	err := tx.NewRaw(`SELECT used_at IS NOT NULL FROM factor_codes WHERE user_id = ? AND hash = ?`, userID, hash).Scan(ctx, &used)
	switch {
	case errors.Is(err, sql.ErrNoRows):
		return isWrong, nil
	case err != nil:
		return isWrong, fmt.Errorf("looking for a recovery code: %w", err)
	case used:
		return isUsed, nil
	}
	if _, err := tx.ExecContext(ctx, `UPDATE factor_codes SET used_at = now() WHERE user_id = ? AND hash = ?`, userID, hash); err != nil {
		return isWrong, fmt.Errorf("using a recovery code: %w", err)
	}
	state, err := stateIn(ctx, tx, userID)
	if err != nil {
		return isWrong, err
	}
	entry := audit.Entry{Event: audit.CodeUsed, Account: userID, Target: fmt.Sprint(audit.FactorRecovery, " ", state.CodesLeft)}
	return isRight, f.tell(ctx, tx, note, owner(userID, from), entry, "factors.changed.code_used", "Count", state.CodesLeft)
}

// AreMyCodes reports whether these are recovery codes of the actor, one a line, so that they can be given back as a file.
func (f *Factors) AreMyCodes(ctx context.Context, actor access.Actor, codes []string) (bool, error) {
	if err := actor.Require(access.KeepAccount); err != nil {
		return false, err
	}
	hashes := make([][]byte, 0, len(codes))
	for _, code := range codes {
		hashes = append(hashes, f.keys.hash(actor.UserID, plain(code)))
	}
	var known int
	err := f.db.NewRaw(`SELECT count(*) FROM factor_codes WHERE user_id = ? AND hash IN (SELECT unnest(?::bytea[]))`,
		actor.UserID, pgdialect.Array(hashes)).Scan(ctx, &known)
	if err != nil {
		return false, fmt.Errorf("looking for recovery codes: %w", err)
	}
	return known == len(codes) && known > 0, nil
}

// forgetCodesOfNothing deletes recovery codes that stand in for nothing any more.
func forgetCodesOfNothing(ctx context.Context, tx bun.Tx, userID uuid.UUID) error {
	state, err := stateIn(ctx, tx, userID)
	if err != nil || state.Any() {
		return err
	}
	_, err = tx.ExecContext(ctx, `DELETE FROM factor_codes WHERE user_id = ?`, userID)
	return err
}

func newCode() string {
	code := make([]byte, 0, codeLength)
	for len(code) < codeLength {
		one := make([]byte, 1)
		_, _ = rand.Read(one)
		if most := 256 - 256%len(codeLetters); int(one[0]) < most { // so that each letter is as likely as the other
			code = append(code, codeLetters[int(one[0])%len(codeLetters)])
		}
	}
	return string(code)
}

// plain is a code however it was typed: in capitals, with other dashes, with spaces.
func plain(code string) string {
	return strings.Map(func(r rune) rune {
		if strings.ContainsRune(codeLetters, r) {
			return r
		}
		return -1
	}, strings.ToLower(code))
}
