package jobs

import (
	"context"
	"fmt"
	"os"
	"time"

	"github.com/google/uuid"

	"vatra/lms/pg"
)

// A node says every beat that it is alive. One that was silent for a lease is taken for dead: River itself would wait
// for an hour.
type pace struct{ beat, lease time.Duration }

var usualPace = pace{beat: 3 * time.Second, lease: 12 * time.Second}

// statementTime is how long saying so may take: no longer than the usual beat.
const statementTime = 3 * time.Second

// node is one queue from Start to Stop.
type node struct {
	id   string
	stop context.CancelFunc
	done chan struct{}
}

// nodeID is short enough for River and tells an operator which process it is.
func nodeID() string {
	host, err := os.Hostname()
	if err != nil {
		host = "node"
	}
	return fmt.Sprintf("%.50s %d %.8s", host, os.Getpid(), uuid.NewString())
}

// live beats and takes over until it is stopped.
func (q *Queue) live(ctx context.Context, id string) *node {
	ctx, stop := context.WithCancel(context.WithoutCancel(ctx))
	n := &node{id: id, stop: stop, done: make(chan struct{})}
	go func() {
		defer close(n.done)
		ticker := time.NewTicker(q.pace.beat)
		defer ticker.Stop()
		steady := time.Now() // since when the database has heard every beat
		for {
			// Where it was away for all, nobody could say that they are alive, and silence tells nothing. A beat that was begun
			// is ended: one that is only given up here may yet be written, after the node has left.
			if err := q.pulse(context.WithoutCancel(ctx), id, time.Since(steady) > q.pace.lease); err != nil && ctx.Err() == nil {
				steady = time.Now()
				q.log.WarnContext(ctx, "this node could not say that it is alive", "error", err)
			}
			select {
			case <-ctx.Done():
				return
			case <-ticker.C:
			}
		}
	}()
	return n
}

// pulse says that this node is alive, and gives the jobs of those that have left back to the queue, and where silence tells
// something also those of the silent. A job that may be what a node died of waits longer each time, and one that was begun
// as often as it may be is given up.
func (q *Queue) pulse(ctx context.Context, id string, silenceTells bool) error {
	ctx, cancel := context.WithTimeout(ctx, statementTime)
	defer cancel()
	const alive = `INSERT INTO nodes (id) VALUES (?) ON CONFLICT (id) DO UPDATE SET seen_at = now()`
	if _, err := q.db.ExecContext(ctx, alive, id); err != nil {
		return err
	}
	if silenceTells {
		const bury = `DELETE FROM nodes WHERE seen_at < now() - make_interval(secs => ?)`
		if _, err := q.db.ExecContext(ctx, bury, q.pace.lease.Seconds()); err != nil {
			return err
		}
	}
	const over = `UPDATE river_job SET scheduled_at = now() + make_interval(secs => power(attempt, 4) - 1),
			state = (CASE WHEN attempt >= max_attempts THEN 'discarded' WHEN attempt = 1 THEN 'available' ELSE 'retryable' END)::river_job_state,
			finalized_at = CASE WHEN attempt >= max_attempts THEN now() END
		WHERE state = 'running' AND attempted_at < now() - interval '1 second' AND NOT EXISTS (
			SELECT FROM nodes n WHERE n.id = attempted_by[array_upper(attempted_by, 1)])`
	result, err := q.db.ExecContext(ctx, over)
	if err != nil {
		return err
	}
	if count, err := result.RowsAffected(); err == nil && count > 0 {
		q.log.WarnContext(ctx, "jobs of a node that is gone were taken over", "jobs", count)
	}
	return nil
}

// leave ends the beating, so that what the node could not finish is taken over at once.
func (n *node) leave(ctx context.Context, db *pg.DB) error {
	n.stop()
	<-n.done
	_, err := db.ExecContext(ctx, `DELETE FROM nodes WHERE id = ?`, n.id)
	return err
}
