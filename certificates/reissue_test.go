package certificates_test

import (
	"context"
	"reflect"
	"strconv"
	"testing"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"vatra/certificates"
	"vatra/certificates/claimtest"
	"vatra/lms/fault"
	"vatra/lms/fault/faulttest"
	"vatra/lms/pg"
	"vatra/lms/pgtest"
)

func reissue(t *testing.T, db *pg.DB, code certificates.Code, name string, consent bool) (again *certificates.Award, err error) {
	t.Helper()
	err = db.Tx(t.Context(), func(ctx context.Context, tx bun.Tx) error {
		again, err = certificates.NewStore(db).Reissue(ctx, tx, string(code), name, uuid.Nil, consent)
		return err
	})
	return again, err
}

func TestACorrectedNameIssuesAnewAndTheOldCodeLeadsThere(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	store := certificates.NewStore(db)
	claim := claimtest.Earned(uuid.New())
	claim.HolderName = "Maria Popescuu"
	old := award(t, db, claim)
	again, err := reissue(t, db, old.Code, "Maria Popescu", false)
	if err != nil {
		t.Fatal(err)
	}
	want := old.Record
	want.Code, want.HolderName = again.Code, "Maria Popescu"
	if again.Code == old.Code || !reflect.DeepEqual(again.Record, want) || again.Status().State != certificates.Valid {
		t.Errorf("issued anew it is %+v", again.Record)
	}
	before, err := store.Certificate(t.Context(), string(old.Code))
	if err != nil || !reflect.DeepEqual(before.Record, old.Record) || before.Status().State != certificates.Replaced {
		t.Fatalf("the old one is %+v, %v", before, err)
	}
	if before.Newest == nil || *before.Newest != (certificates.Newest{Code: again.Code, State: certificates.Valid}) || again.Newest != nil {
		t.Errorf("the old one leads to %+v, the new one to %+v", before.Newest, again.Newest)
	}
	if same := award(t, db, claim); same.Code != again.Code {
		t.Errorf("earning it once more gives %s, not the newest", same.Code)
	}
	if err := store.Revoke(t.Context(), db, string(again.Code), uuid.Nil, "Sat by another."); err != nil {
		t.Fatal(err)
	}
	if before, err = store.Certificate(t.Context(), string(old.Code)); err != nil || before.Newest.State != certificates.Revoked {
		t.Errorf("the old one says of the new one %+v, %v", before.Newest, err)
	}
	faulttest.Want(t, store.Revoke(t.Context(), db, string(old.Code), uuid.Nil, "why"), fault.Conflict, "certificate.replaced")
}

func TestIssuingAnewIsRefused(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	claim := claimtest.Earned(uuid.New())
	claim.HolderName = "Maria Popescu"
	code := award(t, db, claim).Code
	refused := func(name, key string, kind fault.Kind) {
		t.Helper()
		_, err := reissue(t, db, code, name, false)
		faulttest.Want(t, err, kind, key)
	}
	refused("Maria Popescu", "certificate.reissue_same", fault.Conflict)
	refused(" \u200b ", "certificate.name_empty", fault.Invalid)
	refused("Maria 漢字", "certificate.name_unprintable", fault.Invalid)
	refused("Ion Ionescu", "certificate.reissue_consent", fault.Forbidden)
	refused("М. Попеску", "certificate.reissue_consent", fault.Forbidden)
	for i := range certificates.ReissuesAYear {
		again, err := reissue(t, db, code, "Maria Ionescu "+strconv.Itoa(i), false)
		if err != nil {
			t.Fatal(err)
		}
		code = again.Code
	}
	refused("Ana Ionescu", "certificate.reissue_consent", fault.Forbidden) // a word of the last name, none of the first
	refused("Maria Popescu", "certificate.reissue_often", fault.Conflict)
	again, err := reissue(t, db, code, "Ion Ionescu", true)
	if err != nil {
		t.Fatal(err)
	}
	refused("Maria Popescu", "certificate.replaced", fault.Conflict)
	code = again.Code
	if err := certificates.NewStore(db).Revoke(t.Context(), db, string(code), uuid.Nil, "why"); err != nil {
		t.Fatal(err)
	}
	refused("Maria Popescu", "certificate.reissue_revoked", fault.Conflict)
}

func TestTheSchemaKeepsWhatWasReplaced(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	old := award(t, db, claimtest.Earned(uuid.New()))
	_, err := db.ExecContext(t.Context(), `INSERT INTO awards (id, code, holder_id, subject, number, record, search)
		SELECT gen_random_uuid(), reverse(code), holder_id, subject, 2,
			record || jsonb_build_object('code', reverse(code), 'rules_version', 99), '' FROM awards WHERE id = ?`, old.ID)
	if err == nil {
		t.Error("an award with other rules took the place of one")
	}
	if _, err := reissue(t, db, old.Code, old.Record.HolderName+" Ionescu", false); err != nil {
		t.Fatal(err)
	}
	_, err = db.ExecContext(t.Context(), `INSERT INTO award_events (award_id, number, kind, reason) VALUES (?, 3, 'reinstated', 'why')`, old.ID)
	if err == nil {
		t.Error("something happened to an award that was replaced")
	}
}
