package account_test

import (
	"net/http"
	"testing"

	"vatra/lms/access"
	"vatra/lms/web/webtest"
)

func TestTheLanguageStaysOnceTheSessionHasEnded(t *testing.T) {
	t.Parallel()
	s := webtest.New(t)
	s.Person("ana@example.org", access.RoleLearner, "bg")
	logIn := func() *webtest.Reader {
		reader := s.Guest() // of a browser that asks for English
		reader.Get("/login")
		reader.Follow(reader.Post("/login", webtest.Form("email", "ana@example.org", "password", webtest.Password)))
		return reader
	}
	left := logIn()
	left.Follow(left.Post("/logout", nil)).Check(t, http.StatusOK, []string{`<html lang="bg">`}, nil)
	left.Get("/courses").Check(t, http.StatusOK, []string{`<html lang="bg">`}, nil)

	ended := logIn()
	s.NobodyIsLoggedIn()
	ended.Get("/courses").Check(t, http.StatusOK, []string{`<html lang="bg">`}, nil)
}
