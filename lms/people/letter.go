package people

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"vatra/lms/i18n"
	"vatra/lms/mail"
	"vatra/lms/sessions"
	"vatra/lms/site"
)

// letter is one of the mails about an account. Its texts are the keys people.mail.<letter>.subject and .text, with the
// fields Site, Link, and for a link that ends Life and Until. None carries a name: anybody may type any address and any
// name into the form, and so have us mail it.
type letter string

const (
	letterConfirm       letter = "confirm"        // finish opening the account
	letterKnown         letter = "known"          // somebody tried to register, and there is an account
	letterReset         letter = "reset"          // set a new password
	letterResetUnknown  letter = "reset_unknown"  // somebody asked for a reset, and there is no account
	letterResetDisabled letter = "reset_disabled" // the same, and the account is disabled
	letterChanged       letter = "changed"        // the password was changed
	letterInvitation    letter = "invitation"     // an account is offered
	letterSecondStep    letter = "second_step"    // how somebody signs in was changed: the field What
	letterNewBrowser    letter = "new_browser"    // a login in a browser that the account does not know: the field Address
	letterRole          letter = "role"           // another role was given: the fields Before and After
	letterTrackOpened   letter = "track_opened"   // a track has opened that they wished to be told of: the field Track
)

// post writes a letter in the language and hands it over in the transaction. path is what it links to; more are fields that
// this letter has beside the usual ones.
func (p *People) post(ctx context.Context, tx bun.Tx, what letter, to, locale, path string, more ...any) error {
	settings, err := site.ReadSettings(ctx, tx)
	if err != nil {
		return err
	}
	id, err := uuid.NewV7()
	if err != nil {
		return err
	}
	printer, life := i18n.For(locale), tokenLives[what.purpose()]
	text := func(part string) string {
		return printer.T("people.mail."+string(what)+"."+part, append([]any{
			"Site", settings.SiteName, "Link", p.conf.BaseURL + path,
			"Life", life, "Until", printer.Date(time.Now().Add(life)),
		}, more...)...)
	}
	message := mail.Message{ID: id, To: to, Subject: text("subject"), Text: text("text"), Locale: printer.Lang()}
	if err := p.conf.Queue.Post(ctx, tx, message); err != nil {
		return fmt.Errorf("posting the letter %s: %w", what, err)
	}
	return nil
}

// tellOfBrowser mails the owner of an account of a login in a browser that it does not know.
func (p *People) tellOfBrowser(ctx context.Context, tx bun.Tx, person account, visitor sessions.Visitor) error {
	if slices.Contains(visitor.Knows, person.ID) {
		return nil
	}
	return p.post(ctx, tx, letterNewBrowser, person.Email, person.Locale, PathForgotten, "Address", visitor.Address)
}

// purpose is that of the link in the letter, if the link carries a token.
func (l letter) purpose() Purpose {
	switch l {
	case letterConfirm:
		return PurposeConfirm
	case letterReset:
		return PurposeReset
	case letterInvitation:
		return PurposeInvite
	default:
		return ""
	}
}
