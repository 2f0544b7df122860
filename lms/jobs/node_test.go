package jobs_test

import (
	"context"
	"log/slog"
	"testing"
	"time"

	"github.com/riverqueue/river"

	"vatra/lms/pgtest"
)

// TestJobsOfANodeThatIsGoneAreTakenOver has jobs that other nodes had begun: one that died, one that is alive and one
// that ended in order without finishing.
func TestJobsOfANodeThatIsGoneAreTakenOver(t *testing.T) {
	t.Parallel()
	db, ctx := pgtest.New(t), t.Context()
	for _, statement := range []string{
		`INSERT INTO nodes (id, seen_at) VALUES ('died', now() - interval '1 minute'), ('alive', now() + interval '1 hour')`,
		`INSERT INTO river_job (kind, args, state, attempt, max_attempts, attempted_at, attempted_by)
			SELECT 'test.note', jsonb_build_object('text', node), 'running', 1, most, now() - interval '30 seconds', ARRAY['other', node]
			FROM (VALUES ('died', 3), ('alive', 3), ('left', 3), ('deadly', 1)) AS j (node, most)`,
	} {
		if _, err := db.ExecContext(ctx, statement); err != nil {
			t.Fatal(err)
		}
	}
	worked := make(chan string, 4)
	q := queue(t, db, slog.New(slog.DiscardHandler), func(_ context.Context, job *river.Job[note]) error {
		worked <- job.Args.Text
		return nil
	})
	q.Hasten(50*time.Millisecond, 500*time.Millisecond)
	start(t, q)
	got := map[string]bool{<-worked: true, <-worked: true}
	if !got["died"] || !got["left"] {
		t.Errorf("worked are those of %v", got)
	}
	states := map[string]string{}
	rows, err := db.Pool.Query(ctx, `SELECT args->>'text', state::text FROM river_job`)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	for rows.Next() {
		var node, state string
		if err := rows.Scan(&node, &state); err != nil {
			t.Fatal(err)
		}
		states[node] = state
	}
	if states["alive"] != "running" || states["deadly"] != "discarded" {
		t.Errorf("a job of a node that is alive is %s, one that was begun as often as it may be %s", states["alive"], states["deadly"])
	}
	var nodes int
	if err := db.Pool.QueryRow(ctx, `SELECT count(*) FROM nodes WHERE id <> 'alive'`).Scan(&nodes); err != nil || nodes != 1 {
		t.Errorf("%d nodes beside the one that is alive, want this one: %v", nodes, err)
	}
}

func TestAQueueThatStopsLeavesNoNode(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	q := queue(t, db, slog.New(slog.DiscardHandler), func(context.Context, *river.Job[note]) error { return nil })
	if err := q.Start(t.Context()); err != nil {
		t.Fatal(err)
	}
	if err := q.Stop(t.Context()); err != nil {
		t.Fatal(err)
	}
	var nodes int
	if err := db.Pool.QueryRow(t.Context(), `SELECT count(*) FROM nodes`).Scan(&nodes); err != nil || nodes != 0 {
		t.Errorf("%d nodes, %v", nodes, err)
	}
}
