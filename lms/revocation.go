package lms

import (
	"context"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"vatra/certificates"
)

// IssuedCertificate is a certificate as an administrator sees it.
type IssuedCertificate struct {
	*certificates.Award
	Actors map[uuid.UUID]string // the names of those who revoked or reinstated it
}

// FindCertificates searches all certificates by holder or code, a page at a time; without a query the newest.
func (s *Learning) FindCertificates(ctx context.Context, actor Actor, query string, page int) (certificates.Found, error) {
	if err := actor.Require(RevokeCertificates); err != nil {
		return certificates.Found{}, err
	}
	return s.awards.Find(ctx, query, page)
}

// IssuedCertificate is the certificate with the code, with who did what to it.
func (s *Learning) IssuedCertificate(ctx context.Context, actor Actor, code string) (IssuedCertificate, error) {
	if err := actor.Require(RevokeCertificates); err != nil {
		return IssuedCertificate{}, err
	}
	award, err := s.awards.Certificate(ctx, code)
	if err != nil {
		return IssuedCertificate{}, err
	}
	issued := IssuedCertificate{Award: award, Actors: map[uuid.UUID]string{}}
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

// RevokeCertificate takes a certificate back, for a reason that everybody who checks it reads. Faults: those of
// certificates.Store.Revoke.
func (s *Learning) RevokeCertificate(ctx context.Context, actor Actor, code, reason string) error {
	if err := actor.Require(RevokeCertificates); err != nil {
		return err
	}
	return s.awards.Revoke(ctx, s.db, code, actor.UserID, reason)
}

// ReinstateCertificate makes a revoked certificate valid again, for a reason that is public too.
func (s *Learning) ReinstateCertificate(ctx context.Context, actor Actor, code, reason string) error {
	if err := actor.Require(RevokeCertificates); err != nil {
		return err
	}
	return s.awards.Reinstate(ctx, s.db, code, actor.UserID, reason)
}
