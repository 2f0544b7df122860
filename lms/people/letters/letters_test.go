package letters

import (
	"strings"
	"testing"
	"time"

	"vatra/lms/i18n"
)

func TestEveryLetterIsWrittenInEveryLanguage(t *testing.T) {
	t.Parallel()
	const link = "https://vatra.example/x"
	for what, linked := range map[Letter]bool{
		Confirm: true, Known: true, Reset: true, ResetUnknown: true, ResetDisabled: false,
		Changed: true, Invitation: true, InvitationBy: true, SecondStep: true, NewBrowser: true,
		Role: true, Address: true, AddressAsked: true, AddressTaken: true, AddressGone: true,
	} {
		for _, language := range i18n.Languages() {
			p := i18n.For(language.Tag)
			fields := []any{
				"Site", "Vatra", "Link", link, "Life", what.purpose().Life(), "Until", p.Date(time.Now()),
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
