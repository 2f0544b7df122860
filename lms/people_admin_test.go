package lms_test

import (
	"context"
	"strings"
	"testing"

	"github.com/google/uuid"

	"vatra/lms"
	"vatra/lms/fault"
)

func TestManagingPeopleIsForAdministrators(t *testing.T) {
	t.Parallel()
	h, ctx := newHouse(t), t.Context()
	victim := h.person(ana, lms.RoleLearner).UserID
	for role, kind := range map[lms.Role]fault.Kind{
		lms.RoleGuest: fault.Unauthenticated, lms.RoleLearner: fault.Forbidden, lms.RoleTrainer: fault.Forbidden,
	} {
		actor := lms.Actor{Role: role}
		if role != lms.RoleGuest {
			actor.UserID = victim
		}
		for name, act := range map[string]func() error{
			"list":        func() error { _, err := h.people.List(ctx, actor, lms.PeopleFilter{}); return err },
			"set role":    func() error { return h.people.SetRole(ctx, actor, victim, lms.RoleAdministrator) },
			"disable":     func() error { return h.people.Disable(ctx, actor, victim) },
			"enable":      func() error { return h.people.Enable(ctx, actor, victim) },
			"resend":      func() error { return h.people.ResendConfirmation(ctx, actor, victim) },
			"invite":      func() error { return h.people.Invite(ctx, actor, "x@y.example", lms.RoleAdministrator, "ro") },
			"invitations": func() error { _, err := h.people.Invitations(ctx, actor); return err },
			"withdraw":    func() error { return h.people.Withdraw(ctx, actor, "x@y.example") },
			"password":    func() error { return h.people.SetPassword(ctx, actor, victim, fresh) },
			"add": func() error {
				_, err := h.people.Add(ctx, actor, newcomer("x@y.example"), lms.RoleAdministrator)
				return err
			},
			"settings": func() error { return h.house.ChangeSettings(ctx, actor, lms.Settings{}) },
		} {
			if err := act(); !fault.Is(err, kind) {
				t.Errorf("%s as %s: %v", name, role, err)
			}
		}
	}
	person, err := h.people.Person(ctx, victim)
	if err != nil || person.Role != lms.RoleLearner || person.Disabled {
		t.Errorf("%+v, %v", person, err)
	}
}

func TestTwoAdministratorsCannotDemoteEachOther(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	away := map[string]func(ctx context.Context, actor lms.Actor, id uuid.UUID) error{
		"demoted": func(ctx context.Context, actor lms.Actor, id uuid.UUID) error {
			return h.people.SetRole(ctx, actor, id, lms.RoleLearner)
		},
		"disabled": h.people.Disable,
	}
	administrators := []lms.Actor{h.person(ana, lms.RoleAdministrator), h.person("dan@primarie.example", lms.RoleAdministrator)}
	for range 5 {
		for name, act := range away {
			went := atOnce(t, 2, "people.last_administrator", func(ctx context.Context, caller int) error {
				return act(ctx, administrators[caller], administrators[1-caller].UserID)
			})
			if went != 1 {
				t.Fatalf("%d of two administrators were %s by each other", went, name)
			}
			h.exec(`UPDATE users SET role = 'administrator', disabled_at = NULL`)
		}
	}
}

func TestHouseKeepsAnAdministratorWhoCanLogIn(t *testing.T) {
	t.Parallel()
	h, ctx := newHouse(t), t.Context()
	boss := h.person("boss@primarie.example", lms.RoleAdministrator)
	gone := h.person("gone@primarie.example", lms.RoleAdministrator)
	if err := h.people.Disable(ctx, boss, gone.UserID); err != nil {
		t.Fatal(err)
	}
	h.register(newcomer("new@primarie.example"))
	waiting, err := h.people.PersonByEmail(ctx, "new@primarie.example")
	if err != nil {
		t.Fatal(err)
	}
	if err := h.people.SetRole(ctx, boss, waiting.ID, lms.RoleAdministrator); err != nil {
		t.Fatal(err)
	}
	wants(t, h.people.SetRole(ctx, boss, boss.UserID, lms.RoleTrainer), fault.Conflict, "people.last_administrator")
	wants(t, h.people.Disable(ctx, boss, boss.UserID), fault.Conflict, "people.last_administrator")
	if err := h.people.SetRole(ctx, boss, boss.UserID, lms.RoleAdministrator); err != nil {
		t.Errorf("staying what one is: %v", err)
	}
	if err := h.people.Enable(ctx, boss, gone.UserID); err != nil {
		t.Fatal(err)
	}
	if err := h.people.SetRole(ctx, gone, boss.UserID, lms.RoleTrainer); err != nil {
		t.Errorf("with two of them: %v", err)
	}
}

