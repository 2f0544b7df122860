// Package registrar keeps certificates for administrators and prints their papers, once.
package registrar

import (
	"context"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"vatra/certificates"
	"vatra/lms/access"
	"vatra/lms/audit"
	"vatra/lms/pg"
)

// Registrar finds certificates for administrators, and takes them back.
type Registrar struct {
	db     *pg.DB
	awards *certificates.Store
	log    *audit.Log
}

// New makes it.
func New(db *pg.DB, awards *certificates.Store, log *audit.Log) *Registrar {
	return &Registrar{db: db, awards: awards, log: log}
}

// Issued is a certificate as an administrator sees it.
type Issued struct {
	*certificates.Award
	Actors map[uuid.UUID]string // the names of those who revoked or reinstated it
}

// Find searches all certificates by holder or code, a page at a time; without a query the newest.
func (s *Registrar) Find(ctx context.Context, actor access.Actor, query string, page int) (certificates.Found, error) {
	if err := actor.Require(access.RevokeCertificates); err != nil {
		return certificates.Found{}, err
	}
	return s.awards.Find(ctx, query, page)
}

// Issued is the certificate with the code, and who did what to it.
func (s *Registrar) Issued(ctx context.Context, actor access.Actor, code string) (Issued, error) {
	if err := actor.Require(access.RevokeCertificates); err != nil {
		return Issued{}, err
	}
	award, err := s.awards.Certificate(ctx, code)
	if err != nil {
		return Issued{}, err
	}
	issued := Issued{Award: award, Actors: map[uuid.UUID]string{}}
	var ids []uuid.UUID
	for _, event := range award.History {
		if event.Actor != nil {
			ids = append(ids, *event.Actor)
		}
	}
	if len(ids) == 0 {
		return issued, nil
	}
	var people []struct {
		ID   uuid.UUID
		Name string
	}
	err = s.db.NewRaw("SELECT id, name FROM users WHERE id IN (?)", bun.List(ids)).Scan(ctx, &people)
	for _, person := range people {
		issued.Actors[person.ID] = person.Name
	}
	return issued, err
}

// Revoke takes a certificate back, for a reason that everybody who checks it reads. Faults: those of
// certificates.Store.Revoke.
func (s *Registrar) Revoke(ctx context.Context, actor access.Actor, code, reason string) error {
	if err := actor.Require(access.RevokeCertificates); err != nil {
		return err
	}
	return s.change(ctx, actor, audit.CertificateRevoked, s.awards.Revoke, code, reason)
}

// Reinstate makes a revoked certificate valid again, for a reason that is public too.
func (s *Registrar) Reinstate(ctx context.Context, actor access.Actor, code, reason string) error {
	if err := actor.Require(access.RevokeCertificates); err != nil {
		return err
	}
	return s.change(ctx, actor, audit.CertificateReinstated, s.awards.Reinstate, code, reason)
}

func (s *Registrar) change(
	ctx context.Context, actor access.Actor, event audit.Event,
	act func(ctx context.Context, db bun.IDB, code string, actor uuid.UUID, reason string) error, code, reason string,
) error {
	return s.log.Tx(ctx, func(ctx context.Context, tx bun.Tx, note audit.Note) error {
		if err := act(ctx, tx, code, actor.UserID, reason); err != nil {
			return err
		}
		return note(actor, audit.Entry{Event: event, Target: code})
	})
}
