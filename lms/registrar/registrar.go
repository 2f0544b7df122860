// Package registrar keeps certificates for administrators and prints their papers, once.
package registrar

import (
	"context"
	"strings"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"vatra/certificates"
	"vatra/lms/access"
	"vatra/lms/audit"
	"vatra/lms/jobs"
	"vatra/lms/people"
	"vatra/lms/pg"
)

// Registrar finds certificates for administrators, takes them back, and issues them anew in a corrected name.
type Registrar struct {
	db     *pg.DB
	awards *certificates.Store
	people *people.People
	queue  *jobs.Queue
	log    *audit.Log
}

// New makes it. What is done to a certificate its holder is told through people.
func New(db *pg.DB, awards *certificates.Store, people *people.People, queue *jobs.Queue, log *audit.Log) *Registrar {
	return &Registrar{db: db, awards: awards, people: people, queue: queue, log: log}
}

// Issued is a certificate as an administrator sees it.
type Issued struct {
	*certificates.Award
	Actors map[uuid.UUID]string      // the names of those who revoked, reinstated or replaced it
	Asked  *certificates.NameRequest // a name that waits for consent
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
	if issued.Asked, err = s.asked(ctx, award); err != nil {
		return Issued{}, err
	}
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

// asked is the name that waits for consent on a certificate, nil where none does.
func (s *Registrar) asked(ctx context.Context, award *certificates.Award) (*certificates.NameRequest, error) {
	requests, err := s.awards.NameRequests(ctx, award.HolderID)
	for i := range requests {
		if requests[i].Code == award.Code {
			return &requests[i], err
		}
	}
	return nil, err
}

// Revoke takes a certificate back, for a reason that everybody who checks it reads, and that its holder is mailed. Faults:
// those of certificates.Store.Revoke.
func (s *Registrar) Revoke(ctx context.Context, actor access.Actor, code, reason string) error {
	return s.change(ctx, actor, code, reason, change{audit.CertificateRevoked, s.awards.Revoke, letterRevoked})
}

// Reinstate makes a revoked certificate valid again, for a reason that is public too.
func (s *Registrar) Reinstate(ctx context.Context, actor access.Actor, code, reason string) error {
	return s.change(ctx, actor, code, reason, change{audit.CertificateReinstated, s.awards.Reinstate, letterReinstated})
}

// change is something done to a certificate, and who is told of it.
type change struct {
	event  audit.Event
	act    func(ctx context.Context, db bun.IDB, code string, actor uuid.UUID, reason string) error
	letter letter
}

func (s *Registrar) change(ctx context.Context, actor access.Actor, code, reason string, what change) error {
	if err := actor.Require(access.RevokeCertificates); err != nil {
		return err
	}
	award, err := s.awards.Certificate(ctx, code) // its record never changes
	if err != nil {
		return err
	}
	return s.log.Tx(ctx, func(ctx context.Context, tx bun.Tx, note audit.Note) error {
		if err := what.act(ctx, tx, code, actor.UserID, reason); err != nil {
			return err
		}
		if err := note(actor, audit.Entry{Event: what.event, Target: code}); err != nil {
			return err
		}
		return s.tell(ctx, tx, award, what.letter, strings.TrimSpace(reason))
	})
}
