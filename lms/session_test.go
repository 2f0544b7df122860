package lms_test

import (
	"encoding/base64"
	"encoding/hex"
	"errors"
	"strings"
	"testing"
	"time"

	"vatra/lms"
	"vatra/lms/fault"
)

func TestLoginTellsNobodyWhoHasAnAccount(t *testing.T) {
	t.Parallel()
	h, ctx := newHouse(t), t.Context()
	h.person(ana, lms.RoleLearner)
	disabled := h.person("dan@primarie.example", lms.RoleLearner)
	if err := h.people.Disable(ctx, lms.Operator(), disabled.UserID); err != nil {
		t.Fatal(err)
	}
	h.register(newcomer("new@primarie.example"))
	var said []string
	for _, email := range []string{ana, "dan@primarie.example", "new@primarie.example", "nobody@primarie.example", "no address", "", "\x00\xff"} {
		_, err := h.people.LogIn(ctx, email, "not the password", visitor())
		wants(t, err, fault.Unauthenticated, "people.wrong_login")
		said = append(said, err.Error())
	}
	for _, one := range said {
		if one != said[0] {
			t.Errorf("%q and %q differ", one, said[0])
		}
	}
	_, err := h.people.LogIn(ctx, "dan@primarie.example", password, visitor())
	wants(t, err, fault.Forbidden, "people.disabled")
}

func TestTokensAreKeptAsHashesOnly(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.person(ana, lms.RoleLearner)
	session := h.logIn(ana, password)
	h.reset(ana, "ro")
	const all = `SELECT count(*) FROM sessions s FULL JOIN tokens t ON false
		WHERE s::text LIKE ?0 OR t::text LIKE ?0`
	for _, token := range []string{session.Token, h.token(ana, lms.PathReset)} {
		secret, err := base64.RawURLEncoding.DecodeString(token)
		if err != nil {
			t.Fatal(err)
		}
		for _, spelt := range []string{token, hex.EncodeToString(secret)} {
			if h.count(all, "%"+spelt+"%") != 0 {
				t.Errorf("a token is in the database in clear")
			}
		}
	}
	if len(session.Token) != 43 {
		t.Errorf("%q is not 256 bits", session.Token)
	}
}

func TestLoginReplacesTheSessionOfTheBrowser(t *testing.T) {
	t.Parallel()
	h, ctx := newHouse(t), t.Context()
	h.person(ana, lms.RoleLearner)
	first, other := h.logIn(ana, password), h.logIn(ana, password)
	second, err := h.people.LogIn(ctx, ana, password, lms.Visitor{Token: first.Token, Agent: "\x00Opera\u202e" + strings.Repeat("x", 500)})
	if err != nil {
		t.Fatal(err)
	}
	if h.loggedIn(first) || !h.loggedIn(second) || !h.loggedIn(other) {
		t.Error("the browser's own session should be replaced and no other")
	}
	if h.count(`SELECT count(*) FROM sessions WHERE agent LIKE 'Operax%' AND length(agent) = 200`) != 1 {
		t.Error("the browser's name was not kept as text")
	}
}

func TestSessionsEnd(t *testing.T) {
	t.Parallel()
	h, ctx := newHouse(t), t.Context()
	actor := h.person(ana, lms.RoleLearner)
	for name, end := range map[string]func(lms.Session){
		"unused for a week": func(lms.Session) { h.exec(`UPDATE sessions SET seen_at = now() - interval '8 days'`) },
		"a month old":       func(lms.Session) { h.exec(`UPDATE sessions SET expires_at = now() - interval '1 second'`) },
		"logged out": func(s lms.Session) {
			if err := h.people.LogOut(ctx, s.Token); err != nil {
				t.Fatal(err)
			}
		},
		"logged out everywhere": func(lms.Session) {
			if err := h.people.LogOutEverywhere(ctx, actor); err != nil {
				t.Fatal(err)
			}
		},
		"disabled": func(lms.Session) { h.exec(`UPDATE users SET disabled_at = now()`) },
	} {
		session := h.logIn(ana, password)
		if !h.loggedIn(session) {
			t.Fatal("not logged in")
		}
		end(session)
		if h.loggedIn(session) {
			t.Errorf("%s, and still logged in", name)
		}
		h.exec(`UPDATE users SET disabled_at = NULL`)
	}
	for _, token := range []string{"", "x", strings.Repeat("A", 43)} {
		if _, err := h.people.Session(ctx, token); !fault.Is(err, fault.Unauthenticated) {
			t.Errorf("%q: %v", token, err)
		}
		if err := h.people.LogOut(ctx, token); err != nil {
			t.Errorf("logging %q out: %v", token, err)
		}
	}
}

