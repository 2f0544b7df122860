package pg

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"

	"github.com/jackc/pgx/v5"
	"github.com/uptrace/bun"
)

// Querier runs a statement that is written once, with $1 arguments, on the pool or inside of a transaction. On either
// it is prepared once for each connection.
type Querier interface {
	// Each calls row for every row, in their order. The rows are all read, or given up, when it returns.
	Each(ctx context.Context, row func(Scan) error, statement string, args ...any) error
}

// Scan reads the columns of a row.
type Scan = func(into ...any) error

// On is the querier of what bun's statements run on: of a DB its pool, and of a transaction the transaction.
func On(db bun.IDB) Querier {
	switch db := db.(type) {
	case *DB:
		return db
	case bun.Tx:
		return inside{}
	}
	panic(fmt.Sprintf("pg: a %T is neither a database nor a transaction", db))
}

// Each runs the statement on the pool.
func (db *DB) Each(ctx context.Context, row func(Scan) error, statement string, args ...any) error {
	return each(ctx, db.Pool, row, statement, args)
}

// inside is the transaction that the context is of.
type inside struct{}

func (inside) Each(ctx context.Context, row func(Scan) error, statement string, args ...any) error {
	conn, ok := ctx.Value(insideTx{}).(*sql.Conn)
	if !ok {
		return errors.New("pg: the context is not the transaction's")
	}
	// Held so that nobody else has it meanwhile: database/sql rolls back by itself when the context ends.
	return conn.Raw(func(held any) error {
		native := held.(plainConn).Conn.Conn()
		if native.PgConn().TxStatus() == 'I' { // idle, of the protocol's ReadyForQuery
			return sql.ErrTxDone
		}
		return each(ctx, native, row, statement, args)
	})
}

func each(
	ctx context.Context, db interface {
		Query(ctx context.Context, sql string, args ...any) (pgx.Rows, error)
	},
	row func(Scan) error, statement string, args []any,
) error {
	found, err := db.Query(ctx, statement, args...)
	if err != nil {
		return err
	}
	defer found.Close()
	for found.Next() {
		if err := row(found.Scan); err != nil {
			return err
		}
	}
	return found.Err()
}

var likeLiteral = strings.NewReplacer(`\`, `\\`, `%`, `\%`, `_`, `\_`)

// Within is the pattern, for LIKE, of every text that has this one in it.
func Within(text string) string { return "%" + likeLiteral.Replace(text) + "%" }
