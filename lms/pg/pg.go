// Package pg opens PostgreSQL for the stores: bun for the many queries, a pgx pool for the few hot statements and for
// the job queue. It is a leaf that knows no table and imports nothing of Vatra but fault.
package pg

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/jackc/pgx/v5/stdlib"
	"github.com/uptrace/bun"

	"vatra/lms/fault"
)

// DB is one database, and its one pool of connections, seen in two ways: by bun, and by pgx for statements that keep
// `$1` arguments and are prepared once for each connection.
type DB struct {
	*bun.DB
	Pool *pgxpool.Pool
}

// leastConnections is how many a pool may have at least where its URL does not say pool_max_conns.
const leastConnections = 8

// connectTimeout is for a server that takes connections and does not answer.
const connectTimeout = 5 * time.Second

// deadlines are how long the database works or waits for one of us. Requests have shorter ones; these hold for jobs and
// commands too, so that nothing holds a lock for ever. A migration that needs longer says SET LOCAL statement_timeout.
var deadlines = map[string]string{
	"statement_timeout": "30s", "lock_timeout": "10s", "idle_in_transaction_session_timeout": "60s",
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
	for setting, limit := range deadlines {
		conf.ConnConfig.RuntimeParams[setting] = limit
	}
	conf.ConnConfig.ConnectTimeout = connectTimeout
	conf.ConnConfig.Tracer = clock{}
	conf.MaxConnIdleTime = 5 * time.Minute
	conf.PrepareConn = noSecond
	conf.AfterConnect = withIDs
	if !strings.Contains(url, "pool_max_conns") {
		conf.MaxConns = max(conf.MaxConns, leastConnections)
	}
	pool, err := pgxpool.NewWithConfig(ctx, conf)
	if err != nil {
		return nil, fmt.Errorf("opening the pool: %w", err)
	}
	if err := pool.Ping(ctx); err != nil {
		pool.Close()
		return nil, fmt.Errorf("reaching PostgreSQL: %w", err)
	}
	std := sql.OpenDB(plain{stdlib.GetPoolConnector(pool)})
	std.SetMaxIdleConns(0) // the pool keeps them
	return &DB{DB: bun.NewDB(std, newDialect()), Pool: pool}, nil
}

// Close gives all connections back. It waits for those in use, but not for a database that hangs.
func (db *DB) Close() error {
	err := db.DB.Close()
	closed := make(chan struct{})
	go func() {
		db.Pool.Close()
		close(closed)
	}()
	select {
	case <-closed:
		return err
	case <-time.After(closeTimeout):
		return errors.Join(err, errors.New("closing the database: connections are still in use"))
	}
}

const closeTimeout = 5 * time.Second

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
