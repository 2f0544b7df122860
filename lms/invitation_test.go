package lms_test

import (
	"context"
	"testing"

	"vatra/lms"
	"vatra/lms/fault"
)

func TestInvitationOpensAnAccountWithItsRole(t *testing.T) {
	t.Parallel()
	h, ctx := newHouse(t), t.Context()
	boss := h.person("boss@primarie.example", lms.RoleAdministrator)
	h.settings(lms.RegistrationInvited)
	if err := h.people.Invite(ctx, boss, "Ana@primarie.example", lms.RoleTrainer, "mk"); err != nil {
		t.Fatal(err)
	}
	letter := h.letter(ana)
	if letter.Locale != "mk" || !has(letter.Subject, "Покана – Vatra") || has(letter.Text, "Ana") {
		t.Errorf("the mail is %+v", letter)
	}
	token := h.token(ana, lms.PathInvitation)
	link, err := h.people.Link(ctx, lms.PurposeInvite, token)
	if err != nil || link.Email != ana || link.Role != lms.RoleTrainer || link.Locale != "mk" || link.InvitedBy != boss.UserID {
		t.Errorf("the link shows %+v, %v", link, err)
	}
	invited, err := h.people.Invitations(ctx, boss)
	if err != nil || len(invited) != 1 || invited[0] != link {
		t.Errorf("waiting are %+v, %v", invited, err)
	}
}

func TestInvitationIsAcceptedOnce(t *testing.T) {
	t.Parallel()
	h, ctx := newHouse(t), t.Context()
	boss := h.person("boss@primarie.example", lms.RoleAdministrator)
	if err := h.people.Invite(ctx, boss, ana, lms.RoleTrainer, "mk"); err != nil {
		t.Fatal(err)
	}
	token := h.token(ana, lms.PathInvitation)
	answer := lms.Newcomer{Email: "other@primarie.example", Name: "Ана", Password: "short", Locale: "mk"}
	_, err := h.people.AcceptInvitation(ctx, token, answer, visitor())
	wants(t, err, fault.Invalid, "password: people.password_short")
	answer.Password = password
	went := atOnce(t, 3, "people.link_invalid", func(ctx context.Context, _ int) error {
		session, err := h.people.AcceptInvitation(ctx, token, answer, visitor())
		if err == nil && (session.Actor.Role != lms.RoleTrainer || !h.loggedIn(session)) {
			t.Errorf("logged in as %+v", session.Actor)
		}
		return err
	})
	if went != 1 {
		t.Errorf("the invitation was accepted %d times", went)
	}
	person, err := h.people.PersonByEmail(ctx, ana)
	if err != nil || !person.Confirmed || person.Role != lms.RoleTrainer {
		t.Errorf("%+v, %v", person, err)
	}
	if _, err := h.people.PersonByEmail(ctx, answer.Email); !fault.Is(err, fault.NotFound) {
		t.Error("the address of the form was taken for that of the invitation")
	}
	if invited, err := h.people.Invitations(ctx, boss); err != nil || len(invited) != 0 {
		t.Errorf("still waiting are %+v, %v", invited, err)
	}
	wants(t, h.people.Invite(ctx, boss, ana, lms.RoleLearner, "mk"), fault.Conflict, "people.already_has_account")
}

func TestInvitationsEnd(t *testing.T) {
	t.Parallel()
	h, ctx := newHouse(t), t.Context()
	boss := h.person("boss@primarie.example", lms.RoleAdministrator)
	invite := func(role lms.Role) string {
		t.Helper()
		if err := h.people.Invite(ctx, boss, ana, role, "ro"); err != nil {
			t.Fatal(err)
		}
		return h.token(ana, lms.PathInvitation)
	}
	accept := func(token string) error {
		_, err := h.people.AcceptInvitation(ctx, token, newcomer(""), visitor())
		return err
	}
	mistaken := invite(lms.RoleAdministrator)
	withdrawn := invite(lms.RoleLearner)
	wants(t, accept(mistaken), fault.NotFound, "people.link_invalid")
	if err := h.people.Withdraw(ctx, boss, ana); err != nil {
		t.Fatal(err)
	}
	wants(t, accept(withdrawn), fault.NotFound, "people.link_invalid")
	wants(t, h.people.Withdraw(ctx, boss, ana), fault.NotFound, "people.link_invalid")

	old := invite(lms.RoleLearner)
	h.exec(`UPDATE tokens SET expires_at = now()`)
	wants(t, accept(old), fault.NotFound, "people.link_invalid")
	if invited, err := h.people.Invitations(ctx, boss); err != nil || len(invited) != 0 {
		t.Errorf("waiting are %+v, %v", invited, err)
	}

	closed := invite(lms.RoleLearner)
	h.settings(lms.RegistrationClosed)
	wants(t, accept(closed), fault.Conflict, "people.registration_closed")
	wants(t, h.people.Invite(ctx, boss, ana, lms.RoleLearner, "ro"), fault.Conflict, "people.registration_closed")
	h.settings(lms.RegistrationOpen)

	h.person(ana, lms.RoleLearner)
	wants(t, accept(closed), fault.NotFound, "people.link_invalid")
}

func TestInvitationTakesAnUnconfirmedAccountOver(t *testing.T) {
	t.Parallel()
	h, ctx := newHouse(t), t.Context()
	const maria = "maria@primarie.example"
	h.register(lms.Newcomer{Email: maria, Name: "Hoțul", Password: "parola hoțului cel rău", Locale: "ro"})
	if err := h.people.Invite(ctx, lms.Operator(), maria, lms.RoleTrainer, "ro"); err != nil {
		t.Fatal(err)
	}
	session, err := h.people.AcceptInvitation(ctx, h.token(maria, lms.PathInvitation), newcomer(""), visitor())
	if err != nil || session.Actor.Name != "Ana Ștefănescu" || session.Actor.Role != lms.RoleTrainer {
		t.Errorf("%+v, %v", session.Actor, err)
	}
	_, err = h.people.LogIn(ctx, maria, "parola hoțului cel rău", visitor())
	wants(t, err, fault.Unauthenticated, "people.wrong_login")
}

func TestInvitationFormSaysWhatIsWrong(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	err := h.people.Invite(t.Context(), lms.Operator(), "ana", lms.RoleGuest, "de")
	for _, key := range []string{"email: people.email_invalid", "role: people.role_unknown", "locale: people.locale_unknown"} {
		wants(t, err, fault.Invalid, key)
	}
}
