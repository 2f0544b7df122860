package main

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"vatra/lms/pg"
	"vatra/lms/pgtest"
)

// TestMain lets this test binary be the program where it starts itself once more, for an import.
func TestMain(m *testing.M) {
	if len(os.Args) > 1 && strings.HasPrefix(os.Args[1], "import") {
		main()
	}
	os.Exit(pgtest.Main(m))
}

// terminal is where a command is typed; its input is a file, as of a pipe.
type terminal struct {
	t           *testing.T
	environment []string
}

func (at terminal) run(input string, args ...string) (code int, out, err string) {
	at.t.Helper()
	name := filepath.Join(at.t.TempDir(), "input")
	if err := os.WriteFile(name, []byte(input), 0o600); err != nil {
		at.t.Fatal(err)
	}
	in, failed := os.Open(name)
	if failed != nil {
		at.t.Fatal(failed)
	}
	defer in.Close()
	var stdout, stderr bytes.Buffer
	code = run(at.t.Context(), args, at.environment, console{in: in, out: &stdout, err: &stderr})
	return code, stdout.String(), stderr.String()
}

func TestUnknownSettingStopsTheStart(t *testing.T) {
	t.Parallel()
	for setting, want := range map[string]string{
		"VATRA_ADRR=:80":           "there is no setting VATRA_ADRR",
		"VATRA_S3_TLS=perhaps":     `VATRA_S3_TLS is "perhaps"`,
		"VATRA_SECRET=dog":         "VATRA_SECRET",
		"VATRA_UPLOADS_HOUSE=much": `VATRA_UPLOADS_HOUSE is "much"; expected a size`,
		"VATRA_S3_BUCKET=b":        "VATRA_S3_ENDPOINT is not set",
	} {
		at := terminal{t, []string{"PATH=/bin", "VATRA_SHARED=/somewhere", setting}}
		code, out, err := at.run("", "serve")
		if code != 1 || out != "" || !strings.Contains(err, want) || strings.Contains(err, "dog") {
			t.Errorf("%s: %d %q %q", setting, code, out, err)
		}
	}
}

func TestCommandLineThatIsNotUnderstood(t *testing.T) {
	t.Parallel()
	at := terminal{t, nil}
	for _, args := range [][]string{{}, {"nosuch"}, {"user", "add"}, {"user", "role", "a@b.example", "king"}} {
		if code, _, err := at.run("", args...); code != 2 || !strings.HasPrefix(err, "vatra: ") {
			t.Errorf("%v: %d %q", args, code, err)
		}
	}
	if code, out, _ := at.run("", "serve", "--help"); code != 0 || !strings.Contains(out, "VATRA_DATABASE_URL") {
		t.Errorf("help: %d %q", code, out)
	}
	if code, out, _ := at.run("", "version"); code != 0 || strings.TrimSpace(out) == "" {
		t.Errorf("version: %d %q", code, out)
	}
}

func TestDryRunSaysWhyNothingCanBeTaken(t *testing.T) {
	t.Parallel()
	at := terminal{t, nil}
	for _, c := range []struct{ file, text, want string }{
		{
			"course.imscc", "x",
			"my-course: There is no lesson in “my-course”, but there is an archive: “course.imscc”. Please import that file itself.",
		},
		{
			"01-long.md", strings.Repeat("word ", 1<<20),
			"my-course: No lesson of “my-course” could be imported. 01-long.md: The text is too large. At most 4 MB are allowed.",
		},
	} {
		dir := filepath.Join(t.TempDir(), "my-course")
		if err := os.Mkdir(dir, 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, c.file), []byte(c.text), 0o600); err != nil {
			t.Fatal(err)
		}
		if code, out, err := at.run("", "import", "--dry-run", dir); code != 1 || out != "" || !strings.Contains(err, c.want) {
			t.Errorf("%s: %d %q %q", c.file, code, out, err)
		}
	}
}

func (at terminal) must(input, want string, args ...string) string {
	at.t.Helper()
	code, out, err := at.run(input, args...)
	if code != 0 || !strings.Contains(out, want) {
		at.t.Fatalf("vatra %v: %d\n%s%s", args, code, out, err)
	}
	return out
}

// TestAskingForTheStateMakesNoDatabase on a machine where no server runs.
func TestAskingForTheStateMakesNoDatabase(t *testing.T) {
	t.Parallel()
	data := filepath.Join(t.TempDir(), "data")
	at := terminal{t, []string{"VATRA_DATA=" + data}}
	at.must("", "no database yet in "+data, "migrate", "status")
	at.must("", "no database yet in "+data, "migrate", "down", "--yes")
	if _, err := os.Stat(data); !os.IsNotExist(err) {
		t.Errorf("asking for the state made the data folder: %v", err)
	}
}

