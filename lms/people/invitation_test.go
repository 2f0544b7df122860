package people_test

import (
	"context"
	"strings"
	"testing"

	"vatra/lms/access"
	"vatra/lms/fault"
	"vatra/lms/i18n"
	"vatra/lms/people"
	"vatra/lms/people/links"
	"vatra/lms/people/roll"
	"vatra/lms/schooltest"
	"vatra/lms/site"
)

func TestInvitationOpensAnAccountWithItsRole(t *testing.T) {
	t.Parallel()
	h, ctx := schooltest.New(t), t.Context()
	boss := h.Person("boss@primarie.example", access.RoleAdministrator)
	boss.Name = "Ион Шеф"
	h.SetRegistration(site.RegistrationInvited)
	if err := h.People.Invite(ctx, boss, "Ana@primarie.example", access.RoleTrainer, "mk"); err != nil {
		t.Fatal(err)
	}
	letter := h.Letter(ana)
	if letter.Locale != "mk" || letter.Subject != "Ион Шеф ве кани – Vatra" || strings.Contains(letter.Text, "Ana") ||
		!strings.Contains(letter.Text, "Ион Шеф ве кани да отворите профил на Vatra. Вашата улога ќе биде: "+i18n.For("mk").T("people.role.trainer")) {
		t.Errorf("the mail is %+v", letter)
	}
	token := h.Token(ana, links.PathInvitation)
	link, err := h.People.Link(ctx, links.Invite, token)
	if err != nil || link.Email != ana || link.Role != access.RoleTrainer || link.Locale != "mk" || link.InvitedBy != boss.UserID {
		t.Errorf("the link shows %+v, %v", link, err)
	}
	invited, err := h.People.Invitations(ctx, boss)
	if err != nil || len(invited) != 1 || invited[0] != (people.Invited{Link: link}) {
		t.Errorf("waiting are %+v, %v", invited, err)
	}
}

func TestInvitationIsAcceptedOnce(t *testing.T) {
	t.Parallel()
	h, ctx := schooltest.New(t), t.Context()
	boss := h.Person("boss@primarie.example", access.RoleAdministrator)
	if err := h.People.Invite(ctx, boss, ana, access.RoleTrainer, "mk"); err != nil {
		t.Fatal(err)
	}
	token := h.Token(ana, links.PathInvitation)
	answer := roll.Newcomer{Email: "other@primarie.example", Name: "Ана", Password: "short", Locale: "mk"}
	_, err := h.People.AcceptInvitation(ctx, token, answer, schooltest.Visitor())
	schooltest.Wants(t, err, fault.Invalid, "password: people.password_short")
	answer.Password = schooltest.Password
	went := schooltest.AtOnce(t, 3, "people.link_invalid", func(ctx context.Context, _ int) error {
		session, err := h.People.AcceptInvitation(ctx, token, answer, schooltest.Visitor())
		if err == nil && (session.Actor.Role != access.RoleTrainer || !h.LoggedIn(session)) {
			t.Errorf("logged in as %+v", session.Actor)
		}
		return err
	})
	if went != 1 {
		t.Errorf("the invitation was accepted %d times", went)
	}
	person, err := h.People.PersonByEmail(ctx, access.Operator(), ana)
	if err != nil || !person.Confirmed || person.Role != access.RoleTrainer {
		t.Errorf("%+v, %v", person, err)
	}
	if _, err := h.People.PersonByEmail(ctx, access.Operator(), answer.Email); !fault.Is(err, fault.NotFound) {
		t.Error("the address of the form was taken for that of the invitation")
	}
	if invited, err := h.People.Invitations(ctx, boss); err != nil || len(invited) != 0 {
		t.Errorf("still waiting are %+v, %v", invited, err)
	}
	schooltest.Wants(t, h.People.Invite(ctx, boss, ana, access.RoleLearner, "mk"), fault.Conflict, "people.already_has_account")
}

