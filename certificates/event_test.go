package certificates_test

import (
	"context"
	"errors"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"vatra/certificates"
	"vatra/lms/fault"
	"vatra/lms/pgtest"
)

func TestRevokedAwardSaysWhenAndWhyAndKeepsItsHistory(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	store := certificates.NewStore(db)
	issued := award(t, db, earned(uuid.New()))
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
	code := string(award(t, db, earned(uuid.New())).Code)
	for reason, message := range map[string]string{
		" \n\t": "certificate.reason_missing",
		strings.Repeat("ț", certificates.MaxReason+1): "certificate.reason_too_long",
	} {
		told := wantFault(t, store.Revoke(ctx, db, code, actor, reason), fault.Invalid, "error.check_fields")
		if told.Fields["reason"].Key != message {
			t.Errorf("told %+v", told.Fields)
		}
	}
	wantFault(t, store.Revoke(ctx, db, "0000000000000000", actor, "why"), fault.NotFound, "certificate.unknown")
	wantFault(t, store.Revoke(ctx, db, "", actor, "why"), fault.Invalid, "certificate.code_empty")
	wantFault(t, store.Reinstate(ctx, db, code, actor, "why"), fault.Conflict, "certificate.not_revoked")
	if err := store.Revoke(ctx, db, code, actor, strings.Repeat("ț", certificates.MaxReason)); err != nil {
		t.Fatal(err)
	}
	wantFault(t, store.Revoke(ctx, db, code, actor, "why"), fault.Conflict, "certificate.already_revoked")
}

func TestRevokingGoesWithItsTransaction(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	store := certificates.NewStore(db)
	code := string(award(t, db, earned(uuid.New())).Code)
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

func TestOfTwoWhoRevokeAtOnceOneIsTold(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	store := certificates.NewStore(db)
	code := string(award(t, db, earned(uuid.New())).Code)
	var done sync.WaitGroup
	var revoked, refused atomic.Int32
	for range 4 {
		done.Go(func() {
			switch err := store.Revoke(t.Context(), db, code, uuid.New(), "why"); {
			case err == nil:
				revoked.Add(1)
			case fault.Is(err, fault.Conflict):
				refused.Add(1)
			default:
				t.Error(err)
			}
		})
	}
	done.Wait()
	if revoked.Load() != 1 || refused.Load() != 3 {
		t.Errorf("%d revoked, %d were refused", revoked.Load(), refused.Load())
	}
}
