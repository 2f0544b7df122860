package jobs

import (
	"context"
	"time"

	"github.com/riverqueue/river"

	"vatra/lms/mail"
)

// SendMail is the job of sending one message. Its arguments hold the message, and with it the link and the secret of
// the link, in the database until the job is deleted: see keepCompleted. Links are used once and are over within days.
type SendMail struct {
	Message mail.Message `json:"message"`
}

// Kind names the job.
func (SendMail) Kind() string { return "mail.send" }

// InsertOpts tries for about a day: River waits the fourth power of the attempt in seconds.
func (SendMail) InsertOpts() river.InsertOpts { return river.InsertOpts{MaxAttempts: 12} }

// SendMailWorker works SendMail.
type SendMailWorker struct {
	river.WorkerDefaults[SendMail]
	sender mail.Sender
}

// NewSendMailWorker sends with the sender.
func NewSendMailWorker(sender mail.Sender) *SendMailWorker { return &SendMailWorker{sender: sender} }

// Timeout is for one attempt.
func (*SendMailWorker) Timeout(*river.Job[SendMail]) time.Duration { return 2 * time.Minute }

// Work hands the message over. What the other side will never take is not tried again.
func (w *SendMailWorker) Work(ctx context.Context, job *river.Job[SendMail]) error {
	err := w.sender.Send(ctx, job.Args.Message)
	if err != nil && mail.Permanent(err) {
		return river.JobCancel(err)
	}
	return err
}
