package account_test

import (
	"net/http"
	"regexp"
	"testing"

	"vatra/lms/access"
	"vatra/lms/web"
	"vatra/lms/web/webtest"
)

var placeID = regexp.MustCompile(`name="id" value="([^"]+)"`)

func TestWhereYouAreLoggedIn(t *testing.T) {
	t.Parallel()
	s := webtest.New(t)
	s.Person("ana@example.org", access.RoleLearner)
	// Two servers of one site: what ends on one is over at once on the other.
	second := s.With(func(*web.Options) {})
	logIn := func(site *webtest.Site, agent string) *webtest.Reader {
		r := site.Guest()
		r.Header.Set("User-Agent", agent)
		r.Get("/login")
		r.Follow(r.Post("/login", webtest.Form("email", "ana@example.org", "password", webtest.Password)))
		return r
	}
	here := logIn(s, "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0")
	phone := logIn(second, "Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Mobile Safari/537.36")
	odd := logIn(second, "\"><script>alert(1)</script>")
	here.Get("/account").Check(t, http.StatusOK, []string{`href="/account/places"`}, nil)
	page := here.Get("/account/places")
	page.Check(t, http.StatusOK, []string{
		"Firefox on Linux", "Chrome on Android", "this device", "Log out there: Chrome on Android", "Log out everywhere but here",
	}, []string{"<script>alert"})
	ids := placeID.FindAllStringSubmatch(page.Body, -1)
	if len(ids) != 3 {
		t.Fatalf("%d places", len(ids))
	}
	odd.Get("/account/places").Check(t, http.StatusOK, []string{"this device"}, nil)
	here.Get("/account/places")
	here.Follow(here.Post("/account/places/end-others", nil)).
		Check(t, http.StatusOK, []string{s.Says("account.places_ended"), "Firefox on Linux"}, []string{"Chrome on Android", "Log out everywhere but here"})
	for _, gone := range []*webtest.Reader{phone, odd} {
		if gone.Get("/account").Status != http.StatusSeeOther {
			t.Error("still logged in on the other server")
		}
	}
	back := logIn(second, "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Mobile/15E148 Safari/604.1")
	page = here.Get("/account/places")
	page.Check(t, http.StatusOK, []string{"Safari on iOS"}, nil)
	ids = placeID.FindAllStringSubmatch(page.Body, -1)
	here.Follow(here.Post("/account/places/end", webtest.Form("id", ids[1][1]))).
		Check(t, http.StatusOK, []string{s.Says("account.place_ended")}, []string{"Safari on iOS"})
	if back.Get("/account").Status != http.StatusSeeOther {
		t.Error("still logged in where the session was ended")
	}
	for _, id := range []string{ids[1][1], "none", ""} {
		here.Post("/account/places/end", webtest.Form("id", id)).Check(t, http.StatusNotFound, nil, nil)
	}
	here.Follow(here.Post("/account/places/end", webtest.Form("id", ids[0][1]))).Check(t, http.StatusOK, []string{"You are logged out"}, nil)
	if here.Get("/account").Status != http.StatusSeeOther {
		t.Error("still logged in here")
	}
}
