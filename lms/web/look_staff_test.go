//go:build whole

package web_test

import (
	"testing"

	"vatra/lms/access"
	"vatra/lms/browsertest"
	"vatra/lms/i18n"
	"vatra/lms/web/webtest"
)

// TestPagesOfTheStaff looks at every page of trainers and administrators, on a phone without scripts and on a desk.
func TestPagesOfTheStaff(t *testing.T) {
	t.Parallel()
	s := webtest.New(t)
	s.InstallFiles(webtest.LittleCourse())
	s.InstallFiles(webtest.ReadingCourse())
	ana := s.Person("ana@example.org", access.RoleLearner, "ro")
	code := s.Certify(ana)
	tudor := s.Person("tudor@example.org", access.RoleTrainer)
	s.Train(tudor, "little")
	for _, locale := range []string{"ro", "sr"} {
		s.Person("admin-"+locale+"@example.org", access.RoleAdministrator, locale)
	}
	gaps := "# B\n\n![x](gone.png)\n\n[y](nowhere.md)\n\n**Two and two?**\n\n- [x] Four\n- [ ] Five\n"
	taken := s.Imported("gaps.zip", webtest.Zip(t, map[string]string{"01-a/01-b.en.md": gaps}))
	waiting := s.HandedIn("later.zip", webtest.Zip(t, map[string]string{"01-a/01-b.en.md": "# C\n\nText.\n"}))
	for locale, options := range map[string]browsertest.Options{
		"ro": {Width: 360, NoScript: true},
		"sr": {Width: 1280, Dark: true},
	} {
		t.Run(locale, func(t *testing.T) {
			t.Parallel()
			options.Language = locale
			b := browsertest.New(t, options)
			words := i18n.For(locale)
			b.Open(s.URL + "/login")
			b.Fill(words.T("account.email"), "admin-"+locale+"@example.org")
			b.Fill(words.T("account.password"), webtest.Password)
			b.Click(words.T("login.button"))
			for _, path := range []string{
				"/desk", "/teach", "/teach/courses/digital-literacy-basics", "/teach/courses/little",
				"/admin/people", "/admin/people/invitations", "/admin/people/" + ana.UserID.String(), "/admin/people/" + tudor.UserID.String(),
				"/admin/tracks", "/admin/tracks/new", "/admin/tracks/digital-literacy?course=little",
				"/admin/tracks/digital-literacy/enrol", "/admin/imports", "/admin/imports/" + taken,
				"/admin/certificates", "/admin/certificates/" + code, "/admin/security", "/admin/settings", "/admin/pages", "/admin/pages/contact/" + locale,
				"/teach/questions", "/teach/questions?show=answered",
			} {
				b.Open(s.URL + path)
				b.Overflow()
				b.Axe()
				b.Validate()
				if !options.NoScript { // scripts only add
					b.MustWeigh(pageWeight)
				}
				b.Screenshot(path)
			}
			b.Open(s.URL + "/admin/imports/" + waiting)
			b.MustContain(words.T("staff.import_queued"))
			b.Screenshot("/admin/imports/waiting")
			b.Open(s.URL + "/admin/certificates/" + code)
			b.Click(words.T("staff.revoke"))
			b.Click(words.T("staff.revoke_now"))
			b.MustContain(words.T("shell.form_problem"))
			b.Axe()
			b.Validate()
			b.Screenshot("/admin/certificates/refused")
		})
	}
}