func TestNewRoleNeedsANewLogin(t *testing.T) {
	t.Parallel()
	h, ctx := newHouse(t), t.Context()
	actor := h.person(ana, lms.RoleLearner)
	session := h.logIn(ana, password)
	wants(t, h.people.SetRole(ctx, lms.Operator(), actor.UserID, "king"), fault.Invalid, "role: people.role_unknown")
	wants(t, h.people.SetRole(ctx, lms.Operator(), actor.UserID, lms.RoleGuest), fault.Invalid, "role: people.role_unknown")
	if err := h.people.SetRole(ctx, lms.Operator(), actor.UserID, lms.RoleTrainer); err != nil {
		t.Fatal(err)
	}
	if h.loggedIn(session) {
		t.Error("a session from before is still open")
	}
	if again := h.logIn(ana, password); again.Actor.Role != lms.RoleTrainer {
		t.Errorf("logged in as %+v", again.Actor)
	}
}

func TestDisabledPersonIsOutAtOnce(t *testing.T) {
	t.Parallel()
	h, ctx := newHouse(t), t.Context()
	actor := h.person(ana, lms.RoleLearner)
	session := h.logIn(ana, password)
	h.reset(ana, "ro")
	token := h.token(ana, lms.PathReset)
	if err := h.people.Disable(ctx, lms.Operator(), actor.UserID); err != nil {
		t.Fatal(err)
	}
	if h.loggedIn(session) {
		t.Error("still logged in")
	}
	wants(t, h.people.Reset(ctx, token, fresh), fault.NotFound, "people.link_invalid")
	if err := h.people.Enable(ctx, lms.Operator(), actor.UserID); err != nil {
		t.Fatal(err)
	}
	if h.loggedIn(session) {
		t.Error("the old session came back")
	}
	h.logIn(ana, password)
	nobody := uuid.New()
	wants(t, h.people.Disable(ctx, lms.Operator(), nobody), fault.NotFound, "people.not_found")
	wants(t, h.people.Enable(ctx, lms.Operator(), nobody), fault.NotFound, "people.not_found")
	wants(t, h.people.SetRole(ctx, lms.Operator(), nobody, lms.RoleLearner), fault.NotFound, "people.not_found")
}

func TestConfirmationIsSentAgain(t *testing.T) {
	t.Parallel()
	h, ctx := newHouse(t), t.Context()
	h.register(newcomer(ana))
	person, err := h.people.PersonByEmail(ctx, ana)
	if err != nil || person.Confirmed {
		t.Fatalf("%+v, %v", person, err)
	}
	if err := h.people.ResendConfirmation(ctx, lms.Operator(), person.ID); err != nil {
		t.Fatal(err)
	}
	if len(h.letters(ana)) != 2 {
		t.Error("no second mail")
	}
	if _, err := h.people.Confirm(ctx, h.token(ana, lms.PathConfirm), password, visitor()); err != nil {
		t.Fatal(err)
	}
	wants(t, h.people.ResendConfirmation(ctx, lms.Operator(), person.ID), fault.Conflict, "people.already_confirmed")
	if err := h.people.Disable(ctx, lms.Operator(), person.ID); err != nil {
		t.Fatal(err)
	}
	wants(t, h.people.ResendConfirmation(ctx, lms.Operator(), person.ID), fault.Conflict, "people.not_while_disabled")
}

