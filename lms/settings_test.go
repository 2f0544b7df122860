package lms_test

import (
	"strings"
	"testing"

	"vatra/lms"
	"vatra/lms/fault"
)

func TestSettingsAreKept(t *testing.T) {
	t.Parallel()
	h, ctx := newHouse(t), t.Context()
	settings, err := h.house.Settings(ctx)
	if err != nil || settings != (lms.Settings{Registration: lms.RegistrationOpen, SiteName: "Vatra", DefaultLocale: "ro", IssuerName: "Vatra"}) {
		t.Fatalf("a new house has %+v, %v", settings, err)
	}
	h.exec(`INSERT INTO settings (key, value) VALUES ('of_somebody_else', '[1]')`)
	boss := h.person("boss@primarie.example", lms.RoleAdministrator)
	settings = lms.Settings{
		Registration: lms.RegistrationInvited, SiteName: " Școala satului ", DefaultLocale: "sq", IssuerName: `Asociația "Comuna"`,
	}
	if err := h.house.ChangeSettings(ctx, boss, settings); err != nil {
		t.Fatal(err)
	}
	settings.SiteName = "Școala satului"
	for name, house := range map[string]*lms.House{"this node": h.house, "another node": lms.NewHouse(h.db)} {
		if got, err := house.Settings(ctx); err != nil || got != settings {
			t.Errorf("%s reads %+v, %v", name, got, err)
		}
	}
	if h.count(`SELECT count(*) FROM settings WHERE updated_by = ?`, boss.UserID) != 4 {
		t.Error("nobody noted who changed them")
	}
	h.reset("nobody@primarie.example", "en")
	if subject := h.letter("nobody@primarie.example").Subject; !has(subject, "Școala satului") {
		t.Errorf("a mail says %q", subject)
	}
}

func TestSettingsThatCannotBe(t *testing.T) {
	t.Parallel()
	h, ctx := newHouse(t), t.Context()
	err := h.house.ChangeSettings(ctx, lms.Operator(), lms.Settings{
		Registration: "sometimes", SiteName: "  ", DefaultLocale: "de", IssuerName: strings.Repeat("ț", 161),
	})
	for _, key := range []string{
		"registration: people.registration_unknown", "site_name: error.required",
		"default_locale: people.locale_unknown", "issuer_name: people.text_long",
	} {
		wants(t, err, fault.Invalid, key)
	}
	err = h.house.ChangeSettings(ctx, lms.Operator(), lms.Settings{
		Registration: lms.RegistrationOpen, SiteName: "Vatra\u202e", DefaultLocale: "ro", IssuerName: "Vatra",
	})
	wants(t, err, fault.Invalid, "site_name: people.strange_characters")
	for _, issuer := range []string{"Vatra 🔥", "市役所", "עיריית", "بلدية"} {
		err = h.house.ChangeSettings(ctx, lms.Operator(), lms.Settings{
			Registration: lms.RegistrationOpen, SiteName: "Vatra 🔥", DefaultLocale: "ro", IssuerName: issuer,
		})
		wants(t, err, fault.Invalid, "issuer_name: certificate.name_unprintable")
	}
	h.exec(`INSERT INTO settings (key, value) VALUES ('site_name', '{}')`)
	if _, err := lms.NewHouse(h.db).Settings(ctx); err == nil || !has(err.Error(), "site_name") {
		t.Errorf("a setting that cannot be read: %v", err)
	}
}
