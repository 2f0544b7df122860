package people_test

import (
	"context"
	"strings"
	"testing"

	"github.com/google/uuid"

	"vatra/lms/access"
	"vatra/lms/fault"
	"vatra/lms/people"
	"vatra/lms/people/links"
	"vatra/lms/schooltest"
	"vatra/lms/site"
)

func TestManagingPeopleIsForAdministrators(t *testing.T) {
	t.Parallel()
	h, ctx := schooltest.New(t), t.Context()
	victim := h.Person(ana, access.RoleLearner).UserID
	for role, kind := range map[access.Role]fault.Kind{
		access.RoleGuest: fault.Unauthenticated, access.RoleLearner: fault.Forbidden, access.RoleTrainer: fault.Forbidden,
	} {
		actor := access.Actor{Role: role}
		if role != access.RoleGuest {
			actor.UserID = victim
		}
		for name, act := range map[string]func() error{
			"list":        func() error { _, err := h.People.List(ctx, actor, people.Filter{}); return err },
			"person":      func() error { _, err := h.People.Person(ctx, actor, victim); return err },
			"by email":    func() error { _, err := h.People.PersonByEmail(ctx, actor, ana); return err },
			"set role":    func() error { return h.People.SetRole(ctx, actor, victim, access.RoleAdministrator) },
			"disable":     func() error { return h.People.Disable(ctx, actor, victim) },
			"enable":      func() error { return h.People.Enable(ctx, actor, victim) },
			"resend":      func() error { return h.People.ResendConfirmation(ctx, actor, victim) },
			"invite":      func() error { return h.People.Invite(ctx, actor, "x@y.example", access.RoleAdministrator, "ro") },
			"invitations": func() error { _, err := h.People.Invitations(ctx, actor); return err },
			"withdraw":    func() error { return h.People.Withdraw(ctx, actor, "x@y.example") },
			"password":    func() error { return h.People.SetPassword(ctx, actor, victim, fresh) },
			"add": func() error {
				_, err := h.People.Add(ctx, actor, schooltest.Newcomer("x@y.example"), access.RoleAdministrator)
				return err
			},
			"settings": func() error { return h.House.ChangeSettings(ctx, actor, site.Settings{}) },
		} {
			if err := act(); !fault.Is(err, kind) {
				t.Errorf("%s as %s: %v", name, role, err)
			}
		}
	}
	person, err := h.People.Person(ctx, access.Operator(), victim)
	if err != nil || person.Role != access.RoleLearner || person.Disabled {
		t.Errorf("%+v, %v", person, err)
	}
}

func TestTwoAdministratorsCannotDemoteEachOther(t *testing.T) {
	t.Parallel()
	h := schooltest.New(t)
	away := map[string]func(ctx context.Context, actor access.Actor, id uuid.UUID) error{
		"demoted": func(ctx context.Context, actor access.Actor, id uuid.UUID) error {
			return h.People.SetRole(ctx, actor, id, access.RoleLearner)
		},
		"disabled": h.People.Disable,
	}
	administrators := []access.Actor{h.Person(ana, access.RoleAdministrator), h.Person("dan@primarie.example", access.RoleAdministrator)}
	for range 5 {
		for name, act := range away {
			went := schooltest.AtOnce(t, 2, "people.last_administrator", func(ctx context.Context, caller int) error {
				return act(ctx, administrators[caller], administrators[1-caller].UserID)
			})
			if went != 1 {
				t.Fatalf("%d of two administrators were %s by each other", went, name)
			}
			h.Exec(`UPDATE users SET role = 'administrator', disabled_at = NULL`)
		}
	}
}

func TestHouseKeepsAnAdministratorWhoCanLogIn(t *testing.T) {
	t.Parallel()
	h, ctx := schooltest.New(t), t.Context()
	boss := h.Person("boss@primarie.example", access.RoleAdministrator)
	gone := h.Person("gone@primarie.example", access.RoleAdministrator)
	if err := h.People.Disable(ctx, boss, gone.UserID); err != nil {
		t.Fatal(err)
	}
	h.Register(schooltest.Newcomer("new@primarie.example"))
	waiting, err := h.People.PersonByEmail(ctx, access.Operator(), "new@primarie.example")
	if err != nil {
		t.Fatal(err)
	}
	if err := h.People.SetRole(ctx, boss, waiting.ID, access.RoleAdministrator); err != nil {
		t.Fatal(err)
	}
	schooltest.Wants(t, h.People.SetRole(ctx, boss, boss.UserID, access.RoleTrainer), fault.Conflict, "people.last_administrator")
	schooltest.Wants(t, h.People.Disable(ctx, boss, boss.UserID), fault.Conflict, "people.last_administrator")
	if err := h.People.SetRole(ctx, boss, boss.UserID, access.RoleAdministrator); err != nil {
		t.Errorf("staying what one is: %v", err)
	}
	if err := h.People.Enable(ctx, boss, gone.UserID); err != nil {
		t.Fatal(err)
	}
	if err := h.People.SetRole(ctx, gone, boss.UserID, access.RoleTrainer); err != nil {
		t.Errorf("with two of them: %v", err)
	}
}

