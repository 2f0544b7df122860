package registrar_test

import (
	"io"
	"os"
	"path/filepath"
	"strings"
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
	if by := issued.History[2].Actor; by != nil {
		t.Errorf("whoever runs the machine is somebody: %v", by)
	}
	if by := issued.History[1].Actor; len(issued.Actors) != 1 || by == nil || issued.Actors[*by] != boss.Name {
		t.Errorf("it was revoked by %v, and it is told %v", by, issued.Actors)
	}
	_, err = s.Registrar.Issued(ctx, learner, code)
	schooltest.Wants(t, err, fault.Forbidden, "people.forbidden")
}

func TestAPaperThatWasLostIsPrintedAgain(t *testing.T) {
	t.Parallel()
	s, ctx := schooltest.New(t), t.Context()
	s.Install(packtest.Folder(t, schooltest.EasyCourse()))
	learner := s.Person("ana@primarie.example", access.RoleLearner)
	s.Enrol(learner)
	s.Study(learner, "digital-literacy-basics")
	s.Sit(learner, "digital-literacy-basics", true)
	award := s.AwardsOf(learner)[0]
	read := func() string {
		t.Helper()
		file, paper, err := s.Papers.Paper(ctx, &award)
		if err != nil {
			t.Fatal(err)
		}
		defer file.Close()
		text, err := io.ReadAll(file)
		if err != nil || int64(len(text)) != paper.Size {
			t.Fatalf("%d bytes of %d, %v", len(text), paper.Size, err)
		}
		return string(text)
	}
	first := read()
	paper, err := s.Awards.Paper(ctx, award.ID)
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Blobs.Delete(ctx, paper.SHA256); err != nil {
		t.Fatal(err)
	}
	if again := read(); again != first {
		t.Error("printed again it is another file")
	}
	damaged := "%PDF-" + strings.Repeat("x", len(first)-5)
	if err := os.WriteFile(filepath.Join(s.Objects, paper.SHA256[:2], paper.SHA256), []byte(damaged), 0o600); err != nil {
		t.Fatal(err)
	}
	if again := read(); again != first {
		t.Error("a damaged paper is handed out")
	}
}
