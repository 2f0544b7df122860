package web_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"vatra/lms/access"
)

func TestAFormThatHasExpiredIsKeptAndSentAgain(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.person("ana@example.org", access.RoleLearner)
	ana := s.as("ana@example.org")
	kept := ana.post("/account/name", form("name", `Ana "Nuța" <Pop>`, "password", "secret words", "csrf", "old"))
	kept.check(t, http.StatusForbidden,
		[]string{`action="/account/name"`, `name="name" value="Ana &#34;Nuța&#34; &lt;Pop&gt;"`, "Send again", "Nothing was changed yet"},
		[]string{"secret words", `value="old"`})
	ana.last = kept
	ana.follow(ana.post("/account/name", form("name", "Ana Pop"))).check(t, http.StatusOK, []string{"Ana Pop"}, nil)

	// What another site made up is not put before anybody.
	for _, header := range []http.Header{{}, {"Sec-Fetch-Site": {"none"}}, {"Origin": {"https://evil.example"}}} {
		body := url.Values{"name": {"Made Up"}}.Encode()
		request, err := http.NewRequestWithContext(t.Context(), http.MethodPost, s.url+"/account/name", strings.NewReader(body))
		must(t, err)
		request.Header = header
		request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		ana.send(request).check(t, http.StatusForbidden, nil, []string{"Made Up", "Send again"})
	}
}
