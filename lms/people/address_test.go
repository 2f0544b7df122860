package people_test

import (
	"context"
	"encoding/json"
	"strings"
	"testing"

	"vatra/lms/access"
	"vatra/lms/fault"
	"vatra/lms/people"
	"vatra/lms/people/links"
	"vatra/lms/schooltest"
	"vatra/lms/sessions"
)

const newer = "ana@acasa.example"

// askFor asks for another address, and works the job that answers.
func askFor(t *testing.T, h *schooltest.School, actor access.Actor, email string) {
	t.Helper()
	if err := h.People.RequestAddress(t.Context(), actor, email); err != nil {
		t.Fatal(err)
	}
	var args []byte
	const newest = `SELECT args FROM river_job WHERE kind = 'people.address' ORDER BY id DESC LIMIT 1`
	if err := h.DB.NewRaw(newest).Scan(t.Context(), &args); err != nil {
		t.Fatal(err)
	}
	var asked people.SendAddress
	if err := json.Unmarshal(args, &asked); err != nil {
		t.Fatal(err)
	}
	if err := h.People.SendAddress(t.Context(), asked); err != nil {
		t.Fatal(err)
	}
}

func TestAddressChangesWhenTheNewOneIsConfirmedWithThePassword(t *testing.T) {
	t.Parallel()
	h, ctx := schooltest.New(t), t.Context()
	actor := h.Person(ana, access.RoleLearner)
	here, elsewhere := h.LogIn(ana, schooltest.Password), h.LogIn(ana, schooltest.Password)
	askFor(t, h, actor, "Ana@Acasa.example")
	if told := h.Letter(ana); !strings.Contains(told.Text, newer) || !strings.Contains(told.Text, "Bună ziua, Ana Ștefănescu,") {
		t.Errorf("the old address is told\n%s", told.Text)
	}
	token := h.Token(newer, links.PathAddress)
	if letter := h.Letter(newer); strings.Contains(letter.Text, "Ștefănescu") || strings.Contains(letter.HTML, "Ștefănescu") {
		t.Errorf("an address that somebody typed is told who did:\n%s", letter.Text)
	}
	visitor := schooltest.Visitor()
	visitor.Token = here.Token
	schooltest.Wants(t, h.People.ChangeAddress(ctx, token, "not the password", visitor), fault.Invalid, "password: people.password_wrong")
	if h.Count(`SELECT count(*) FROM users WHERE email = ?`, ana) != 1 {
		t.Fatal("it has changed without the password")
	}
	went := schooltest.AtOnce(t, 3, "people.link_invalid", func(ctx context.Context, _ int) error {
		return h.People.ChangeAddress(ctx, token, schooltest.Password, visitor)
	})
	if went != 1 {
		t.Errorf("the link was used %d times", went)
	}
	if !h.LoggedIn(here) || h.LoggedIn(elsewhere) {
		t.Error("this session should go on, and the other one should have ended")
	}
	h.LogIn(newer, schooltest.Password)
	_, err := h.People.LogIn(ctx, ana, schooltest.Password, schooltest.Visitor())
	schooltest.Wants(t, err, fault.Unauthenticated, "people.wrong_login")
	if list, err := h.People.List(ctx, access.Operator(), people.Filter{Text: "acasa"}); err != nil || list.Total != 1 {
		t.Errorf("the list finds %d by the new address, %v", list.Total, err)
	}
	h.Register(schooltest.Newcomer(ana)) // the old one is free
	if h.Count(`SELECT count(*) FROM security_events WHERE event = 'address.changed' AND account_id = ? AND target = ''`, actor.UserID) != 1 {
		t.Error("the security log does not tell it, or tells the address")
	}
}

func TestAnAddressOfAnotherAccountIsNotTold(t *testing.T) {
	t.Parallel()
	h := schooltest.New(t)
	actor := h.Person(ana, access.RoleLearner)
	h.Person("dan@primarie.example", access.RoleLearner)
	const written = `SELECT (SELECT count(*) FROM river_job) * 1000 + (SELECT count(*) FROM tokens) + (SELECT count(*) FROM mails)`
	var before, did int
	for _, email := range []string{"nobody@primarie.example", "dan@primarie.example"} {
		before = h.Count(written)
		if err := h.People.RequestAddress(t.Context(), actor, email); err != nil {
			t.Fatal(err)
		}
		if now := h.Count(written) - before; did != 0 && now != did {
			t.Errorf("asking for %s writes another number of rows", email)
		} else {
			did = now
		}
	}
	askFor(t, h, actor, "dan@primarie.example")
	letter := h.Letter("dan@primarie.example")
	if strings.Contains(letter.Text, links.PathAddress) || strings.Contains(letter.Text, ana) ||
		!strings.HasPrefix(letter.Subject, "Cineva a vrut să folosească adresa dumneavoastră") {
		t.Errorf("the owner of the address is told\n%s\n%s", letter.Subject, letter.Text)
	}
	if h.Count(`SELECT count(*) FROM tokens WHERE purpose = 'address'`) != 0 {
		t.Error("there is a link to another's address")
	}
	schooltest.Wants(t, h.People.RequestAddress(t.Context(), actor, " ANA@primarie.example"), fault.Invalid, "email: people.email_same")
	schooltest.Wants(t, h.People.RequestAddress(t.Context(), access.Guest("ro"), newer), fault.Unauthenticated, "people.login_needed")
}

