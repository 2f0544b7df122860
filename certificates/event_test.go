package certificates_test

import (
	"context"
	"errors"
	"strings"
	"testing"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"vatra/certificates"
	"vatra/certificates/claimtest"
	"vatra/lms/fault"
	"vatra/lms/fault/faulttest"
	"vatra/lms/pgtest"
)

func TestRevokedAwardSaysWhenAndWhyAndKeepsItsHistory(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	store := certificates.NewStore(db)
	issued := award(t, db, claimtest.Earned(uuid.New()))
	code, actor := issued.Code.Printed(), uuid.New()
	if err := store.Revoke(t.Context(), db, code, actor, "  Issued to the wrong person. "); err != nil {
		t.Fatal(err)
	}
	revoked, err := store.Certificate(t.Context(), code)
	if err != nil {
		t.Fatal(err)
	}
	status := revoked.Status()
	if status.State != certificates.Revoked || status.Reason != "Issued to the wrong person." || status.Since.Before(issued.AwardedAt) {
		t.Errorf("status %+v", status)
	}
	if err := store.Reinstate(t.Context(), db, code, actor, "A mistake of ours."); err != nil {
		t.Fatal(err)
	}
	again, err := store.ByID(t.Context(), issued.ID)
	if err != nil {
		t.Fatal(err)
	}
	if status := again.Status(); status.State != certificates.Valid || status.Reason != "A mistake of ours." {
		t.Errorf("status %+v", status)
	}
	var kinds []string
	for i, event := range again.History {
		kinds = append(kinds, string(event.Kind))
		if event.Number != i+1 || (i > 0) != (event.Actor != nil && *event.Actor == actor) {
			t.Errorf("event %+v", event)
		}
	}
	if got := strings.Join(kinds, " "); got != "issued revoked reinstated" {
		t.Errorf("history %s", got)
	}
}

func TestRevokingIsRefused(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	store := certificates.NewStore(db)
	ctx, actor := t.Context(), uuid.New()
	code := string(award(t, db, claimtest.Earned(uuid.New())).Code)
	for reason, message := range map[string]string{
		" \n\t":         "certificate.reason_missing",
		"…!":            "certificate.reason_missing",
		"\u200d\u200c":  "certificate.reason_missing",
		"\u200b\u2060":  "people.strange_characters",
		"see \u202eoga": "people.strange_characters",
		strings.Repeat("ț", certificates.MaxReason+1): "certificate.reason_too_long",
	} {
		err := store.Revoke(ctx, db, code, actor, reason)
		faulttest.Want(t, err, fault.Invalid, "error.check_fields")
		if told := asFault(t, err).Fields["reason"].Key; told != message {
			t.Errorf("told %s", told)
		}
	}
	faulttest.Want(t, store.Revoke(ctx, db, "0000000000000000", actor, "why"), fault.NotFound, "certificate.unknown")
	faulttest.Want(t, store.Revoke(ctx, db, "", actor, "why"), fault.Invalid, "certificate.code_empty")
	faulttest.Want(t, store.Reinstate(ctx, db, code, actor, "why"), fault.Conflict, "certificate.not_revoked")
	if err := store.Revoke(ctx, db, code, actor, "line one\r\n"+strings.Repeat("ț", certificates.MaxReason-10)); err != nil {
		t.Fatal(err)
	}
	faulttest.Want(t, store.Revoke(ctx, db, code, actor, "why"), fault.Conflict, "certificate.already_revoked")
}

func TestRevokingGoesWithItsTransaction(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	store := certificates.NewStore(db)
	code := string(award(t, db, claimtest.Earned(uuid.New())).Code)
	undone := errors.New("undone")
	err := db.Tx(t.Context(), func(ctx context.Context, tx bun.Tx) error {
		if err := store.Revoke(ctx, tx, code, uuid.New(), "why"); err != nil {
			return err
		}
		return undone
	})
	if !errors.Is(err, undone) {
		t.Fatal(err)
	}
	if seen, err := store.Certificate(t.Context(), code); err != nil || seen.Status().State != certificates.Valid {
		t.Errorf("%+v, %v", seen, err)
	}
}

func TestWhoRevokesSecondWaitsAndIsTold(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	store := certificates.NewStore(db)
	code := string(award(t, db, claimtest.Earned(uuid.New())).Code)
	second := make(chan error, 1)
	err := db.Tx(t.Context(), func(ctx context.Context, tx bun.Tx) error {
		if err := store.Revoke(ctx, tx, code, uuid.New(), "the first reason"); err != nil {
			return err
		}
		go func() { second <- store.Revoke(t.Context(), db, code, uuid.New(), "the second reason") }()
		return pgtest.AwaitLock(t.Context(), db) // until the second one stands at the first one's lock
	})
	if err != nil {
		t.Fatal(err)
	}
	faulttest.Want(t, <-second, fault.Conflict, "certificate.already_revoked")
	seen, err := store.Certificate(t.Context(), code)
	if err != nil || len(seen.History) != 2 || seen.Status().Reason != "the first reason" {
		t.Errorf("after the race: %+v, %v", seen, err)
	}
}
