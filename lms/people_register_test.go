package lms_test

import (
	"context"
	"strings"
	"testing"

	"vatra/lms"
	"vatra/lms/fault"
)

const ana = "ana@primarie.example"

func TestRegisterConfirmLogIn(t *testing.T) {
	t.Parallel()
	h, ctx := newHouse(t), t.Context()
	h.register(newcomer(" Ana@Primarie.EXAMPLE "))
	letter := h.letter(ana)
	if letter.Locale != "ro" || !has(letter.Subject, "Confirmați-vă adresa – Vatra") || !has(letter.Text, "timp de 48 de ore") {
		t.Errorf("the mail is %+v", letter)
	}
	first := h.token(ana, lms.PathConfirm)

	_, err := h.people.LogIn(ctx, ana, password, visitor())
	wants(t, err, fault.Forbidden, "people.unconfirmed")
	second := h.token(ana, lms.PathConfirm)
	if first == second {
		t.Error("logging in before confirming sends no new link")
	}
	_, err = h.people.Confirm(ctx, first, password, visitor())
	wants(t, err, fault.NotFound, "people.link_invalid")
	_, err = h.people.Confirm(ctx, second, "not the password", visitor())
	wants(t, err, fault.Invalid, "password: people.password_wrong")

	link, err := h.people.Link(ctx, lms.PurposeConfirm, second)
	if err != nil || link.Email != ana {
		t.Errorf("the link shows %+v, %v", link, err)
	}
	_, err = h.people.Link(ctx, lms.PurposeReset, second)
	wants(t, err, fault.NotFound, "people.link_invalid")
	session, err := h.people.Confirm(ctx, second, password, visitor())
	if err != nil {
		t.Fatal(err)
	}
	actor, err := h.people.Session(ctx, session.Token)
	if err != nil || actor != session.Actor || actor.Name != "Ana Ștefănescu" || actor.Role != lms.RoleLearner || actor.Locale != "ro" {
		t.Errorf("logged in as %+v, %v", actor, err)
	}
	_, err = h.people.Confirm(ctx, second, password, visitor())
	wants(t, err, fault.NotFound, "people.link_invalid")

	if again := h.logIn("ANA@primarie.example", password); again.Actor != actor {
		t.Errorf("logged in as %+v", again.Actor)
	}
	if err := h.people.LogOut(ctx, session.Token); err != nil {
		t.Fatal(err)
	}
	if h.loggedIn(session) {
		t.Error("still logged in")
	}
}

func TestFormSaysEverythingThatIsWrong(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	err := h.people.Register(t.Context(), lms.Newcomer{Email: "ana", Name: " ", Password: "short", Locale: "de"}, visitor())
	for _, key := range []string{
		"email: people.email_invalid", "name: error.required", "password: people.password_short", "locale: people.locale_unknown",
	} {
		wants(t, err, fault.Invalid, key)
	}
	if h.count(`SELECT count(*) FROM users`) != 0 {
		t.Error("an account was opened")
	}
}

func TestRegisteringTellsNobodyWhoHasAnAccount(t *testing.T) {
	t.Parallel()
	h, ctx := newHouse(t), t.Context()
	h.person(ana, lms.RoleTrainer)
	stranger := lms.Newcomer{Email: ana, Name: "Altcineva", Password: "cu totul altă parolă", Locale: "bg"}
	h.register(stranger)
	if letter := h.letter(ana); letter.Locale != "ro" || !has(letter.Subject, "Aveți deja un cont") || !has(letter.Text, address+"/login\n") {
		t.Errorf("the mail is %+v", letter)
	}
	person, err := h.people.PersonByEmail(ctx, ana)
	if err != nil || person.Name != "Ana Ștefănescu" || person.Role != lms.RoleTrainer || person.Locale != "ro" {
		t.Errorf("the account became %+v, %v", person, err)
	}
	h.logIn(ana, password)
	_, err = h.people.LogIn(ctx, ana, stranger.Password, visitor())
	wants(t, err, fault.Unauthenticated, "people.wrong_login")
}

// Somebody registers another's address and waits until its owner follows a link.
func TestAccountIsNeverSharedWithWhoRegisteredTheAddressFirst(t *testing.T) {
	t.Parallel()
	h, ctx := newHouse(t), t.Context()
	thief := lms.Newcomer{Email: ana, Name: "Hoțul", Password: "parola hoțului cel rău", Locale: "ro"}
	h.register(thief)
	h.register(newcomer(ana))
	h.register(thief)
	_, err := h.people.Confirm(ctx, h.token(ana, lms.PathConfirm), password, visitor())
	wants(t, err, fault.Invalid, "password: people.password_wrong")

	h.reset(ana, "ro")
	if err := h.people.Reset(ctx, h.token(ana, lms.PathReset), password); err != nil {
		t.Fatal(err)
	}
	h.logIn(ana, password)
	_, err = h.people.LogIn(ctx, ana, thief.Password, visitor())
	wants(t, err, fault.Unauthenticated, "people.wrong_login")
}

