package lms_test

import (
	"context"
	"strings"
	"testing"

	"github.com/alexedwards/argon2id"

	"vatra/lms"
	"vatra/lms/fault"
)

const fresh = "o parolă nouă și lungă"

func TestResetIsUsedOnceAndLogsOutEverywhere(t *testing.T) {
	t.Parallel()
	h, ctx := newHouse(t), t.Context()
	h.person(ana, lms.RoleLearner)
	before := h.logIn(ana, password)
	h.reset("ANA@primarie.example", "bg")
	if letter := h.letter(ana); letter.Locale != "ro" || !has(letter.Text, "timp de 1 oră") {
		t.Errorf("the mail is %+v", letter)
	}
	token := h.token(ana, lms.PathReset)
	wants(t, h.people.Reset(ctx, token, "short"), fault.Invalid, "password: people.password_short")
	went := atOnce(t, 3, "people.link_invalid", func(ctx context.Context, _ int) error { return h.people.Reset(ctx, token, fresh) })
	if went != 1 {
		t.Errorf("the link was used %d times", went)
	}
	if h.loggedIn(before) {
		t.Error("still logged in with the old password")
	}
	if !has(h.letter(ana).Subject, "Parola dumneavoastră a fost schimbată") {
		t.Error("nobody told the owner")
	}
	h.logIn(ana, fresh)
	_, err := h.people.LogIn(ctx, ana, password, visitor())
	wants(t, err, fault.Unauthenticated, "people.wrong_login")
}

func TestLinksEnd(t *testing.T) {
	t.Parallel()
	h, ctx := newHouse(t), t.Context()
	actor := h.person(ana, lms.RoleLearner)
	reset := func() string {
		t.Helper()
		h.reset(ana, "ro")
		return h.token(ana, lms.PathReset)
	}
	older, newer := reset(), reset()
	wants(t, h.people.Reset(ctx, older, fresh), fault.NotFound, "people.link_invalid")
	h.exec(`UPDATE tokens SET expires_at = now() - interval '1 second'`)
	wants(t, h.people.Reset(ctx, newer, fresh), fault.NotFound, "people.link_invalid")

	changed := reset()
	if _, err := h.people.ChangePassword(ctx, actor, password, fresh, visitor()); err != nil {
		t.Fatal(err)
	}
	wants(t, h.people.Reset(ctx, changed, fresh), fault.NotFound, "people.link_invalid")
	for _, token := range []string{"", "x", strings.Repeat("A", 43), strings.Repeat("é", 43), changed + "A"} {
		wants(t, h.people.Reset(ctx, token, fresh), fault.NotFound, "people.link_invalid")
	}
}

func TestResetTellsNobodyWhoHasAnAccount(t *testing.T) {
	t.Parallel()
	h, ctx := newHouse(t), t.Context()
	disabled := h.person("dan@primarie.example", lms.RoleLearner)
	if err := h.people.Disable(ctx, lms.Operator(), disabled.UserID); err != nil {
		t.Fatal(err)
	}
	for email, subject := range map[string]string{
		"nobody@primarie.example": "Няма профил с този адрес",
		"dan@primarie.example":    "Contul dumneavoastră este suspendat",
	} {
		h.reset(email, "bg")
		if letter := h.letter(email); !has(letter.Subject, subject) || has(letter.Text, lms.PathReset) {
			t.Errorf("the mail is %+v", letter)
		}
	}
	wants(t, h.people.RequestReset(ctx, "nobody", "ro", visitor()), fault.Invalid, "email: people.email_invalid")
}

// TestAskingForAResetDoesTheSameForEverybody looks at what the request itself writes, which is what its time rests on.
func TestAskingForAResetDoesTheSameForEverybody(t *testing.T) {
	t.Parallel()
	h, ctx := newHouse(t), t.Context()
	h.person(ana, lms.RoleLearner)
	disabled := h.person("dan@primarie.example", lms.RoleLearner)
	if err := h.people.Disable(ctx, lms.Operator(), disabled.UserID); err != nil {
		t.Fatal(err)
	}
	const written = `SELECT count(*) FROM river_job WHERE kind = 'people.reset'`
	const more = `SELECT (SELECT count(*) FROM river_job) + (SELECT count(*) FROM tokens)`
	for n, email := range []string{ana, "dan@primarie.example", "nobody@primarie.example"} {
		if err := h.people.RequestReset(ctx, email, "ro", visitor()); err != nil {
			t.Fatal(err)
		}
		if h.count(written) != n+1 || h.count(more) != n+1 {
			t.Errorf("%s: after %d requests there are %d jobs of them, and %d jobs and links", email, n+1, h.count(written), h.count(more))
		}
	}
}

