package jobs_test

import (
	"context"
	"log/slog"
	netmail "net/mail"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/riverqueue/river"
	"github.com/riverqueue/river/rivertype"
	"github.com/uptrace/bun"

	"vatra/lms/jobs"
	"vatra/lms/mail"
	"vatra/lms/pg"
	"vatra/lms/pgtest"
)

// post office is a queue whose mails go to a folder.
type postOffice struct {
	t     *testing.T
	db    *pg.DB
	queue *jobs.Queue
	dir   string
	log   strings.Builder
	box   *mail.Outbox
}

func newPostOffice(t *testing.T) *postOffice {
	t.Helper()
	p := &postOffice{t: t, db: pgtest.New(t), dir: filepath.Join(t.TempDir(), "outbox")}
	var err error
	if p.box, err = mail.OpenOutbox(p.dir, netmail.Address{Name: "Vatra", Address: "no-reply@vatra.example"}); err != nil {
		t.Fatal(err)
	}
	if p.queue, err = jobs.New(p.db, slog.New(slog.NewTextHandler(&p.log, nil)), 2); err != nil {
		t.Fatal(err)
	}
	jobs.Add(p.queue, jobs.NewSendMailWorker(p.db, p.box))
	return p
}

func (p *postOffice) post(to string) uuid.UUID {
	p.t.Helper()
	id := uuid.Must(uuid.NewV7())
	err := p.db.Tx(p.t.Context(), func(ctx context.Context, tx bun.Tx) error {
		return p.queue.Post(ctx, tx, mail.Message{ID: id, To: to, Subject: "Bun venit", Text: "Bună ziua!\n", Locale: "ro"})
	})
	if err != nil {
		p.t.Fatal(err)
	}
	return id
}

func (p *postOffice) count(query string, args ...any) (n int) {
	p.t.Helper()
	if err := p.db.NewRaw(query, args...).Scan(p.t.Context(), &n); err != nil {
		p.t.Fatal(err)
	}
	return n
}

func (p *postOffice) exec(statement string, args ...any) {
	p.t.Helper()
	if _, err := p.db.ExecContext(p.t.Context(), statement, args...); err != nil {
		p.t.Fatal(err)
	}
}

// until waits for what a person would wait for.
func (p *postOffice) until(what, query string) {
	p.t.Helper()
	for deadline := time.Now().Add(30 * time.Second); p.count(query) == 0; time.Sleep(20 * time.Millisecond) {
		if time.Now().After(deadline) {
			p.t.Fatal("not within half a minute: " + what)
		}
	}
}

func (p *postOffice) files() int {
	p.t.Helper()
	files, err := filepath.Glob(filepath.Join(p.dir, "*.eml"))
	if err != nil {
		p.t.Fatal(err)
	}
	return len(files)
}

func TestMailIsSentAfterTheCommit(t *testing.T) {
	t.Parallel()
	p := newPostOffice(t)
	start(t, p.queue)
	p.post("nobody at all")
	p.post("ana@primarie.example")
	p.until("one mail is sent and the other, which nobody can take, given up",
		`SELECT ((SELECT count(*) FROM mails WHERE sent_at IS NOT NULL) = 1 AND (SELECT count(*) FROM mails WHERE given_up_at IS NOT NULL) = 1
			AND (SELECT count(*) FROM river_job WHERE state = 'completed') = 1 AND (SELECT count(*) FROM river_job WHERE state = 'cancelled') = 1)::int`)
	if p.files() != 1 {
		t.Errorf("%d mails are in the outbox", p.files())
	}
	if n := p.count(`SELECT count(*) FROM mails WHERE message IS NOT NULL`); n != 0 {
		t.Errorf("the words of %d mails are still kept", n)
	}
}

// TestAMailWaitsForAnOutboxThatTakesNothing has a file where the folder was, so that nobody can write there, root neither.
func TestAMailWaitsForAnOutboxThatTakesNothing(t *testing.T) {
	t.Parallel()
	p := newPostOffice(t)
	if err := os.Remove(p.dir); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(p.dir, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	start(t, p.queue)
	p.post("ana@primarie.example")
	p.until("the mail is to be tried again", `SELECT count(*) FROM river_job WHERE kind = 'mail.send' AND state IN ('retryable', 'available') AND attempt > 0`)
	if err := os.Remove(p.dir); err != nil {
		t.Fatal(err)
	}
	if err := os.Mkdir(p.dir, 0o700); err != nil {
		t.Fatal(err)
	}
	p.until("the mail is sent", `SELECT count(*) FROM mails WHERE sent_at IS NOT NULL`)
	if p.files() != 1 {
		t.Errorf("%d mails are in the outbox", p.files())
	}
}

func TestALostMailIsSentAgainAndNoOther(t *testing.T) {
	t.Parallel()
	p := newPostOffice(t)
	lost, discarded, waits, late := p.post("lost@primarie.example"), p.post("discarded@primarie.example"), p.post("waits@primarie.example"), p.post("late@primarie.example")
	work := func(id uuid.UUID) {
		t.Helper()
		err := jobs.NewSendMailWorker(p.db, p.box).Work(t.Context(), &river.Job[jobs.SendMail]{JobRow: &rivertype.JobRow{}, Args: jobs.SendMail{ID: id}})
		if err != nil {
			t.Fatal(err)
		}
	}
	sent := p.post("sent@primarie.example")
	work(sent)
	p.exec(`DELETE FROM river_job WHERE args->>'id' IN (?)`, bun.List([]string{lost.String(), sent.String(), late.String()}))
	p.exec(`UPDATE river_job SET state = 'discarded', finalized_at = now() WHERE args->>'id' = ?`, discarded.String())
	p.exec(`UPDATE mails SET queued_at = now() - interval '4 days' WHERE id = ?`, late)
	for round, want := range [][2]int{{2, 1}, {0, 0}} {
		if again, givenUp, err := p.queue.FindLostMails(t.Context()); again != want[0] || givenUp != want[1] || err != nil {
			t.Errorf("round %d: %d are sent again, %d given up: %v", round, again, givenUp, err)
		}
	}
	for _, id := range []uuid.UUID{lost, discarded, waits} {
		if n := p.count(`SELECT count(*) FROM river_job WHERE state = 'available' AND args->>'id' = ?`, id.String()); n != 1 {
			t.Errorf("%d jobs send one mail", n)
		}
	}
	for range 2 { // two jobs of one mail have no more effect than one
		work(lost)
		work(sent)
		work(late)
	}
	if p.files() != 2 {
		t.Errorf("%d mails are in the outbox", p.files())
	}
	if log := p.log.String(); !strings.Contains(log, late.String()) || strings.Contains(log, "late@") {
		t.Errorf("the log says %q", log)
	}
	if n := p.count(`SELECT count(*) FROM mails WHERE given_up_at IS NOT NULL AND message IS NULL`); n != 1 {
		t.Errorf("%d mails are on record as given up", n)
	}
}
