package web_test

import (
	"net/http"
	"regexp"
	"strings"
	"testing"

	"vatra/lms/access"
	"vatra/lms/audit"
	"vatra/lms/clamav/clamtest"
	"vatra/lms/people"
	"vatra/lms/people/links"
	"vatra/lms/web/webtest"
)

// TestEverythingThatMattersIsTold does one of each thing of audit.Events as people do, and reads the log afterwards.
func TestEverythingThatMattersIsTold(t *testing.T) {
	t.Parallel()
	s, _ := webtest.Scanned(t)
	s.InstallFiles(webtest.ReadingCourse())
	ctx := t.Context()
	ana := s.Person("ana@example.org", access.RoleLearner)
	s.Person("root@example.org", access.RoleAdministrator)
	code := s.Certify(ana)
	const second = "opt pisici pe acoperiș"
	logIn := func(email, password string) *webtest.Reader {
		r := s.Guest()
		r.Get("/login")
		r.Post("/login", webtest.Form("email", email, "password", password))
		r.Get("/account")
		return r
	}
	logIn("ana@example.org", "not the password")
	logIn("nobody@example.org", "not the password")
	her, phone := logIn("ana@example.org", webtest.Password), logIn("ana@example.org", webtest.Password)
	phone.Post("/logout", nil)
	her.Post("/account/prove", webtest.Form("password", "not the password"))
	her.Post("/account/prove", webtest.Form("password", webtest.Password))
	her.Post("/account/places/end-others", nil)
	app, codes := her.SetUpApp()
	her.Get("/account/second-step")
	codes = append(codes[:0], webtest.RecoveryCodes(her.Post("/account/second-step/codes", nil).Body)...)
	half := logIn("ana@example.org", webtest.Password)
	half.Get("/login/second-step")
	half.Post("/login/second-step", webtest.Form("code", app.Code(0))) // the one that set it up
	half.Post("/login/second-step/recovery", webtest.Form("recovery", codes[0]))
	her.Get("/account/second-step")
	her.Post("/account/second-step/app/remove", nil)
	logIn("ana@example.org", webtest.Password)
	places, err := s.Sessions.Places(ctx, ana, "")
	webtest.Must(t, err)
	her.Post("/account/places/end", webtest.Form("id", places[0].ID.String()))
	her = logIn("ana@example.org", webtest.Password)
	her.Post("/account/password", webtest.Form("current", webtest.Password, "password", second))
	webtest.Must(t, s.People.SendReset(ctx, people.SendReset{Email: "ana@example.org", Locale: "en"}))
	reset := "/reset/" + s.LetterToken("ana@example.org", "/reset/")
	guest := s.Guest()
	guest.Get(reset)
	guest.Post(reset, webtest.Form("password", webtest.Password))
	webtest.Must(t, s.People.SetPassword(ctx, access.Operator(), ana.UserID, second))
	guest.Get("/register")
	guest.Post("/register", webtest.Form("name", "Dan Pop", "email", "dan@example.org", "password", webtest.Password))
	confirm := "/confirm/" + s.LetterToken("dan@example.org", "/confirm/")
	guest.Get(confirm)
	guest.Post(confirm, webtest.Form("password", webtest.Password))

	root := logIn("root@example.org", webtest.Password)
	for _, email := range []string{"nou@example.org", "altul@example.org"} {
		root.Get("/admin/people/invitations")
		root.Post("/admin/people/invitations", webtest.Form("email", email, "role", "trainer", "locale", "en"))
	}
	root.Post("/admin/people/invitations/withdraw", webtest.Form("email", "altul@example.org"))
	invitation := "/invitation/" + s.LetterToken("nou@example.org", "/invitation/")
	newcomer := s.Guest()
	newcomer.Get(invitation)
	newcomer.Post(invitation, webtest.Form("name", "Noul Venit", "password", webtest.Password))
	page := "/admin/people/" + ana.UserID.String()
	root.Get(page)
	root.Post(page+"/role", webtest.Form("role", "trainer"))
	author := s.As("nou@example.org")
	author.Get("/studio")
	people := author.Post("/studio", webtest.Form("title", "Registre", "languages", "ro")).Header.Get("Location") + "/reviews"
	author.Get(people)
	author.Post(people, webtest.Form("do", "add-writer", "email", "ana@example.org"))
	author.Post(people, webtest.Form("do", "remove-writer", "writer-id", ana.UserID.String()))
	moveLearner(s, author, strings.TrimSuffix(people, "/reviews"))
	root.Get(page)
	root.Post(page+"/courses", webtest.Form("course", "digital-literacy-basics"))
	root.Post(page+"/courses/withdraw", webtest.Form("course", "digital-literacy-basics"))
	root.Post("/admin/settings", webtest.Form("registration", "open", "second_step", "nobody", "site_name", "Vatra de sus",
		"default_locale", "ro", "issuer_name", "Vatra"))
	lost := s.As("nou@example.org")
	lost.SetUpApp()
	noul, err := s.People.PersonByEmail(ctx, access.Operator(), "nou@example.org")
	webtest.Must(t, err)
	root.Post("/admin/people/"+noul.ID.String()+"/second-step/reset", nil)
	root.Post(page+"/disable", nil)
	root.Post(page+"/enable", nil)
	root.Post("/admin/certificates/"+code+"/revoke", webtest.Form("reason", "The exam was taken by another person than the holder"))
	root.Post("/admin/certificates/"+code+"/reinstate", webtest.Form("reason", "The mistake was ours"))
	for _, name := range []string{"Ion Pop", "Ana Pop"} { // the first is somebody else's
		webtest.Must(t, s.People.ChangeName(ctx, ana, name))
		_, err := s.Registrar.Reissue(ctx, ana, code, name)
		webtest.Must(t, err)
		root.Post("/admin/certificates/"+code+"/name/refuse", webtest.Form("name", name, "refusal", "This is another person"))
	}
	moveAndGo(s, "ion@example.org", "ion@acasa.example")
	root.Get("/teach/courses/digital-literacy-basics/learners.csv")
	root.Get("/admin/imports")
	root.Upload("/admin/imports", "package", "sick.zip", webtest.Zip(t, map[string]string{"a.txt": clamtest.Virus()}), nil)

	for _, event := range audit.Events() {
		if event == audit.LoginOther || event == audit.FactorDoubted {
			continue // passkeys are needed: account/passkey_test.go
		}
		if s.Count(`SELECT count(*) FROM security_events WHERE event = ?`, event) == 0 {
			t.Errorf("%s is told nowhere", event)
		}
	}
	if n := s.Count(`SELECT count(*) FROM security_events WHERE event = 'login.failed'`); n != 3 {
		t.Errorf("%d refused logins are told, not 3", n)
	}
	if n := s.Count(`SELECT count(*) FROM security_events WHERE event = 'role.changed' AND actor_id <> account_id AND account_id = ?
		AND target = 'learner trainer' AND address = '127.0.0.1' AND length(request) = 36`, ana.UserID); n != 1 {
		t.Error("who changed whose role, from where, is not told")
	}
	if n := s.Count(`SELECT count(*) FROM security_events WHERE event = 'upload.infected' AND target = ? AND actor_id IS NOT NULL`,
		clamtest.Find); n != 1 {
		t.Error("what was found, and who brought it, is not told")
	}
	if n := s.Count(`SELECT count(*) FROM security_events WHERE event IN ('address.changed', 'address.undone', 'data.taken',
		'account.deleted') AND account_id IS NOT NULL AND request <> ''`); n != 4 {
		t.Errorf("%d of what somebody did who left are told with whose account it was, not 4", n)
	}
	for _, secret := range []string{"ion@acasa.example", webtest.Password, second, "not the password", "nobody@example.org", codes[0], codes[1], strings.TrimPrefix(reset, "/reset/")} {
		if s.Count(`SELECT count(*) FROM security_events e WHERE e::text LIKE ?`, "%"+secret+"%") != 0 {
			t.Errorf("%q is in the log", secret)
		}
	}

	root.Get("/admin/security").Check(t, http.StatusOK, []string{
		s.Says("audit.event.certificate.revoked"), "127.0.0.1", code, "ana@example.org", s.Says("audit.event.login.failed"),
	}, nil)
	root.Get("/admin/security?event=role.changed&q=ana@").Check(t, http.StatusOK,
		[]string{`<th scope="row">` + s.Says("audit.event.role.changed"), "Learner → Trainer"}, []string{`<th scope="row">` + s.Says("audit.event.login.good")})
	root.Get("/admin/security?q=no+such+person").Check(t, http.StatusOK, []string{s.Says("audit.none")}, nil)
	root.Get("/admin/security?event=%27&page=-1").Check(t, http.StatusOK, []string{s.Says("audit.table")}, nil)
	her.Get("/admin/security").Check(t, http.StatusSeeOther, nil, []string{"127.0.0.1"})
}

