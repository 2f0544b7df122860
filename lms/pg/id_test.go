package pg_test

import (
	"slices"
	"testing"

	"github.com/google/uuid"

	"vatra/lms/pgtest"
)

func TestIDsGoThereAndBack(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	id, other := uuid.New(), uuid.New()
	var one uuid.UUID
	var maybe, none *uuid.UUID
	var many []uuid.UUID
	var text string
	err := db.Pool.QueryRow(t.Context(), `SELECT $1::uuid, $1::uuid, NULL::uuid, $2::uuid[], $1::uuid::text`,
		id, []uuid.UUID{other, id}).Scan(&one, &maybe, &none, &many, &text)
	must(t, err)
	if one != id || maybe == nil || *maybe != id || none != nil || !slices.Equal(many, []uuid.UUID{other, id}) || text != id.String() {
		t.Errorf("%v comes back as %v, %v, %v, %v and %s", id, one, maybe, none, many, text)
	}
	if err := db.Pool.QueryRow(t.Context(), `SELECT NULL::uuid`).Scan(&one); err == nil {
		t.Error("no id is read as one")
	}
	must(t, db.NewRaw(`SELECT ?::uuid`, other).Scan(t.Context(), &one))
	if one != other {
		t.Errorf("through bun %v comes back as %v", other, one)
	}
}
