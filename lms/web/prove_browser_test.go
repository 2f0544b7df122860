//go:build whole

package web_test

import (
	"testing"

	"vatra/lms/access"
	"vatra/lms/browsertest"
	"vatra/lms/i18n"
	"vatra/lms/web/webtest"
)

// TestPlacesAndThePasswordAskedForAgain goes through both as a person does, on a phone without scripts and on a desk.
func TestPlacesAndThePasswordAskedForAgain(t *testing.T) {
	t.Parallel()
	s := webtest.New(t)
	for tag, options := range map[string]browsertest.Options{
		"ro": {Width: 360, NoScript: true},
		"sr": {Width: 1280, Dark: true},
	} {
		email := tag + "@example.org"
		s.Person(email, access.RoleAdministrator, tag)
		learner := s.Person("learner-"+email, access.RoleLearner)
		t.Run(tag, func(t *testing.T) {
			t.Parallel()
			options.Language = tag
			words := i18n.For(tag)
			b := browsertest.New(t, options)
			look := func(picture string) {
				b.Overflow()
				b.Axe()
				b.Validate()
				b.Screenshot(tag + "/" + picture)
			}
			s.As(email) // is somewhere else too
			b.Open(s.URL + "/login?next=/account")
			b.Fill(words.T("account.email"), email)
			b.Fill(words.T("account.password"), webtest.Password)
			b.In("main").Click(words.T("login.button"))
			look("account")
			b.Click(words.T("account.places"))
			b.MustContain(words.T("account.place_here"), words.T("account.device_unknown"))
			look("places")
			b.Click(words.T("account.places_end_others"))
			b.MustContain(words.T("account.places_ended"))
			b.MustNotContain(words.T("account.device_unknown"))

			b.Open(s.URL + "/admin/people/" + learner.UserID.String())
			b.Select(words.T("staff.role_change"), words.T("people.role.trainer"))
			_, err := s.DB.Pool.Exec(t.Context(), `UPDATE sessions SET proved_at = now() - interval '1 hour'
				FROM users WHERE users.id = user_id AND users.email = $1`, email)
			webtest.Must(t, err)
			b.Click(words.T("staff.role_save"))
			b.MustContain(words.T("login.prove_title"))
			look("prove")
			b.Fill(words.T("account.password"), "not the password")
			b.Click(words.T("login.prove_button"))
			b.MustContain(words.T("people.password_wrong"))
			look("prove-refused")
			b.Fill(words.T("account.password"), webtest.Password)
			b.Click(words.T("login.prove_button"))
			b.MustContain(words.T("staff.role_saved"))
			b.Problems() // the browser's own remarks on the status of the answers
		})
	}
}