func TestNewRoleNeedsANewLogin(t *testing.T) {
	t.Parallel()
	h, ctx := schooltest.New(t), t.Context()
	actor := h.Person(ana, access.RoleLearner)
	session := h.LogIn(ana, schooltest.Password)
	schooltest.Wants(t, h.People.SetRole(ctx, access.Operator(), actor.UserID, "king"), fault.Invalid, "role: people.role_unknown")
	schooltest.Wants(t, h.People.SetRole(ctx, access.Operator(), actor.UserID, access.RoleGuest), fault.Invalid, "role: people.role_unknown")
	if err := h.People.SetRole(ctx, access.Operator(), actor.UserID, access.RoleTrainer); err != nil {
		t.Fatal(err)
	}
	if h.LoggedIn(session) {
		t.Error("a session from before is still open")
	}
	if again := h.LogIn(ana, schooltest.Password); again.Actor.Role != access.RoleTrainer {
		t.Errorf("logged in as %+v", again.Actor)
	}
}

func TestDisabledPersonIsOutAtOnce(t *testing.T) {
	t.Parallel()
	h, ctx := schooltest.New(t), t.Context()
	actor := h.Person(ana, access.RoleLearner)
	session := h.LogIn(ana, schooltest.Password)
	h.Reset(ana, "ro")
	token := h.Token(ana, links.PathReset)
	if err := h.People.Disable(ctx, access.Operator(), actor.UserID); err != nil {
		t.Fatal(err)
	}
	if h.LoggedIn(session) {
		t.Error("still logged in")
	}
	schooltest.Wants(t, h.People.Reset(ctx, token, fresh, schooltest.Visitor()), fault.NotFound, "people.link_invalid")
	if err := h.People.Enable(ctx, access.Operator(), actor.UserID); err != nil {
		t.Fatal(err)
	}
	if h.LoggedIn(session) {
		t.Error("the old session came back")
	}
	h.LogIn(ana, schooltest.Password)
	nobody := uuid.New()
	schooltest.Wants(t, h.People.Disable(ctx, access.Operator(), nobody), fault.NotFound, "people.not_found")
	schooltest.Wants(t, h.People.Enable(ctx, access.Operator(), nobody), fault.NotFound, "people.not_found")
	schooltest.Wants(t, h.People.SetRole(ctx, access.Operator(), nobody, access.RoleLearner), fault.NotFound, "people.not_found")
}

func TestConfirmationIsSentAgain(t *testing.T) {
	t.Parallel()
	h, ctx := schooltest.New(t), t.Context()
	h.Register(schooltest.Newcomer(ana))
	person, err := h.People.PersonByEmail(ctx, access.Operator(), ana)
	if err != nil || person.Confirmed {
		t.Fatalf("%+v, %v", person, err)
	}
	if err := h.People.ResendConfirmation(ctx, access.Operator(), person.ID); err != nil {
		t.Fatal(err)
	}
	if len(h.Letters(ana)) != 2 {
		t.Error("no second mail")
	}
	if _, err := h.People.Confirm(ctx, h.Token(ana, links.PathConfirm), schooltest.Password, schooltest.Visitor()); err != nil {
		t.Fatal(err)
	}
	schooltest.Wants(t, h.People.ResendConfirmation(ctx, access.Operator(), person.ID), fault.Conflict, "people.already_confirmed")
	if err := h.People.Disable(ctx, access.Operator(), person.ID); err != nil {
		t.Fatal(err)
	}
	schooltest.Wants(t, h.People.ResendConfirmation(ctx, access.Operator(), person.ID), fault.Conflict, "people.not_while_disabled")
}

