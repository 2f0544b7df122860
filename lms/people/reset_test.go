package people_test

import (
	"context"
	"strings"
	"testing"

	"github.com/alexedwards/argon2id"

	"vatra/lms/access"
	"vatra/lms/fault"
	"vatra/lms/people/links"
	"vatra/lms/schooltest"
	"vatra/lms/sessions"
)

const fresh = "o parolă nouă și lungă"

func TestResetIsUsedOnceAndLogsOutEverywhere(t *testing.T) {
	t.Parallel()
	h, ctx := schooltest.New(t), t.Context()
	h.Person(ana, access.RoleLearner)
	before := h.LogIn(ana, schooltest.Password)
	h.Reset("ANA@primarie.example", "bg")
	if letter := h.Letter(ana); letter.Locale != "ro" || !strings.Contains(letter.Text, "timp de 1 oră") {
		t.Errorf("the mail is %+v", letter)
	}
	token := h.Token(ana, links.PathReset)
	schooltest.Wants(t, h.People.Reset(ctx, token, "short", schooltest.Visitor()), fault.Invalid, "password: people.password_short")
	went := schooltest.AtOnce(t, 3, "people.link_invalid", func(ctx context.Context, _ int) error { return h.People.Reset(ctx, token, fresh, schooltest.Visitor()) })
	if went != 1 {
		t.Errorf("the link was used %d times", went)
	}
	if h.LoggedIn(before) {
		t.Error("still logged in with the old password")
	}
	if !strings.Contains(h.Letter(ana).Subject, "Parola dumneavoastră a fost schimbată") {
		t.Error("nobody told the owner")
	}
	h.LogIn(ana, fresh)
	_, err := h.People.LogIn(ctx, ana, schooltest.Password, schooltest.Visitor())
	schooltest.Wants(t, err, fault.Unauthenticated, "people.wrong_login")
}

func TestLinksEnd(t *testing.T) {
	t.Parallel()
	h, ctx := schooltest.New(t), t.Context()
	actor := h.Person(ana, access.RoleLearner)
	reset := func() string {
		t.Helper()
		h.Reset(ana, "ro")
		return h.Token(ana, links.PathReset)
	}
	older, newer := reset(), reset()
	schooltest.Wants(t, h.People.Reset(ctx, older, fresh, schooltest.Visitor()), fault.NotFound, "people.link_invalid")
	h.Exec(`UPDATE tokens SET expires_at = now() - interval '1 second'`)
	schooltest.Wants(t, h.People.Reset(ctx, newer, fresh, schooltest.Visitor()), fault.NotFound, "people.link_invalid")

	changed := reset()
	if _, err := h.People.ChangePassword(ctx, actor, schooltest.Password, fresh, schooltest.Visitor()); err != nil {
		t.Fatal(err)
	}
	schooltest.Wants(t, h.People.Reset(ctx, changed, fresh, schooltest.Visitor()), fault.NotFound, "people.link_invalid")
	for _, token := range []string{"", "x", strings.Repeat("A", 43), strings.Repeat("é", 43), changed + "A"} {
		schooltest.Wants(t, h.People.Reset(ctx, token, fresh, schooltest.Visitor()), fault.NotFound, "people.link_invalid")
	}
}

func TestResetTellsNobodyWhoHasAnAccount(t *testing.T) {
	t.Parallel()
	h, ctx := schooltest.New(t), t.Context()
	disabled := h.Person("dan@primarie.example", access.RoleLearner)
	if err := h.People.Disable(ctx, access.Operator(), disabled.UserID); err != nil {
		t.Fatal(err)
	}
	for email, subject := range map[string]string{
		"nobody@primarie.example": "Няма профил с този адрес",
		"dan@primarie.example":    "Contul dumneavoastră este suspendat",
	} {
		h.Reset(email, "bg")
		if letter := h.Letter(email); !strings.Contains(letter.Subject, subject) || strings.Contains(letter.Text, links.PathReset) {
			t.Errorf("the mail is %+v", letter)
		}
	}
	schooltest.Wants(t, h.People.RequestReset(ctx, "nobody", "ro", schooltest.Visitor()), fault.Invalid, "email: people.email_invalid")
}

// TestAskingForAResetDoesTheSameForEverybody looks at what the request itself writes, which is what its time rests on.
func TestAskingForAResetDoesTheSameForEverybody(t *testing.T) {
	t.Parallel()
	h, ctx := schooltest.New(t), t.Context()
	h.Person(ana, access.RoleLearner)
	disabled := h.Person("dan@primarie.example", access.RoleLearner)
	if err := h.People.Disable(ctx, access.Operator(), disabled.UserID); err != nil {
		t.Fatal(err)
	}
	const written = `SELECT count(*) FROM river_job WHERE kind = 'people.reset'`
	const more = `SELECT (SELECT count(*) FROM river_job) + (SELECT count(*) FROM tokens)`
	for n, email := range []string{ana, "dan@primarie.example", "nobody@primarie.example"} {
		if err := h.People.RequestReset(ctx, email, "ro", schooltest.Visitor()); err != nil {
			t.Fatal(err)
		}
		if h.Count(written) != n+1 || h.Count(more) != n+1 {
			t.Errorf("%s: after %d requests there are %d jobs of them, and %d jobs and links", email, n+1, h.Count(written), h.Count(more))
		}
	}
}

