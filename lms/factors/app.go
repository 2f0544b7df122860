package factors

import (
	"context"
	"crypto/rand"
	"database/sql"
	"encoding/base32"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/google/uuid"
	"github.com/pquerna/otp"
	"github.com/pquerna/otp/hotp"
	"github.com/pquerna/otp/totp"
	"github.com/uptrace/bun"

	"vatra/lms/access"
	"vatra/lms/audit"
	"vatra/lms/fault"
	"vatra/lms/pg"
)

// What every authenticator app expects: RFC 6238 with SHA-1, six digits and 30 seconds (section 5.2 allows others, which
// apps pass over in silence), and the 160 bits that RFC 4226, section 4, R6 recommends.
const (
	stepSeconds = 30
	secretBytes = 20
	stepsAside  = 1 // a clock that is half a minute off, and a slow hand
)

var codeForm = hotp.ValidateOpts{Digits: otp.DigitsSix, Algorithm: otp.AlgorithmSHA1}

// base is how apps take a secret that is typed: RFC 4648, section 6, without padding.
var base = base32.StdEncoding.WithPadding(base32.NoPadding)

// beginLives is how long an app that was begun may be finished.
const beginLives = "1 hour"

// App is what an authenticator app is given.
type App struct {
	URL    string // otpauth://…, for the QR code
	Secret string // in groups of four, to be typed
}

// BeginApp makes a secret for the actor's app. It counts only once ConfirmApp has seen a code of it; an app that they have
// goes on until then.
func (f *Factors) BeginApp(ctx context.Context, actor access.Actor) error {
	if err := actor.Require(access.KeepAccount); err != nil {
		return err
	}
	secret := make([]byte, secretBytes)
	_, _ = rand.Read(secret) // never fails: it ends the program instead
	return f.change(ctx, actor.UserID, func(ctx context.Context, tx bun.Tx, _ audit.Note) error {
		const forget = `DELETE FROM factor_apps WHERE user_id = ? AND confirmed_at IS NULL`
		if _, err := tx.ExecContext(ctx, forget, actor.UserID); err != nil {
			return fmt.Errorf("forgetting an app that was begun: %w", err)
		}
		const begin = `INSERT INTO factor_apps (id, user_id, secret) VALUES (?, ?, ?)`
		_, err := tx.ExecContext(ctx, begin, uuid.Must(uuid.NewV7()), actor.UserID, f.keys.close(actor.UserID, secret))
		return err
	})
}

// BegunApp is the app that the actor has begun; NotFound factors.nothing_begun. house and account are what the app shows:
// the name of the site and of the account.
func (f *Factors) BegunApp(ctx context.Context, actor access.Actor, house, account string) (App, error) {
	if err := actor.Require(access.KeepAccount); err != nil {
		return App{}, err
	}
	secret, err := f.begun(ctx, f.db, actor.UserID)
	if err != nil {
		return App{}, err
	}
	// A colon parts the two names in the address.
	key, err := totp.Generate(totp.GenerateOpts{
		Issuer: strings.ReplaceAll(house, ":", " "), AccountName: account, Secret: secret, SecretSize: secretBytes,
	})
	if err != nil {
		return App{}, fmt.Errorf("writing the address of an app: %w", err)
	}
	return App{URL: key.URL(), Secret: grouped(base.EncodeToString(secret), " ")}, nil
}

func (f *Factors) begun(ctx context.Context, db bun.IDB, userID uuid.UUID) ([]byte, error) {
	var closed []byte
	err := db.NewRaw(`SELECT secret FROM factor_apps
		WHERE user_id = ? AND confirmed_at IS NULL AND created_at > now() - interval '`+beginLives+`'`, userID).Scan(ctx, &closed)
	if err != nil {
		return nil, pg.Found(err, "factors.nothing_begun")
	}
	return f.keys.open(userID, closed)
}