// operator types at a machine whose database is elsewhere.
func operator(t *testing.T) terminal { return operatorOn(t, pgtest.URL(t)) }

func operatorOn(t *testing.T, database string) terminal {
	return terminal{t, []string{
		"VATRA_DATA=" + filepath.Join(t.TempDir(), "data"), "VATRA_DATABASE_URL=" + database,
		"VATRA_SECRET=" + strings.Repeat("s", 64),
	}}
}

// Tests keep passwords at a lower cost, the program never does: OWASP's Password Storage Cheat Sheet.
func TestPasswordsAreKeptAtTheirFullCost(t *testing.T) {
	t.Parallel()
	url := pgtest.URL(t)
	operatorOn(t, url).must("patru cai albi pe deal\n", "", "user", "add", "ana@example.org", "Ana Pop")
	db, err := pg.Open(t.Context(), url)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	var hash string
	if err := db.NewRaw("SELECT password_hash FROM users").Scan(t.Context(), &hash); err != nil {
		t.Fatal(err)
	}
	if !strings.HasPrefix(hash, "$argon2id$v=19$m=19456,t=2,p=1$") {
		t.Errorf("the password is kept as %.40s…", hash)
	}
}

func TestOperatorRemovesASecondStepThatWasLost(t *testing.T) {
	t.Parallel()
	at := operator(t)
	at.must("patru cai albi pe deal\n", "ana@example.org can log in", "user", "add", "ana@example.org", "Ana Pop")
	db, err := pg.Open(t.Context(), strings.TrimPrefix(at.environment[1], "VATRA_DATABASE_URL="))
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	for _, statement := range []string{
		`INSERT INTO factor_holders (user_id) SELECT id FROM users`,
		`INSERT INTO factor_apps (id, user_id, secret, confirmed_at) SELECT gen_random_uuid(), id, 'x', '2026-11-20' FROM users`,
	} {
		if _, err := db.ExecContext(t.Context(), statement); err != nil {
			t.Fatal(err)
		}
	}
	at.must("", "ana@example.org: an authenticator app since 2026-11-20, passkeys: 0", "user", "factor", "ana@example.org")
	at.must("", "ana@example.org logs in with the password alone now", "user", "factor", "--remove", "ana@example.org")
	at.must("", "ana@example.org: the password alone", "user", "factor", "ana@example.org")
	var told int
	const mails = `SELECT count(*) FROM mails WHERE message->>'text' LIKE '%Al doilea pas a fost resetat%'`
	if err := db.NewRaw(mails).Scan(t.Context(), &told); err != nil || told != 1 {
		t.Errorf("%d mails tell of it, %v", told, err)
	}
}

func TestOperatorKeepsAccounts(t *testing.T) {
	t.Parallel()
	at := operator(t)
	at.must("patru cai albi pe deal\n", "ana@example.org can log in as administrator",
		"user", "add", "Ana@example.org", "Ana Pop", "--role", "administrator")
	made := at.must("", "ana@example.org has a new password", "user", "password", "ana@example.org")
	if !regexp.MustCompile(`(?m)^password: [a-z2-9]{4}(-[a-z2-9]{4}){3}$`).MatchString(made) {
		t.Errorf("no password was made: %q", made)
	}
	at.must("", "ana@example.org: the password alone", "user", "factor", "ana@example.org")
	for _, c := range []struct {
		input, want string
		args        []string
	}{
		{"", "nothing to remove", []string{"user", "factor", "--remove", "ana@example.org"}},
		{"patru cai albi pe deal", "already has an account", []string{"user", "add", "ana@example.org", "Ana Pop"}},
		{"scurt", "at least", []string{"user", "add", "ion@example.org", "Ion Pop"}},
		{
			"scurt", "vatra: e-mail: This is not an e‑mail address. An address looks like name@example.org; " +
				"name: nothing was given; password: The password needs at least",
			[]string{"user", "add", "bad", ""},
		},
		{"scurt", "vatra: password: The password needs at least", []string{"user", "password", "ana@example.org"}},
		{"", "no such person", []string{"user", "role", "nobody@example.org", "trainer"}},
		{"", "only administrator", []string{"user", "role", "ana@example.org", "learner"}},
	} {
		if code, out, err := at.run(c.input, c.args...); code != 1 || !strings.Contains(err, c.want) || strings.Contains(err, "marked below") {
			t.Errorf("vatra %v: %d %q %q", c.args, code, out, err)
		}
	}
}

