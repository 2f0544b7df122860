package access

import (
	"github.com/google/uuid"

	"vatra/lms/fault"
)

// Actor is who acts: the person of a session, a guest, or the operator at the machine itself. It is passed by value to
// everything that asks for permission and never hidden in a context.
type Actor struct {
	UserID uuid.UUID // zero for a guest and for the operator
	Role   Role
	Name   string
	Locale string
	From   Origin
}

// Origin is where somebody acts from, for the security log: their network address, and the id of the request. It decides
// nothing.
type Origin struct {
	Address string
	Request string
}

// Guest is somebody who has not logged in and reads in the given language.
func Guest(locale string) Actor { return Actor{Role: RoleGuest, Locale: locale} }

// Operator is whoever runs commands on the machine: they hold the database already, so they may do all that an
// administrator may.
func Operator() Actor { return Actor{Role: RoleAdministrator, Name: "operator", Locale: "en"} }

// LoggedIn reports whether the actor is a person with an account.
func (a Actor) LoggedIn() bool { return a.UserID != uuid.Nil }

// Can reports whether the actor's role has the capability, even if only for some things.
func (a Actor) Can(capability Capability) bool { return Can(a.Role, capability) }

// Require returns nil when the actor has the capability, Unauthenticated when logging in could help, else Forbidden.
// Where the capability has a narrower scope than the site, it says only that there may be something to use it on: ask
// RequireFor about one thing, and let lists filter by Within.
func (a Actor) Require(capability Capability) error {
	switch {
	case a.Can(capability):
		return nil
	case a.Role == RoleGuest || a.Role == "":
		return fault.New(fault.Unauthenticated, "people.login_needed")
	default:
		return fault.New(fault.Forbidden, "people.forbidden")
	}
}
