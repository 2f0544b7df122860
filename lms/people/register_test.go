package people_test

import (
	"context"
	"strings"
	"testing"

	"vatra/lms/access"
	"vatra/lms/fault"
	"vatra/lms/people/links"
	"vatra/lms/people/roll"
	"vatra/lms/people/spelling"
	"vatra/lms/schooltest"
	"vatra/lms/site"
)

const ana = "ana@primarie.example"

func TestRegisterConfirmLogIn(t *testing.T) {
	t.Parallel()
	h, ctx := schooltest.New(t), t.Context()
	h.Register(schooltest.Newcomer(" Ana@Primarie.EXAMPLE "))
	letter := h.Letter(ana)
	if letter.Locale != "ro" || !strings.Contains(letter.Subject, "Confirmați‑vă adresa – Vatra") || !strings.Contains(letter.Text, "timp de 48 de ore") {
		t.Errorf("the mail is %+v", letter)
	}
	first := h.Token(ana, links.PathConfirm)

	_, err := h.People.LogIn(ctx, ana, schooltest.Password, schooltest.Visitor())
	schooltest.Wants(t, err, fault.Forbidden, "people.unconfirmed")
	second := h.Token(ana, links.PathConfirm)
	if first == second {
		t.Error("logging in before confirming sends no new link")
	}
	_, err = h.People.Confirm(ctx, first, schooltest.Password, schooltest.Visitor())
	schooltest.Wants(t, err, fault.NotFound, "people.link_invalid")
	_, err = h.People.Confirm(ctx, second, "not the password", schooltest.Visitor())
	schooltest.Wants(t, err, fault.Invalid, "password: people.password_wrong")

	link, err := h.People.Link(ctx, links.Confirm, second)
	if err != nil || link.Email != ana {
		t.Errorf("the link shows %+v, %v", link, err)
	}
	_, err = h.People.Link(ctx, links.Reset, second)
	schooltest.Wants(t, err, fault.NotFound, "people.link_invalid")
	session, err := h.People.Confirm(ctx, second, schooltest.Password, schooltest.Visitor())
	if err != nil {
		t.Fatal(err)
	}
	now, err := h.Sessions.Current(ctx, session.Token)
	actor := now.Actor
	if err != nil || actor != session.Actor || actor.Name != "Ana Ștefănescu" || actor.Role != access.RoleLearner || actor.Locale != "ro" {
		t.Errorf("logged in as %+v, %v", actor, err)
	}
	_, err = h.People.Confirm(ctx, second, schooltest.Password, schooltest.Visitor())
	schooltest.Wants(t, err, fault.NotFound, "people.link_invalid")

	if again := h.LogIn("ANA@primarie.example", schooltest.Password); again.Actor != actor {
		t.Errorf("logged in as %+v", again.Actor)
	}
	if err := h.Sessions.LogOut(ctx, actor, session.Token); err != nil {
		t.Fatal(err)
	}
	if h.LoggedIn(session) {
		t.Error("still logged in")
	}
}

func TestFormSaysEverythingThatIsWrong(t *testing.T) {
	t.Parallel()
	h := schooltest.New(t)
	err := h.People.Register(t.Context(), roll.Newcomer{Email: "ana", Name: " ", Password: "short", Locale: "de"}, schooltest.Visitor())
	for _, key := range []string{
		"email: people.email_invalid", "name: error.required", "password: people.password_short", "locale: people.locale_unknown",
	} {
		schooltest.Wants(t, err, fault.Invalid, key)
	}
	if h.Count(`SELECT count(*) FROM users`) != 0 {
		t.Error("an account was opened")
	}
}

