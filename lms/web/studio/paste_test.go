package studio_test

import (
	"net/http"
	"strings"
	"testing"

	"vatra/content/markup/pasted"
)

const fromWord = `<html xmlns:o="urn:schemas-microsoft-com:office:office"><head><style>p{}</style></head><body>
<h1>Registers</h1><p class=MsoNormal>Whoever <b>asks</b> may read.<script>alert(1)</script></p>
<table><tr><th>Paper</th><th>Years</th></tr><tr><td>bills</td><td>3</td></tr></table><p>Behind.</p></body></html>`

func TestWhatIsPastedIsSaidInSigns(t *testing.T) {
	t.Parallel()
	a := newAuthor(t)
	a.lesson()
	piece := a.insert("block")
	action, fields := a.form(piece)
	a.Header.Set("Accept", "application/json")
	fields.Set("html", fromWord)
	a.Post(action+"/paste", fields).Check(t, http.StatusOK, []string{`## Registers\n\nWhoever **asks** may read.\n\n| Paper | Years |`}, []string{"alert"})
	fields.Set("html", strings.Repeat("<b>a</b>", pasted.Most/8+1))
	a.Post(action+"/paste", fields).Check(t, http.StatusRequestEntityTooLarge, []string{a.Says("studio.paste_too_large", "Limit", 2)}, nil)
	fields.Set("html", strings.Repeat("<blockquote>", 100))
	a.Post(action+"/paste", fields).Check(t, http.StatusUnprocessableEntity, []string{a.Says("studio.paste_unreadable")}, nil)
}

// Without scripts a text comes as a file, and its tables are written in their forms.
func TestATextIsBroughtInAsAFile(t *testing.T) {
	t.Parallel()
	a := newAuthor(t)
	a.lesson()
	first, last := a.insert("block"), a.insert("block")
	address := a.draft + first + "/paste"
	a.Get(address+"?lang=en").Check(t, http.StatusOK, []string{a.Says("studio.paste_lead")}, nil)
	bring := func(file string) (status int, body string) {
		answer := a.Upload(address, "file", "page.html", []byte(file), map[string]string{"lang": "en"})
		if answer.Status == http.StatusSeeOther {
			answer = a.Follow(answer)
		}
		return answer.Status, answer.Body
	}
	for file, why := range map[string]string{
		"no page": "studio.paste_no_page", "<p></p>": "studio.paste_no_page", strings.Repeat("<p>a", pasted.Most/4+1): "studio.paste_too_large",
	} {
		if status, body := bring(file); status != http.StatusUnprocessableEntity || !strings.Contains(body, a.Says(why, "Limit", 2)) {
			t.Errorf("%.20s is %d", file, status)
		}
	}
	if status, body := bring(fromWord); status != http.StatusOK || !strings.Contains(body, `name="cell-1-0" value="bills"`) {
		t.Fatalf("%d %s", status, body)
	}
	all := a.blocks()
	if len(all) != 5 || "/pieces/"+all[0] != first || "/pieces/"+all[4] != last || a.saved(all[3], "en") != "Behind." {
		t.Errorf("the parts are %v", all)
	}
}
