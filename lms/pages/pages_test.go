package pages_test

import (
	"strings"
	"testing"

	"vatra/lms/access"
	"vatra/lms/fault"
	"vatra/lms/i18n"
	"vatra/lms/pages"
	"vatra/lms/schooltest"
)

var values = pages.Values{
	Site: "Școala *satului* <b>", Organisation: "Primăria [Vatra](x)", Email: "ajutor_a@vatra.example", Phone: "+40 (256) 123",
	Address: "https://vatra.example",
}

// TestPagesThatComeWithVatra reads each in every language, with whom to ask and without.
func TestPagesThatComeWithVatra(t *testing.T) {
	t.Parallel()
	for _, key := range pages.Keys() {
		shape := ""
		for _, language := range i18n.Languages() {
			source, err := pages.Starter(key, language.Tag)
			if err != nil {
				t.Fatal(err)
			}
			for _, v := range []pages.Values{values, {Site: "Vatra", Organisation: "Vatra", Address: values.Address}} {
				html, warnings := pages.HTML(source, v, "?", language.Tag)
				if len(warnings) > 0 || strings.ContainsAny(html, "{}") || strings.Contains(html, "<ul></ul>") ||
					strings.Contains(html, "<li></li>") {
					t.Errorf("%s in %s: %v\n%s", key, language.Tag, warnings, html)
				}
				if v.Email == "" && (strings.Contains(html, "mailto:") || strings.Contains(html, "tel:")) {
					t.Errorf("%s in %s speaks of an address that there is not:\n%s", key, language.Tag, html)
				}
			}
			marks := ""
			for line := range strings.SplitSeq(source, "\n") {
				mark, _, _ := strings.Cut(line, " ")
				if mark == "##" || mark == "-" {
					marks += mark
				}
			}
			if shape == "" {
				shape = marks
			}
			if marks != shape {
				t.Errorf("%s has other parts in %s than in another language: %s and %s", key, language.Tag, marks, shape)
			}
		}
	}
	_, err := pages.Starter("imprint", "ro")
	schooltest.Wants(t, err, fault.NotFound, "error.not_found")
	_, err = pages.Starter(pages.Help, "../help.ro")
	schooltest.Wants(t, err, fault.NotFound, "error.not_found")
}

func TestSettingsAreWordsAndNoMarkup(t *testing.T) {
	t.Parallel()
	html, _ := pages.HTML("{site}, {organisation}\n\n- {email}\n- {phone}\n- {address}/pages/help", values, "", "ro")
	for _, want := range []string{
		"Școala *satului* &lt;b&gt;, Primăria [Vatra](x)", `<a href="mailto:ajutor_a@vatra.example">ajutor_a@vatra.example</a>`,
		`<a href="tel:+40256123">+40 (256) 123</a>`, `href="https://vatra.example/pages/help"`,
	} {
		if !strings.Contains(html, want) {
			t.Errorf("%s is not in\n%s", want, html)
		}
	}
}

// TestNothingInAPageCanRun is decided as for courses: it is kept as it was written, and shown without what could run.
func TestNothingInAPageCanRun(t *testing.T) {
	t.Parallel()
	html, warnings := pages.HTML("Good.\n\n<script>alert(1)</script>\n<img src=x onerror=alert(1)>\n<form action=/logout><button>Go</button></form>\n"+
		"[a](javascript:alert(1)) <a href=\"/logout\" onclick=\"x()\">out</a>\n\n<iframe src=\"https://evil.example\"></iframe>", values, "", "ro")
	for _, bad := range []string{"<script", "alert(1)<", "onerror", "<form", "<button", `href="javascript`, "onclick", "<iframe", "/logout"} {
		if strings.Contains(html, bad) {
			t.Errorf("%s is in\n%s", bad, html)
		}
	}
	if len(warnings) == 0 || !strings.Contains(html, "Good.") {
		t.Errorf("%v\n%s", warnings, html)
	}
}

func TestAPageIsWrittenAndTakenBack(t *testing.T) {
	t.Parallel()
	s, ctx := schooltest.New(t), t.Context()
	boss := s.Person("boss@primarie.example", access.RoleAdministrator)
	built, err := s.Pages.Text(ctx, pages.Contact, "sr")
	if err != nil || built.Own || built.Version != 0 || !strings.Contains(built.Source, "Е‑пошта") {
		t.Fatalf("%+v, %v", built, err)
	}
	change := func(source string, version int) error {
		return s.Pages.Change(ctx, boss, pages.Text{Key: pages.Contact, Locale: "sr", Source: source, Version: version})
	}
	reads := func(source string, own bool, version int) {
		t.Helper()
		got, err := s.Pages.Text(ctx, pages.Contact, "sr")
		if err != nil || got.Source != source || got.Own != own || got.Version != version {
			t.Errorf("reads %+v, %v", got, err)
		}
	}
	if err := change(" Шалтер 3.\r\nДођите. ", 0); err != nil {
		t.Fatal(err)
	}
	reads("Шалтер 3.\nДођите.", true, 1)
	for _, version := range []int{0, 2, -1} { // somebody who has read another one
		schooltest.Wants(t, change("Шалтер 4.", version), fault.Conflict, "pages.changed_meanwhile")
	}
	schooltest.Wants(t, change(strings.Repeat("ш", pages.SourceMax+1), 1), fault.Invalid, "source: people.text_long")
	reads("Шалтер 3.\nДођите.", true, 1)
	if err := change("  ", 1); err != nil {
		t.Fatal(err)
	}
	reads(built.Source, false, 2)
	if err := change("Шалтер 5.", 2); err != nil {
		t.Fatal(err)
	}
	if err := change(strings.ReplaceAll(built.Source, "\n", "\r\n"), 3); err != nil {
		t.Fatal(err)
	}
	reads(built.Source, false, 4)
	if n := s.Count(`SELECT count(*) FROM security_events WHERE event = 'settings.changed' AND target = 'pages.contact.sr'`); n != 4 {
		t.Errorf("the security log tells of %d changes, of which there were 4", n)
	}
	list, err := s.Pages.List(ctx, boss)
	if err != nil || len(list) != len(pages.Keys())*len(i18n.Languages()) || list[0].Key != pages.Help || list[0].Own {
		t.Errorf("%d, %v", len(list), err)
	}
	for _, role := range []access.Role{access.RoleLearner, access.RoleTrainer} {
		other := s.Person(string(role)+"@primarie.example", role)
		err := s.Pages.Change(ctx, other, pages.Text{Key: pages.Help, Locale: "ro"})
		schooltest.Wants(t, err, fault.Forbidden, "people.forbidden")
		_, err = s.Pages.List(ctx, other)
		schooltest.Wants(t, err, fault.Forbidden, "people.forbidden")
	}
	err = s.Pages.Change(ctx, boss, pages.Text{Key: "imprint", Locale: "ro", Source: "x"})
	schooltest.Wants(t, err, fault.NotFound, "error.not_found")
}
