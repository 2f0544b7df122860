// Package letters owns which letters are written to people about their accounts, why, and what the link in each is for.
package letters

import (
	"time"

	"vatra/lms/i18n"
	"vatra/lms/notify"
	"vatra/lms/people/links"
)

// Letter is one of the mails about an account. Its texts are the keys people.mail.<letter>.subject and .text, with the
// fields of every letter, for a link that ends Life and Until, and what is said here.
type Letter string

// The letters.
const (
	Confirm       Letter = "confirm"         // finish opening the account
	Known         Letter = "known"           // somebody tried to register, and there is an account
	Reset         Letter = "reset"           // set a new password
	ResetUnknown  Letter = "reset_unknown"   // somebody asked for a reset, and there is no account
	ResetDisabled Letter = "reset_disabled"  // the same, and the account is disabled
	Changed       Letter = "changed"         // the password was changed
	Invitation    Letter = "invitation"      // the operator offers an account: the field Role
	InvitationBy  Letter = "invitation_by"   // somebody does: the fields By and Role
	SecondStep    Letter = "second_step"     // how somebody signs in was changed: the field What
	NewBrowser    Letter = "new_browser"     // a login in a browser that the account does not know: the field Address
	Role          Letter = "role"            // another role was given: the fields Before and After
	Address       Letter = "address"         // to the new address: confirm it
	AddressAsked  Letter = "address_asked"   // to the address as it is: another one was asked for, the field Address
	AddressTaken  Letter = "address_taken"   // to whoever has the address that another account asked for
	AddressGone   Letter = "address_changed" // to the old address: it was changed, the field Address, and how to undo that
)

// To is the letter to a reader. path is what it links to; more are the fields that this letter has beside the usual ones.
func (l Letter) To(to notify.Reader, path string, more ...any) notify.Letter {
	life := l.purpose().Life()
	return notify.Letter{
		About: "people.mail." + string(l) + ".", To: to, Path: path, Why: l.why(),
		Args: append([]any{"Life", life, "Until", i18n.For(to.Locale).Date(time.Now().Add(life))}, more...),
	}
}

// why is the reason for which somebody gets the letter.
func (l Letter) why() notify.Why {
	switch l {
	case Confirm, ResetUnknown, Address:
		return notify.AddressGiven
	case Invitation, InvitationBy:
		return notify.IsInvited
	default:
		return notify.HasAccount
	}
}

// purpose is that of the link in the letter, if the link carries a token.
func (l Letter) purpose() links.Purpose {
	switch l {
	case Confirm:
		return links.Confirm
	case Reset:
		return links.Reset
	case Invitation, InvitationBy:
		return links.Invite
	case Address:
		return links.Address
	case AddressGone:
		return links.Undo
	default:
		return ""
	}
}
