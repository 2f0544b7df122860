package verify_test

import (
	"encoding/json"
	"net/http"
	"strconv"
	"strings"
	"testing"

	"github.com/google/uuid"

	"vatra/certificates"
	"vatra/lms/web/webtest"
)

func TestAnybodyMayCheckACertificateWithoutAnAccount(t *testing.T) {
	t.Parallel()
	s := webtest.New(t)
	award := s.Award(uuid.Must(uuid.NewV7()))
	guest := s.Guest()
	guest.Get("/verify").Check(t, http.StatusOK, []string{`<form class="narrow" method="get" action="/verify"`, "Certificate code"}, []string{"role=\"alert\""})

	sent := guest.Get("/verify?code=" + strings.ToLower(string(award.Code)))
	if to := sent.Header.Get("Location"); to != "/verify/"+award.Code.Printed() {
		t.Fatalf("the form leads to %q", to)
	}
	page := guest.Follow(sent)
	page.Check(t, http.StatusOK, []string{
		`class="verdict valid"`, "Valid", "This certificate is genuine. It was issued by Asociația Comunelor and has not been revoked.", "Ștefan Țăranu",
		`<span lang="ro">Alfabetizare digitală</span><br> Digital literacy`, "24 hours of study", "87.5%",
		`<span lang="ro">Primăria digitală</span><br> The digital town hall`, "version 2", "1 September 2026", "30 October 2026", "2 November 2026", "version 3",
		award.Code.Printed(), s.URL, "<strong>Issued</strong>",
	}, []string{"Revoked", "Дигитал"})
	if page.Header.Get("X-Robots-Tag") != "noindex" {
		t.Error("search engines may list the page of a person's certificate")
	}
}

func TestReadersSeeTheNamesOnThePaperAndTheirOwn(t *testing.T) {
	t.Parallel()
	s := webtest.New(t)
	award := s.Award(uuid.Must(uuid.NewV7()))
	for lang, says := range map[string][]string{
		"ro": {`Alfabetizare digitală<br> <span lang="en">Digital literacy</span>`, `Primăria digitală<br> <span lang="en">The digital town hall</span>`},
		"bg": {
			`<span lang="ro">Alfabetizare digitală</span><br> <span lang="en">Digital literacy</span><br>Дигитална грамотност`,
			`<span lang="ro">Primăria digitală</span><br> <span lang="en">The digital town hall</span><br>Дигиталното кметство`,
		},
		"sq": {`<span lang="ro">Primăria digitală</span><br> <span lang="en">The digital town hall</span> <small`},
	} {
		guest := s.Guest()
		guest.Header.Set("Accept-Language", lang)
		guest.Get("/verify/"+award.Code.Printed()).Check(t, http.StatusOK, says, nil)
	}
}

func TestARevokedCertificateSaysSoWithDateAndReason(t *testing.T) {
	t.Parallel()
	s := webtest.New(t)
	award := s.Award(uuid.Must(uuid.NewV7()))
	webtest.Must(t, s.Awards.Revoke(t.Context(), s.DB, string(award.Code), uuid.Must(uuid.NewV7()), "Issued by mistake <b>"))
	guest := s.Guest()
	guest.Get("/verify/"+award.Code.Printed()).Check(t, http.StatusOK,
		[]string{
			`class="verdict revoked"`, "Revoked – no longer valid", "Asociația Comunelor issued this certificate and revoked it on",
			"Issued by mistake &lt;b&gt;", "Ștefan Țăranu", "<strong>Revoked</strong>",
		}, []string{"genuine", `class="verdict valid"`})
	webtest.Must(t, s.Awards.Reinstate(t.Context(), s.DB, string(award.Code), uuid.Must(uuid.NewV7()), "The mistake was ours"))
	guest.Get("/verify/"+award.Code.Printed()).Check(t, http.StatusOK,
		[]string{
			`class="verdict valid"`, "It was revoked for a time and is valid again", "<strong>Valid again</strong>",
			"The mistake was ours", "Issued by mistake",
		}, []string{"has not been revoked"})
	guest.Header.Set("Accept-Language", "ro")
	guest.Get("/verify/"+award.Code.Printed()).Check(t, http.StatusOK,
		[]string{"O vreme a fost retras, dar acum este din nou valabil"}, []string{"nu a fost retras"})
}

func TestWhatIsWrongWithACodeIsTold(t *testing.T) {
	t.Parallel()
	s := webtest.New(t)
	award := s.Award(uuid.Must(uuid.NewV7()))
	good := string(award.Code)
	swapped := good[:2] + string(good[3]) + string(good[2]) + good[4:]
	if swapped == good {
		swapped = "0" + good[1:]
	}
	guest := s.Guest()
	for name, one := range map[string]struct {
		path string
		says string
		code string
	}{
		"nothing":        {"/verify?code=", s.Says("certificate.code_empty"), "certificate.code_empty"},
		"only spaces":    {"/verify?code=+-+", s.Says("certificate.code_empty"), "certificate.code_empty"},
		"too short":      {"/verify?code=" + good[:10], s.Says("certificate.code_length", "Got", 10, "Want", 16), "certificate.code_length"},
		"strange letter": {"/verify?code=" + good[:15] + "%24", s.Says("certificate.code_character", "Character", "$"), "certificate.code_character"},
		"mistyped":       {"/verify?code=" + swapped, s.Says("certificate.mistyped"), "certificate.mistyped"},
	} {
		page := guest.Get(one.path)
		page.Check(t, http.StatusUnprocessableEntity, []string{one.says, `aria-invalid="true"`, `role="alert"`, `href="#field-code"`}, nil)
		if path := strings.Replace(one.path, "/verify?code=", "/api/v1/certificates/", 1); name != "nothing" {
			said := guest.Get(strings.ReplaceAll(path, "+", "%20"))
			said.Check(t, http.StatusBadRequest, []string{`"code":"` + one.code + `"`}, nil)
		}
	}
	guest.Get("/verify?code="+swapped).Check(t, http.StatusUnprocessableEntity, []string{`value="` + swapped + `"`}, nil)
}

