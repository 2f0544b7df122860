package people

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"vatra/lms/i18n"
	"vatra/lms/notify"
	"vatra/lms/sessions"
)

// letter is one of the mails about an account. Its texts are the keys people.mail.<letter>.subject and .text, with the
// fields of every letter, for a link that ends Life and Until, and what is said here.
type letter string

const (
	letterConfirm       letter = "confirm"         // finish opening the account
	letterKnown         letter = "known"           // somebody tried to register, and there is an account
	letterReset         letter = "reset"           // set a new password
	letterResetUnknown  letter = "reset_unknown"   // somebody asked for a reset, and there is no account
	letterResetDisabled letter = "reset_disabled"  // the same, and the account is disabled
	letterChanged       letter = "changed"         // the password was changed
	letterInvitation    letter = "invitation"      // the operator offers an account: the field Role
	letterInvitationBy  letter = "invitation_by"   // somebody does: the fields By and Role
	letterSecondStep    letter = "second_step"     // how somebody signs in was changed: the field What
	letterNewBrowser    letter = "new_browser"     // a login in a browser that the account does not know: the field Address
	letterRole          letter = "role"            // another role was given: the fields Before and After
	letterAddress       letter = "address"         // to the new address: confirm it
	letterAddressAsked  letter = "address_asked"   // to the address as it is: another one was asked for, the field Address
	letterAddressTaken  letter = "address_taken"   // to whoever has the address that another account asked for
	letterAddressGone   letter = "address_changed" // to the old address: it was changed, the field Address, and how to undo that
)

// post writes a letter and hands it over in the transaction. path is what it links to; more are the fields that this letter has
// beside the usual ones.
func (p *People) post(ctx context.Context, tx bun.Tx, what letter, to notify.Reader, path string, more ...any) error {
	life := tokenLives[what.purpose()]
	return p.conf.Office.Post(ctx, tx, notify.Letter{
		About: "people.mail." + string(what) + ".", To: to, Path: path, Why: what.why(),
		Args: append([]any{"Life", life, "Until", i18n.For(to.Locale).Date(time.Now().Add(life))}, more...),
	})
}

// reader is the person as they are greeted in letters about their account. Until they have confirmed the address nobody knows
// whether the name is theirs.
func (a account) reader() notify.Reader {
	to := notify.Reader{ID: a.ID, Email: a.Email, Name: a.Name, Locale: a.Locale}
	if !a.Confirmed {
		to.Name = ""
	}
	return to
}

// stranger is whoever has an address, of whom nothing else is known.
func stranger(email, locale string) notify.Reader { return notify.Reader{Email: email, Locale: locale} }

// Write posts a letter about something else than the account to somebody who has one, made for them as a reader. An account that
// is gone gets none.
func (p *People) Write(ctx context.Context, tx bun.Tx, userID uuid.UUID, letter func(to notify.Reader) notify.Letter) error {
	person, err := accountBy(ctx, tx, "id", userID)
	if errors.Is(err, sql.ErrNoRows) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("reading whom to write to: %w", err)
	}
	to := person.reader()
	made := letter(to)
	made.To, made.Why = to, cmp.Or(made.Why, notify.HasAccount)
	return p.conf.Office.Post(ctx, tx, made)
}

// tellOfBrowser mails the owner of an account of a login in a browser that it does not know.
func (p *People) tellOfBrowser(ctx context.Context, tx bun.Tx, person account, visitor sessions.Visitor) error {
	if slices.Contains(visitor.Knows, person.ID) {
		return nil
	}
	return p.post(ctx, tx, letterNewBrowser, person.reader(), PathForgotten, "Address", visitor.Address)
}

// why is the reason for which somebody gets the letter.
func (l letter) why() notify.Why {
	switch l {
	case letterConfirm, letterResetUnknown, letterAddress:
		return notify.AddressGiven
	case letterInvitation, letterInvitationBy:
		return notify.IsInvited
	default:
		return notify.HasAccount
	}
}

// purpose is that of the link in the letter, if the link carries a token.
func (l letter) purpose() Purpose {
	switch l {
	case letterConfirm:
		return PurposeConfirm
	case letterReset:
		return PurposeReset
	case letterInvitation, letterInvitationBy:
		return PurposeInvite
	case letterAddress:
		return PurposeAddress
	case letterAddressGone:
		return PurposeUndo
	default:
		return ""
	}
}