func TestLinksToANewAddressEnd(t *testing.T) {
	t.Parallel()
	h, ctx := schooltest.New(t), t.Context()
	actor := h.Person(ana, access.RoleLearner)
	link := func(email string) string {
		t.Helper()
		h.Exec(`DELETE FROM rate_limits`)
		askFor(t, h, actor, email)
		return h.Token(email, links.PathAddress)
	}
	dead := func(why, token string) {
		t.Helper()
		schooltest.Wants(t, h.People.ChangeAddress(ctx, token, schooltest.Password, schooltest.Visitor()), fault.NotFound, "people.link_invalid")
		if t.Failed() {
			t.Fatal(why)
		}
	}
	first := link(newer)
	link("ana@altundeva.example")
	dead("another was asked for", first)

	old := link(newer)
	h.Exec(`UPDATE tokens SET expires_at = expires_at - interval '1 day'`)
	dead("it is a day old", old)

	changed := link(newer)
	if _, err := h.People.ChangePassword(ctx, actor, schooltest.Password, fresh, schooltest.Visitor()); err != nil {
		t.Fatal(err)
	}
	dead("the password was changed", changed)
	if _, err := h.People.ChangePassword(ctx, actor, fresh, schooltest.Password, schooltest.Visitor()); err != nil {
		t.Fatal(err)
	}

	late := link("dan@primarie.example")
	h.Person("dan@primarie.example", access.RoleLearner)
	dead("somebody else has the address by now", late)

	stopped := link(newer)
	if err := h.People.Disable(ctx, access.Operator(), actor.UserID); err != nil {
		t.Fatal(err)
	}
	dead("the account is suspended", stopped)
}

func TestAnAddressThatNobodyConfirmedGivesWay(t *testing.T) {
	t.Parallel()
	h, ctx := schooltest.New(t), t.Context()
	actor := h.Person(ana, access.RoleLearner)
	h.Register(schooltest.Newcomer(newer))
	askFor(t, h, actor, newer)
	if err := h.People.ChangeAddress(ctx, h.Token(newer, links.PathAddress), schooltest.Password, schooltest.Visitor()); err != nil {
		t.Fatal(err)
	}
	if person, err := h.People.Myself(ctx, actor); err != nil || person.Email != newer {
		t.Errorf("%+v, %v", person, err)
	}
}

// Somebody who knows the password takes the account to an address of theirs, and on to another, and changes the password: the
// first address takes it back.
func TestTheOldAddressTakesTheAccountBack(t *testing.T) {
	t.Parallel()
	h, ctx := schooltest.New(t), t.Context()
	actor := h.Person(ana, access.RoleLearner)
	move := func(email string) {
		t.Helper()
		askFor(t, h, actor, email)
		if err := h.People.ChangeAddress(ctx, h.Token(email, links.PathAddress), schooltest.Password, schooltest.Visitor()); err != nil {
			t.Fatal(err)
		}
	}
	move("thief@example.org")
	back := h.Token(ana, links.PathUndo)
	move("thief@example.net")
	theirs := h.Token("thief@example.org", links.PathUndo)
	if _, err := h.People.ChangePassword(ctx, actor, schooltest.Password, "parola hoțului", sessions.Visitor{}); err != nil {
		t.Fatal(err)
	}
	thief := h.LogIn("thief@example.net", "parola hoțului")
	schooltest.Wants(t, h.People.UndoAddress(ctx, back, "short", schooltest.Visitor()), fault.Invalid, "password: people.password_short")
	if err := h.People.UndoAddress(ctx, back, fresh, schooltest.Visitor()); err != nil {
		t.Fatal(err)
	}
	if h.LoggedIn(thief) {
		t.Error("the thief is still logged in")
	}
	schooltest.Wants(t, h.People.UndoAddress(ctx, back, fresh, schooltest.Visitor()), fault.NotFound, "people.link_invalid")
	schooltest.Wants(t, h.People.UndoAddress(ctx, theirs, fresh, schooltest.Visitor()), fault.NotFound, "people.link_invalid")
	h.LogIn(ana, fresh)
	h.Exec(`UPDATE tokens SET used_at = NULL, expires_at = now()`)
	schooltest.Wants(t, h.People.UndoAddress(ctx, back, fresh, schooltest.Visitor()), fault.NotFound, "people.link_invalid")
}