// moveAndGo is somebody who has their account taken to another address and takes it back, and ends it with a copy in hand.
func moveAndGo(s *webtest.Site, email, newer string) {
	s.T.Helper()
	owner := s.Person(email, access.RoleLearner)
	r := s.As(email)
	r.Get("/account/address")
	r.Post("/account/address", webtest.Form("email", newer))
	s.SendAddress()
	link := s.LetterPath(newer, links.PathAddress)
	r.Get(link)
	r.Post(link, webtest.Form("password", webtest.Password))
	undo, guest := s.LetterPath(email, links.PathUndo), s.Guest()
	guest.Get(undo)
	guest.Post(undo, webtest.Form("password", webtest.Password))
	r = s.As(email)
	r.Get("/account/data")
	r.Post("/account/data", nil)
	s.BuildCopy(owner)
	copied := regexp.MustCompile(`href="(/account/data/[^"]+)"`).FindStringSubmatch(r.Get("/account/data").Body)
	if copied == nil {
		s.T.Fatal("there is no copy")
	}
	r.Get(copied[1])
	r.Get("/account/delete")
	r.Post("/account/delete", webtest.Form("understood", "on"))
}

// moveLearner has an author publish a draft and correct it while somebody is in the middle of it, and move them.
func moveLearner(s *webtest.Site, author *webtest.Reader, draft string) {
	author.Post(draft+"/publish", webtest.Form("base", "0"))
	s.Person("eva@example.org", access.RoleLearner)
	s.As("eva@example.org").Get("/courses/registre/lessons/lesson-1")
	module := regexp.MustCompile(`id="piece-([0-9a-f-]{36})"`).FindStringSubmatch(author.Get(draft).Body)[1]
	author.Post(draft+"/pieces/"+module, webtest.Form("lang", "ro", "page", "outline", "do", "add-lesson", "new-title", "Alta"))
	author.Post(draft+"/publish", webtest.Form("base", "1"))
	author.Post(draft+"/versions/move", webtest.Form("from", "1", "newest", "2"))
}