// ConfirmApp sets up the app that was begun, by its first code, in place of the one before, and ends the actor's sessions but
// the one of the token here. Where they had no factor yet it gives their recovery codes. Faults: NotFound
// factors.nothing_begun, Invalid with the field code.
func (f *Factors) ConfirmApp(ctx context.Context, actor access.Actor, code, here string) (codes []string, err error) {
	if err := actor.Require(access.KeepAccount); err != nil {
		return nil, err
	}
	err = f.changeWays(ctx, actor, actor.UserID, here, func(ctx context.Context, tx bun.Tx, note audit.Note) error {
		secret, err := f.begun(ctx, tx, actor.UserID)
		if err != nil {
			return err
		}
		now, err := clock(ctx, tx)
		if err != nil {
			return err
		}
		step, right := stepOf(secret, code, now, 0)
		if !right {
			return wrong("code", "factors.code_wrong")
		}
		if _, err := tx.ExecContext(ctx, `DELETE FROM factor_apps WHERE user_id = ? AND confirmed_at IS NOT NULL`, actor.UserID); err != nil {
			return fmt.Errorf("taking the app before: %w", err)
		}
		const confirm = `UPDATE factor_apps SET confirmed_at = now(), last_step = ? WHERE user_id = ?`
		if err := pg.ChangeOne(ctx, tx, "factors.nothing_begun", confirm, step, actor.UserID); err != nil {
			return err
		}
		if codes, err = f.firstCodes(ctx, tx, actor.UserID); err != nil {
			return err
		}
		entry := audit.Entry{Event: audit.FactorAdded, Account: actor.UserID, Target: audit.FactorApp}
		return f.tell(ctx, tx, note, actor, entry, "factors.changed.app_on")
	})
	return codes, err
}

// RemoveApp takes the actor's app away, and ends their sessions but the one of the token here. Conflict factors.demanded_last;
// NotFound factors.nothing_there.
func (f *Factors) RemoveApp(ctx context.Context, actor access.Actor, here string) error {
	if err := actor.Require(access.KeepAccount); err != nil {
		return err
	}
	return f.changeWays(ctx, actor, actor.UserID, here, func(ctx context.Context, tx bun.Tx, note audit.Note) error {
		if err := mayLose(ctx, tx, actor); err != nil {
			return err
		}
		const remove = `DELETE FROM factor_apps WHERE user_id = ? AND confirmed_at IS NOT NULL`
		if err := pg.ChangeOne(ctx, tx, "factors.nothing_there", remove, actor.UserID); err != nil {
			return err
		}
		if err := forgetCodesOfNothing(ctx, tx, actor.UserID); err != nil {
			return err
		}
		entry := audit.Entry{Event: audit.FactorRemoved, Account: actor.UserID, Target: audit.FactorApp}
		return f.tell(ctx, tx, note, actor, entry, "factors.changed.app_off")
	})
}

// spendAppCode takes a code of the person's app: neither it nor an earlier one is right again (RFC 6238, section 5.2).
func (f *Factors) spendAppCode(ctx context.Context, tx bun.Tx, userID uuid.UUID, code string) (verdict, error) {
	var closed []byte
	var last int64
	err := tx.NewRaw(`SELECT secret, last_step FROM factor_apps WHERE user_id = ? AND confirmed_at IS NOT NULL FOR UPDATE`, userID).
		Scan(ctx, &closed, &last)
	if errors.Is(err, sql.ErrNoRows) {
		return isWrong, nil
	}
	if err != nil {
		return isWrong, fmt.Errorf("reading somebody's app: %w", err)
	}
	secret, err := f.keys.open(userID, closed)
	if err != nil {
		return isWrong, err
	}
	now, err := clock(ctx, tx)
	if err != nil {
		return isWrong, err
	}
	step, right := stepOf(secret, code, now, last)
	if !right {
		if _, before := stepOf(secret, code, now, 0); before {
			return isUsed, nil
		}
		return isWrong, nil
	}
	_, err = tx.ExecContext(ctx, `UPDATE factor_apps SET last_step = ? WHERE user_id = ? AND confirmed_at IS NOT NULL`, step, userID)
	return isRight, err
}

// clock is the database's, by which all nodes go.
func clock(ctx context.Context, tx bun.Tx) (now time.Time, err error) {
	if err := tx.NewRaw(`SELECT now()`).Scan(ctx, &now); err != nil {
		return now, fmt.Errorf("asking the time: %w", err)
	}
	return now, nil
}

// stepOf is the step of which the code is, among those around now that come after the last one.
func stepOf(secret []byte, code string, now time.Time, last int64) (step int64, right bool) {
	code = strings.Join(strings.Fields(code), "")
	for step := now.Unix()/stepSeconds - stepsAside; step <= now.Unix()/stepSeconds+stepsAside; step++ {
		if step <= last {
			continue
		}
		if right, err := hotp.ValidateCustom(code, uint64(step), base.EncodeToString(secret), codeForm); err == nil && right {
			return step, true
		}
	}
	return 0, false
}

// wrong is the fault of a form with the field.
func wrong(field, key string) error {
	fields := fault.Fields{}
	fields.Add(field, key)
	return fields.Err()
}

// grouped parts a text into fours, so that it can be read off.
func grouped(text, between string) string {
	var groups []string
	for len(text) > 4 {
		groups, text = append(groups, text[:4]), text[4:]
	}
	return strings.Join(append(groups, text), between)
}
