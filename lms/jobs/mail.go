package jobs

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/google/uuid"
	"github.com/riverqueue/river"
	"github.com/uptrace/bun"

	"vatra/lms/mail"
	"vatra/lms/pg"
)

// A mail is on record from when it is posted until it is sent or given up, and only then with its words: the link in it
// works. When it has ended the words are forgotten, and after a month the mail.
const (
	mailLives    = 3 * 24 * time.Hour  // after which nobody waits for it any more: its link is over
	mailRecord   = 30 * 24 * time.Hour // for whoever looks into what became of it
	mailsAtOnce  = 100
	mailKind     = "mail.send"
	mailArgument = "id"
)

// SendMail is the job of sending the message on record.
type SendMail struct {
	ID uuid.UUID `json:"id"`
}

// Kind names the job.
func (SendMail) Kind() string { return mailKind }

// InsertOpts tries for about a day: River waits the fourth power of the attempt in seconds.
func (SendMail) InsertOpts() river.InsertOpts { return river.InsertOpts{MaxAttempts: 12} }

// Post enqueues a mail.
func (q *Queue) Post(ctx context.Context, db bun.IDB, m mail.Message) error {
	text, err := json.Marshal(m)
	if err != nil {
		return err
	}
	if _, err := db.ExecContext(ctx, `INSERT INTO mails (id, message) VALUES (?, ?::jsonb)`, m.ID, string(text)); err != nil {
		return fmt.Errorf("noting a mail: %w", err)
	}
	return q.Enqueue(ctx, db, SendMail{ID: m.ID}, nil)
}

// SendMailWorker works SendMail.
type SendMailWorker struct {
	river.WorkerDefaults[SendMail]
	db     *pg.DB
	sender mail.Sender
}

// NewSendMailWorker sends with the sender.
func NewSendMailWorker(db *pg.DB, sender mail.Sender) *SendMailWorker {
	return &SendMailWorker{db: db, sender: sender}
}

// Timeout is for one attempt.
func (*SendMailWorker) Timeout(*river.Job[SendMail]) time.Duration { return 2 * time.Minute }

// Work hands the message over. One that has ended is not sent again. What the other side will never take is not tried
// again; a sender that cannot be used now, such as an outbox on a full disk, is.
func (w *SendMailWorker) Work(ctx context.Context, job *river.Job[SendMail]) error {
	var text []byte
	err := w.db.NewRaw(`SELECT message FROM mails WHERE id = ? AND message IS NOT NULL`, job.Args.ID).Scan(ctx, &text)
	if errors.Is(err, sql.ErrNoRows) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("reading a mail: %w", err)
	}
	var message mail.Message
	if err := json.Unmarshal(text, &message); err != nil {
		return river.JobCancel(fmt.Errorf("reading a mail: %w", err))
	}
	if err := w.sender.Send(ctx, message); err != nil {
		if mail.Permanent(err) {
			return river.JobCancel(errors.Join(err, endMail(ctx, w.db, "given_up_at", job.Args.ID)))
		}
		return err
	}
	return endMail(context.WithoutCancel(ctx), w.db, "sent_at", job.Args.ID)
}

// endMail notes how a mail ended, and forgets its words.
func endMail(ctx context.Context, db bun.IDB, how string, id uuid.UUID) error {
	_, err := db.ExecContext(ctx, `UPDATE mails SET message = NULL, ? = now() WHERE id = ? AND message IS NOT NULL`, bun.Ident(how), id)
	if err != nil {
		return fmt.Errorf("noting what became of a mail: %w", err)
	}
	return nil
}
