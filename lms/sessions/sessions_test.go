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
			if err := h.Sessions.LogOut(ctx, s.Token); err != nil {
				t.Fatal(err)
			}
		},
		"logged out everywhere": func(sessions.Session) {
			if err := h.Sessions.LogOutEverywhere(ctx, actor); err != nil {
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
		if _, err := h.Sessions.Actor(ctx, token); !fault.Is(err, fault.Unauthenticated) {
			t.Errorf("%q: %v", token, err)
		}
		if err := h.Sessions.LogOut(ctx, token); err != nil {
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

func TestAdministratorsSessionsAreShort(t *testing.T) {
	t.Parallel()
	h := schooltest.New(t)
	h.Person(ana, access.RoleAdministrator)
	h.Person("learner@primarie.example", access.RoleLearner)
	session := h.LogIn(ana, schooltest.Password)
	if left := time.Until(session.ExpiresAt); left > 12*time.Hour || left < 11*time.Hour {
		t.Errorf("an administrator stays logged in for %v", left)
	}
	if left := time.Until(h.LogIn("learner@primarie.example", schooltest.Password).ExpiresAt); left < 29*24*time.Hour {
		t.Errorf("a learner stays logged in for %v", left)
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
