package certificates

import (
	"context"
	"fmt"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"vatra/lms/pg"
)

// NameRequest is a name that a holder wants on a certificate and that an administrator has to consent to.
type NameRequest struct {
	Code    Code
	Old     string // the name on the certificate
	Name    string
	AskedAt time.Time
}

// AskForName notes, in the caller's transaction, that the holder wants an award issued anew in a name that needs consent.
// Asking again asks for the newer name. Its faults are those of Reissue but for `certificate.reissue_consent`.
func (s *Store) AskForName(ctx context.Context, tx bun.Tx, code, name string) error {
	award, err := hold(ctx, tx, code)
	if err != nil {
		return err
	}
	if err := mayReissue(award, name); err != nil {
		return err
	}
	id, err := uuid.NewV7()
	if err != nil {
		return err
	}
	_, err = tx.ExecContext(ctx, `INSERT INTO award_name_requests (id, award_id, name) VALUES (?, ?, ?)
		ON CONFLICT (award_id) WHERE decided_at IS NULL DO UPDATE SET name = excluded.name, asked_at = now()`,
		id, award.ID, cut(printable(name)))
	return err
}

// DecideName ends, in the caller's transaction, what was asked for an award, with who decided, and the reason where it was
// refused, which its holder reads. NotFound `certificate.no_request` where nothing is asked, or not this name any more;
// Invalid `error.check_fields` with field "reason" as Revoke has it.
func (s *Store) DecideName(
	ctx context.Context, tx bun.Tx, award uuid.UUID, name string, actor uuid.UUID, granted bool, reason string,
) error {
	if !granted {
		var err error
		if reason, err = checkReason(reason); err != nil {
			return err
		}
	}
	return pg.ChangeOne(ctx, tx, "certificate.no_request", `UPDATE award_name_requests
		SET decided_at = now(), decided_by = ?, granted = ?, reason = ?
		WHERE award_id = ? AND name = ? AND decided_at IS NULL`, pg.OrNull(actor), granted, reason, award, name)
}

// maxRequests is how many requests an administrator is shown at once; the oldest come first.
const maxRequests = 100

// NameRequests are those that wait for an administrator, of one holder, or of all where it is uuid.Nil.
func (s *Store) NameRequests(ctx context.Context, holder uuid.UUID) (requests []NameRequest, err error) {
	err = s.db.Each(ctx, func(scan pg.Scan) error {
		var one NameRequest
		err := scan(&one.Code, &one.Old, &one.Name, &one.AskedAt)
		requests = append(requests, one)
		return err
	}, `SELECT a.code, a.record ->> 'holder_name', r.name, r.asked_at
		FROM award_name_requests r JOIN awards a ON a.id = r.award_id
		WHERE r.decided_at IS NULL AND ($1 OR a.holder_id = $2) ORDER BY r.asked_at LIMIT $3`,
		holder == uuid.Nil, holder, maxRequests)
	if err != nil {
		return nil, fmt.Errorf("reading which names were asked for: %w", err)
	}
	return requests, nil
}
