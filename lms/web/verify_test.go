package web_test

import (
	"encoding/json"
	"net/http"
	"strconv"
	"strings"
	"testing"

	"github.com/google/uuid"
	"github.com/shopspring/decimal"

	"vatra/certificates"
	"vatra/lms/i18n"
	"vatra/lms/lang"
)

// award issues a certificate as completing a track does.
func (s *site) award(holder uuid.UUID) *certificates.Award {
	s.t.Helper()
	award, err := s.Awards.Award(s.t.Context(), s.DB, certificates.Claim{
		HolderID: holder, HolderName: "Ștefan Țăranu", Subject: "track/digital-literacy", TrackCode: "digital-literacy",
		TrackNames:   lang.Texts{"ro": "Alfabetizare digitală", "en": "Digital literacy", "bg": "Дигитална грамотност"},
		RulesVersion: 3, Hours: 24, Mark: certificates.MarkOf(decimal.RequireFromString("87.5")), Locale: "ro",
		Courses: []certificates.Course{{
			Code: "basics", Version: 2, Titles: lang.Texts{"ro": "Primăria digitală", "en": "The digital town hall", "bg": "Дигиталното кметство"},
		}},
		StartedOn: certificates.Date{Year: 2026, Month: 9, Day: 1}, CompletedOn: certificates.Date{Year: 2026, Month: 10, Day: 30},
		AwardedOn: certificates.Date{Year: 2026, Month: 11, Day: 2},
		Issuer:    certificates.Issuer{Name: "Asociația Comunelor", URL: s.url},
	})
	must(s.t, err)
	return award
}

func TestAnybodyMayCheckACertificateWithoutAnAccount(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	award := s.award(uuid.Must(uuid.NewV7()))
	guest := s.guest()
	guest.get("/verify").check(t, http.StatusOK, []string{`<form class="narrow" method="get" action="/verify"`, "Certificate code"}, []string{"role=\"alert\""})

	sent := guest.get("/verify?code=" + strings.ToLower(string(award.Code)))
	if to := sent.Header.Get("Location"); to != "/verify/"+award.Code.Printed() {
		t.Fatalf("the form leads to %q", to)
	}
	page := guest.follow(sent)
	page.check(t, http.StatusOK, []string{
		`class="verdict valid"`, "Valid", "This certificate is genuine. It was issued by Asociația Comunelor and has not been revoked.", "Ștefan Țăranu",
		`<span lang="ro">Alfabetizare digitală</span><br> Digital literacy`, "24 hours of study", "87.5%",
		`<span lang="ro">Primăria digitală</span><br> The digital town hall`, "version 2", "1 September 2026", "30 October 2026", "2 November 2026", "version 3",
		award.Code.Printed(), s.url, "<strong>Issued</strong>",
	}, []string{"Revoked", "Дигитал"})
	if page.Header.Get("X-Robots-Tag") != "noindex" {
		t.Error("search engines may list the page of a person's certificate")
	}
}

func TestReadersSeeTheNamesOnThePaperAndTheirOwn(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	award := s.award(uuid.Must(uuid.NewV7()))
	for lang, says := range map[string][]string{
		"ro": {`Alfabetizare digitală<br> <span lang="en">Digital literacy</span>`, `Primăria digitală<br> <span lang="en">The digital town hall</span>`},
		"bg": {
			`<span lang="ro">Alfabetizare digitală</span><br> <span lang="en">Digital literacy</span><br>Дигитална грамотност`,
			`<span lang="ro">Primăria digitală</span><br> <span lang="en">The digital town hall</span><br>Дигиталното кметство`,
		},
		"sq": {`<span lang="ro">Primăria digitală</span><br> <span lang="en">The digital town hall</span> <small`},
	} {
		guest := s.guest()
		guest.header.Set("Accept-Language", lang)
		guest.get("/verify/"+award.Code.Printed()).check(t, http.StatusOK, says, nil)
	}
}

func TestARevokedCertificateSaysSoWithDateAndReason(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	award := s.award(uuid.Must(uuid.NewV7()))
	must(t, s.Awards.Revoke(t.Context(), s.DB, string(award.Code), uuid.Must(uuid.NewV7()), "Issued by mistake <b>"))
	guest := s.guest()
	guest.get("/verify/"+award.Code.Printed()).check(t, http.StatusOK,
		[]string{
			`class="verdict revoked"`, "Revoked – no longer valid", "Asociația Comunelor issued this certificate and revoked it on",
			"Issued by mistake &lt;b&gt;", "Ștefan Țăranu", "<strong>Revoked</strong>",
		}, []string{"genuine", `class="verdict valid"`})
	must(t, s.Awards.Reinstate(t.Context(), s.DB, string(award.Code), uuid.Must(uuid.NewV7()), "The mistake was ours"))
	guest.get("/verify/"+award.Code.Printed()).check(t, http.StatusOK,
		[]string{
			`class="verdict valid"`, "It was revoked for a time and is valid again", "<strong>Valid again</strong>",
			"The mistake was ours", "Issued by mistake",
		}, []string{"has not been revoked"})
	guest.header.Set("Accept-Language", "ro")
	guest.get("/verify/"+award.Code.Printed()).check(t, http.StatusOK,
		[]string{"O vreme a fost retras, dar acum este din nou valabil"}, []string{"nu a fost retras"})
}

