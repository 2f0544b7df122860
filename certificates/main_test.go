package certificates_test

import (
	"errors"
	"os"
	"testing"

	"vatra/certificates"
	"vatra/lms/fault"
	"vatra/lms/pg"
	"vatra/lms/pgtest"
)

func TestMain(m *testing.M) { os.Exit(pgtest.Main(m)) }

func award(t *testing.T, db *pg.DB, claim certificates.Claim) *certificates.Award {
	t.Helper()
	issued, err := certificates.NewStore(db).Award(t.Context(), db, claim)
	if err != nil {
		t.Fatal(err)
	}
	return issued
}

func asFault(t *testing.T, err error) *fault.Error {
	t.Helper()
	told, ok := errors.AsType[*fault.Error](err)
	if !ok {
		t.Fatalf("got %v, want a fault", err)
	}
	return told
}