func TestChangePasswordKeepsOnlyThisDevice(t *testing.T) {
	t.Parallel()
	h, ctx := schooltest.New(t), t.Context()
	actor := h.Person(ana, access.RoleLearner)
	here, elsewhere := h.LogIn(ana, schooltest.Password), h.LogIn(ana, schooltest.Password)
	_, err := h.People.ChangePassword(ctx, actor, "not the password", fresh, schooltest.Visitor())
	schooltest.Wants(t, err, fault.Invalid, "current: people.password_wrong")
	_, err = h.People.ChangePassword(ctx, actor, schooltest.Password, "Ana Ștefănescu", schooltest.Visitor())
	schooltest.Wants(t, err, fault.Invalid, "password: people.password_personal")
	_, err = h.People.ChangePassword(ctx, access.Guest("ro"), schooltest.Password, fresh, schooltest.Visitor())
	schooltest.Wants(t, err, fault.Unauthenticated, "people.login_needed")
	now, err := h.People.ChangePassword(ctx, actor, schooltest.Password, fresh, sessions.Visitor{Token: here.Token})
	if err != nil {
		t.Fatal(err)
	}
	if h.LoggedIn(here) || h.LoggedIn(elsewhere) || !h.LoggedIn(now) {
		t.Error("only the session that was opened anew should be left")
	}
	h.LogIn(ana, fresh)
}

func TestOnlyTheOperatorSetsAnothersPassword(t *testing.T) {
	t.Parallel()
	h, ctx := schooltest.New(t), t.Context()
	actor, boss := h.Person(ana, access.RoleLearner), h.Person("boss@primarie.example", access.RoleAdministrator)
	schooltest.Wants(t, h.People.SetPassword(ctx, boss, actor.UserID, fresh), fault.Forbidden, "people.forbidden")
	session := h.LogIn(ana, schooltest.Password)
	if err := h.People.SetPassword(ctx, access.Operator(), actor.UserID, fresh); err != nil {
		t.Fatal(err)
	}
	if h.LoggedIn(session) {
		t.Error("still logged in")
	}
	h.LogIn(ana, fresh)
}

// Which passwords are taken, people/password says; here, that whoever opens an account is held to it, and that what was
// taken logs in.
func TestPasswords(t *testing.T) {
	t.Parallel()
	h, ctx := schooltest.New(t), t.Context()
	for given, key := range map[string]string{
		"unsprezece!":              "people.password_short",
		strings.Repeat("abț ", 33): "people.password_long",
		"ana.pop.cluj.1":           "people.password_personal",
		"PAROLA12345678":           "people.password_common",
	} {
		n := schooltest.Newcomer("ana.pop.cluj@primarie.example")
		n.Password = given
		schooltest.Wants(t, h.People.Register(ctx, n, schooltest.Visitor()), fault.Invalid, "password: "+key)
	}
	for i, given := range []string{"          trailing and leading ", "парола за общината", "👍🏽 emoji are fine"} {
		n := schooltest.Newcomer(strings.Repeat("a", i+1) + "@primarie.example")
		n.Password = given
		if _, err := h.People.Add(ctx, access.Operator(), n, access.RoleLearner); err != nil {
			t.Errorf("%q was refused: %v", given, err)
			continue
		}
		h.LogIn(n.Email, given)
	}
}

func TestPasswordIsTheSameFromEveryKeyboard(t *testing.T) {
	t.Parallel()
	h := schooltest.New(t)
	n := schooltest.Newcomer(ana)
	n.Password = "școala mică №１" // letters composed, digit full-width
	if _, err := h.People.Add(t.Context(), access.Operator(), n, access.RoleLearner); err != nil {
		t.Fatal(err)
	}
	h.LogIn(ana, "s\u0326coala mica\u0306 No1")
}

func TestOldHashIsMadeAnewAtLogin(t *testing.T) {
	t.Parallel()
	h := schooltest.New(t)
	h.Person(ana, access.RoleLearner)
	weak, err := argon2id.CreateHash(schooltest.Password, &argon2id.Params{Memory: 8 * 1024, Iterations: 1, Parallelism: 1, SaltLength: 16, KeyLength: 32})
	if err != nil {
		t.Fatal(err)
	}
	h.Exec(`UPDATE users SET password_hash = ?`, weak)
	session := h.LogIn(ana, schooltest.Password)
	if !h.LoggedIn(session) || h.Count(`SELECT count(*) FROM users WHERE password_hash = ?`, weak) != 0 {
		t.Error("the password is still kept by the old parameters")
	}
	h.LogIn(ana, schooltest.Password)
}
