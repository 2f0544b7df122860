package pg

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"math/rand/v2"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/uptrace/bun"
)

const (
	tries     = 4                     // of a transaction
	firstWait = 10 * time.Millisecond // at most, before the second try; twice as long before each one more
)

// ErrSecondConnection is what a statement gets that asks for a connection of its own inside a transaction.
var ErrSecondConnection = errors.New("pg: a second connection inside a transaction: use the transaction")

// insideTx is the key of the connection, a *sql.Conn, in the context of what runs in a transaction.
type insideTx struct{}

// Tx runs f in one transaction: committed when f returns nil, else rolled back.
func (db *DB) Tx(ctx context.Context, f func(ctx context.Context, tx bun.Tx) error) error {
	return db.RunInTx(ctx, nil, f)
}

// RunInTx takes the place of bun's, so that it holds for every transaction: within f, and with the context that f is
// given, the transaction is the only way to the database. Enough people who hold one connection and wait for another
// would wait for ever. f is run again, from its beginning, when PostgreSQL has chosen its transaction as the one that
// gives way to others, or its connection was lost before.
func (db *DB) RunInTx(
	ctx context.Context, opts *sql.TxOptions, f func(ctx context.Context, tx bun.Tx) error,
) error {
	for try, wait := 1, firstWait; ; try, wait = try+1, 2*wait {
		err := db.once(ctx, opts, f)
		if try == tries || !repeatable(err) {
			return err
		}
		select {
		case <-ctx.Done():
			return err
		case <-time.After(rand.N(wait)):
		}
	}
}

func (db *DB) once(ctx context.Context, opts *sql.TxOptions, f func(ctx context.Context, tx bun.Tx) error) error {
	conn, err := db.Conn(ctx)
	if err != nil {
		return err
	}
	defer conn.Close()
	return conn.RunInTx(context.WithValue(ctx, insideTx{}, conn.Conn), opts, f)
}

// repeatable reports whether the transaction was undone for no fault of its own, and may well succeed when it is tried
// again: class 40 of PostgreSQL's error codes (appendix A), 40001 and a deadlock (40P01), and a
// connection that was found closed before the statement was sent.
func repeatable(err error) bool {
	if errors.Is(err, driver.ErrBadConn) {
		return true
	}
	refused, ok := errors.AsType[*pgconn.PgError](err)
	return ok && (refused.Code == "40001" || refused.Code == "40P01")
}

// noSecond is asked before the pool gives a connection.
func noSecond(ctx context.Context, _ *pgx.Conn) (bool, error) {
	if ctx.Value(insideTx{}) != nil {
		return true, ErrSecondConnection
	}
	return true, nil
}
