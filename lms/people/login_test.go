package people_test

import (
	"encoding/base64"
	"encoding/hex"
	"strings"
	"testing"

	"github.com/google/uuid"

	"vatra/lms/access"
	"vatra/lms/fault"
	"vatra/lms/limits"
	"vatra/lms/people/links"
	"vatra/lms/schooltest"
	"vatra/lms/sessions"
)

func TestLoginTellsNobodyWhoHasAnAccount(t *testing.T) {
	t.Parallel()
	h, ctx := schooltest.New(t), t.Context()
	h.Person(ana, access.RoleLearner)
	disabled := h.Person("dan@primarie.example", access.RoleLearner)
	if err := h.People.Disable(ctx, access.Operator(), disabled.UserID); err != nil {
		t.Fatal(err)
	}
	h.Register(schooltest.Newcomer("new@primarie.example"))
	var said []string
	for _, email := range []string{ana, "dan@primarie.example", "new@primarie.example", "nobody@primarie.example", "no address", "", "\x00\xff"} {
		_, err := h.People.LogIn(ctx, email, "not the password", schooltest.Visitor())
		schooltest.Wants(t, err, fault.Unauthenticated, "people.wrong_login")
		said = append(said, err.Error())
	}
	for _, one := range said {
		if one != said[0] {
			t.Errorf("%q and %q differ", one, said[0])
		}
	}
	_, err := h.People.LogIn(ctx, "dan@primarie.example", schooltest.Password, schooltest.Visitor())
	schooltest.Wants(t, err, fault.Forbidden, "people.disabled")
}

func TestTokensAreKeptAsHashesOnly(t *testing.T) {
	t.Parallel()
	h := schooltest.New(t)
	h.Person(ana, access.RoleLearner)
	session := h.LogIn(ana, schooltest.Password)
	h.Reset(ana, "ro")
	const all = `SELECT count(*) FROM sessions s FULL JOIN tokens t ON false
		WHERE s::text LIKE ?0 OR t::text LIKE ?0`
	for _, token := range []string{session.Token, h.Token(ana, links.PathReset)} {
		secret, err := base64.RawURLEncoding.DecodeString(token)
		if err != nil {
			t.Fatal(err)
		}
		for _, spelt := range []string{token, hex.EncodeToString(secret)} {
			if h.Count(all, "%"+spelt+"%") != 0 {
				t.Errorf("a token is in the database in clear")
			}
		}
	}
	if len(session.Token) != 43 {
		t.Errorf("%q is not 256 bits", session.Token)
	}
}

func TestChangeLocale(t *testing.T) {
	t.Parallel()
	h, ctx := schooltest.New(t), t.Context()
	actor := h.Person(ana, access.RoleLearner)
	session := h.LogIn(ana, schooltest.Password)
	if err := h.People.ChangeLocale(ctx, actor, "sq"); err != nil {
		t.Fatal(err)
	}
	if now, err := h.Sessions.Current(ctx, session.Token); err != nil || now.Actor.Locale != "sq" {
		t.Errorf("%+v, %v", now, err)
	}
	schooltest.Wants(t, h.People.ChangeLocale(ctx, actor, "de"), fault.Invalid, "locale: people.locale_unknown")
	schooltest.Wants(t, h.People.ChangeLocale(ctx, access.Guest("ro"), "sq"), fault.Unauthenticated, "people.login_needed")
}

func TestGuessingFromOnePlaceIsSlowedThere(t *testing.T) {
	t.Parallel()
	h, ctx := schooltest.New(t), t.Context()
	h.Person(ana, access.RoleLearner)
	h.Person("dan@primarie.example", access.RoleLearner)
	guess := func(email, password string, from sessions.Visitor) error {
		_, err := h.People.LogIn(ctx, email, password, from)
		return err
	}
	here := schooltest.Visitor()
	for range 20 {
		if err := guess("dan@primarie.example", schooltest.Password, here); err != nil {
			t.Fatalf("who knows the password is counted: %v", err)
		}
	}
	for range 5 {
		schooltest.Wants(t, guess("dan@primarie.example", "wrong", here), fault.Unauthenticated, "people.wrong_login")
	}
	err := guess("dan@primarie.example", schooltest.Password, here)
	schooltest.Wants(t, err, fault.TooMany, "error.too_many")
	if told, ok := fault.As(err); ok {
		if wait, ok := told.Args["RetryAfter"].(int); !ok || wait < 1 || wait > 30 {
			t.Errorf("wait for %v", told.Args["RetryAfter"])
		}
	}
	schooltest.Wants(t, guess("DAN@primarie.example ", schooltest.Password, here), fault.TooMany, "error.too_many")
	if err := guess("dan@primarie.example", schooltest.Password, schooltest.Visitor()); err != nil {
		t.Errorf("the right person is shut out elsewhere: %v", err)
	}
	if err := guess(ana, schooltest.Password, here); err != nil {
		t.Errorf("another's account is shut too: %v", err)
	}
	h.Exec(`UPDATE guesses SET wait_until = now()`)
	if err := guess("dan@primarie.example", schooltest.Password, here); err != nil {
		t.Errorf("after the time is up: %v", err)
	}
}

