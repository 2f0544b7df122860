// Package pg opens PostgreSQL for the stores: bun for the many queries, a pgx pool for the few hot statements and for
// the job queue. It is a leaf that knows no table and imports nothing of Vatra but fault.
package pg

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/jackc/pgx/v5/stdlib"
	"github.com/uptrace/bun"
	"github.com/uptrace/bun/dialect/pgdialect"

	"vatra/lms/fault"
)

// DB is one database seen in two ways. Bun writes its arguments into the SQL text, so its connections use the simple
// protocol; statements on Pool keep `$1` arguments and are prepared once for each connection, which was measured at
// about twice the throughput.
type DB struct {
	*bun.DB
	Pool *pgxpool.Pool
}

// Open connects to the PostgreSQL at url (a libpq URL or key-value string) and waits until it answers or ctx ends.
func Open(ctx context.Context, url string) (*DB, error) {
	conf, err := pgxpool.ParseConfig(url)
	if err != nil {
		// pgx's error repeats the connection string, password and all.
		return nil, errors.New("the database URL cannot be read: expected postgres://user:password@host:port/name")
	}
	conf.ConnConfig.RuntimeParams["application_name"] = "vatra"
	conf.ConnConfig.RuntimeParams["timezone"] = "UTC"
	conf.MaxConnIdleTime = 5 * time.Minute
	pool, err := pgxpool.NewWithConfig(ctx, conf)
	if err != nil {
		return nil, fmt.Errorf("opening the pool: %w", err)
	}
	if err := pool.Ping(ctx); err != nil {
		pool.Close()
		return nil, fmt.Errorf("reaching PostgreSQL: %w", err)
	}
	plain := conf.ConnConfig.Copy()
	plain.DefaultQueryExecMode = pgx.QueryExecModeSimpleProtocol
	std := stdlib.OpenDB(*plain)
	std.SetMaxOpenConns(int(conf.MaxConns))
	std.SetMaxIdleConns(int(conf.MaxConns))
	std.SetConnMaxIdleTime(conf.MaxConnIdleTime)
	return &DB{DB: bun.NewDB(std, pgdialect.New()), Pool: pool}, nil
}

// Close gives all connections back.
func (db *DB) Close() error {
	db.Pool.Close()
	return db.DB.Close()
}

// Tx runs f in one transaction: committed when f returns nil, else rolled back.
func (db *DB) Tx(ctx context.Context, f func(ctx context.Context, tx bun.Tx) error) error {
	return db.RunInTx(ctx, nil, f)
}

// Found turns "no rows" into the given fault and passes every other error on.
func Found(err error, key string) error {
	if errors.Is(err, sql.ErrNoRows) || errors.Is(err, pgx.ErrNoRows) {
		return fault.New(fault.NotFound, key)
	}
	return err
}

// Violates reports whether err is PostgreSQL refusing to break the named constraint or unique index.
func Violates(err error, constraint string) bool {
	refused, ok := errors.AsType[*pgconn.PgError](err)
	return ok && refused.ConstraintName == constraint
}

// ChangeOne runs a statement and says NotFound with the key where it touched nothing.
func ChangeOne(ctx context.Context, db bun.IDB, key, statement string, args ...any) error {
	result, err := db.ExecContext(ctx, statement, args...)
	if err != nil {
		return err
	}
	touched, err := result.RowsAffected()
	if err != nil {
		return err
	}
	if touched == 0 {
		return fault.New(fault.NotFound, key)
	}
	return nil
}

// UTC is a time that may be null in the database, zero where it is.
func UTC(t *time.Time) time.Time {
	if t == nil {
		return time.Time{}
	}
	return t.UTC()
}

// OrNull keeps a zero id out of a foreign key.
func OrNull(id uuid.UUID) uuid.NullUUID { return uuid.NullUUID{UUID: id, Valid: id != uuid.Nil} }
