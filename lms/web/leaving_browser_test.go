//go:build whole

package web_test

import (
	"archive/zip"
	"bytes"
	"path"
	"strings"
	"testing"

	"vatra/lms/access"
	"vatra/lms/browsertest"
	"vatra/lms/i18n"
	"vatra/lms/people/links"
	"vatra/lms/web/webtest"
)

// TestSomebodyMovesTakesACopyAndGoes is Ana in Albanian on a desk, and in English on a phone without scripts: another address by the link in the
// letter, a copy of all that is hers, and the end of her account, after which her certificate still holds.
func TestSomebodyMovesTakesACopyAndGoes(t *testing.T) {
	t.Parallel()
	for _, options := range []browsertest.Options{
		{Width: 1280, Dark: true, Language: "sq"}, {Width: 360, NoScript: true, Language: "en"},
	} {
		t.Run(options.Language, func(t *testing.T) {
			t.Parallel()
			goes(t, options)
		})
	}
}

func goes(t *testing.T, options browsertest.Options) {
	s := webtest.New(t)
	s.InstallFiles(webtest.ReadingCourse())
	const older, newer = "ana@example.org", "ana@shtepi.example"
	owner, words := s.Person(older, access.RoleLearner, options.Language), i18n.For(options.Language)
	code := s.Certify(owner)
	b := browsertest.New(t, options)

	enter(b, s, words, older)
	b.Open(s.URL + "/account")
	lookClosely(b, "account")
	b.Click(words.T("account.address_link"))
	b.MustContain(older)
	lookClosely(b, "address")
	b.Fill(words.T("account.address_new"), newer)
	b.Click(words.T("account.address_button"))
	b.MustContain(words.T("account.address_sent"))
	s.SendAddress()
	b.Open(s.URL + s.LetterPath(newer, links.PathAddress))
	lookClosely(b, "new-address")
	b.Fill(words.T("account.password"), "not the password")
	b.Click(words.T("account.address_confirm_button"))
	b.MustContain(words.T("people.password_wrong"))
	lookClosely(b, "new-address-refused")
	b.Fill(words.T("account.password"), webtest.Password)
	b.Click(words.T("account.address_confirm_button"))
	b.MustContain(words.T("account.address_done"), newer)
	b.Open(s.URL + s.LetterPath(older, links.PathUndo))
	b.MustContain(words.T("account.undo_title"), older)
	lookClosely(b, "undo")

	b.Open(s.URL + "/account")
	b.Click(words.T("dossier.export_title"))
	lookClosely(b, "copy")
	b.Click(words.T("dossier.export_button"))
	b.MustContain(words.T("dossier.export_being_made"))
	lookClosely(b, "copy-being-made")
	s.BuildCopy(owner)
	b.Open(s.URL + "/account/data") // the address in the letter
	lookClosely(b, "copy-made")
	copied := b.Download(strings.TrimSuffix(words.T("dossier.export_download", "Size", ""), ", )"))
	packed, err := zip.NewReader(bytes.NewReader(copied.Data), int64(len(copied.Data)))
	webtest.Must(t, err)
	kinds := map[string]int{}
	for _, file := range packed.File {
		kinds[path.Ext(file.Name)]++
	}
	if kinds[".pdf"] != 1 || kinds[".json"] == 0 || kinds[".csv"] == 0 {
		t.Errorf("the copy %s has %v", copied.Name, kinds)
	}

	b.Open(s.URL + "/account")
	b.Click(words.T("dossier.delete_title"))
	b.MustContain(words.T("dossier.delete_stays"), words.T("dossier.delete_log"))
	lookClosely(b, "delete")
	b.Click(words.T("dossier.delete_button"))
	b.MustContain(words.T("dossier.must_understand"))
	lookClosely(b, "delete-refused")
	b.Check(words.T("dossier.understood"))
	b.Click(words.T("dossier.delete_button"))
	b.MustContain(words.T("dossier.deleted"))
	lookClosely(b, "deleted")
	b.Open(s.URL + "/verify/" + code)
	b.MustContain(words.T("verify.title_valid", "Name", "Ana Ștefănescu"), words.T("verify.valid"))
	lookClosely(b, "still-valid")
	b.Problems() // the browser's own remarks on the status of the answers
}
