package password_test

import (
	"strings"
	"testing"

	"vatra/lms/fault"
	"vatra/lms/people/password"
)

func refusal(k *password.Keeper, given string) string {
	fields := fault.Fields{}
	k.Check(fields, "password", given, "ana.pop.cluj@primarie.example", "Ana Ștefănescu")
	return fields["password"].Key
}

func TestWhichPasswordsAreTaken(t *testing.T) {
	t.Parallel()
	k := password.New(password.Cost{})
	for given, key := range map[string]string{
		// Lengths are of characters, not of bytes.
		"":                       "people.password_short",
		"unu doi trei"[:11]:      "people.password_short",
		"ăîșțâ ăîșțâ":            "people.password_short",
		"unu doi trei":           "",
		"парола за общината":     "",
		strings.Repeat("ș", 129): "people.password_long",
		"ș" + strings.Repeat("mere pere prune nuci cireșe ", 5)[:120] + "ăâî": "",
		"          trailing and leading ":                                     "",
		"👍🏽 emoji are fine":                                                   "",
		"douăsprezece litere\x00":                                             "people.strange_characters",
		"douăsprezece litere\xff":                                             "people.strange_characters",
		// One's own name and address.
		"Ana Ștefănescu":                "people.password_personal",
		"anastefanescu":                 "people.password_personal",
		"AnaStefanescu1985!":            "people.password_personal",
		"ana.pop.cluj":                  "people.password_personal",
		"ANA.POP.CLUJ@primarie.example": "people.password_personal",
		"2026-primarie-2026":            "people.password_personal",
		"ana are mere multe":            "",
		// The lists, in any case, with and without accents, with digits around.
		"correcthorsebatterystaple": "people.password_common",
		"Unbelievable":              "people.password_common",
		"PAROLA12345678":            "people.password_common",
		"!!Parolă!!2031":            "people.password_common",
		"Fjalëkalimi12":             "people.password_common",
		"лозинка123456":             "people.password_common",
		"liverpool2024!":            "people.password_common",
		"passwordpassword1":         "people.password_common",
		"１２３４５６７８９０１２":              "people.password_common", // full-width digits
		"1850312123456":             "people.password_common", // a personal number
		// Repeats and walks.
		"aaaaaaaaaaaaaaa":          "people.password_common",
		"1212121212121212":         "people.password_common",
		"casacasacasacasa":         "people.password_common",
		"qwertyuiop[]":             "people.password_common",
		"asdfghjkl;zx":             "people.password_common",
		"1qaz2wsx3edc4rfv":         "people.password_common",
		"!QAZ@WSX#EDC":             "people.password_common",
		"1q2w3e4r5t6y7u":           "people.password_common",
		"abcdefghijklmnop":         "people.password_common",
		"љњертзуиопшђ":             "people.password_common",
		"йцукенгшщзхъ":             "people.password_common",
		"zyxwvutsrqpo":             "people.password_common",
		"casa mare casa mare casa": "people.password_common",
		"patru cai albi pe deal":   "",
		"we were dressed as trees": "",
		"correct horse battery":    "",
		"Kx7#qp!2Vr$9mZ":           "",
	} {
		if got := refusal(k, given); got != key {
			t.Errorf("%q is told %q, want %q", given, got, key)
		}
	}
}