func TestPeopleAreFound(t *testing.T) {
	t.Parallel()
	h, ctx := newHouse(t), t.Context()
	for email, name := range map[string]string{
		"ana@cluj.example": "Ana Ștefănescu", "i.stefan@iasi.example": "Ion Stefan", "ljubica@nis.example": "Љубица Ђорђевић",
		"zef@durres.example": "Zef Çela", "under_score@cluj.example": "100 % Ana",
	} {
		n := newcomer(email)
		n.Name = name
		role := lms.RoleLearner
		if name == "Zef Çela" {
			role = lms.RoleTrainer
		}
		if _, err := h.people.Add(ctx, lms.Operator(), n, role); err != nil {
			t.Fatal(err)
		}
	}
	for filter, want := range map[lms.PeopleFilter]string{
		{}:                                     "100 % Ana, Ana Ștefănescu, Ion Stefan, Zef Çela, Љубица Ђорђевић",
		{Text: "ștefan"}:                       "Ana Ștefănescu, Ion Stefan",
		{Text: "STEFANESCU ana"}:               "Ana Ștefănescu",
		{Text: "ана"}:                          "",
		{Text: "љубица"}:                       "Љубица Ђорђевић",
		{Text: "cela"}:                         "Zef Çela",
		{Text: "@CLUJ.example"}:                "100 % Ana, Ana Ștefănescu",
		{Text: "%"}:                            "100 % Ana",
		{Text: "_"}:                            "100 % Ana",
		{Text: `\`}:                            "",
		{Text: "'; DROP TABLE users; --"}:      "",
		{Text: "ana\x00"}:                      "100 % Ana, Ana Ștefănescu",
		{Role: lms.RoleTrainer}:                "Zef Çela",
		{Role: lms.RoleTrainer, Text: "ana"}:   "",
		{Role: lms.RoleLearner, Text: "iasi "}: "Ion Stefan",
	} {
		list, err := h.people.List(ctx, lms.Operator(), filter)
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
	h, ctx := newHouse(t), t.Context()
	h.exec(`INSERT INTO users (id, email, name, password_hash, locale, role, search)
		SELECT gen_random_uuid(), 'p' || n || '@primarie.example', 'Same Name', 'x', 'ro', 'learner', 'same name'
		FROM generate_series(1, 120) AS n`)
	seen := map[uuid.UUID]bool{}
	for page, want := range map[int]int{1: 50, 2: 50, 3: 20} {
		list, err := h.people.List(ctx, lms.Operator(), lms.PeopleFilter{Page: page})
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
		list, err := h.people.List(ctx, lms.Operator(), lms.PeopleFilter{Page: asked})
		if err != nil || list.Page != got {
			t.Errorf("page %d is %d, %v", asked, list.Page, err)
		}
	}
}

func TestSweepTakesOnlyWhatIsOver(t *testing.T) {
	t.Parallel()
	h, ctx := newHouse(t), t.Context()
	h.person(ana, lms.RoleLearner)
	session, over := h.logIn(ana, password), h.logIn(ana, password)
	h.exec(`UPDATE sessions SET seen_at = now() - interval '1 year' WHERE token_hash = (SELECT token_hash FROM sessions LIMIT 1)`)
	for _, email := range []string{"old@primarie.example", "asked.again@primarie.example", "new@primarie.example"} {
		h.register(newcomer(email))
	}
	h.exec(`UPDATE users SET created_at = now() - interval '31 days' WHERE email <> 'new@primarie.example'`)
	h.exec(`UPDATE tokens SET expires_at = now() WHERE email = 'old@primarie.example'`)
	h.exec(`UPDATE rate_limits SET window_end = now() WHERE bucket LIKE 'register.account%'`)
	if err := h.people.Sweep(ctx); err != nil {
		t.Fatal(err)
	}
	for what, test := range map[string]struct{ got, want int }{
		"sessions": {h.count(`SELECT count(*) FROM sessions`), 1},
		"links":    {h.count(`SELECT count(*) FROM tokens`), 2},
		"people":   {h.count(`SELECT count(*) FROM users`), 3},
		"counters": {h.count(`SELECT count(*) FROM rate_limits WHERE bucket LIKE 'register.account%'`), 0},
	} {
		if test.got != test.want {
			t.Errorf("%d %s are left, want %d", test.got, what, test.want)
		}
	}
	if h.loggedIn(session) == h.loggedIn(over) {
		t.Error("one session is over and one is not")
	}
	if h.count(`SELECT count(*) FROM rate_limits`) == 0 {
		t.Error("counters that still count are gone")
	}
}
