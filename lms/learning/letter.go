package learning

import (
	"cmp"
	"context"

	"vatra/certificates"
	"vatra/lms/access"
	"vatra/lms/i18n"
	"vatra/lms/lang"
	"vatra/lms/notify"
	"vatra/lms/site"
	"vatra/lms/tracks"
)

// tellOfEnrolment writes to somebody whom another has enrolled. Who enrols themselves knows of it.
func (s *settling) tellOfEnrolment(ctx context.Context, by access.Actor, track tracks.Track) error {
	if by.UserID == s.userID {
		return nil
	}
	settings, err := site.ReadSettings(ctx, s.tx)
	if err != nil {
		return err
	}
	return s.write(ctx, notify.Letter{About: "notify.enrolment.", Path: "/tracks/" + track.Code, Kind: notify.Enrolments}, track.Names,
		"By", cmp.Or(by.Name, settings.IssuerName))
}

// tellOfAward writes to somebody who has earned a certificate.
func (s *settling) tellOfAward(ctx context.Context, award *certificates.Award) error {
	return s.write(ctx, notify.Letter{About: "notify.certificate.", Path: "/certificates", Kind: notify.Certificates}, award.Record.TrackNames,
		"Code", award.Code.Printed())
}

// write completes a letter about a track to the person for whom something is settled.
func (s *settling) write(ctx context.Context, letter notify.Letter, track lang.Texts, more ...any) error {
	return s.People.Write(ctx, s.tx, s.userID, func(to notify.Reader) notify.Letter {
		name, _ := track.In(to.Locale, i18n.Fallback)
		letter.Args = append([]any{"Track", name}, more...)
		return letter
	})
}