func TestWhoMayRegister(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.settings(lms.RegistrationInvited)
	wants(t, h.people.Register(t.Context(), newcomer(ana), visitor()), fault.Forbidden, "people.registration_invited")
	h.settings(lms.RegistrationClosed)
	wants(t, h.people.Register(t.Context(), newcomer(ana), visitor()), fault.Forbidden, "people.registration_closed")
	h.settings(lms.RegistrationOpen)
	h.register(newcomer(ana))
}

func TestOneAddressIsOneAccount(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	went := atOnce(t, 5, "people.already_has_account", func(ctx context.Context, _ int) error {
		_, err := h.people.Add(ctx, lms.Operator(), newcomer(ana), lms.RoleLearner)
		return err
	})
	if went != 1 || h.count(`SELECT count(*) FROM users`) != 1 {
		t.Errorf("%d accounts were opened", went)
	}
}

func TestAddresses(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"ana@primarie.example":                     ana,
		"  Ana@PRIMARIE.Example\t":                 ana,
		"ana.pop+curs@cluj.example":                "ana.pop+curs@cluj.example",
		"o'neil@example.org":                       "o'neil@example.org",
		"ana@Пример.БГ":                            "ana@пример.бг",
		"ana@xn--e1afmkfd.xn--90ae":                "ana@пример.бг",
		"":                                         "",
		"ana":                                      "",
		"@primarie.example":                        "",
		"ana@":                                     "",
		"ana@primarie":                             "",
		"ana@localhost":                            "",
		"ana@[127.0.0.1]":                          "",
		"ana@primarie..example":                    "",
		"ana@-primarie.example":                    "",
		"ana pop@primarie.example":                 "",
		`"ana pop"@primarie.example`:               "",
		"Ana <ana@primarie.example>":               "",
		"<ana@primarie.example>":                   "",
		"ana@primarie.example, b@c.de":             "",
		"ana@primarie.example\r\nBcc: b@c.de":      "",
		"ana\x00@primarie.example":                 "",
		"аna@primarie.example":                     "", // a Cyrillic а
		strings.Repeat("a", 65) + "@a.example":     "",
		"a@" + strings.Repeat("a.", 130) + "a.com": "",
		"\xff@primarie.example":                    "",
	} {
		got, ok := lms.CanonicalEmail(text)
		if got != want || ok != (want != "") {
			t.Errorf("%q became %q, %v", text, got, ok)
		}
	}
}

func TestNames(t *testing.T) {
	t.Parallel()
	h, ctx := newHouse(t), t.Context()
	actor := h.person(ana, lms.RoleLearner)
	for given, want := range map[string]string{
		"  Ana   Maria  Pop ":        "Ana Maria Pop",
		"Љубица Ђорђевић":            "Љубица Ђорђевић",
		"Ştefan Ţepeş":               "Ştefan Ţepeş",
		"Ana-Maria O'Neil, jr.":      "Ana-Maria O'Neil, jr.",
		"S\u0326tefan":               "Ștefan",
		strings.Repeat("ț", 120):     strings.Repeat("ț", 120),
		"":                           "error.required",
		"  ":                         "error.required",
		"12345":                      "people.name_letters",
		"Ana\nPop":                   "people.strange_characters",
		"Ana\x00Pop":                 "people.strange_characters",
		"Ana\u202ePop":               "people.strange_characters",
		"Ana\u2066Pop":               "people.strange_characters",
		"Ana\u200fPop":               "people.strange_characters",
		"Ana\u00adPop":               "people.strange_characters",
		"Ana\ue000Pop":               "people.strange_characters",
		"Ana\u2028Pop":               "people.strange_characters",
		"Ana\xffPop":                 "people.strange_characters",
		"Ana Pop 2":                  "Ana Pop 2",
		"=Ana Pop":                   "people.name_signs",
		"<b>Ana</b>":                 "people.name_signs",
		"Ana {{.Pop}}":               "people.name_signs",
		"ana@primarie.example":       "people.name_signs",
		"山田太郎":                       "certificate.name_unprintable",
		"აnა":                        "certificate.name_unprintable",
		"דוד כהן":                    "certificate.name_unprintable",
		strings.Repeat("ț", 121):     "people.text_long",
		strings.Repeat("aț ", 50000): "people.text_long",
	} {
		err := h.people.ChangeName(ctx, actor, given)
		if strings.Contains(want, ".") && !strings.Contains(want, " ") {
			wants(t, err, fault.Invalid, "name: "+want)
			continue
		}
		person, readErr := h.people.Person(ctx, actor.UserID)
		if err != nil || readErr != nil || person.Name != want {
			t.Errorf("%.40q became %q: %v, %v", given, person.Name, err, readErr)
		}
	}
}
