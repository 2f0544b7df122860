package intake_test

import (
	"testing"

	"vatra/lms/schooltest"
)

func TestSameImportMakesNoSecondVersion(t *testing.T) {
	t.Parallel()
	s := schooltest.New(t)
	s.InstallStarter()
	if !s.InstallStarter().Unchanged {
		t.Error("the second import does not say that nothing changed")
	}
	if n := s.Count("SELECT count(*) FROM course_versions"); n != 1 {
		t.Errorf("%d versions", n)
	}
}