func TestPeopleAreFound(t *testing.T) {
	t.Parallel()
	h, ctx := schooltest.New(t), t.Context()
	for email, name := range map[string]string{
		"ana@cluj.example": "Ana Ștefănescu", "i.stefan@iasi.example": "Ion Stefan", "ljubica@nis.example": "Љубица Ђорђевић",
		"zef@durres.example": "Zef Çela", "under_score@cluj.example": "100 % Ana",
	} {
		n := schooltest.Newcomer(email)
		n.Name = name
		role := access.RoleLearner
		if name == "Zef Çela" {
			role = access.RoleTrainer
		}
		if _, err := h.People.Add(ctx, access.Operator(), n, role); err != nil {
			t.Fatal(err)
		}
	}
	for filter, want := range map[people.Filter]string{
		{}:                                      "100 % Ana, Ana Ștefănescu, Ion Stefan, Zef Çela, Љубица Ђорђевић",
		{Text: "ștefan"}:                        "Ana Ștefănescu, Ion Stefan",
		{Text: "STEFANESCU ana"}:                "Ana Ștefănescu",
		{Text: "ана"}:                           "",
		{Text: "љубица"}:                        "Љубица Ђорђевић",
		{Text: "cela"}:                          "Zef Çela",
		{Text: "@CLUJ.example"}:                 "100 % Ana, Ana Ștefănescu",
		{Text: "%"}:                             "100 % Ana",
		{Text: "_"}:                             "100 % Ana",
		{Text: `\`}:                             "",
		{Text: "'; DROP TABLE users; --"}:       "",
		{Text: "ana\x00"}:                       "100 % Ana, Ana Ștefănescu",
		{Role: access.RoleTrainer}:              "Zef Çela",
		{Role: access.RoleTrainer, Text: "ana"}: "",
		{Role: access.RoleLearner, Text: "iasi "}: "Ion Stefan",
	} {
		list, err := h.People.List(ctx, access.Operator(), filter)
		if err != nil {
			t.Fatal(err)
		}
		names := []string{}
		for _, person := range list.People {
			names = append(names, person.Name)
		}
		if got := strings.Join(names, ", "); got != want || list.Total != len(names) {
			t.Errorf("%+v finds %q of %d, want %q", filter, got, list.Total, want)
		}
	}
}

func TestPeopleComeInPages(t *testing.T) {
	t.Parallel()
	h, ctx := schooltest.New(t), t.Context()
	h.Exec(`INSERT INTO users (id, email, name, password_hash, locale, role, search)
		SELECT gen_random_uuid(), 'p' || n || '@primarie.example', 'Same Name', 'x', 'ro', 'learner', 'same name'
		FROM generate_series(1, 120) AS n`)
	seen := map[uuid.UUID]bool{}
	for page, want := range map[int]int{1: 50, 2: 50, 3: 20} {
		list, err := h.People.List(ctx, access.Operator(), people.Filter{Page: page})
		if err != nil || len(list.People) != want || list.Total != 120 || list.Pages != 3 || list.Page != page {
			t.Errorf("page %d: %d people of %d, %d pages, %v", page, len(list.People), list.Total, list.Pages, err)
		}
		for _, person := range list.People {
			seen[person.ID] = true
		}
	}
	if len(seen) != 120 {
		t.Errorf("%d people on all pages", len(seen))
	}
	for asked, got := range map[int]int{0: 1, -5: 1, 99: 3} {
		list, err := h.People.List(ctx, access.Operator(), people.Filter{Page: asked})
		if err != nil || list.Page != got {
			t.Errorf("page %d is %d, %v", asked, list.Page, err)
		}
	}
}

func TestSweepTakesOnlyWhatIsOver(t *testing.T) {
	t.Parallel()
	h, ctx := schooltest.New(t), t.Context()
	h.Person(ana, access.RoleLearner)
	session, over := h.LogIn(ana, schooltest.Password), h.LogIn(ana, schooltest.Password)
	h.Exec(`UPDATE sessions SET seen_at = now() - interval '1 year' WHERE token_hash = (SELECT token_hash FROM sessions LIMIT 1)`)
	for _, email := range []string{"old@primarie.example", "asked.again@primarie.example", "new@primarie.example"} {
		h.Register(schooltest.Newcomer(email))
	}
	h.Exec(`UPDATE users SET created_at = now() - interval '31 days' WHERE email <> 'new@primarie.example'`)
	h.Exec(`UPDATE tokens SET expires_at = now() WHERE email = 'old@primarie.example'`)
	h.Exec(`UPDATE rate_limits SET window_end = now() WHERE bucket LIKE 'register.account%'`)
	if err := h.People.Sweep(ctx); err != nil {
		t.Fatal(err)
	}
	for what, test := range map[string]struct{ got, want int }{
		"sessions": {h.Count(`SELECT count(*) FROM sessions`), 1},
		"links":    {h.Count(`SELECT count(*) FROM tokens`), 2},
		"people":   {h.Count(`SELECT count(*) FROM users`), 3},
		"counters": {h.Count(`SELECT count(*) FROM rate_limits WHERE bucket LIKE 'register.account%'`), 0},
	} {
		if test.got != test.want {
			t.Errorf("%d %s are left, want %d", test.got, what, test.want)
		}
	}
	if h.LoggedIn(session) == h.LoggedIn(over) {
		t.Error("one session is over and one is not")
	}
	if h.Count(`SELECT count(*) FROM rate_limits`) == 0 {
		t.Error("counters that still count are gone")
	}
}
