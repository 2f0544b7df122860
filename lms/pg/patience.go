package pg

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
)

// Patient gives each statement that is asked with the context, and each wait for a connection, so long and no longer. It is
// for work that may take its time as a whole, since others are slow, and shall not wait for a database that hangs: what
// asked it gets an error of which Away is true.
func Patient(ctx context.Context, each time.Duration) context.Context {
	return context.WithValue(ctx, patience{}, each)
}

// patience is the key of how long each statement may take.
type patience struct{}

// clock is asked before and after each statement of a connection and each wait for one, transactions' own included. pgx calls
// that tracing, and works on with the context that it is given.
type clock struct{}

var (
	_ pgx.QueryTracer       = clock{}
	_ pgxpool.AcquireTracer = clock{}
)

// runs is the key of what ends the time of the statement that runs.
type runs struct{}

func (clock) start(ctx context.Context) context.Context {
	each, bounded := ctx.Value(patience{}).(time.Duration)
	if !bounded {
		return ctx
	}
	within, cancel := context.WithTimeout(ctx, each)
	return context.WithValue(within, runs{}, cancel)
}

func (clock) end(ctx context.Context) {
	if cancel, bounded := ctx.Value(runs{}).(context.CancelFunc); bounded {
		cancel()
	}
}

func (c clock) TraceQueryStart(ctx context.Context, _ *pgx.Conn, _ pgx.TraceQueryStartData) context.Context {
	return c.start(ctx)
}

func (c clock) TraceQueryEnd(ctx context.Context, _ *pgx.Conn, _ pgx.TraceQueryEndData) { c.end(ctx) }

func (c clock) TraceAcquireStart(ctx context.Context, _ *pgxpool.Pool, _ pgxpool.TraceAcquireStartData) context.Context {
	return c.start(ctx)
}

func (c clock) TraceAcquireEnd(ctx context.Context, _ *pgxpool.Pool, _ pgxpool.TraceAcquireEndData) {
	c.end(ctx)
}
