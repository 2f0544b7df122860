package exam

import (
	"context"
	"encoding/json"
	"fmt"
	"testing"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"vatra/lms/pgtest"
)

// TestReadingAnAttemptDoesNotReadItsHistory counts the pages that PostgreSQL looks at, with a plan that knows no arguments.
func TestReadingAnAttemptDoesNotReadItsHistory(t *testing.T) {
	t.Parallel()
	const slots, attempts = 16, 12
	db := pgtest.New(t)
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	quiz, question := uuid.New(), uuid.New()
	exec := func(statement string, args ...any) {
		t.Helper()
		_, err := db.Pool.Exec(t.Context(), statement, args...)
		must(err)
	}
	var attempt, learner uuid.UUID
	fill := func(attempts, answers int) {
		t.Helper()
		must(db.Tx(t.Context(), func(ctx context.Context, tx bun.Tx) error {
			if _, err := tx.ExecContext(ctx, `SET LOCAL session_replication_role = replica`); err != nil { // no quiz is needed
				return err
			}
			for range attempts {
				attempt, learner = uuid.New(), uuid.New()
				for _, statement := range []string{
					`INSERT INTO attempts (id, quiz_id, learner_id, number, max_score, saves_left, bytes_left, saves_at_once)
						VALUES (?0, ?1, ?2, 1, 16, 1, 1, 1)`,
					`INSERT INTO attempt_slots (attempt_id, slot, question_version_id, room) SELECT ?0, n, ?3, 1 FROM generate_series(1, ?4) n`,
					`INSERT INTO answers (attempt_id, slot, seq, response) SELECT ?0, s, n, '{"choices": ["a"]}'
						FROM generate_series(1, ?5) n, generate_series(1, ?4) s`,
				} {
					if _, err := tx.ExecContext(ctx, statement, attempt, quiz, learner, question, slots, answers); err != nil {
						return err
					}
				}
			}
			return nil
		}))
	}
	// One connection, which keeps the plan that it once made.
	conn, err := db.Pool.Acquire(t.Context())
	must(err)
	defer conn.Release()
	fill(1, 1) // which is too little for PostgreSQL to look at: see the migration hot_tables
	for _, statement := range []string{
		`SET plan_cache_mode = force_generic_plan`,
		`PREPARE attempt (uuid, uuid) AS ` + attemptSlots + `a.id = $1 AND a.learner_id = $2 ORDER BY s.slot`,
	} {
		_, err := conn.Exec(t.Context(), statement)
		must(err)
	}
	pages := func() (read int, plan string) {
		t.Helper()
		explain := fmt.Sprintf(`EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) EXECUTE attempt ('%s', '%s')`, attempt, learner)
		must(conn.QueryRow(t.Context(), explain).Scan(&plan))
		var told []struct {
			Plan struct {
				Hit  int `json:"Shared Hit Blocks"`
				Read int `json:"Shared Read Blocks"`
			}
		}
		must(json.Unmarshal([]byte(plan), &told))
		return told[0].Plan.Hit + told[0].Plan.Read, plan
	}
	pages()
	fill(attempts, 225)
	const most = slots*6 + 30 // a few levels of an index and a row for each slot, and the attempt
	if read, plan := pages(); read > most {
		t.Errorf("with a plan of when there were few answers %d pages are read:\n%s", read, plan)
	}
	exec(`ANALYZE attempts, attempt_slots, answers`)
	if read, plan := pages(); read > most {
		t.Errorf("with statistics %d pages are read:\n%s", read, plan)
	}
	var small int
	must(db.Pool.QueryRow(t.Context(), `SELECT count(*) FROM pg_class WHERE relname IN ('attempts', 'attempt_slots', 'answers')
		AND 'autovacuum_analyze_threshold=5000' = ANY (reloptions)`).Scan(&small))
	if small != 3 {
		t.Errorf("of %d tables PostgreSQL takes statistics while they are small", 3-small)
	}
}
