package intake_test

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/google/uuid"

	"vatra/content/importers"
	"vatra/content/pack"
	"vatra/lms/access"
	"vatra/lms/child"
	"vatra/lms/fault"
	"vatra/lms/i18n"
	"vatra/lms/intake"
	"vatra/lms/schooltest"
)

// importer is the argument that turns this test binary into a program that imports: the next one says how it behaves, and the
// last is the package.
const importer = "import-for-test"

// beImporter opens the package, and then takes what no reader would.
func beImporter(how, path string) int {
	ctx, cancel := context.WithTimeout(context.Background(), 2*time.Minute) // should nobody end it
	defer cancel()
	if err := child.Confine(intake.MemoryLimit); err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	err := intake.Speak(ctx, os.Stdout, func(ctx context.Context) (intake.Report, error) {
		pkg, err := importers.Open(ctx, path)
		if err != nil {
			return intake.Report{}, err
		}
		defer pkg.Close()
		pkg.At("02-heavy.md")
		switch how {
		case "hungry":
			return intake.Report{Title: fmt.Sprint(len(hunger(4 << 30)))}, nil
		case "one after the other":
			return oneAfterTheOther(pkg), nil
		case "afterwards":
			pkg.At("")
			return intake.Report{Title: fmt.Sprint(len(hunger(4 << 30)))}, nil
		case "killed":
			_ = syscall.Kill(os.Getpid(), syscall.SIGKILL)
		case "complaining":
			return intake.Report{}, fmt.Errorf("ERROR: out of memory (SQLSTATE 53200)")
		case "slow":
			<-ctx.Done()
		case "broken":
			return intake.Report{}, fmt.Errorf("the disk is gone")
		}
		return intake.Survey(ctx, pkg)
	})
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	return 0
}

// oneAfterTheOther takes for each of two entries what is within its bounds, and what both of them together are not.
func oneAfterTheOther(pkg *pack.Package) intake.Report {
	const most = 224 << 20
	taken := len(strings.Repeat("x", most)) // in one piece, as a picture is
	pkg.At("03-after.md")
	return intake.Report{Title: fmt.Sprint(taken, len(strings.Repeat("x", most)))}
}

// hunger holds that many bytes, each of which was written to.
func hunger(bytes int) (held [][]byte) {
	const atOnce = 32 << 20
	for range bytes / atOnce {
		held = append(held, []byte(strings.Repeat("x", atOnce)))
	}
	return held
}

func imported(t *testing.T, how, text string, most time.Duration) (intake.Report, error) {
	t.Helper()
	guard := intake.Guard{Time: func(int64) time.Duration { return most }}
	return guard.Run(t.Context(), exec.Command(os.Args[0], importer, how, folder(t, text)), "course.zip", 1)
}

func folder(t *testing.T, text string) string {
	t.Helper()
	dir := t.TempDir()
	if err := os.WriteFile(dir+"/01-light.md", []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return dir
}

func TestAGuardedImportSaysWhatAnyImportSays(t *testing.T) {
	t.Parallel()
	report, err := imported(t, "as it is", "# Light\n\n![a](gone.png)\n", time.Minute)
	if err != nil || report.Lessons != 1 || len(report.Warnings) != 1 || report.Warnings[0].Args["Image"] != "gone.png" {
		t.Errorf("%+v %v", report, err)
	}
	_, err = imported(t, "as it is", "\x00", time.Minute)
	schooltest.Wants(t, err, fault.Invalid, "content.package_refused")
	told, _ := fault.As(err)
	if got := i18n.For("en").Fault(told); !strings.Contains(got, "01-light.md: ") || strings.Contains(got, "{") {
		t.Errorf("it says %q", got)
	}
	if _, err = imported(t, "broken", "# Light\n", time.Minute); fault.KindOf(err) != fault.Internal || !strings.Contains(err.Error(), "the disk is gone") {
		t.Errorf("got %v", err)
	}
}

// TestAnImportThatSomebodyElseEndedIsTriedAgain and its package is not blamed.
func TestAnImportThatSomebodyElseEndedIsTriedAgain(t *testing.T) {
	t.Parallel()
	s := schooltest.New(t)
	dir := folder(t, "# Light\n")
	for _, how := range []string{"killed", "complaining"} {
		imports := intake.New(s.DB, s.Blobs, s.Installer, s.Queue, intake.Config{Guard: &intake.Guard{
			Given: func(uuid.UUID) *exec.Cmd { return exec.Command(os.Args[0], importer, how, dir) },
		}})
		id, err := imports.Submit(t.Context(), s.Person(how+"@primarie.example", access.RoleAdministrator), "curs.zip", strings.NewReader("x"))
		if err != nil {
			t.Fatal(err)
		}
		if err := imports.Work(t.Context(), id); err == nil || fault.KindOf(err) != fault.Internal {
			t.Errorf("%s: the queue is told %v", how, err)
		}
		open, err := imports.Import(t.Context(), access.Operator(), id)
		if err != nil || open.Status == intake.Failed {
			t.Errorf("%s: %+v %v", how, open, err)
		}
	}
}

func TestTheTimeOfAnImportGrowsWithItsPackage(t *testing.T) {
	t.Parallel()
	for size, minutes := range map[int64]float64{0: 1, 100_000_000: 1, 100_000_001: 2, 500_000_000: 5} {
		if got := intake.TimeLimit(size).Minutes(); got != minutes {
			t.Errorf("%d bytes have %v minutes", size, got)
		}
	}
}
