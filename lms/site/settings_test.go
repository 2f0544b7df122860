package site_test

import (
	"reflect"
	"strings"
	"testing"

	"vatra/lms/access"
	"vatra/lms/fault"
	"vatra/lms/lang"
	"vatra/lms/schooltest"
	"vatra/lms/site"
)

func TestSettingsAreKept(t *testing.T) {
	t.Parallel()
	h, ctx := schooltest.New(t), t.Context()
	h.Exec(`DELETE FROM settings`)
	settings, err := site.NewHouse(h.DB, h.Audit).Settings(ctx)
	if err != nil || !reflect.DeepEqual(settings, site.Settings{
		Registration: site.RegistrationOpen, SecondStep: site.SecondStepAdministrators,
		SiteName: "Vatra", DefaultLocale: "ro", IssuerName: "Vatra",
	}) {
		t.Fatalf("a new house has %+v, %v", settings, err)
	}
	h.Exec(`INSERT INTO settings (key, value) VALUES ('of_somebody_else', '[1]')`)
	boss := h.Person("boss@primarie.example", access.RoleAdministrator)
	settings = site.Settings{
		Registration: site.RegistrationInvited, SecondStep: site.SecondStepStaff, SiteName: " Școala satului ", DefaultLocale: "sq", IssuerName: `Asociația "Comuna"`,
		ContactEmail: "ajutor@scoala.example ", ContactPhone: " +40 (256) 12.34-56",
	}
	if err := h.House.ChangeSettings(ctx, boss, settings); err != nil {
		t.Fatal(err)
	}
	settings.SiteName, settings.ContactEmail, settings.ContactPhone = "Școala satului", "ajutor@scoala.example", "+40 (256) 12.34-56"
	for name, house := range map[string]*site.House{"this node": h.House, "another node": site.NewHouse(h.DB, h.Audit)} {
		if got, err := house.Settings(ctx); err != nil || !reflect.DeepEqual(got, settings) {
			t.Errorf("%s reads %+v, %v", name, got, err)
		}
	}
	if h.Count(`SELECT count(*) FROM settings WHERE updated_by = ?`, boss.UserID) != 9 {
		t.Error("nobody noted who changed them")
	}
	const told = `SELECT count(*) FROM security_events WHERE event = 'settings.changed' AND actor_id = ? AND target = ?`
	if h.Count(told, boss.UserID, "contact_email contact_phone default_locale issuer_name registration second_step site_name") != 1 {
		t.Error("the security log does not tell what was changed")
	}
	for _, locale := range []string{"mk", "mk", "sq"} {
		settings.DefaultLocale = locale
		if err := h.House.ChangeSettings(ctx, boss, settings); err != nil {
			t.Fatal(err)
		}
	}
	if n := h.Count(told, boss.UserID, "default_locale"); n != 2 {
		t.Errorf("the security log tells of %d changes of the language, of which there were 2", n)
	}
	h.Reset("nobody@primarie.example", "en")
	if subject := h.Letter("nobody@primarie.example").Subject; !strings.Contains(subject, "Școala satului") {
		t.Errorf("a mail says %q", subject)
	}
}

func TestSettingsThatCannotBe(t *testing.T) {
	t.Parallel()
	h, ctx := schooltest.New(t), t.Context()
	err := h.House.ChangeSettings(ctx, access.Operator(), site.Settings{
		Registration: "sometimes", SecondStep: "cats", SiteName: "  ", DefaultLocale: "de", IssuerName: strings.Repeat("ț", 161),
	})
	for _, key := range []string{
		"registration: people.registration_unknown", "second_step: factors.demand_unknown", "site_name: error.required",
		"default_locale: people.locale_unknown", "issuer_name: people.text_long",
	} {
		schooltest.Wants(t, err, fault.Invalid, key)
	}
	err = h.House.ChangeSettings(ctx, access.Operator(), site.Settings{
		Registration: site.RegistrationOpen, SecondStep: site.SecondStepNobody, SiteName: "Vatra\u202e", DefaultLocale: "ro", IssuerName: "Vatra",
	})
	schooltest.Wants(t, err, fault.Invalid, "site_name: people.strange_characters")
	for _, issuer := range []string{"Vatra 🔥", "市役所", "עיריית", "بلدية"} {
		err = h.House.ChangeSettings(ctx, access.Operator(), site.Settings{
			Registration: site.RegistrationOpen, SecondStep: site.SecondStepNobody, SiteName: "Vatra 🔥", DefaultLocale: "ro", IssuerName: issuer,
		})
		schooltest.Wants(t, err, fault.Invalid, "issuer_name: certificate.name_unprintable")
	}
	for _, wrong := range [][2]string{
		{"ajutor", "call us"}, {"Ana <ana@example.org>", "+"}, {"a@b.example, c@d.example", strings.Repeat("0", 41)}, {"x@y\n.example", "+40 <b>"},
	} {
		err = h.House.ChangeSettings(ctx, access.Operator(), site.Settings{
			Registration: site.RegistrationOpen, SecondStep: site.SecondStepNobody, SiteName: "Vatra", DefaultLocale: "ro", IssuerName: "Vatra",
			ContactEmail: wrong[0], ContactPhone: wrong[1],
		})
		schooltest.Wants(t, err, fault.Invalid, "contact_email: people.email_invalid")
		schooltest.Wants(t, err, fault.Invalid, "contact_phone: people.phone_invalid")
	}
	h.Exec(`UPDATE settings SET value = '{}' WHERE key = 'site_name'`)
	if _, err := site.NewHouse(h.DB, h.Audit).Settings(ctx); err == nil || !strings.Contains(err.Error(), "site_name") {
		t.Errorf("a setting that cannot be read: %v", err)
	}
}

func TestASignatoryIsNamedOrNot(t *testing.T) {
	t.Parallel()
	h, ctx := schooltest.New(t), t.Context()
	boss := h.Person("boss@primarie.example", access.RoleAdministrator)
	settings, err := h.House.Settings(ctx)
	if err != nil {
		t.Fatal(err)
	}
	change := func(name string, offices lang.Texts) error {
		settings.Signatory, settings.SignatoryOffices = name, offices
		return h.House.ChangeSettings(ctx, boss, settings)
	}
	schooltest.Wants(t, change(" ", lang.Texts{"ro": "primar"}), fault.Invalid, "signatory: error.required")
	schooltest.Wants(t, change("漢字", nil), fault.Invalid, "signatory: certificate.name_unprintable")
	schooltest.Wants(t, change("Vasile", lang.Texts{"bg": strings.Repeat("а", site.SignatoryMax+1)}), fault.Invalid,
		"signatory_office_bg: people.text_long")
	if err := change(" Vasile Țepeș ", lang.Texts{"ro": " primar ", "bg": " "}); err != nil {
		t.Fatal(err)
	}
	now, err := site.NewHouse(h.DB, h.Audit).Settings(ctx)
	if err != nil || now.Signatory != "Vasile Țepeș" || !reflect.DeepEqual(now.SignatoryOffices, lang.Texts{"ro": "primar"}) {
		t.Errorf("it is %+v, %v", now, err)
	}
	const told = `SELECT count(*) FROM security_events WHERE event = 'settings.changed' AND target = 'signatory signatory_offices'`
	if h.Count(told) != 1 {
		t.Error("the security log does not tell of it")
	}
	if err := change("", nil); err != nil {
		t.Errorf("nobody signs, and %v", err)
	}
}
