package factors_test

import (
	"bytes"
	"context"
	"encoding/base32"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/pquerna/otp/totp"
	"github.com/uptrace/bun"

	"vatra/lms/access"
	"vatra/lms/audit"
	"vatra/lms/factors"
	"vatra/lms/fault"
	"vatra/lms/people"
	"vatra/lms/schooltest"
	"vatra/lms/site"
)

// begun is an actor's app that waits for its first code, by its secret.
func begun(t *testing.T, s *schooltest.School, actor access.Actor) (secret string) {
	t.Helper()
	if err := s.Factors.BeginApp(t.Context(), actor); err != nil {
		t.Fatal(err)
	}
	app, err := s.Factors.BegunApp(t.Context(), actor, "Școala: satului", "ana@primarie.example")
	if err != nil {
		t.Fatal(err)
	}
	for _, part := range []string{"otpauth://totp/", "algorithm=SHA1", "digits=6", "period=30"} {
		if !strings.Contains(app.URL, part) {
			t.Errorf("%s has no %s", app.URL, part)
		}
	}
	return strings.ReplaceAll(app.Secret, " ", "")
}

func codeOf(t *testing.T, secret string, later time.Duration) string {
	t.Helper()
	code, err := totp.GenerateCode(secret, time.Now().Add(later))
	if err != nil {
		t.Fatal(err)
	}
	return code
}

// withApp is a person whose app was set up.
func withApp(t *testing.T, s *schooltest.School, role access.Role) (actor access.Actor, secret string, codes []string) {
	t.Helper()
	actor = s.Person(string(role)+"@primarie.example", role)
	secret = begun(t, s, actor)
	codes, err := s.Factors.ConfirmApp(t.Context(), actor, codeOf(t, secret, 0), "")
	if err != nil {
		t.Fatal(err)
	}
	return actor, secret, codes
}

func held(t *testing.T, s *schooltest.School, actor access.Actor) (token string) {
	t.Helper()
	token, err := s.Factors.Hold(t.Context(), factors.Proof{UserID: actor.UserID, PasswordMark: []byte("mark")})
	if err != nil {
		t.Fatal(err)
	}
	return token
}

func TestTheSecretOfAnAppIsKeptClosed(t *testing.T) {
	t.Parallel()
	s := schooltest.New(t)
	actor, secret, _ := withApp(t, s, access.RoleLearner)
	plain, err := base32.StdEncoding.WithPadding(base32.NoPadding).DecodeString(secret)
	if err != nil || len(plain) != 20 {
		t.Fatalf("the secret is %d bytes, %v", len(plain), err)
	}
	var kept []byte
	if err := s.DB.NewRaw(`SELECT secret FROM factor_apps`).Scan(t.Context(), &kept); err != nil {
		t.Fatal(err)
	}
	if bytes.Contains(kept, plain) || bytes.Contains(kept, []byte(secret)) {
		t.Error("the secret is in the database in clear")
	}
	// In another's row, and on a site with another secret, nothing opens it.
	other := s.Person("dan@primarie.example", access.RoleLearner)
	s.Exec(`INSERT INTO factor_holders (user_id) VALUES (?)`, other.UserID)
	s.Exec(`INSERT INTO factor_apps (id, user_id, secret, confirmed_at) VALUES (?, ?, ?, now())`, uuid.New(), other.UserID, kept)
	_, err = s.Factors.ByAppCode(t.Context(), held(t, s, other), codeOf(t, secret, 0), schooltest.Visitor())
	schooltest.Wants(t, err, fault.Conflict, "factors.secret_lost")
	tell := func(context.Context, bun.Tx, uuid.UUID, fault.Message) error { return nil }
	elsewhere, err := factors.New(s.DB, s.Limits, factors.Config{BaseURL: schooltest.Address, Secret: bytes.Repeat([]byte("x"), 32), Log: s.Audit, Tell: tell})
	if err != nil {
		t.Fatal(err)
	}
	_, err = elsewhere.ByAppCode(t.Context(), held(t, s, actor), codeOf(t, secret, 0), schooltest.Visitor())
	schooltest.Wants(t, err, fault.Conflict, "factors.secret_lost")
}

