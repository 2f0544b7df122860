package account

import "vatra/lms/web/door"

// prove takes the password that was asked for again, and does what waited for it.
func (a *area) prove(v *door.Visit) error {
	if err := a.People.Prove(v.UserContext(), v.Actor, v.FormValue("password"), a.Visitor(v)); err != nil {
		return a.ProveAgain(v, err)
	}
	return a.Replay(v)
}