func TestSessionThatIsUsedGoesOn(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.person(ana, lms.RoleLearner)
	session := h.logIn(ana, password)
	for range 3 {
		h.exec(`UPDATE sessions SET seen_at = seen_at - interval '6 days'`)
		if !h.loggedIn(session) {
			t.Fatal("logged out though the session was used within the week")
		}
	}
	if h.count(`SELECT count(*) FROM sessions WHERE seen_at > now() - interval '1 minute'`) != 1 {
		t.Error("nobody noted that the session is used")
	}
}

func TestAdministratorsSessionsAreShort(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.person(ana, lms.RoleAdministrator)
	h.person("learner@primarie.example", lms.RoleLearner)
	session := h.logIn(ana, password)
	if left := time.Until(session.ExpiresAt); left > 12*time.Hour || left < 11*time.Hour {
		t.Errorf("an administrator stays logged in for %v", left)
	}
	if left := time.Until(h.logIn("learner@primarie.example", password).ExpiresAt); left < 29*24*time.Hour {
		t.Errorf("a learner stays logged in for %v", left)
	}
	h.exec(`UPDATE sessions SET seen_at = now() - interval '3 hours'`)
	if h.loggedIn(session) {
		t.Error("an administrator who went away three hours ago is still logged in")
	}
}

func TestChangeLocale(t *testing.T) {
	t.Parallel()
	h, ctx := newHouse(t), t.Context()
	actor := h.person(ana, lms.RoleLearner)
	session := h.logIn(ana, password)
	if err := h.people.ChangeLocale(ctx, actor, "sq"); err != nil {
		t.Fatal(err)
	}
	if now, err := h.people.Session(ctx, session.Token); err != nil || now.Locale != "sq" {
		t.Errorf("%+v, %v", now, err)
	}
	wants(t, h.people.ChangeLocale(ctx, actor, "de"), fault.Invalid, "locale: people.locale_unknown")
	wants(t, h.people.ChangeLocale(ctx, lms.Guest("ro"), "sq"), fault.Unauthenticated, "people.login_needed")
}

func TestGuessingEnds(t *testing.T) {
	t.Parallel()
	h, ctx := newHouse(t), t.Context()
	h.person(ana, lms.RoleLearner)
	h.person("dan@primarie.example", lms.RoleLearner)
	guess := func(email, password string, from lms.Visitor) error {
		_, err := h.people.LogIn(ctx, email, password, from)
		return err
	}
	for range 20 {
		if err := guess("dan@primarie.example", password, visitor()); err != nil {
			t.Fatalf("who knows the password is counted: %v", err)
		}
	}
	h.exec(`UPDATE rate_limits SET hits = 9 WHERE bucket LIKE 'login.account:%' AND hits = 0`)
	wants(t, guess("dan@primarie.example", "wrong", visitor()), fault.Unauthenticated, "people.wrong_login")
	err := guess("dan@primarie.example", password, visitor())
	wants(t, err, fault.TooMany, "error.too_many")
	var told *fault.Error
	if errors.As(err, &told) {
		if wait, ok := told.Args["RetryAfter"].(int); !ok || wait < 1 || wait > 900 {
			t.Errorf("wait for %v", told.Args["RetryAfter"])
		}
	}
	wants(t, guess("DAN@primarie.example ", password, visitor()), fault.TooMany, "error.too_many")
	if err := guess(ana, password, visitor()); err != nil {
		t.Errorf("another's account is shut too: %v", err)
	}
	h.exec(`UPDATE rate_limits SET window_end = now()`)
	if err := guess("dan@primarie.example", password, visitor()); err != nil {
		t.Errorf("after the time is up: %v", err)
	}
}

func TestEveryDoorIsLimited(t *testing.T) {
	t.Parallel()
	h, ctx := newHouse(t), t.Context()
	from := visitor()
	for name, door := range map[string]func() error{
		"login": func() error {
			_, err := h.people.LogIn(ctx, "a@primarie.example", password, from)
			return err
		},
		"register": func() error { return h.people.Register(ctx, newcomer("b@primarie.example"), from) },
		"reset":    func() error { return h.people.RequestReset(ctx, "c@primarie.example", "ro", from) },
	} {
		_ = door()
		for _, by := range []string{"account", "address"} {
			h.exec(`UPDATE rate_limits SET hits = CASE WHEN bucket LIKE ? THEN 100000 ELSE 0 END`, name+"."+by+":%")
			if err := door(); !fault.Is(err, fault.TooMany) {
				t.Errorf("%s by %s: %v", name, by, err)
			}
		}
	}
}
