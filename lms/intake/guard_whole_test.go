//go:build whole

package intake_test

import (
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"vatra/lms/access"
	"vatra/lms/fault"
	"vatra/lms/i18n"
	"vatra/lms/intake"
	"vatra/lms/schooltest"
)

func TestAnImportThatTakesTooMuchIsEndedAndNamesWhereItWas(t *testing.T) {
	t.Parallel()
	for how, want := range map[string]struct {
		most      time.Duration
		key, told string
	}{
		"hungry": {time.Minute, "import.over_memory", "needed more than 256 MB"},
		"slow":   {2 * time.Second, "import.over_time", "more than 2 seconds"},
	} {
		t.Run(how, func(t *testing.T) {
			t.Parallel()
			_, err := imported(t, how, "# Light\n", want.most)
			schooltest.Wants(t, err, fault.Invalid, want.key)
			told, _ := fault.As(err)
			if got := i18n.For("en").Fault(told); !strings.Contains(got, "“02-heavy.md”") || !strings.Contains(got, want.told) {
				t.Errorf("it says %q", got)
			}
		})
	}
}

// TestAnEntryIsNotBlamedForTheOneBeforeIt: what that one has let go is no longer counted.
func TestAnEntryIsNotBlamedForTheOneBeforeIt(t *testing.T) {
	t.Parallel()
	if _, err := imported(t, "one after the other", "# Light\n", time.Minute); err != nil {
		t.Error(err)
	}
}

// TestNoEntryIsBlamedForWhatComesAfterAll of them: it is the package then.
func TestNoEntryIsBlamedForWhatComesAfterAll(t *testing.T) {
	t.Parallel()
	_, err := imported(t, "afterwards", "# Light\n", time.Minute)
	schooltest.Wants(t, err, fault.Invalid, "import.over_memory")
	if told, _ := fault.As(err); told.Args["Entry"] != "course.zip" {
		t.Errorf("it names %v", told.Args["Entry"])
	}
}

// TestAnImportThatTookTooMuchHasFailed and is not tried again.
func TestAnImportThatTookTooMuchHasFailed(t *testing.T) {
	t.Parallel()
	s := schooltest.New(t)
	dir := folder(t, "# Light\n")
	imports := intake.New(s.DB, s.Blobs, s.Installer, s.Queue, intake.Config{Guard: &intake.Guard{
		Given: func(uuid.UUID) *exec.Cmd { return exec.Command(os.Args[0], importer, "hungry", dir) },
	}})
	id, err := imports.Submit(t.Context(), s.Person("admin@primarie.example", access.RoleAdministrator), "curs.zip", strings.NewReader("x"))
	if err != nil {
		t.Fatal(err)
	}
	if err := imports.Work(t.Context(), id); err != nil {
		t.Fatal(err)
	}
	failed, err := imports.Import(t.Context(), access.Operator(), id)
	if err != nil || failed.Status != intake.Failed || failed.ErrorKey != "import.over_memory" || failed.ErrorArgs["Entry"] != "02-heavy.md" {
		t.Errorf("%+v %v", failed, err)
	}
}
