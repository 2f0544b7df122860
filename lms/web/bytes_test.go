package web_test

import (
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"

	"vatra/lms/access"
	"vatra/lms/web/webtest"
)

// postedName finds what the forms of a page are called in their fields.
var postedName = regexp.MustCompile(`<(?:input|select|textarea)[^>]* name="([a-z_0-9.]+)"`)

// fieldsOfEveryForm are those that the forms of the site have, and some that are there only at times.
func fieldsOfEveryForm(s *webtest.Site, root *webtest.Reader) []string {
	fields := []string{
		"email", "name", "password", "current", "next", "locale", "role", "id", "reason", "code", "q", "page", "event", "kept", "track",
		"course", "registration", "site_name", "default_locale", "issuer_name", "list", "seq", "slot", "titles", "hours", "rules",
	}
	for _, route := range s.Server.Table {
		if route.Method != http.MethodGet || strings.Contains(route.Path, ":") {
			continue
		}
		for _, found := range postedName.FindAllStringSubmatch(root.Get(route.Path).Body, -1) {
			if !slices.Contains(fields, found[1]) && found[1] != "csrf" {
				fields = append(fields, found[1])
			}
		}
	}
	return fields
}

// TestBytesThatAreNoTextAreNobodysFault sends bytes that are no UTF-8, and NUL, to every route: in its path, in what is asked
// of it, and in every field that any form of the site has.
func TestBytesThatAreNoTextAreNobodysFault(t *testing.T) {
	t.Parallel()
	s := webtest.New(t)
	s.Person("root@example.org", access.RoleAdministrator)
	root := s.As("root@example.org")
	ana := s.Person("ana@example.org", access.RoleTrainer)
	fields := fieldsOfEveryForm(s, root)
	for _, route := range s.Server.Table {
		for _, bad := range []string{"%00", "a%00b", "%ff", "%c3%28", "a%ed%a0%80"} {
			if root.Get("/account").Status != http.StatusOK {
				root = s.As("root@example.org") // the route before ended the session
				root.Get("/account")
			}
			token := webtest.FormToken.FindStringSubmatch(root.Last.Body)[1]
			text, err := url.QueryUnescape(bad)
			webtest.Must(t, err)
			form := url.Values{}
			for _, field := range fields {
				form.Set(field, text)
			}
			send := func(path string) int {
				if route.Method == http.MethodGet {
					return root.Ask(http.MethodGet, path, nil).Status
				}
				form.Set("csrf", token)
				return root.Post(path, form).Status
			}
			plain := pathParameter.ReplaceAllString(route.Path, "x")
			if strings.Contains(route.Path, ":") {
				if status := send(pathParameter.ReplaceAllString(route.Path, "x"+bad)); status != http.StatusNotFound && status != http.StatusUnprocessableEntity {
					t.Errorf("%s %s with %s in its path: %d", route.Method, route.Path, bad, status)
				}
			}
			for _, query := range []string{"?q=" + bad, "?" + bad + "=1"} {
				if status := send(plain + query); status != http.StatusNotFound && status != http.StatusUnprocessableEntity {
					t.Errorf("%s %s%s: %d", route.Method, route.Path, query, status)
				}
			}
			// A thing that is there, so that its handler comes to what the form says of it.
			there := strings.Replace(route.Path, "/people/:id", "/people/"+ana.UserID.String(), 1)
			if status := send(pathParameter.ReplaceAllString(there, "x")); status >= http.StatusInternalServerError && there != route.Path {
				t.Errorf("%s %s of somebody with %s in its form: %d", route.Method, route.Path, bad, status)
			}
			if status := send(plain); status >= http.StatusInternalServerError && status != http.StatusServiceUnavailable {
				t.Errorf("%s %s with %s in its form: %d", route.Method, route.Path, bad, status)
			}
		}
	}
}