func TestChangePasswordKeepsOnlyThisDevice(t *testing.T) {
	t.Parallel()
	h, ctx := newHouse(t), t.Context()
	actor := h.person(ana, lms.RoleLearner)
	here, elsewhere := h.logIn(ana, password), h.logIn(ana, password)
	_, err := h.people.ChangePassword(ctx, actor, "not the password", fresh, visitor())
	wants(t, err, fault.Invalid, "current: people.password_wrong")
	_, err = h.people.ChangePassword(ctx, actor, password, "Ana Ștefănescu", visitor())
	wants(t, err, fault.Invalid, "password: people.password_personal")
	_, err = h.people.ChangePassword(ctx, lms.Guest("ro"), password, fresh, visitor())
	wants(t, err, fault.Unauthenticated, "people.login_needed")
	now, err := h.people.ChangePassword(ctx, actor, password, fresh, lms.Visitor{Token: here.Token})
	if err != nil {
		t.Fatal(err)
	}
	if h.loggedIn(here) || h.loggedIn(elsewhere) || !h.loggedIn(now) {
		t.Error("only the session that was opened anew should be left")
	}
	h.logIn(ana, fresh)
}

func TestOnlyTheOperatorSetsAnothersPassword(t *testing.T) {
	t.Parallel()
	h, ctx := newHouse(t), t.Context()
	actor, boss := h.person(ana, lms.RoleLearner), h.person("boss@primarie.example", lms.RoleAdministrator)
	wants(t, h.people.SetPassword(ctx, boss, actor.UserID, fresh), fault.Forbidden, "people.forbidden")
	session := h.logIn(ana, password)
	if err := h.people.SetPassword(ctx, lms.Operator(), actor.UserID, fresh); err != nil {
		t.Fatal(err)
	}
	if h.loggedIn(session) {
		t.Error("still logged in")
	}
	h.logIn(ana, fresh)
}

func TestPasswords(t *testing.T) {
	t.Parallel()
	h, ctx := newHouse(t), t.Context()
	for given, key := range map[string]string{
		"":                              "people.password_short",
		"nine char":                     "people.password_short",
		"ééééééééé":                     "people.password_short",
		strings.Repeat("ab1 ", 51):      "people.password_long",
		"Ana Ștefănescu":                "people.password_personal",
		"anastefanescu":                 "people.password_personal",
		"ana.pop.cluj":                  "people.password_personal",
		"ANA.POP.CLUJ@primarie.example": "people.password_personal",
		"Qwertyuiop":                    "people.password_common",
		"PAROLA12345":                   "people.password_common",
		"Fjalëkalimi":                   "people.password_common",
		"лозинка1234":                   "people.password_common",
		"１２３４５６７８９０":                    "people.password_common", // full-width digits
		"aaaaaaaaaaaaaaa":               "people.password_common",
		"1212121212121212":              "people.password_common",
		"zece litere\x00":               "people.strange_characters",
		"zece litere\xff":               "people.strange_characters",
	} {
		n := newcomer("ana.pop.cluj@primarie.example")
		n.Password = given
		wants(t, h.people.Register(ctx, n, visitor()), fault.Invalid, "password: "+key)
	}
	for i, given := range []string{"zece liter", "          trailing and leading ", "парола за общината", "👍🏽 emoji are fine", strings.Repeat("abcd", 50)} {
		n := newcomer(strings.Repeat("a", i+1) + "@primarie.example")
		n.Password = given
		if _, err := h.people.Add(ctx, lms.Operator(), n, lms.RoleLearner); err != nil {
			t.Errorf("%q was refused: %v", given, err)
			continue
		}
		h.logIn(n.Email, given)
	}
}

func TestPasswordIsTheSameFromEveryKeyboard(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	n := newcomer(ana)
	n.Password = "școala mică №１" // letters composed, digit full-width
	if _, err := h.people.Add(t.Context(), lms.Operator(), n, lms.RoleLearner); err != nil {
		t.Fatal(err)
	}
	h.logIn(ana, "s\u0326coala mica\u0306 No1")
}

func TestOldHashIsMadeAnewAtLogin(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.person(ana, lms.RoleLearner)
	weak, err := argon2id.CreateHash(password, &argon2id.Params{Memory: 8 * 1024, Iterations: 1, Parallelism: 1, SaltLength: 16, KeyLength: 32})
	if err != nil {
		t.Fatal(err)
	}
	h.exec(`UPDATE users SET password_hash = ?`, weak)
	session := h.logIn(ana, password)
	if !h.loggedIn(session) || h.count(`SELECT count(*) FROM users WHERE password_hash LIKE '$argon2id$v=19$m=19456,t=2,p=1$%'`) != 1 {
		t.Error("the password is still kept by the old parameters")
	}
	h.logIn(ana, password)
}
