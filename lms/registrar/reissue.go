package registrar

import (
	"context"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"vatra/certificates"
	"vatra/lms/access"
	"vatra/lms/audit"
	"vatra/lms/fault"
	"vatra/lms/pg"
)

// HolderPath is where a holder finds their certificates.
const HolderPath = "/certificates"

// Reissue issues one of the actor's own certificates anew in the name that their account has, which is name: it is what they
// saw when they asked, and another one by now is a Conflict, `certificate.reissue_name_changed`. Where the name shares no
// word with the first one, an administrator is asked for consent, and the award is nil: DecideName. Other faults are those
// of certificates.Store.Reissue; somebody else's certificate is NotFound `certificate.unknown`.
func (s *Registrar) Reissue(ctx context.Context, actor access.Actor, code, name string) (*certificates.Award, error) {
	if err := actor.Require(access.Learn); err != nil {
		return nil, err
	}
	old, err := s.awards.Certificate(ctx, code)
	if err != nil {
		return nil, err
	}
	if old.HolderID != actor.UserID {
		return nil, fault.New(fault.NotFound, "certificate.unknown")
	}
	var reissued *certificates.Award
	err = s.log.Tx(ctx, func(ctx context.Context, tx bun.Tx, note audit.Note) error {
		reissued = nil
		own, err := nameOf(ctx, tx, actor.UserID)
		if err != nil {
			return err
		}
		if own != name {
			return fault.New(fault.Conflict, "certificate.reissue_name_changed", "Name", own)
		}
		reissued, err = s.awards.Reissue(ctx, tx, code, name, actor.UserID, false)
		if told, ok := fault.As(err); ok && told.Key == "certificate.reissue_consent" {
			return s.awards.AskForName(ctx, tx, code, name)
		}
		if err != nil {
			return err
		}
		return s.follow(ctx, tx, note, actor, old, reissued)
	})
	return reissued, err
}

func nameOf(ctx context.Context, tx bun.Tx, person uuid.UUID) (name string, err error) {
	err = tx.NewRaw("SELECT name FROM users WHERE id = ?", person).Scan(ctx, &name)
	return name, pg.Found(err, "people.not_found")
}

// follow does what follows from a certificate that was issued anew: its paper is printed, the security log and its holder
// are told.
func (s *Registrar) follow(
	ctx context.Context, tx bun.Tx, note audit.Note, actor access.Actor, old, reissued *certificates.Award,
) error {
	if err := s.queue.Enqueue(ctx, tx, PrintPaper{AwardID: reissued.ID}, nil); err != nil {
		return err
	}
	entry := audit.Entry{
		Event: audit.CertificateReissued, Account: old.HolderID, Target: string(old.Code) + " " + string(reissued.Code),
	}
	if err := note(actor, entry); err != nil {
		return err
	}
	return s.tell(ctx, tx, reissued, letterReissued, "")
}

// NameRequests are the names that wait for an administrator's consent, the oldest first.
func (s *Registrar) NameRequests(ctx context.Context, actor access.Actor) ([]certificates.NameRequest, error) {
	if err := actor.Require(access.RevokeCertificates); err != nil {
		return nil, err
	}
	return s.awards.NameRequests(ctx, uuid.Nil)
}

// ConsentToName issues a certificate anew in the name that its holder has asked for. NotFound `certificate.no_request`
// where it is not asked for any more, Forbidden `certificate.own_name` of one's own; other faults as of Reissue.
func (s *Registrar) ConsentToName(ctx context.Context, actor access.Actor, code, name string) error {
	return s.decide(ctx, actor, code, func(ctx context.Context, tx bun.Tx, note audit.Note, old *certificates.Award) error {
		if err := s.awards.DecideName(ctx, tx, old.ID, name, actor.UserID, true, ""); err != nil {
			return err
		}
		reissued, err := s.awards.Reissue(ctx, tx, code, name, actor.UserID, true)
		if err != nil {
			return err
		}
		return s.follow(ctx, tx, note, actor, old, reissued)
	})
}

// RefuseName leaves a certificate in the name that it has, for a reason that its holder is mailed. Faults as of
// ConsentToName, and Invalid `error.check_fields` with field "reason".
func (s *Registrar) RefuseName(ctx context.Context, actor access.Actor, code, name, reason string) error {
	return s.decide(ctx, actor, code, func(ctx context.Context, tx bun.Tx, note audit.Note, old *certificates.Award) error {
		if err := s.awards.DecideName(ctx, tx, old.ID, name, actor.UserID, false, reason); err != nil {
			return err
		}
		entry := audit.Entry{Event: audit.CertificateNameRefused, Account: old.HolderID, Target: string(old.Code)}
		if err := note(actor, entry); err != nil {
			return err
		}
		return s.tell(ctx, tx, old, letterNameRefused, reason)
	})
}

func (s *Registrar) decide(
	ctx context.Context, actor access.Actor, code string,
	act func(context.Context, bun.Tx, audit.Note, *certificates.Award) error,
) error {
	if err := actor.Require(access.RevokeCertificates); err != nil {
		return err
	}
	award, err := s.awards.Certificate(ctx, code)
	if err != nil {
		return err
	}
	if award.HolderID == actor.UserID {
		return fault.New(fault.Forbidden, "certificate.own_name")
	}
	return s.log.Tx(ctx, func(ctx context.Context, tx bun.Tx, note audit.Note) error { return act(ctx, tx, note, award) })
}
