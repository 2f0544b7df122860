package main

import (
	"bufio"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// TestFsckTellsWhatIsWrongByItsExitCode damages a file, and leaves one that nothing names.
func TestFsckTellsWhatIsWrongByItsExitCode(t *testing.T) {
	t.Parallel()
	at := operator(t)
	objects := filepath.Join(strings.TrimPrefix(at.environment[0], "VATRA_DATA="), "objects")
	dir := filepath.Join(t.TempDir(), "town")
	town(t, dir, "hall")
	if err := os.WriteFile(filepath.Join(dir, "plan.pdf"), []byte("%PDF-1.7\n%%EOF\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	at.must("", "1 assets", "import", dir)
	at.must("", "1 objects (15 B) and 1 rows were looked at; repaired: 0, left: 0, foreign: 0", "fsck", "--hash")

	files, err := filepath.Glob(filepath.Join(objects, "??", "*"))
	if err != nil || len(files) != 1 {
		t.Fatalf("%v, %v", files, err)
	}
	nobodys := filepath.Join(objects, "ab", "ab"+strings.Repeat("0", 62))
	long := time.Now().Add(-48 * time.Hour)
	for _, err := range []error{
		os.WriteFile(files[0], []byte("%PDF-1.7\n%%EOX\n"), 0o600),
		os.MkdirAll(filepath.Dir(nobodys), 0o700), os.WriteFile(nobodys, []byte("x"), 0o600), os.Chtimes(nobodys, long, long),
	} {
		if err != nil {
			t.Fatal(err)
		}
	}
	code, out, _ := at.run("", "fsck", "--hash", "--json")
	if code != 3 {
		t.Errorf("it ends with %d: %s", code, out)
	}
	told := map[string]map[string]any{}
	for lines := bufio.NewScanner(strings.NewReader(out)); lines.Scan(); {
		var line map[string]any
		if err := json.Unmarshal(lines.Bytes(), &line); err != nil {
			t.Fatalf("%s: %v", lines.Text(), err)
		}
		kind, _ := line["finding"].(string)
		told[kind] = line
	}
	if told["hash"]["sha256"] != filepath.Base(files[0]) || told["orphan"]["sha256"] != filepath.Base(nobodys) || told[""]["summary"] == nil {
		t.Errorf("told is %s", out)
	}
	if code, out, _ := at.run("", "fsck", "--repair"); code != 0 || !strings.Contains(out, "repaired: 1, left: 0") {
		t.Errorf("repairing ends with %d: %s", code, out)
	}
	if _, err := os.Stat(nobodys); !os.IsNotExist(err) {
		t.Errorf("what nothing names is still there: %v", err)
	}
	if code, out, _ := at.run("", "fsck", "--hash"); code != 3 || !strings.Contains(out, "the object is damaged\n  used in town: plan.pdf") {
		t.Errorf("the damaged one: %d %s", code, out)
	}
	at.must("", "nothing was changed", "import", dir)
	at.must("", "left: 0", "fsck", "--hash")
	if code, _, err := at.run("", "fsck", "--grace=1s"); code != 1 || !strings.Contains(err, "--grace") {
		t.Errorf("no grace: %d %s", code, err)
	}
}
