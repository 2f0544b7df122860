package registrar

import (
	"context"

	"github.com/uptrace/bun"

	"vatra/certificates"
	"vatra/lms/i18n"
	"vatra/lms/notify"
)

// letter is what a holder is told of a certificate: the keys certificates.mail.<letter>, with the fields Track, Code and Reason.
type letter string

const (
	letterRevoked     letter = "revoked"
	letterReinstated  letter = "reinstated"
	letterReissued    letter = "reissued"     // in a corrected name: Code is the new one
	letterNameRefused letter = "name_refused" // it stays in the name that it has
)

// tell mails the holder of a certificate, in their language and the transaction. Nobody is mailed where the account is gone: the
// award outlives it.
func (s *Registrar) tell(ctx context.Context, tx bun.Tx, award *certificates.Award, what letter, reason string) error {
	return s.people.Write(ctx, tx, award.HolderID, func(to notify.Reader) notify.Letter {
		track, _ := award.Record.TrackNames.In(to.Locale, i18n.Fallback)
		return notify.Letter{
			About: "certificates.mail." + string(what) + ".", Path: HolderPath,
			Args: []any{"Track", track, "Code", award.Code.Printed(), "Reason", reason},
		}
	})
}
