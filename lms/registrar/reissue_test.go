package registrar_test

import (
	"strings"
	"testing"

	"vatra/certificates"
	"vatra/content/pack/packtest"
	"vatra/lms/access"
	"vatra/lms/fault"
	"vatra/lms/schooltest"
)

// holder is somebody with a certificate in the name Ana Ștefănescu.
func holder(t *testing.T) (s *schooltest.School, ana access.Actor, code string) {
	t.Helper()
	s = schooltest.New(t)
	s.Install(packtest.Folder(t, schooltest.EasyCourse()))
	ana = s.Person("ana@primarie.example", access.RoleLearner)
	s.Enrol(ana)
	s.Study(ana, "digital-literacy-basics")
	s.Sit(ana, "digital-literacy-basics", true)
	return s, ana, s.AwardsOf(ana)[0].Code.Printed()
}

func TestAHolderHasHerCertificateIssuedAnew(t *testing.T) {
	t.Parallel()
	s, ana, code := holder(t)
	ctx := t.Context()
	other := s.Person("ion@primarie.example", access.RoleLearner)
	_, err := s.Registrar.Reissue(ctx, other, code, other.Name)
	schooltest.Wants(t, err, fault.NotFound, "certificate.unknown")
	_, err = s.Registrar.Reissue(ctx, ana, code, "Ana Stefanescu-Pop")
	schooltest.Wants(t, err, fault.Conflict, "certificate.reissue_name_changed")
	if err := s.People.ChangeName(ctx, ana, "Ana Ștefănescu-Pop"); err != nil {
		t.Fatal(err)
	}
	again, err := s.Registrar.Reissue(ctx, ana, code, "Ana Ștefănescu-Pop")
	if err != nil {
		t.Fatal(err)
	}
	if letter := s.Letter("ana@primarie.example"); !strings.Contains(letter.Text, again.Code.Printed()) || letter.Locale != "ro" {
		t.Errorf("she is told %s", letter.Text)
	}
	if n := s.Count(`SELECT count(*) FROM security_events WHERE event = 'certificate.reissued' AND account_id = ?`, ana.UserID); n != 1 {
		t.Errorf("the security log tells it %d times", n)
	}
	if n := s.Count(`SELECT count(*) FROM river_job WHERE kind = 'print_paper' AND args->>'award_id' = ?`, again.ID.String()); n != 1 {
		t.Errorf("%d jobs print its paper", n)
	}
}

func TestAnotherPersonsNameNeedsConsent(t *testing.T) {
	t.Parallel()
	s, ana, code := holder(t)
	ctx, boss := t.Context(), s.Person("boss@primarie.example", access.RoleAdministrator)
	if err := s.People.ChangeName(ctx, ana, "Ирина Костова"); err != nil {
		t.Fatal(err)
	}
	ask := func() {
		t.Helper()
		if award, err := s.Registrar.Reissue(ctx, ana, code, "Ирина Костова"); err != nil || award != nil {
			t.Fatalf("without consent she has %+v, %v", award, err)
		}
	}
	ask()
	ask() // twice is once
	waiting, err := s.Registrar.NameRequests(ctx, boss)
	if err != nil || len(waiting) != 1 || waiting[0].Name != "Ирина Костова" {
		t.Fatalf("the administrator sees %+v, %v", waiting, err)
	}
	schooltest.Wants(t, s.Registrar.ConsentToName(ctx, ana, code, "Ирина Костова"), fault.Forbidden, "people.forbidden")
	schooltest.Wants(t, s.Registrar.RefuseName(ctx, boss, code, "Ирина Костова", " "), fault.Invalid, "reason: certificate.reason_missing")
	if err := s.Registrar.RefuseName(ctx, boss, code, "Ирина Костова", "Veniți cu buletinul."); err != nil {
		t.Fatal(err)
	}
	if letter := s.Letter("ana@primarie.example"); !strings.Contains(letter.Text, "Veniți cu buletinul.") {
		t.Errorf("she is told %s", letter.Text)
	}
	schooltest.Wants(t, s.Registrar.ConsentToName(ctx, boss, code, "Ирина Костова"), fault.NotFound, "certificate.no_request")
	ask()
	if err := s.Registrar.ConsentToName(ctx, boss, code, "Ирина Костова"); err != nil {
		t.Fatal(err)
	}
	awards := s.AwardsOf(ana)
	if len(awards) != 2 || awards[0].Record.HolderName != "Ирина Костова" || awards[1].Status().State != certificates.Replaced {
		t.Errorf("she has %+v", awards)
	}
}

func TestTheHolderIsToldOfRevokingAndReinstating(t *testing.T) {
	t.Parallel()
	s, _, code := holder(t)
	boss := s.Person("boss@primarie.example", access.RoleAdministrator)
	if err := s.Registrar.Revoke(t.Context(), boss, code, "Sat by another."); err != nil {
		t.Fatal(err)
	}
	revoked := s.Letter("ana@primarie.example")
	if !strings.Contains(revoked.Text, "Sat by another.") || !strings.Contains(revoked.Text, "retras") || !strings.Contains(revoked.Text, code) {
		t.Errorf("she is told %s", revoked.Text)
	}
	if err := s.Registrar.Reinstate(t.Context(), boss, code, "It was not."); err != nil {
		t.Fatal(err)
	}
	if letter := s.Letter("ana@primarie.example"); letter.ID == revoked.ID || !strings.Contains(letter.Text, "It was not.") {
		t.Errorf("she is told %s", letter.Text)
	}
}
