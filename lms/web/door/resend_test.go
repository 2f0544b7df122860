package door_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"vatra/lms/access"
	"vatra/lms/web/webtest"
)

func TestAFormThatHasExpiredIsKeptAndSentAgain(t *testing.T) {
	t.Parallel()
	s := webtest.New(t)
	s.Person("ana@example.org", access.RoleLearner)
	ana := s.As("ana@example.org")
	kept := ana.Post("/account/name", webtest.Form("name", `Ana "Nuța" <Pop>`, "password", "secret words", "csrf", "old"))
	kept.Check(t, http.StatusForbidden,
		[]string{`action="/account/name"`, `name="name" value="Ana &#34;Nuța&#34; &lt;Pop&gt;"`, "Send again", "Nothing was changed yet"},
		[]string{"secret words", `value="old"`})
	ana.Last = kept
	ana.Follow(ana.Post("/account/name", webtest.Form("name", "Ana Pop"))).Check(t, http.StatusOK, []string{"Ana Pop"}, nil)

	// What another site made up is not put before anybody.
	for _, header := range []http.Header{{}, {"Sec-Fetch-Site": {"none"}}, {"Origin": {"https://evil.example"}}} {
		body := url.Values{"name": {"Made Up"}}.Encode()
		request, err := http.NewRequestWithContext(t.Context(), http.MethodPost, s.URL+"/account/name", strings.NewReader(body))
		webtest.Must(t, err)
		request.Header = header
		request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		ana.Send(request).Check(t, http.StatusForbidden, nil, []string{"Made Up", "Send again"})
	}
}