func TestOfManyWithOneCodeOneComesIn(t *testing.T) {
	t.Parallel()
	s := schooltest.New(t)
	actor, secret, codes := withApp(t, s, access.RoleLearner)
	s.Exec(`UPDATE factor_apps SET last_step = 0`)
	tokens := []string{held(t, s, actor), held(t, s, actor), held(t, s, actor)}
	code := codeOf(t, secret, 0)
	if went := schooltest.AtOnce(t, 3, "error.check_fields", func(ctx context.Context, caller int) error {
		_, err := s.Factors.ByAppCode(ctx, tokens[caller], code, schooltest.Visitor())
		return err
	}); went != 1 {
		t.Errorf("%d came in with one code of an app", went)
	}
	tokens = []string{held(t, s, actor), held(t, s, actor), held(t, s, actor)}
	if went := schooltest.AtOnce(t, 3, "error.check_fields", func(ctx context.Context, caller int) error {
		_, err := s.Factors.ByRecoveryCode(ctx, tokens[caller], codes[0], schooltest.Visitor())
		return err
	}); went != 1 {
		t.Errorf("%d came in with one recovery code", went)
	}
}

func TestCodesAreTakenAStepAside(t *testing.T) {
	t.Parallel()
	s := schooltest.New(t)
	actor, secret, _ := withApp(t, s, access.RoleLearner)
	for _, c := range []struct {
		later time.Duration
		right bool
	}{{-5 * time.Minute, false}, {5 * time.Minute, false}, {0, true}} {
		s.Exec(`UPDATE factor_apps SET last_step = 0`)
		_, err := s.Factors.ByAppCode(t.Context(), held(t, s, actor), codeOf(t, secret, c.later), schooltest.Visitor())
		if (err == nil) != c.right {
			t.Errorf("a code of %v from now: %v", c.later, err)
		}
	}
}

// TestTwoAtOnceDoNotTakeTheLastTwo has an app and a passkey removed together, of somebody of whom one is demanded.
func TestTwoAtOnceDoNotTakeTheLastTwo(t *testing.T) {
	t.Parallel()
	s := schooltest.New(t)
	actor, _, _ := withApp(t, s, access.RoleAdministrator)
	s.Demand(site.SecondStepAdministrators)
	key := uuid.New()
	s.Exec(`INSERT INTO factor_passkeys (id, user_id, credential_id, name, record) VALUES (?, ?, 'x', 'Phone', '{}')`, key, actor.UserID)
	went := schooltest.AtOnce(t, 2, "factors.demanded_last", func(ctx context.Context, caller int) error {
		if caller == 0 {
			return s.Factors.RemoveApp(ctx, actor, "")
		}
		return s.Factors.RemovePasskey(ctx, actor, key, "")
	})
	if has, err := s.Factors.Has(t.Context(), actor.UserID); went != 1 || !has || err != nil {
		t.Errorf("%d were removed; one is left: %v, %v", went, has, err)
	}
}

func TestWhoMayResetASecondStep(t *testing.T) {
	t.Parallel()
	s, ctx := schooltest.New(t), t.Context()
	learner, _, codes := withApp(t, s, access.RoleLearner)
	token := held(t, s, learner)
	trainer := s.Person("tudor@primarie.example", access.RoleTrainer)
	for _, actor := range []access.Actor{learner, trainer} {
		schooltest.Wants(t, s.Factors.Reset(ctx, actor, learner.UserID), fault.Forbidden, "people.forbidden")
		_, err := s.Factors.Of(ctx, actor, learner.UserID)
		schooltest.Wants(t, err, fault.Forbidden, "people.forbidden")
		_, err = s.Audit.Of(ctx, actor, learner.UserID, audit.FactorEvents()...)
		schooltest.Wants(t, err, fault.Forbidden, "people.forbidden")
	}
	schooltest.Wants(t, s.Factors.Reset(ctx, access.Guest("ro"), learner.UserID), fault.Unauthenticated, "people.login_needed")
	if err := s.Factors.Reset(ctx, access.Operator(), learner.UserID); err != nil {
		t.Fatal(err)
	}
	events, err := s.Audit.Of(ctx, access.Operator(), learner.UserID, audit.FactorEvents()...)
	if err != nil || len(events) != 2 || events[0].ActorID != uuid.Nil || events[0].Event != audit.FactorReset ||
		events[1].ActorID != learner.UserID || events[1].Event != audit.FactorAdded || events[1].Target != audit.FactorApp {
		t.Errorf("what was noted: %+v, %v", events, err)
	}
	_, err = s.Factors.ByRecoveryCode(ctx, token, codes[0], schooltest.Visitor())
	schooltest.Wants(t, err, fault.Unauthenticated, "factors.too_late")
}

