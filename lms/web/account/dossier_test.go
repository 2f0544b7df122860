package account_test

import (
	"archive/zip"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"vatra/lms/access"
	"vatra/lms/i18n"
	"vatra/lms/notify"
	"vatra/lms/people/links"
	"vatra/lms/web/webtest"
)

var download = regexp.MustCompile(`href="(/account/data/[^"]+)"`)

// TestSomebodyMovesTakesACopyAndGoes is all of it in Albanian, without scripts: another address, a copy, the end.
func TestSomebodyMovesTakesACopyAndGoes(t *testing.T) {
	t.Parallel()
	s := webtest.New(t)
	const newer = "ana@shtepi.example"
	actor, say := s.Person(ana, access.RoleLearner, "sq"), i18n.For("sq")
	r, elsewhere := s.As(ana), s.As(ana)
	r.Get("/account").Check(t, http.StatusOK, []string{
		`href="/account/address"`, `href="/account/letters"`, `href="/account/data"`, `href="/account/delete"`, `href="/account/places"`,
		`href="/account/second-step"`,
	}, nil)
	r.Get("/account/address").Check(t, http.StatusOK, []string{`lang="sq"`, ana}, nil)
	r.Post("/account/address", webtest.Form("email", "nobody")).Check(t, http.StatusUnprocessableEntity, []string{`value="nobody"`, say.T("people.email_invalid")}, nil)
	r.Follow(r.Post("/account/address", webtest.Form("email", newer))).Check(t, http.StatusOK, []string{say.T("account.address_sent"), ana}, []string{newer})
	s.SendAddress()
	link := s.LetterPath(newer, links.PathAddress)
	r.Get(link).Check(t, http.StatusOK, []string{newer}, nil)
	r.Post(link, webtest.Form("password", "x")).Check(t, http.StatusUnprocessableEntity, []string{say.T("people.password_wrong")}, nil)
	r.Follow(r.Post(link, webtest.Form("password", webtest.Password))).Check(t, http.StatusOK, []string{say.T("account.address_done"), newer}, nil)
	if elsewhere.Get("/account").Status != http.StatusSeeOther {
		t.Error("the other session goes on")
	}
	r.Get(link).Check(t, http.StatusNotFound, nil, nil)
	s.Guest().Get(s.LetterPath(ana, links.PathUndo)).Check(t, http.StatusOK, []string{ana, `autocomplete="new-password"`}, nil)

	r.Get("/account/data").Check(t, http.StatusOK, []string{say.T("dossier.export_button")}, []string{"/account/data/"})
	r.Follow(r.Post("/account/data", nil)).Check(t, http.StatusOK, []string{say.T("dossier.export_being_made")}, []string{say.T("dossier.export_button")})
	s.BuildCopy(actor)
	file := download.FindStringSubmatch(r.Get("/account/data").Body)
	if file == nil {
		t.Fatal("there is no copy to download")
	}
	archive := r.Get(file[1])
	archive.Check(t, http.StatusOK, nil, nil)
	if packed, err := zip.NewReader(strings.NewReader(archive.Body), int64(len(archive.Body))); err != nil || len(packed.File) < 10 ||
		!strings.Contains(archive.Header.Get("Cache-Control"), "no-store") && !strings.Contains(archive.Header.Get("Cache-Control"), "private") {
		t.Errorf("the copy is %v, %v", archive.Header, err)
	}
	s.Person("dan@example.org", access.RoleLearner)
	s.As("dan@example.org").Get(file[1]).Check(t, http.StatusNotFound, nil, nil)
	s.Exec(`UPDATE sessions SET proved_at = now() - interval '1 hour'`)
	r.Get(file[1]).Check(t, http.StatusForbidden, []string{say.T("login.prove_title")}, nil)
	r.Get("/account/delete")
	r.Post("/account/delete", webtest.Form("understood", "on")).Check(t, http.StatusForbidden, []string{say.T("login.prove_title")}, nil)
	s.Exec(`UPDATE sessions SET proved_at = now()`)

	r.Get("/account/delete").Check(t, http.StatusOK, []string{say.T("dossier.delete_stays"), say.T("dossier.understood")}, []string{say.T("dossier.exam_lost")})
	r.Post("/account/delete", nil).Check(t, http.StatusUnprocessableEntity, []string{say.T("dossier.must_understand")}, nil)
	r.Follow(r.Post("/account/delete", webtest.Form("understood", "on"))).Check(t, http.StatusOK, []string{say.T("dossier.deleted"), `lang="sq"`}, nil)
	if r.Get("/account").Status != http.StatusSeeOther || s.Count(`SELECT count(*) FROM users WHERE email IN (?, ?)`, ana, newer) != 0 {
		t.Error("the account is still there")
	}
	if letter := s.Letter(newer); !strings.HasPrefix(letter.Subject, "Llogaria juaj u fshi") {
		t.Errorf("the last letter is %q", letter.Subject)
	}
}