func TestAnUnknownCodeIsNotFound(t *testing.T) {
	t.Parallel()
	s := webtest.New(t)
	// One that another house has issued has the right form and is nowhere here.
	code := webtest.New(t).Award(uuid.Must(uuid.NewV7())).Code
	guest := s.Guest()
	guest.Follow(guest.Get("/verify?code="+string(code))).Check(t, http.StatusNotFound,
		[]string{
			"<h1>" + s.Says("verify.title_unknown") + "</h1>", `class="verdict unknown"`, s.Says("certificate.unknown"),
			`value="` + code.Printed() + `"`,
		}, []string{`role="alert"`, "aria-invalid"})
	guest.Get("/api/v1/certificates/"+string(code)).Check(t, http.StatusNotFound, []string{`"code":"certificate.unknown"`}, nil)
}

func TestProgramsReadEveryClaim(t *testing.T) {
	t.Parallel()
	s := webtest.New(t)
	award := s.Award(uuid.Must(uuid.NewV7()))
	webtest.Must(t, s.Awards.Revoke(t.Context(), s.DB, string(award.Code), uuid.Must(uuid.NewV7()), "Issued by mistake"))
	response := s.Guest().Get("/api/v1/certificates/" + strings.ToLower(award.Code.Printed()))
	response.Check(t, http.StatusOK, []string{"Alfabetizare digitală", "Primăria digitală", "The digital town hall", "Дигиталното кметство"}, nil)
	if response.Status != http.StatusOK || !strings.HasPrefix(response.Header.Get("Content-Type"), "application/json") {
		t.Fatalf("status %d, %s:\n%s", response.Status, response.Header.Get("Content-Type"), response.Body)
	}
	if response.Header.Get("Access-Control-Allow-Origin") != "*" || len(response.Header.Values("Set-Cookie")) > 0 {
		t.Errorf("other sites' scripts may read it and no cookie is in it: %v", response.Header)
	}
	var told struct {
		Code, Status, Reason string
		VerifyURL            string `json:"verify_url"`
		Claims               certificates.Record
		History              []struct {
			Number       int
			Kind, Reason string
		}
	}
	webtest.Must(t, json.Unmarshal([]byte(response.Body), &told))
	if told.Code != award.Code.Printed() || told.Status != "revoked" || told.Reason != "Issued by mistake" ||
		told.VerifyURL != s.URL+"/verify/"+award.Code.Printed() {
		t.Errorf("it tells %+v", told)
	}
	if told.Claims.HolderName != "Ștefan Țăranu" || told.Claims.Mark.String() != "87.5" || told.Claims.Hours != 24 ||
		told.Claims.Courses[0].Version != 2 || told.Claims.CompletedOn.String() != "2026-10-30" {
		t.Errorf("the claims are %+v", told.Claims)
	}
	if len(told.History) != 2 || told.History[0].Kind != "issued" || told.History[1].Kind != "revoked" {
		t.Errorf("the history is %+v", told.History)
	}
	if strings.Contains(response.Body, award.HolderID.String()) || strings.Contains(response.Body, "actor") {
		t.Error("it tells who is behind the record")
	}
}

func TestCheckingIsLimitedByAddress(t *testing.T) {
	t.Parallel()
	s := webtest.New(t)
	award := s.Award(uuid.Must(uuid.NewV7()))
	guest := s.Guest()
	path := "/api/v1/certificates/" + award.Code.Printed()
	refused := guest.Get(path)
	for range 200 {
		if refused.Status != http.StatusOK {
			break
		}
		refused = guest.Get(path)
	}
	if refused.Status != http.StatusTooManyRequests {
		t.Fatalf("two hundred in a row end with %d", refused.Status)
	}
	refused.Check(t, http.StatusTooManyRequests, []string{`"code":"error.too_many"`}, []string{"holder_name"})
	if seconds, err := strconv.Atoi(refused.Header.Get("Retry-After")); err != nil || seconds < 1 || seconds > 60 {
		t.Errorf("it may be tried again after %q seconds", refused.Header.Get("Retry-After"))
	}
	if refused.Header.Get("Access-Control-Allow-Origin") != "*" {
		t.Error("other sites' scripts cannot see that they should wait")
	}
	guest.Get("/verify/"+award.Code.Printed()).Check(t, http.StatusTooManyRequests, nil, []string{"Ștefan"})

	other := s.Guest()
	other.Header.Set("X-Forwarded-For", "203.0.113.9")
	other.Get(path).Check(t, http.StatusOK, []string{"holder_name"}, nil)
}