func TestSweepingLeavesWhatStillCounts(t *testing.T) {
	t.Parallel()
	s := schooltest.New(t)
	actor, _, _ := withApp(t, s, access.RoleLearner)
	begun(t, s, s.Person("dan@primarie.example", access.RoleLearner))
	held(t, s, actor)
	if _, err := s.Factors.AskPasskey(t.Context(), ""); err != nil {
		t.Fatal(err)
	}
	const all = `SELECT (SELECT count(*) FROM factor_apps) + (SELECT count(*) FROM factor_half_open) + (SELECT count(*) FROM factor_challenges)`
	sweep := func() {
		t.Helper()
		if err := s.Factors.Sweep(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	if sweep(); s.Count(all) != 4 {
		t.Errorf("%d of 4 are left of what still counts", s.Count(all))
	}
	s.Exec(`UPDATE factor_half_open SET expires_at = now()`)
	s.Exec(`UPDATE factor_challenges SET expires_at = now()`)
	s.Exec(`UPDATE factor_apps SET created_at = now() - interval '2 hours'`)
	if sweep(); s.Count(all) != 1 {
		t.Errorf("%d are left, of which one counts", s.Count(all))
	}
}

func TestPasskeysNeedAName(t *testing.T) {
	t.Parallel()
	s := schooltest.At(t, "http://192.0.2.7:8080")
	if s.Factors.Origin() != "" {
		t.Errorf("passkeys are said to work at %s", s.Factors.Origin())
	}
	_, err := s.Factors.AskPasskey(t.Context(), "")
	schooltest.Wants(t, err, fault.Conflict, "factors.passkeys_impossible")
}

// TestCodesFromManyPlacesAreSlowedButForKnownBrowsers has somebody who knows the password try codes everywhere.
func TestCodesFromManyPlacesAreSlowedButForKnownBrowsers(t *testing.T) {
	t.Parallel()
	s, ctx := schooltest.New(t), t.Context()
	actor, _, codes := withApp(t, s, access.RoleLearner)
	token := held(t, s, actor)
	for range 50 {
		_, err := s.Factors.ByAppCode(ctx, token, "000000", schooltest.Visitor())
		schooltest.Wants(t, err, fault.Invalid, "code: factors.code_wrong")
	}
	_, err := s.Factors.ByRecoveryCode(ctx, token, codes[0], schooltest.Visitor())
	schooltest.Wants(t, err, fault.TooMany, "factors.step_guarded")
	hers := schooltest.Visitor()
	hers.Browser, hers.Knows = "hers", []uuid.UUID{actor.UserID}
	if _, err := s.Factors.ByRecoveryCode(ctx, token, codes[0], hers); err != nil {
		t.Errorf("in a browser that the account knows: %v", err)
	}
}

// TestACodeThatWasUsedIsToldToItsOwner tries an app's and a recovery code twice each.
func TestACodeThatWasUsedIsToldToItsOwner(t *testing.T) {
	t.Parallel()
	s, ctx := schooltest.New(t), t.Context()
	actor, secret, codes := withApp(t, s, access.RoleLearner)
	code := codeOf(t, secret, 30*time.Second)
	for i := range 2 {
		_, byApp := s.Factors.ByAppCode(ctx, held(t, s, actor), code, schooltest.Visitor())
		_, byRecovery := s.Factors.ByRecoveryCode(ctx, held(t, s, actor), codes[0], schooltest.Visitor())
		if (byApp == nil) != (i == 0) || (byRecovery == nil) != (i == 0) {
			t.Fatalf("try %d: %v, %v", i, byApp, byRecovery)
		}
	}
	told := 0
	for _, letter := range s.Letters("learner@primarie.example") {
		if strings.Contains(letter.Text, "deja folosit a fost încercat din nou") {
			told++
		}
	}
	for _, kind := range []string{audit.FactorApp, audit.FactorRecovery} {
		if s.Count(`SELECT count(*) FROM security_events WHERE event = 'factor.code_reused' AND account_id = ? AND target = ?`, actor.UserID, kind) != 1 {
			t.Errorf("a used code is not in the log: %s", kind)
		}
	}
	if told != 2 {
		t.Errorf("the owner was told %d times of two codes", told)
	}
}

// TestALoginThatASecondStepOvertakesOpensNoSession turns one on while a login with the password alone is under way.
func TestALoginThatASecondStepOvertakesOpensNoSession(t *testing.T) {
	t.Parallel()
	s := schooltest.New(t)
	actor := s.Person("ana@primarie.example", access.RoleLearner)
	code := codeOf(t, begun(t, s, actor), 0)
	schooltest.AtOnce(t, 6, "a second step is due", func(ctx context.Context, caller int) error {
		if caller == 0 {
			_, err := s.Factors.ConfirmApp(ctx, actor, code, "")
			return err
		}
		_, err := s.People.LogIn(ctx, "ana@primarie.example", schooltest.Password, schooltest.Visitor())
		if due := (*people.SecondStepDue)(nil); errors.As(err, &due) {
			return nil
		}
		return err
	})
	if n := s.Count(`SELECT count(*) FROM sessions`); n != 0 {
		t.Errorf("%d sessions were opened by the password alone", n)
	}
}
