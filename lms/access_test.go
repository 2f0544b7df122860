package lms_test

import (
	"slices"
	"testing"

	"github.com/google/uuid"

	"vatra/lms"
	"vatra/lms/fault"
)

// The matrix is written out a second time, by role and not by capability, so that a slip in one of them shows.
func TestAccessMatrix(t *testing.T) {
	t.Parallel()
	guest := []lms.Capability{lms.BrowseCatalogue, lms.OpenAccount, lms.VerifyCertificates}
	learner := append(slices.Clone(guest), lms.KeepAccount, lms.Learn)
	trainer := append(slices.Clone(learner), lms.FollowLearners)
	administrator := append(slices.Clone(trainer), lms.EnrolOthers, lms.ImportCourses, lms.ManageHouse, lms.ManagePeople,
		lms.ManageTracks, lms.RevokeCertificates)
	for role, may := range map[lms.Role][]lms.Capability{
		lms.RoleGuest: guest, lms.RoleLearner: learner, lms.RoleTrainer: trainer, lms.RoleAdministrator: administrator,
		"": nil, "superuser": nil,
	} {
		for _, capability := range append(lms.Capabilities(), "", "unheard_of") {
			want := slices.Contains(may, capability)
			if got := lms.Can(role, capability); got != want {
				t.Errorf("%s may %s: %v", role, capability, got)
			}
			err := lms.Actor{UserID: uuid.New(), Role: role}.Require(capability)
			if (err == nil) != want {
				t.Errorf("%s requires %s: %v", role, capability, err)
			}
		}
	}
}

func TestRefusalSaysWhetherLoggingInHelps(t *testing.T) {
	t.Parallel()
	wants(t, lms.Guest("ro").Require(lms.Learn), fault.Unauthenticated, "people.login_needed")
	wants(t, lms.Actor{}.Require(lms.Learn), fault.Unauthenticated, "people.login_needed")
	wants(t, lms.Actor{UserID: uuid.New(), Role: lms.RoleLearner}.Require(lms.ManagePeople), fault.Forbidden, "people.forbidden")
}
