package webtest

import (
	"net/http"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/pquerna/otp"
	"github.com/pquerna/otp/totp"

	"vatra/lms/factors"
)

// App is an authenticator app on somebody's phone.
type App struct {
	t      *testing.T
	secret string
}

// NewApp is an app that was given a secret as a page shows it.
func NewApp(t *testing.T, secret string) App { return App{t, strings.ReplaceAll(secret, " ", "")} }

// Code is what the app shows, or shows so many half minutes later: of codes that were shown before, none is taken again.
func (a App) Code(later int) string {
	a.t.Helper()
	when := time.Now().Add(time.Duration(later) * 30 * time.Second)
	code, err := totp.GenerateCodeCustom(a.secret, when, totp.ValidateOpts{Period: 30, Digits: otp.DigitsSix, Algorithm: otp.AlgorithmSHA1})
	Must(a.t, err)
	return code
}

var (
	secretInGroups = regexp.MustCompile(`<code>([A-Z2-7]{4}(?: [A-Z2-7]{4}){7})</code>`)
	recoveryCodes  = regexp.MustCompile(`[a-z2-9]{4}-[a-z2-9]{4}-[a-z2-9]{4}`)
)

// BeginApp begins to set up an app, with the secret that the page shows.
func (r *Reader) BeginApp() App {
	r.t.Helper()
	r.Get(factors.Path)
	page := r.Follow(r.Post(factors.Path+"/app", nil))
	found := secretInGroups.FindStringSubmatch(page.Body)
	if found == nil {
		r.t.Fatalf("%d: there is no secret on the page:\n%s", page.Status, page.Body)
	}
	return NewApp(r.t, found[1])
}

// SetUpApp sets up an app, and gives the recovery codes that came with it.
func (r *Reader) SetUpApp() (App, []string) {
	r.t.Helper()
	app := r.BeginApp()
	done := r.Post(factors.Path+"/app/confirm", Form("code", app.Code(0)))
	if done.Status != http.StatusOK {
		r.t.Fatalf("%d: the app is not set up:\n%s", done.Status, done.Body)
	}
	r.Last = done
	return app, RecoveryCodes(done.Body)
}

// RecoveryCodes are those that a page shows.
func RecoveryCodes(page string) []string { return recoveryCodes.FindAllString(page, -1) }