// Many machines guess at one account: they are slowed together, and a browser that the account knows is not.
func TestGuessingFromManyPlacesIsSlowedButForKnownBrowsers(t *testing.T) {
	t.Parallel()
	h, ctx := schooltest.New(t), t.Context()
	owner := h.Person(ana, access.RoleLearner)
	guess := func(password string, from sessions.Visitor) error {
		_, err := h.People.LogIn(ctx, ana, password, from)
		return err
	}
	for range 10 {
		schooltest.Wants(t, guess("wrong", schooltest.Visitor()), fault.Unauthenticated, "people.wrong_login")
	}
	if err := guess(schooltest.Password, schooltest.Visitor()); err != nil {
		t.Fatalf("ten wrong passwords from anywhere lock the right person out: %v", err)
	}
	h.Exec(`UPDATE guesses SET tries = 49 WHERE bucket LIKE 'guess.anywhere:%'`)
	schooltest.Wants(t, guess("wrong", schooltest.Visitor()), fault.Unauthenticated, "people.wrong_login")
	schooltest.Wants(t, guess("wrong", schooltest.Visitor()), fault.TooMany, "people.login_guarded")
	schooltest.Wants(t, guess(schooltest.Password, schooltest.Visitor()), fault.TooMany, "people.login_guarded")

	known := schooltest.Visitor()
	known.Browser, known.Knows = "hers", []uuid.UUID{uuid.New(), owner.UserID}
	if err := guess(schooltest.Password, known); err != nil {
		t.Errorf("her own browser does not go on: %v", err)
	}
	for range 5 {
		schooltest.Wants(t, guess("wrong", known), fault.Unauthenticated, "people.wrong_login")
	}
	schooltest.Wants(t, guess("wrong", known), fault.TooMany, "error.too_many")
	other := schooltest.Visitor()
	other.Browser, other.Knows = "his", []uuid.UUID{uuid.New()}
	schooltest.Wants(t, guess(schooltest.Password, other), fault.TooMany, "people.login_guarded")

	// An address without an account is slowed alike, or the wait would tell who has one.
	for range 50 {
		_, _ = h.Limits.Try(ctx, limits.GuessAnywhere.Of("nobody@primarie.example"))
	}
	_, err := h.People.LogIn(ctx, "nobody@primarie.example", "wrong", schooltest.Visitor())
	schooltest.Wants(t, err, fault.TooMany, "people.login_guarded")
}

func TestEveryDoorIsLimited(t *testing.T) {
	t.Parallel()
	h, ctx := schooltest.New(t), t.Context()
	from := schooltest.Visitor()
	for name, door := range map[string]func() error{
		"login": func() error {
			_, err := h.People.LogIn(ctx, "a@primarie.example", schooltest.Password, from)
			return err
		},
		"register": func() error { return h.People.Register(ctx, schooltest.Newcomer("b@primarie.example"), from) },
		"reset":    func() error { return h.People.RequestReset(ctx, "c@primarie.example", "ro", from) },
	} {
		_ = door()
		for _, by := range []string{"account", "address"} {
			if name+by == "loginaccount" {
				continue // slowed, and not limited: see above
			}
			h.Exec(`UPDATE rate_limits SET hits = CASE WHEN bucket LIKE ? THEN 100000 ELSE 0 END`, name+"."+by+":%")
			if err := door(); !fault.Is(err, fault.TooMany) {
				t.Errorf("%s by %s: %v", name, by, err)
			}
		}
	}
}

// A login in a browser that the account does not know is told to its owner, in their language; one that it knows is not.
func TestALoginInANewBrowserIsToldToTheOwner(t *testing.T) {
	t.Parallel()
	h := schooltest.New(t)
	person := h.Person(ana, access.RoleLearner)
	for i, knows := range [][]uuid.UUID{nil, {uuid.New()}, {uuid.New(), person.UserID}} {
		visitor := schooltest.Visitor()
		visitor.Browser, visitor.Knows = "hers", knows
		if _, err := h.People.LogIn(t.Context(), ana, schooltest.Password, visitor); err != nil {
			t.Fatal(err)
		}
		letters := h.Letters(ana)
		if len(letters) != min(i+1, 2) {
			t.Fatalf("after %d logins there are %d letters", i+1, len(letters))
		}
		if text := letters[len(letters)-1].Text; i < 2 && (!strings.Contains(text, visitor.Address) || !strings.Contains(text, schooltest.Address+links.PathForgotten+"\n")) {
			t.Errorf("the letter says %q", text)
		}
	}
	h.LetterAbout(ana, "Intrare în cont dintr‑un browser nou")
}

func TestAnotherRoleIsToldToItsOwner(t *testing.T) {
	t.Parallel()
	h := schooltest.New(t)
	person := h.Person(ana, access.RoleLearner)
	for range 2 { // the second time changes nothing
		if err := h.People.SetRole(t.Context(), access.Operator(), person.UserID, access.RoleTrainer); err != nil {
			t.Fatal(err)
		}
	}
	if letters := h.Letters(ana); len(letters) != 1 || !strings.Contains(letters[0].Text, "„Cursant”") || !strings.Contains(letters[0].Text, "„Formator”") {
		t.Errorf("the letters are %+v", letters)
	}
}
