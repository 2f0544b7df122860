package bank_test

import (
	"context"
	"fmt"
	"testing"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"vatra/assessment"
	"vatra/assessment/bank"
	"vatra/lms/pgtest"
)

// A question that comes again unchanged is the version that is there; one that asks something else is a new version.
func ExampleKeep() {
	pgtest.Example(func(t testing.TB) {
		db := pgtest.New(t)
		keepOne := func(question *assessment.Question) (version uuid.UUID) {
			err := db.Tx(t.Context(), func(ctx context.Context, tx bun.Tx) error {
				if err := bank.Lock(ctx, tx); err != nil {
					return err
				}
				versions, err := bank.Keep(ctx, tx, []*assessment.Question{question})
				if err == nil {
					version = versions[0]
				}
				return err
			})
			if err != nil {
				t.Fatal(err)
			}
			return version
		}
		first, again := keepOne(question("one", "1")), keepOne(question("one", "1"))
		changed := question("one", "1, mended")
		changed.Choices[1].Right, changed.Choices[2].Right = false, true
		fmt.Println(first == again, first == keepOne(changed))
	})
	// Output:
	// true false
}