func TestInvitationsEnd(t *testing.T) {
	t.Parallel()
	h, ctx := schooltest.New(t), t.Context()
	boss := h.Person("boss@primarie.example", access.RoleAdministrator)
	invite := func(role access.Role) string {
		t.Helper()
		if err := h.People.Invite(ctx, boss, ana, role, "ro"); err != nil {
			t.Fatal(err)
		}
		return h.Token(ana, links.PathInvitation)
	}
	accept := func(token string) error {
		_, err := h.People.AcceptInvitation(ctx, token, schooltest.Newcomer(""), schooltest.Visitor())
		return err
	}
	mistaken := invite(access.RoleAdministrator)
	withdrawn := invite(access.RoleLearner)
	schooltest.Wants(t, accept(mistaken), fault.NotFound, "people.link_invalid")
	if err := h.People.Withdraw(ctx, boss, ana); err != nil {
		t.Fatal(err)
	}
	schooltest.Wants(t, accept(withdrawn), fault.NotFound, "people.link_invalid")
	schooltest.Wants(t, h.People.Withdraw(ctx, boss, ana), fault.NotFound, "people.link_invalid")

	old := invite(access.RoleLearner)
	h.Exec(`UPDATE tokens SET expires_at = now()`)
	schooltest.Wants(t, accept(old), fault.NotFound, "people.link_invalid")
	if invited, err := h.People.Invitations(ctx, boss); err != nil || len(invited) != 0 {
		t.Errorf("waiting are %+v, %v", invited, err)
	}

	closed := invite(access.RoleLearner)
	h.SetRegistration(site.RegistrationClosed)
	schooltest.Wants(t, accept(closed), fault.Conflict, "people.registration_closed")
	schooltest.Wants(t, h.People.Invite(ctx, boss, ana, access.RoleLearner, "ro"), fault.Conflict, "people.registration_closed")
	h.SetRegistration(site.RegistrationOpen)

	h.Person(ana, access.RoleLearner)
	schooltest.Wants(t, accept(closed), fault.NotFound, "people.link_invalid")
}

func TestInvitationDiesWithTheRoleOfItsInviter(t *testing.T) {
	t.Parallel()
	h, ctx := schooltest.New(t), t.Context()
	h.Person("root@primarie.example", access.RoleAdministrator)
	boss := h.Person("boss@primarie.example", access.RoleAdministrator)
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	accept := func(token string) error {
		_, err := h.People.AcceptInvitation(ctx, token, schooltest.Newcomer(""), schooltest.Visitor())
		return err
	}
	void := func() bool {
		t.Helper()
		invited, err := h.People.Invitations(ctx, access.Operator())
		if err != nil || len(invited) != 1 {
			t.Fatalf("waiting are %+v, %v", invited, err)
		}
		return invited[0].Void
	}
	must(h.People.Invite(ctx, boss, ana, access.RoleTrainer, "ro"))
	token := h.Token(ana, links.PathInvitation)
	for what, lower := range map[string]func() error{
		"disabled": func() error { return h.People.Disable(ctx, access.Operator(), boss.UserID) },
		"demoted":  func() error { return h.People.SetRole(ctx, access.Operator(), boss.UserID, access.RoleLearner) },
	} {
		if void() {
			t.Fatal("void while its inviter is an administrator")
		}
		must(lower())
		if !void() {
			t.Errorf("%s, and the list shows the invitation as good", what)
		}
		_, err := h.People.Invitation(ctx, token)
		schooltest.Wants(t, err, fault.Conflict, "people.invitation_void")
		schooltest.Wants(t, accept(token), fault.Conflict, "people.invitation_void")
		must(h.People.Enable(ctx, access.Operator(), boss.UserID))
		must(h.People.SetRole(ctx, access.Operator(), boss.UserID, access.RoleAdministrator))
	}
	must(h.People.SetRole(ctx, access.Operator(), boss.UserID, access.RoleTrainer))
	if void() {
		t.Error("a trainer is what the inviter still is")
	}
	h.Exec(`DELETE FROM users WHERE id = ?`, boss.UserID)
	schooltest.Wants(t, accept(token), fault.NotFound, "people.link_invalid")
	must(h.People.Invite(ctx, access.Operator(), ana, access.RoleAdministrator, "ro"))
	must(accept(h.Token(ana, links.PathInvitation)))
}

func TestInvitationTakesAnUnconfirmedAccountOver(t *testing.T) {
	t.Parallel()
	h, ctx := schooltest.New(t), t.Context()
	const maria = "maria@primarie.example"
	h.Register(roll.Newcomer{Email: maria, Name: "Hoțul", Password: "parola hoțului cel rău", Locale: "ro"})
	if err := h.People.Invite(ctx, access.Operator(), maria, access.RoleTrainer, "ro"); err != nil {
		t.Fatal(err)
	}
	session, err := h.People.AcceptInvitation(ctx, h.Token(maria, links.PathInvitation), schooltest.Newcomer(""), schooltest.Visitor())
	if err != nil || session.Actor.Name != "Ana Ștefănescu" || session.Actor.Role != access.RoleTrainer {
		t.Errorf("%+v, %v", session.Actor, err)
	}
	_, err = h.People.LogIn(ctx, maria, "parola hoțului cel rău", schooltest.Visitor())
	schooltest.Wants(t, err, fault.Unauthenticated, "people.wrong_login")
}

func TestInvitationFormSaysWhatIsWrong(t *testing.T) {
	t.Parallel()
	h := schooltest.New(t)
	err := h.People.Invite(t.Context(), access.Operator(), "ana", access.RoleGuest, "de")
	for _, key := range []string{"email: people.email_invalid", "role: people.role_unknown", "locale: people.locale_unknown"} {
		schooltest.Wants(t, err, fault.Invalid, key)
	}
}