func TestRegisteringTellsNobodyWhoHasAnAccount(t *testing.T) {
	t.Parallel()
	h, ctx := schooltest.New(t), t.Context()
	h.Person(ana, access.RoleTrainer)
	stranger := roll.Newcomer{Email: ana, Name: "Altcineva", Password: "cu totul altă parolă", Locale: "bg"}
	h.Register(stranger)
	if letter := h.Letter(ana); letter.Locale != "ro" || !strings.Contains(letter.Subject, "Aveți deja un cont") || !strings.Contains(letter.Text, schooltest.Address+"/login\n") {
		t.Errorf("the mail is %+v", letter)
	}
	person, err := h.People.PersonByEmail(ctx, access.Operator(), ana)
	if err != nil || person.Name != "Ana Ștefănescu" || person.Role != access.RoleTrainer || person.Locale != "ro" {
		t.Errorf("the account became %+v, %v", person, err)
	}
	h.LogIn(ana, schooltest.Password)
	_, err = h.People.LogIn(ctx, ana, stranger.Password, schooltest.Visitor())
	schooltest.Wants(t, err, fault.Unauthenticated, "people.wrong_login")
}

// Somebody registers another's address and waits until its owner follows a link.
func TestAccountIsNeverSharedWithWhoRegisteredTheAddressFirst(t *testing.T) {
	t.Parallel()
	h, ctx := schooltest.New(t), t.Context()
	thief := roll.Newcomer{Email: ana, Name: "Hoțul", Password: "parola hoțului cel rău", Locale: "ro"}
	h.Register(thief)
	h.Register(schooltest.Newcomer(ana))
	h.Register(thief)
	_, err := h.People.Confirm(ctx, h.Token(ana, links.PathConfirm), schooltest.Password, schooltest.Visitor())
	schooltest.Wants(t, err, fault.Invalid, "password: people.password_wrong")

	h.Reset(ana, "ro")
	if err := h.People.Reset(ctx, h.Token(ana, links.PathReset), schooltest.Password, schooltest.Visitor()); err != nil {
		t.Fatal(err)
	}
	h.LogIn(ana, schooltest.Password)
	_, err = h.People.LogIn(ctx, ana, thief.Password, schooltest.Visitor())
	schooltest.Wants(t, err, fault.Unauthenticated, "people.wrong_login")
}

func TestWhoMayRegister(t *testing.T) {
	t.Parallel()
	h := schooltest.New(t)
	h.SetRegistration(site.RegistrationInvited)
	schooltest.Wants(t, h.People.Register(t.Context(), schooltest.Newcomer(ana), schooltest.Visitor()), fault.Forbidden, "people.registration_invited")
	h.SetRegistration(site.RegistrationClosed)
	schooltest.Wants(t, h.People.Register(t.Context(), schooltest.Newcomer(ana), schooltest.Visitor()), fault.Forbidden, "people.registration_closed")
	h.SetRegistration(site.RegistrationOpen)
	h.Register(schooltest.Newcomer(ana))
}

func TestOneAddressIsOneAccount(t *testing.T) {
	t.Parallel()
	h := schooltest.New(t)
	went := schooltest.AtOnce(t, 5, "people.already_has_account", func(ctx context.Context, _ int) error {
		_, err := h.People.Add(ctx, access.Operator(), schooltest.Newcomer(ana), access.RoleLearner)
		return err
	})
	if went != 1 || h.Count(`SELECT count(*) FROM users`) != 1 {
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
		got, ok := spelling.Email(text)
		if got != want || ok != (want != "") {
			t.Errorf("%q became %q, %v", text, got, ok)
		}
	}
}

func TestNames(t *testing.T) {
	t.Parallel()
	h, ctx := schooltest.New(t), t.Context()
	actor := h.Person(ana, access.RoleLearner)
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
		err := h.People.ChangeName(ctx, actor, given)
		if strings.Contains(want, ".") && !strings.Contains(want, " ") {
			schooltest.Wants(t, err, fault.Invalid, "name: "+want)
			continue
		}
		person, readErr := h.People.Person(ctx, access.Operator(), actor.UserID)
		if err != nil || readErr != nil || person.Name != want {
			t.Errorf("%.40q became %q: %v, %v", given, person.Name, err, readErr)
		}
	}
}