func TestOperatorTakesTheNewestMigrationBack(t *testing.T) {
	t.Parallel()
	at := operator(t)
	out := at.must("", "applied  ", "migrate", "status")
	if strings.Contains(out, "pending") {
		t.Errorf("after migrating: %s", out)
	}
	lines := strings.Fields(out)
	newest := lines[len(lines)-1]
	if code, out, err := at.run("", "migrate", "down"); code != 1 || out != "" ||
		!strings.Contains(err, newest) || !strings.Contains(err, "lost") || !strings.Contains(err, "--yes") {
		t.Errorf("down without --yes: %d %q %q", code, out, err)
	}
	if out := at.must("", "applied  ", "migrate", "status"); strings.Contains(out, "pending") {
		t.Errorf("down without --yes took something back: %s", out)
	}
	if out := at.must("", "taken back "+newest, "migrate", "down", "--yes"); strings.Count(out, "\n") != 1 {
		t.Errorf("more than the newest was taken back: %s", out)
	}
	if out := at.must("", "pending  "+newest, "migrate", "status"); strings.Count(out, "pending") != 1 {
		t.Errorf("after one was taken back: %s", out)
	}
}

// town writes a course of one lesson.
func town(t *testing.T, dir, lesson string) {
	t.Helper()
	if err := errors.Join(os.RemoveAll(dir), os.Mkdir(dir, 0o755)); err != nil {
		t.Fatal(err)
	}
	for file, text := range map[string]string{
		"course.yaml": "vatra: 1\ncode: town\ntitle: Town\nlanguages: [en]\n", lesson + ".md": "# The " + lesson + "\n\nText.\n",
	} {
		if err := os.WriteFile(filepath.Join(dir, file), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

// TestOperatorImportsACourse brings a course in, the same again, and others in its place.
func TestOperatorImportsACourse(t *testing.T) {
	t.Parallel()
	at, course := operator(t), filepath.Join(t.TempDir(), "course")
	town(t, course, "hall")
	at.must("", "it became version 1 of town", "import", course)
	at.must("", "nothing was changed", "import", course)
	town(t, course, "yard")
	if out := at.must("", "1 lessons", "import", "--dry-run", course); strings.Contains(out, "version") {
		t.Errorf("a dry run knows of versions: %s", out)
	}
	const gone = `"version":2,"unchanged":false,"warnings":[{"entry":"The hall","reason":"Version 1 of the course had this lesson; `
	at.must("", gone, "import", "--json", course)
	town(t, course, "gate")
	at.must("", "  The yard: Version 2 of the course had this lesson; the new version has not.\n", "import", course)
}

// TestOperatorAppointsTrainers makes somebody a trainer of a course that was imported, and dismisses them.
func TestOperatorAppointsTrainers(t *testing.T) {
	t.Parallel()
	at, course := operator(t), filepath.Join(t.TempDir(), "course")
	town(t, course, "hall")
	at.must("", "it became version 1 of town", "import", course)
	at.must("patru cai albi pe deal\n", "", "user", "add", "ana@example.org", "Ana Pop")
	at.must("patru cai albi pe deal\n", "", "user", "add", "tudor@example.org", "Tudor Pop", "--role", "trainer")
	at.must("", "tudor@example.org is not a trainer of any course\n", "user", "trains", "tudor@example.org")
	at.must("", "tudor@example.org is a trainer of town\n", "user", "trains", "tudor@example.org", "town")
	at.must("", "tudor@example.org is a trainer of town\n", "user", "trains", "Tudor@example.org")
	at.must("", "tudor@example.org is not a trainer of any course\n", "user", "trains", "--withdraw", "tudor@example.org", "town")
	for want, args := range map[string][]string{
		"vatra: nowhere: course: There is no such course": {"tudor@example.org", "nowhere"},
		"vatra: town: Only somebody with the role":        {"ana@example.org", "town"},
		"vatra: town: This person is not a trainer":       {"--withdraw", "tudor@example.org", "town"},
	} {
		if code, out, err := at.run("", append([]string{"user", "trains"}, args...)...); code != 1 || out != "" || !strings.HasPrefix(err, want) {
			t.Errorf("vatra user trains %v: %d %q %q", args, code, out, err)
		}
	}
}