func TestWhatIsWrongWithACodeIsTold(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	award := s.award(uuid.Must(uuid.NewV7()))
	good := string(award.Code)
	swapped := good[:2] + string(good[3]) + string(good[2]) + good[4:]
	if swapped == good {
		swapped = "0" + good[1:]
	}
	guest := s.guest()
	for name, one := range map[string]struct {
		path string
		says string
		code string
	}{
		"nothing":        {"/verify?code=", s.says("certificate.code_empty"), "certificate.code_empty"},
		"only spaces":    {"/verify?code=+-+", s.says("certificate.code_empty"), "certificate.code_empty"},
		"too short":      {"/verify?code=" + good[:10], s.says("certificate.code_length", "Got", 10, "Want", 16), "certificate.code_length"},
		"strange letter": {"/verify?code=" + good[:15] + "%24", s.says("certificate.code_character", "Character", "$"), "certificate.code_character"},
		"mistyped":       {"/verify?code=" + swapped, s.says("certificate.mistyped"), "certificate.mistyped"},
	} {
		page := guest.get(one.path)
		page.check(t, http.StatusUnprocessableEntity, []string{one.says, `aria-invalid="true"`, `role="alert"`, `href="#field-code"`}, nil)
		if path := strings.Replace(one.path, "/verify?code=", "/api/v1/certificates/", 1); name != "nothing" {
			said := guest.get(strings.ReplaceAll(path, "+", "%20"))
			said.check(t, http.StatusBadRequest, []string{`"code":"` + one.code + `"`}, nil)
		}
	}
	guest.get("/verify?code="+swapped).check(t, http.StatusUnprocessableEntity, []string{`value="` + swapped + `"`}, nil)
}

// says is a message in English as a page has it.
func (s *site) says(key string, args ...any) string {
	text := i18n.For("en").T(key, args...)
	return strings.NewReplacer("&", "&amp;", "'", "&#39;", `"`, "&#34;", "<", "&lt;").Replace(text)
}

func TestAnUnknownCodeIsNotFound(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	// One that another house has issued has the right form and is nowhere here.
	code := newSite(t).award(uuid.Must(uuid.NewV7())).Code
	guest := s.guest()
	guest.follow(guest.get("/verify?code="+string(code))).check(t, http.StatusNotFound,
		[]string{s.says("certificate.unknown"), `value="` + code.Printed() + `"`}, []string{"verdict"})
	guest.get("/api/v1/certificates/"+string(code)).check(t, http.StatusNotFound, []string{`"code":"certificate.unknown"`}, nil)
}

func TestProgramsReadEveryClaim(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	award := s.award(uuid.Must(uuid.NewV7()))
	must(t, s.Awards.Revoke(t.Context(), s.DB, string(award.Code), uuid.Must(uuid.NewV7()), "Issued by mistake"))
	response := s.guest().get("/api/v1/certificates/" + strings.ToLower(award.Code.Printed()))
	response.check(t, http.StatusOK, []string{"Alfabetizare digitală", "Primăria digitală", "The digital town hall", "Дигиталното кметство"}, nil)
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
	must(t, json.Unmarshal([]byte(response.Body), &told))
	if told.Code != award.Code.Printed() || told.Status != "revoked" || told.Reason != "Issued by mistake" ||
		told.VerifyURL != s.url+"/verify/"+award.Code.Printed() {
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
	s := newSite(t)
	award := s.award(uuid.Must(uuid.NewV7()))
	guest := s.guest()
	path := "/api/v1/certificates/" + award.Code.Printed()
	refused := guest.get(path)
	for range 200 {
		if refused.Status != http.StatusOK {
			break
		}
		refused = guest.get(path)
	}
	if refused.Status != http.StatusTooManyRequests {
		t.Fatalf("two hundred in a row end with %d", refused.Status)
	}
	refused.check(t, http.StatusTooManyRequests, []string{`"code":"error.too_many"`}, []string{"holder_name"})
	if seconds, err := strconv.Atoi(refused.Header.Get("Retry-After")); err != nil || seconds < 1 || seconds > 60 {
		t.Errorf("it may be tried again after %q seconds", refused.Header.Get("Retry-After"))
	}
	if refused.Header.Get("Access-Control-Allow-Origin") != "*" {
		t.Error("other sites' scripts cannot see that they should wait")
	}
	guest.get("/verify/"+award.Code.Printed()).check(t, http.StatusTooManyRequests, nil, []string{"Ștefan"})

	other := s.guest()
	other.header.Set("X-Forwarded-For", "203.0.113.9")
	other.get(path).check(t, http.StatusOK, []string{"holder_name"}, nil)
}
