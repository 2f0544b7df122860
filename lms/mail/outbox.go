package mail

import (
	"context"
	"fmt"
	"net/mail"
	"os"
	"path/filepath"
	"time"

	"vatra/lms/leftover"
)

// Outbox is a folder that keeps every message as a file, for a house without a mail server: files are whole, end in
// .eml, and stand in the order of sending. Any mail program opens them.
type Outbox struct {
	dir  string
	from mail.Address
}

// OpenOutbox makes the folder where it is missing. Only its owner may look: there are links in it that log people in.
func OpenOutbox(dir string, from mail.Address) (*Outbox, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, fmt.Errorf("making the outbox: %w", err)
	}
	leftover.Clear(dir, ".writing-*")
	return &Outbox{dir: dir, from: from}, nil
}

// Send writes one message; sent twice it is one file.
func (o *Outbox) Send(_ context.Context, m Message) error {
	message, err := compose(o.from, m, time.Now())
	if err != nil {
		return err
	}
	file, err := os.CreateTemp(o.dir, ".writing-*")
	if err != nil {
		return fmt.Errorf("writing to the outbox: %w", err)
	}
	leftover.Hold(file)
	defer os.Remove(file.Name())
	_, err = message.WriteTo(file)
	if err == nil {
		err = file.Sync()
	}
	if closing := file.Close(); err == nil {
		err = closing
	}
	if err == nil {
		err = os.Rename(file.Name(), filepath.Join(o.dir, fileName(m)))
	}
	if err != nil {
		return fmt.Errorf("writing to the outbox: %w", err)
	}
	return nil
}

// fileName begins with the time, to the millisecond, in which the message was made: ids of version 7 hold it.
func fileName(m Message) string {
	sec, nsec := m.ID.Time().UnixTime()
	return time.Unix(sec, nsec).UTC().Format("20060102T150405.000Z") + "-" + m.ID.String() + ".eml"
}
