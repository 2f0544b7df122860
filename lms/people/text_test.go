package people

import (
	"strings"
	"testing"
	"time"

	"vatra/lms/i18n"
)

func TestEveryLetterIsWrittenInEveryLanguage(t *testing.T) {
	t.Parallel()
	const link = "https://vatra.example/x"
	for what, linked := range map[letter]bool{
		letterConfirm: true, letterKnown: true, letterReset: true, letterResetUnknown: true, letterResetDisabled: false,
		letterChanged: true, letterInvitation: true, letterInvitationBy: true, letterSecondStep: true, letterNewBrowser: true,
		letterRole: true, letterAddress: true, letterAddressAsked: true, letterAddressTaken: true, letterAddressGone: true,
	} {
		for _, language := range i18n.Languages() {
			p := i18n.For(language.Tag)
			fields := []any{
				"Site", "Vatra", "Link", link, "Life", tokenLives[what.purpose()], "Until", p.Date(time.Now()),
				"By", "Ion", "Role", "x", "What", "x", "Address", "x", "Before", "x", "After", "x",
			}
			subject, text := p.T("people.mail."+string(what)+".subject", fields...), p.T("people.mail."+string(what)+".text", fields...)
			if strings.ContainsAny(subject, "\r\n") || !strings.Contains(subject, "Vatra") {
				t.Errorf("%s in %s has the subject %q", what, language.Tag, subject)
			}
			if strings.Contains(text, "\n\n"+link+"\n") != linked || !strings.Contains(text, "Vatra") {
				t.Errorf("%s in %s needs its link on a line of its own, and the name of the site:\n%s", what, language.Tag, text)
			}
		}
	}
}
