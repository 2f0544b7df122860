//go:build whole

package web_test

import (
	"testing"

	"vatra/lms/access"
	"vatra/lms/browsertest"
	"vatra/lms/i18n"
	"vatra/lms/web/webtest"
)

// TestACorrectedNameAndAListOfCodes is Ana in Macedonian, on a phone without scripts, and in Romanian on a desk with them: she
// ends a track, mends her name and has the certificate issued anew; then an employer checks the old code, the new one and one
// that nobody issued, in one list.
func TestACorrectedNameAndAListOfCodes(t *testing.T) {
	t.Parallel()
	for _, options := range []browsertest.Options{
		{Width: 360, NoScript: true, Language: "mk"}, {Width: 1280, Language: "ro"},
	} {
		t.Run(options.Language, func(t *testing.T) {
			t.Parallel()
			corrects(t, options)
		})
	}
}

func corrects(t *testing.T, options browsertest.Options) {
	s := webtest.New(t)
	s.InstallFiles(webtest.ReadingCourse())
	s.LessonsOnly()
	const email, mended = "ana@example.org", "Ana-Marija Ștefănescu"
	holder, words := s.Person(email, access.RoleLearner, options.Language), i18n.For(options.Language)
	b := browsertest.New(t, options)
	enter(b, s, words, email)
	b.Open(s.URL + "/tracks/digital-literacy")
	b.Click(words.T("track.enrol"))
	b.Open(s.URL + "/courses/digital-literacy-basics/lessons/first")
	b.Click(words.T("lesson.read_go_on"))
	b.Click(words.T("lesson.read_finish"))
	track, err := s.Tracks.Track(t.Context(), "digital-literacy")
	webtest.Must(t, err)
	b.MustContain(words.T("lesson.track_completed", "Track", track.Names[options.Language]))
	lookClosely(b, "passed")
	b.Open(s.URL + "/certificates")
	b.MustContain(words.T("certificates.ask_name"))
	lookClosely(b, "ask-name")
	b.Fill(words.T("account.name"), mended)
	b.Click(words.T("certificates.ask_name_button"))
	b.MustNotContain(words.T("certificates.ask_name"))
	b.MustContain(words.T("certificates.other_name", "Old", "Ana Ștefănescu", "Name", mended))
	lookClosely(b, "offer")
	b.Click(words.T("certificates.reissue", "Name", mended))
	awards, err := s.Awards.Awards(t.Context(), holder.UserID)
	webtest.Must(t, err)
	if len(awards) != 2 {
		t.Fatalf("%d certificates", len(awards))
	}
	newer, older := awards[0].Code.Printed(), awards[1].Code.Printed()
	b.MustContain(words.T("certificates.reissued", "Name", mended, "Code", newer), words.T("verify.replaced_by", "Code", newer))
	lookClosely(b, "reissued")
	b.Problems()

	const unknown = "0000-0000-0000-0000" // can be one
	employer := browsertest.New(t, options)
	employer.Open(s.URL + "/verify")
	employer.Click(words.T("verify.list"))
	lookClosely(employer, "list-empty")
	employer.Click(words.T("verify.list_check"))
	employer.MustContain(words.T("verify.list_empty"))
	lookClosely(employer, "list-refused")
	employer.Fill(words.T("verify.list_codes"), "Ana "+older+"\n"+newer+"\n"+unknown+"\nбесмислица")
	employer.Click(words.T("verify.list_check"))
	employer.MustContain(
		words.T("verify.list_title", "Valid", 1, "All", 4), words.T("verify.replaced"), words.T("verify.valid"), words.T("verify.unknown"),
		words.T("verify.mistyped"),
	)
	lookClosely(employer, "list-checked")
	employer.Click(words.T("verify.replaced_by", "Code", newer))
	employer.MustContain(words.T("verify.title_valid", "Name", mended))
	lookClosely(employer, "newer")
	employer.Open(s.URL + "/verify/" + older)
	employer.MustContain(words.T("verify.title_replaced", "Name", "Ana Ștefănescu"), words.T("verify.replaced_valid"))
	lookClosely(employer, "older")
	employer.Open(s.URL + "/verify/" + unknown)
	employer.MustContain(words.T("verify.title_unknown"), words.T("verify.unknown"))
	lookClosely(employer, "unknown")
	employer.Problems() // the browser's own remarks on the status of the answers
}

// lookClosely is a glance with axe, whichever the light.
func lookClosely(b *browsertest.Browser, picture string) {
	b.Axe()
	glance(b, browsertest.Options{}, picture)
}
