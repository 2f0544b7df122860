package registrar_test

import (
	"testing"

	"vatra/content/pack/packtest"
	"vatra/lms/access"
	"vatra/lms/fault"
	"vatra/lms/schooltest"
)

func TestACertificateIsTakenBackAndGivenBack(t *testing.T) {
	t.Parallel()
	s, ctx := schooltest.New(t), t.Context()
	s.Install(packtest.Folder(t, schooltest.EasyCourse()))
	boss, learner := s.Person("boss@primarie.example", access.RoleAdministrator), s.Person("ana@primarie.example", access.RoleLearner)
	s.Enrol(learner)
	s.Study(learner, "digital-literacy-basics")
	s.Sit(learner, "digital-literacy-basics", true)
	awards := s.AwardsOf(learner)
	if len(awards) != 1 {
		t.Fatalf("%d certificates", len(awards))
	}
	code := string(awards[0].Record.Code)
	for _, query := range []string{"", "ștefănescu", code} {
		if found, err := s.Registrar.Find(ctx, boss, query, 1); err != nil || len(found.Awards) != 1 {
			t.Errorf("%q finds %+v, %v", query, found, err)
		}
	}
	schooltest.Wants(t, s.Registrar.Revoke(ctx, learner, code, "mine"), fault.Forbidden, "people.forbidden")
	schooltest.Wants(t, s.Registrar.Reinstate(ctx, boss, code, "why"), fault.Conflict, "certificate.not_revoked")
	if err := s.Registrar.Revoke(ctx, boss, code, "Sat by another."); err != nil {
		t.Fatal(err)
	}
	schooltest.Wants(t, s.Registrar.Revoke(ctx, boss, code, "Again."), fault.Conflict, "certificate.already_revoked")
	if err := s.Registrar.Reinstate(ctx, access.Operator(), code, "It was not."); err != nil {
		t.Fatal(err)
	}
	issued, err := s.Registrar.Issued(ctx, boss, code)
	if err != nil || len(issued.History) != 3 || issued.History[1].Reason != "Sat by another." || issued.History[2].Reason != "It was not." {
		t.Fatalf("its history is %+v, %v", issued.History, err)
	}
	if by := issued.History[1].Actor; len(issued.Actors) != 1 || by == nil || issued.Actors[*by] != boss.Name {
		t.Errorf("it was revoked by %v, and it is told %v", by, issued.Actors)
	}
	_, err = s.Registrar.Issued(ctx, learner, code)
	schooltest.Wants(t, err, fault.Forbidden, "people.forbidden")
}
