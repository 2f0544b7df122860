package sessions_test

import (
	"strings"
	"testing"
	"time"

	"vatra/lms/access"
	"vatra/lms/fault"
	"vatra/lms/schooltest"
	"vatra/lms/sessions"
)

const ana = "ana@primarie.example"

func TestLoginReplacesTheSessionOfTheBrowser(t *testing.T) {
	t.Parallel()
	h, ctx := schooltest.New(t), t.Context()
	h.Person(ana, access.RoleLearner)
	first, other := h.LogIn(ana, schooltest.Password), h.LogIn(ana, schooltest.Password)
	second, err := h.People.LogIn(ctx, ana, schooltest.Password, sessions.Visitor{Token: first.Token, Agent: "\x00Opera\u202e" + strings.Repeat("x", 500)})
	if err != nil {
		t.Fatal(err)
	}
	if h.LoggedIn(first) || !h.LoggedIn(second) || !h.LoggedIn(other) {
		t.Error("the browser's own session should be replaced and no other")
	}
	if h.Count(`SELECT count(*) FROM sessions WHERE agent LIKE 'Operax%' AND length(agent) = 200`) != 1 {
		t.Error("the browser's name was not kept as text")
	}
}

func TestSessionsEnd(t *testing.T) {
	t.Parallel()
	h, ctx := schooltest.New(t), t.Context()
	actor := h.Person(ana, access.RoleLearner)
	for name, end := range map[string]func(sessions.Session){
		"unused for a week": func(sessions.Session) { h.Exec(`UPDATE sessions SET seen_at = now() - interval '8 days'`) },
		"a month old":       func(sessions.Session) { h.Exec(`UPDATE sessions SET expires_at = now() - interval '1 second'`) },
		"logged out": func(s sessions.Session) {
			if err := h.Sessions.LogOut(ctx, actor, s.Token); err != nil {
				t.Fatal(err)
			}
		},
		"disabled": func(sessions.Session) { h.Exec(`UPDATE users SET disabled_at = now()`) },
	} {
		session := h.LogIn(ana, schooltest.Password)
		if !h.LoggedIn(session) {
			t.Fatal("not logged in")
		}
		end(session)
		if h.LoggedIn(session) {
			t.Errorf("%s, and still logged in", name)
		}
		h.Exec(`UPDATE users SET disabled_at = NULL`)
	}
	for _, token := range []string{"", "x", strings.Repeat("A", 43)} {
		if _, err := h.Sessions.Current(ctx, token); !fault.Is(err, fault.Unauthenticated) {
			t.Errorf("%q: %v", token, err)
		}
		if err := h.Sessions.LogOut(ctx, actor, token); err != nil {
			t.Errorf("logging %q out: %v", token, err)
		}
	}
}

func TestSessionThatIsUsedGoesOn(t *testing.T) {
	t.Parallel()
	h := schooltest.New(t)
	h.Person(ana, access.RoleLearner)
	session := h.LogIn(ana, schooltest.Password)
	for range 3 {
		h.Exec(`UPDATE sessions SET seen_at = seen_at - interval '6 days'`)
		if !h.LoggedIn(session) {
			t.Fatal("logged out though the session was used within the week")
		}
	}
	if h.Count(`SELECT count(*) FROM sessions WHERE seen_at > now() - interval '1 minute'`) != 1 {
		t.Error("nobody noted that the session is used")
	}
}

func TestSessionsOfStaffAreShort(t *testing.T) {
	t.Parallel()
	h := schooltest.New(t)
	h.Person(ana, access.RoleAdministrator)
	h.Person("learner@primarie.example", access.RoleLearner)
	h.Person("trainer@primarie.example", access.RoleTrainer)
	session := h.LogIn(ana, schooltest.Password)
	if left := time.Until(session.ExpiresAt); left > 12*time.Hour || left < 11*time.Hour {
		t.Errorf("an administrator stays logged in for %v", left)
	}
	if left := time.Until(h.LogIn("learner@primarie.example", schooltest.Password).ExpiresAt); left < 29*24*time.Hour {
		t.Errorf("a learner stays logged in for %v", left)
	}
	if left := time.Until(h.LogIn("trainer@primarie.example", schooltest.Password).ExpiresAt); left > 7*24*time.Hour {
		t.Errorf("a trainer stays logged in for %v", left)
	}
	h.Exec(`UPDATE sessions SET seen_at = now() - interval '3 hours'`)
	if h.LoggedIn(session) {
		t.Error("an administrator who went away three hours ago is still logged in")
	}
}

