package dossier

import (
	"context"
	"io"
	"time"

	"vatra/lms/notify"
)

// Write is a copy of somebody's, as it is streamed.
func (d *Dossiers) Write(ctx context.Context, w io.Writer, whose notify.Reader) error {
	return d.write(ctx, w, subject{Reader: whose, AskedAt: time.Now()})
}
