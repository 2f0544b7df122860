package people

import (
	"context"
	"fmt"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"vatra/lms/fault"
	"vatra/lms/i18n"
	"vatra/lms/lang"
	"vatra/lms/pg"
)

// CertificateLetter is a letter about a certificate, with the fields Track, Code and Reason.
type CertificateLetter letter

// The letters about a certificate.
const (
	LetterRevoked     CertificateLetter = "certificate_revoked"
	LetterReinstated  CertificateLetter = "certificate_reinstated"
	LetterReissued    CertificateLetter = "certificate_reissued"     // in a corrected name: Code is the new one
	LetterNameRefused CertificateLetter = "certificate_name_refused" // it stays in the name that it has
)

// CertificateNews is what somebody is told of a certificate of theirs.
type CertificateNews struct {
	Letter CertificateLetter
	Track  lang.Texts
	Code   string // as printed
	Reason string // as an administrator wrote it
	Path   string // where they can look
}

// TellOfCertificate mails its holder, in their language and the transaction. Nobody is mailed where the account is gone: the
// award outlives it.
func (p *People) TellOfCertificate(ctx context.Context, tx bun.Tx, holder uuid.UUID, news CertificateNews) error {
	person, err := accountBy(ctx, tx, "id", holder)
	if err = pg.Found(err, "people.not_found"); fault.Is(err, fault.NotFound) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("reading whom to tell: %w", err)
	}
	track, _ := news.Track.In(person.Locale, i18n.Fallback)
	return p.post(ctx, tx, letter(news.Letter), person.reader(), news.Path,
		"Track", track, "Code", news.Code, "Reason", news.Reason)
}
