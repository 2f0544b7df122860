package cookies_test

import (
	"bytes"
	"strings"
	"testing"

	"vatra/lms/web/cookies"
)

func jar(secret string) *cookies.Jar {
	return cookies.New(bytes.Repeat([]byte(secret), cookies.SecretBytes), true)
}

func TestWhatIsSignedComesBackAsItWentOut(t *testing.T) {
	t.Parallel()
	ours := jar("a")
	closed := ours.Close("flash", "Salvat. ș")
	if text, ok := ours.Open("flash", closed); !ok || text != "Salvat. ș" {
		t.Errorf("%q became %q, %v", closed, text, ok)
	}
	body, signature, _ := strings.Cut(closed, ".")
	for what, open := range map[string]func() (string, bool){
		"another purpose": func() (string, bool) { return ours.Open("browser", closed) },
		"another site":    func() (string, bool) { return jar("b").Open("flash", closed) },
		"another text":    func() (string, bool) { return ours.Open("flash", "A"+body+"."+signature) },
		"no signature":    func() (string, bool) { return ours.Open("flash", body+".") },
		"nothing":         func() (string, bool) { return ours.Open("flash", "") },
	} {
		if text, ok := open(); ok {
			t.Errorf("%s opens %q", what, text)
		}
	}
}

func TestATokenIsOfOneBrowserAndOnePerson(t *testing.T) {
	t.Parallel()
	ours := jar("a")
	one, two := ours.Token("hers", "ana"), ours.Token("hers", "ana")
	if one == two {
		t.Error("a token looks the same twice")
	}
	if !ours.Proves(one, "hers", "ana") || !ours.Proves(two, "hers", "ana") {
		t.Error("a token does not prove what it was made for")
	}
	for _, wrong := range [][3]string{{one, "his", "ana"}, {one, "hers", "ion"}, {one, "hersana", ""}, {one[:20], "hers", "ana"}, {"", "hers", "ana"}} {
		if ours.Proves(wrong[0], wrong[1], wrong[2]) {
			t.Errorf("%q proves %s in the browser %s", wrong[0], wrong[2], wrong[1])
		}
	}
	if jar("b").Proves(one, "hers", "ana") {
		t.Error("the token of one site is good on another")
	}
}
