//go:build whole

package web_test

import (
	"os"
	"path/filepath"
	"testing"

	"vatra/lms/access"
	"vatra/lms/browsertest"
	"vatra/lms/i18n"
	"vatra/lms/web/webtest"
)

// TestAFormThatWaitsForALogin goes through it as a person does, with scripts and without.
func TestAFormThatWaitsForALogin(t *testing.T) {
	t.Parallel()
	s := webtest.New(t)
	s.InstallFiles(webtest.ReadingCourse()) // a track without courses takes nobody
	list := filepath.Join(t.TempDir(), "people.csv")
	webtest.Must(t, os.WriteFile(list, []byte("email\nana@example.org\n"), 0o600))
	for tag, options := range map[string]browsertest.Options{
		"ro": {Width: 360, NoScript: true},
		"mk": {Width: 1280, Dark: true},
	} {
		email := tag + "@example.org"
		s.Person(email, access.RoleAdministrator, tag)
		t.Run(tag, func(t *testing.T) {
			t.Parallel()
			options.Language = tag
			words := i18n.For(tag)
			b := browsertest.New(t, options)
			logIn := func() {
				b.Fill(words.T("account.email"), email)
				b.Fill(words.T("account.password"), webtest.Password)
				b.In("main").Click(words.T("login.button"))
			}
			expire := func() {
				_, err := s.DB.Pool.Exec(t.Context(), `DELETE FROM sessions USING users
					WHERE users.id = user_id AND users.email = $1`, email)
				webtest.Must(t, err)
			}
			b.Open(s.URL + "/login?next=/admin/tracks/digital-literacy/enrol")
			logIn()
			b.Upload(words.T("staff.roster_file"), list)
			expire()
			b.Click(words.T("staff.enrol_list"))
			b.MustContain(words.T("login.kept"), words.T("error.form_no_file"))
			b.Axe()
			glance(b, options, tag+"/kept")
			logIn()
			again := words.T("error.form_file", "Name", "people.csv")
			b.MustContain(words.T("login.kept_send", "Name", "Ana Ștefănescu"))
			b.Axe()
			glance(b, options, tag+"/again")
			b.Upload(again, list)
			b.Click(words.T("error.form_send"))
			b.MustContain(words.T("staff.roster_report"), "ana@example.org")

			b.Open(s.URL + "/account")
			b.Fill(words.T("account.name"), "Ana-Maria Pop")
			expire()
			b.Press("Enter")
			b.MustContain(words.T("login.kept"))
			b.MustNotContain(words.T("error.form_no_file"))
			logIn()
			b.Click(words.T("error.form_send"))
			if name := b.Value(words.T("account.name")); name != "Ana-Maria Pop" {
				t.Errorf("the name is %q", name)
			}
			b.Problems() // the browser's own remarks on the status of the answers
		})
	}
}
