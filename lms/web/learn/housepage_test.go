package learn_test

import (
	"net/http"
	"testing"

	"vatra/lms/access"
	"vatra/lms/i18n"
	"vatra/lms/pages"
	"vatra/lms/web/views/ui"
	"vatra/lms/web/webtest"
)

func TestEveryPageLeadsToThePagesOfTheHouse(t *testing.T) {
	t.Parallel()
	s := webtest.New(t)
	var links []string
	for i, key := range pages.Keys() {
		links = append(links, `<li><a href="/pages/`+string(key)+`">`+s.Says("pages.title_"+string(key)))
		if ui.HousePages[i] != string(key) {
			t.Errorf("%s stands at the foot in the place of %s", ui.HousePages[i], key)
		}
	}
	guest := s.Guest()
	for path, status := range map[string]int{
		"/": http.StatusOK, "/login": http.StatusOK, "/pages/terms": http.StatusOK,
		"/nosuch": http.StatusNotFound, "/pages/imprint": http.StatusNotFound,
	} {
		guest.Get(path).Check(t, status, links, nil)
	}
}

// TestAGuestReadsThePagesOfTheHouse in their own language, with what the settings say, and does not fetch one twice.
func TestAGuestReadsThePagesOfTheHouse(t *testing.T) {
	t.Parallel()
	s := webtest.New(t)
	guest := s.Guest()
	for _, language := range i18n.Languages() {
		guest.Header.Set("Accept-Language", language.Tag)
		for _, key := range pages.Keys() {
			title := i18n.For(language.Tag).T("pages.title_" + string(key))
			guest.Get("/pages/"+string(key)).Check(t, http.StatusOK, []string{"<h1>" + title + "</h1>", "<h2 id="}, []string{"mailto:", "tel:", "{"})
		}
	}
	guest.Header.Set("Accept-Language", "en")
	tag := guest.Get("/pages/contact").Header.Get("ETag")
	again := guest.Ask(http.MethodGet, "/pages/contact", http.Header{"If-None-Match": {tag}})
	if tag == "" || again.Status != http.StatusNotModified {
		t.Errorf("the same page once more: %d, tag %q", again.Status, tag)
	}
	settings, err := s.House.Settings(t.Context())
	webtest.Must(t, err)
	settings.ContactEmail, settings.ContactPhone, settings.IssuerName = "help@vatra.example", "0256 111", "Comuna Vatra"
	webtest.Must(t, s.House.ChangeSettings(t.Context(), access.Operator(), settings))
	guest.Get("/pages/contact").Check(t, http.StatusOK,
		[]string{"<strong>Comuna Vatra</strong>", `href="mailto:help@vatra.example"`, `<a href="tel:0256111">0256 111</a>`}, nil)
	guest.Get("/nosuch").Check(t, http.StatusNotFound,
		[]string{`href="mailto:help@vatra.example"`, `<a href="tel:0256111">0256 111</a>`, `href="/pages/contact"`}, nil)
}
