package access_test

import (
	"slices"
	"testing"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"vatra/lms/access"
	"vatra/lms/fault"
	"vatra/lms/schooltest"
)

// The matrix is written out a second time, by role and not by capability, so that a slip in one of them shows.
func TestAccessMatrix(t *testing.T) {
	t.Parallel()
	guest := []access.Capability{access.BrowseCatalogue, access.OpenAccount, access.VerifyCertificates, access.ReviewDrafts}
	learner := append(slices.Clone(guest), access.KeepAccount, access.Learn, access.TranslateCourses)
	trainer := append(slices.Clone(learner), access.FollowLearners, access.BeginCourses, access.WriteCourses)
	administrator := append(slices.Clone(trainer), access.EnrolOthers, access.ImportCourses, access.ManageHouse, access.ManagePeople,
		access.ManageTracks, access.RevokeCertificates)
	for role, may := range map[access.Role][]access.Capability{
		access.RoleGuest: guest, access.RoleLearner: learner, access.RoleTrainer: trainer, access.RoleAdministrator: administrator,
		"": nil, "superuser": nil,
	} {
		for _, capability := range append(access.Capabilities(), "", "unheard_of") {
			want := slices.Contains(may, capability)
			if got := access.Can(role, capability); got != want {
				t.Errorf("%s may %s: %v", role, capability, got)
			}
			err := access.Actor{UserID: uuid.New(), Role: role}.Require(capability)
			if (err == nil) != want {
				t.Errorf("%s requires %s: %v", role, capability, err)
			}
		}
	}
}

// What a capability is asked for is written out a second time too.
func TestScopesOfCapabilities(t *testing.T) {
	t.Parallel()
	narrow := map[access.Capability]access.ScopeKind{
		access.KeepAccount: access.ScopeOwn, access.Learn: access.ScopeOwn, access.FollowLearners: access.ScopeCourse,
		access.WriteCourses: access.ScopeDraft, access.TranslateCourses: access.ScopeTranslation, "": "", "unheard_of": "",
	}
	for _, capability := range append(access.Capabilities(), "", "unheard_of") {
		want, told := narrow[capability]
		if !told {
			want = access.ScopeSite
		}
		if got := capability.Scope(); got != want {
			t.Errorf("%s is asked for a %q, want %q", capability, got, want)
		}
	}
}

// The rule for one thing and the rule for lists are the same: Within lists exactly what RequireFor allows.
func TestScopeDecides(t *testing.T) {
	t.Parallel()
	s := schooltest.New(t)
	mine, other := uuid.New(), uuid.New()
	actors := map[access.Role]access.Actor{access.RoleGuest: access.Guest("ro"), "superuser": {UserID: mine, Role: "superuser"}}
	for _, role := range access.Roles() {
		actors[role] = s.Person(string(role)+"@primarie.example", role)
	}
	trainer := actors[access.RoleTrainer]
	for _, scope := range []access.Scope{access.Course(mine), access.Draft(mine), access.Translation(mine, "bg")} {
		if _, err := access.Grant(t.Context(), s.DB, access.Operator(), trainer.UserID, trainer.Role, scope); err != nil {
			t.Fatal(err)
		}
	}
	for role, actor := range actors {
		for _, capability := range access.Capabilities() {
			for _, id := range []uuid.UUID{mine, other, actor.UserID} {
				want := access.Can(role, capability)
				switch {
				case capability.Scope() == access.ScopeOwn:
					want = want && id == actor.UserID
				case capability.Scope() != access.ScopeSite && role == access.RoleTrainer:
					want = id == mine
				case capability.Scope() == access.ScopeTranslation && role == access.RoleLearner:
					want = false
				}
				var listed bool
				const query = `SELECT EXISTS (SELECT FROM (SELECT ?::uuid AS id) thing WHERE ?)`
				if err := s.DB.NewRaw(query, id, actor.Within(capability, bun.Ident("thing.id"))).Scan(t.Context(), &listed); err != nil {
					t.Fatal(err)
				}
				err := actor.RequireFor(t.Context(), s.DB, capability, scopeOf(capability, id))
				if listed != want || (err == nil) != want {
					t.Errorf("%s, %s of %s: want %v, listed %v, %v", role, capability, capability.Scope(), want, listed, err)
				}
			}
		}
	}
	err := trainer.RequireFor(t.Context(), s.DB, access.FollowLearners, access.Course(other))
	schooltest.Wants(t, err, fault.Forbidden, "people.forbidden_here")
	if err := trainer.RequireFor(t.Context(), s.DB, access.FollowLearners, access.Scope{Kind: access.ScopeOwn, ID: mine}); err == nil {
		t.Error("the grant of a course was taken for another kind of thing")
	}
}

// scopeOf is the thing of the capability's kind; a translation is into Bulgarian.
func scopeOf(capability access.Capability, id uuid.UUID) access.Scope {
	if capability.Scope() == access.ScopeTranslation {
		return access.Translation(id, "bg")
	}
	return access.Scope{Kind: capability.Scope(), ID: id}
}

// A learner may be given a translation, and nothing wider.
func TestALearnerIsGrantedATranslation(t *testing.T) {
	t.Parallel()
	s := schooltest.New(t)
	draft, vera := uuid.New(), s.Person("vera@primarie.example", access.RoleLearner)
	if _, err := access.Grant(t.Context(), s.DB, access.Operator(), vera.UserID, vera.Role, access.Draft(draft)); err == nil {
		t.Error("a learner may write")
	}
	if _, err := access.Grant(t.Context(), s.DB, access.Operator(), vera.UserID, vera.Role, access.Translation(draft, "bg")); err != nil {
		t.Fatal(err)
	}
	if err := vera.RequireFor(t.Context(), s.DB, access.TranslateCourses, access.Translation(draft, "bg")); err != nil {
		t.Error(err)
	}
	err := vera.RequireFor(t.Context(), s.DB, access.TranslateCourses, access.Translation(draft, "sr"))
	schooltest.Wants(t, err, fault.Forbidden, "people.forbidden_here")
}

func TestRefusalSaysWhetherLoggingInHelps(t *testing.T) {
	t.Parallel()
	schooltest.Wants(t, access.Guest("ro").Require(access.Learn), fault.Unauthenticated, "people.login_needed")
	schooltest.Wants(t, access.Actor{}.Require(access.Learn), fault.Unauthenticated, "people.login_needed")
	schooltest.Wants(t, access.Actor{UserID: uuid.New(), Role: access.RoleLearner}.Require(access.ManagePeople), fault.Forbidden, "people.forbidden")
}
