package access_test

import (
	"slices"
	"testing"

	"github.com/google/uuid"

	"vatra/lms/access"
	"vatra/lms/fault"
	"vatra/lms/schooltest"
)

// The matrix is written out a second time, by role and not by capability, so that a slip in one of them shows.
func TestAccessMatrix(t *testing.T) {
	t.Parallel()
	guest := []access.Capability{access.BrowseCatalogue, access.OpenAccount, access.VerifyCertificates}
	learner := append(slices.Clone(guest), access.KeepAccount, access.Learn)
	trainer := append(slices.Clone(learner), access.FollowLearners)
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

func TestRefusalSaysWhetherLoggingInHelps(t *testing.T) {
	t.Parallel()
	schooltest.Wants(t, access.Guest("ro").Require(access.Learn), fault.Unauthenticated, "people.login_needed")
	schooltest.Wants(t, access.Actor{}.Require(access.Learn), fault.Unauthenticated, "people.login_needed")
	schooltest.Wants(t, access.Actor{UserID: uuid.New(), Role: access.RoleLearner}.Require(access.ManagePeople), fault.Forbidden, "people.forbidden")
}