// The password is checked, then somebody changes it and ends all sessions, and only then the login goes on.
func TestLoginThatWasOvertakenOpensNoSession(t *testing.T) {
	t.Parallel()
	h, ctx := schooltest.New(t), t.Context()
	for name, change := range map[string]string{
		"new password": `UPDATE users SET password_hash = 'other'`,
		"new role":     `UPDATE users SET role = 'trainer'`,
		"disabled":     `UPDATE users SET disabled_at = now()`,
	} {
		owner := sessions.Owner{Actor: h.Person(ana, access.RoleLearner), PasswordHash: "hash"}
		h.Exec(`UPDATE users SET password_hash = 'hash'`)
		if _, err := sessions.Open(ctx, h.DB, owner, sessions.Visitor{}); err != nil {
			t.Fatal(err)
		}
		h.Exec(change)
		if _, err := sessions.Open(ctx, h.DB, owner, sessions.Visitor{}); !fault.Is(err, fault.Unauthenticated) {
			t.Errorf("%s: %v", name, err)
		}
		h.Exec(`DELETE FROM users`)
	}
}

func TestPlacesAreOnesOwnAndEndAtOnce(t *testing.T) {
	t.Parallel()
	h, ctx := schooltest.New(t), t.Context()
	actor, other := h.Person(ana, access.RoleLearner), h.Person("dan@primarie.example", access.RoleLearner)
	here, phone, library := h.LogIn(ana, schooltest.Password), h.LogIn(ana, schooltest.Password), h.LogIn(ana, schooltest.Password)
	his := h.LogIn("dan@primarie.example", schooltest.Password)
	h.Exec(`UPDATE sessions SET seen_at = now() - interval '1 year' WHERE token_hash = sha256(decode(translate(?, '-_', '+/') || '=', 'base64'))`, library.Token)
	places, err := h.Sessions.Places(ctx, actor, here.Token)
	if err != nil || len(places) != 2 || !places[0].Here || places[1].Here || places[1].Agent != "Firefox" {
		t.Fatalf("%+v, %v", places, err)
	}
	schooltest.Wants(t, h.Sessions.End(ctx, other, places[1].ID), fault.NotFound, "sessions.none")
	if !h.LoggedIn(phone) {
		t.Fatal("somebody ended another's session")
	}
	if err := h.Sessions.End(ctx, actor, places[1].ID); err != nil {
		t.Fatal(err)
	}
	schooltest.Wants(t, h.Sessions.End(ctx, actor, places[1].ID), fault.NotFound, "sessions.none")
	if h.LoggedIn(phone) || !h.LoggedIn(here) {
		t.Error("the session that was chosen should have ended, and no other")
	}
	h.LogIn(ana, schooltest.Password)
	if ended, err := h.Sessions.EndOthers(ctx, actor, here.Token); err != nil || ended != 2 {
		t.Errorf("%d ended, %v", ended, err)
	}
	if !h.LoggedIn(here) || !h.LoggedIn(his) {
		t.Error("this session, or another's, has ended")
	}
	if places, err := h.Sessions.Places(ctx, actor, here.Token); err != nil || len(places) != 1 {
		t.Errorf("%+v, %v", places, err)
	}
}

func TestPasswordCountsForAWhile(t *testing.T) {
	t.Parallel()
	h, ctx := schooltest.New(t), t.Context()
	actor := h.Person(ana, access.RoleLearner)
	session, elsewhere := h.LogIn(ana, schooltest.Password), h.LogIn(ana, schooltest.Password)
	recent := func(s sessions.Session) bool {
		t.Helper()
		now, err := h.Sessions.Current(ctx, s.Token)
		if err != nil {
			t.Fatal(err)
		}
		return now.Recent
	}
	if !recent(session) {
		t.Error("who has just logged in is asked again")
	}
	h.Exec(`UPDATE sessions SET proved_at = now() - make_interval(secs => ?)`, sessions.Recently.Seconds())
	if recent(session) {
		t.Error("the password still counts")
	}
	visitor := sessions.Visitor{Token: session.Token}
	schooltest.Wants(t, h.People.Prove(ctx, actor, "not the password", visitor), fault.Invalid, "password: people.password_wrong")
	if recent(session) {
		t.Error("a wrong password counts")
	}
	if err := h.People.Prove(ctx, actor, schooltest.Password, visitor); err != nil {
		t.Fatal(err)
	}
	if !recent(session) || recent(elsewhere) {
		t.Error("the password should count where it was given, and there alone")
	}
	for range 5 {
		schooltest.Wants(t, h.People.Prove(ctx, actor, "not the password", visitor), fault.Invalid, "password: people.password_wrong")
	}
	schooltest.Wants(t, h.People.Prove(ctx, actor, schooltest.Password, visitor), fault.TooMany, "error.too_many")
	h.LogIn(ana, schooltest.Password) // which is not slowed by that
}