func TestAnExamThatIsRunningIsToldOfBeforeTheEnd(t *testing.T) {
	t.Parallel()
	s := webtest.New(t)
	c := s.Candidate(", time_limit: 30m")
	c.Get("/account/delete").Check(t, http.StatusOK, []string{s.Says("dossier.delete_exam"), s.Says("dossier.exam_lost")}, nil)
	c.Post("/account/delete", webtest.Form("understood", "on")).
		Check(t, http.StatusUnprocessableEntity, []string{s.Says("dossier.exam_is_running"), `name="understood" checked`}, nil)
	c.Follow(c.Post("/account/delete", webtest.Form("understood", "on", "exam_lost", "on"))).Check(t, http.StatusOK, []string{s.Says("dossier.deleted")}, nil)
}

func TestAPaperThatIsBeingPrintedIsToldOfBeforeTheEnd(t *testing.T) {
	t.Parallel()
	s := webtest.New(t)
	code := s.Award(s.Person(ana, access.RoleLearner).UserID).Code.Printed() // no job has printed it yet
	c := s.As(ana)
	c.Get("/account/delete").Check(t, http.StatusOK, []string{s.Says("dossier.delete_printing")}, []string{s.Says("dossier.exam_lost")})
	c.Follow(c.Post("/account/delete", webtest.Form("understood", "on"))).Check(t, http.StatusOK, []string{s.Says("dossier.deleted")}, nil)
	s.Guest().Get("/verify/"+code).Check(t, http.StatusOK, []string{`class="verdict valid"`, "Ștefan Țăranu"}, nil)
}

func TestTheLastAdministratorIsToldSo(t *testing.T) {
	t.Parallel()
	s := webtest.New(t)
	s.Person(ana, access.RoleAdministrator)
	s.As(ana).Get("/account/delete").Check(t, http.StatusOK, []string{s.Says("people.last_administrator_self")}, []string{`name="understood"`})
}

// A mail program posts without a page of ours, a cookie or a token (RFC 8058 section 3.2); a person gets a button first.
func TestLettersAreStoppedWithOneClick(t *testing.T) {
	t.Parallel()
	s := webtest.New(t)
	s.InstallFiles(webtest.ReadingCourse())
	learner := s.Person(ana, access.RoleLearner)
	s.Certify(learner)
	stop := s.LetterPath(ana, notify.PathStop)
	guest := s.Guest()
	guest.Get(stop).Check(t, http.StatusOK, []string{s.Says("notify.stop_button"), s.Says("notify.kind_certificate")}, nil)
	if s.Count(`SELECT count(*) FROM letters_declined`) != 0 {
		t.Fatal("looking at the page has stopped them")
	}
	request, err := http.NewRequestWithContext(t.Context(), http.MethodPost, s.URL+stop, strings.NewReader("List-Unsubscribe=One-Click"))
	webtest.Must(t, err)
	request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	answer, err := (&http.Client{}).Do(request)
	webtest.Must(t, err)
	webtest.Must(t, answer.Body.Close())
	if answer.StatusCode != http.StatusOK || s.Count(`SELECT count(*) FROM letters_declined WHERE kind = 'certificate'`) != 1 {
		t.Errorf("the mail program is answered %d", answer.StatusCode)
	}
	guest.Get(notify.PathStop+"forged").Check(t, http.StatusNotFound, nil, nil)
	r := s.As(ana)
	r.Get("/account/letters").Check(t, http.StatusOK, []string{`name="enrolment" checked`}, []string{`name="certificate" checked`})
	r.Follow(r.Post("/account/letters", url.Values{"certificate": {"on"}})).Check(t, http.StatusOK, []string{s.Says("notify.saved")}, nil)
	r.Get("/account/letters").Check(t, http.StatusOK, []string{`name="certificate" checked`}, []string{`name="enrolment" checked`})
}
