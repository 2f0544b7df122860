package main

import (
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"vatra/assessment"
	"vatra/assessment/exam"
	"vatra/cmd/vatra/serve"
	"vatra/lms/access"
	"vatra/lms/people/roll"
)

// sit lets a learner answer twice at this operator's site, and gives the receipts and the public key.
func (at terminal) sit() (receipts []string, key string) {
	at.t.Helper()
	folder := filepath.Join(at.t.TempDir(), "course")
	for file, text := range map[string]string{
		"course.yaml": "vatra: 1\ncode: town\ntitle: Town\nlanguages: [en]\nmodules:\n  - {folder: one, title: One}\n" +
			"quizzes:\n  - {key: final, file: final, title: Final, after: one}\n",
		"one/01-hall.en.md": "# The hall\n\nText.\n", "final.en.md": "**The capital of France?** {#paris}\n\n- [=] Paris\n",
	} {
		at.fine(os.MkdirAll(filepath.Dir(filepath.Join(folder, file)), 0o755))
		at.fine(os.WriteFile(filepath.Join(folder, file), []byte(text), 0o600))
	}
	at.must("", "it became version 1 of town", "import", folder)
	at.onSite(func(ctx context.Context, p *serve.Parts) {
		ana, err := p.People.Add(ctx, access.Operator(),
			roll.Newcomer{Email: "ana@example.org", Name: "Ana Pop", Password: "patru cai albi pe deal", Locale: "en"}, access.RoleLearner)
		at.fine(err)
		actor := access.Actor{UserID: ana.ID, Role: ana.Role}
		attempt, err := p.Sitting.StartQuiz(ctx, actor, "town", "final")
		at.fine(err)
		for seq, text := range []string{"Lyon", "Paris"} {
			saved, err := p.Quizzes.Save(ctx, exam.Save{
				AttemptID: attempt.ID, LearnerID: ana.ID, Slot: 1, Seq: int64(seq + 1), Response: assessment.Response{Text: text},
			})
			at.fine(err)
			receipts = append(receipts, saved.Receipt)
		}
		key = p.Quizzes.ReceiptKey().String()
	})
	return receipts, key
}

func (at terminal) fine(err error) {
	at.t.Helper()
	if err != nil {
		at.t.Fatal(err)
	}
}

// onSite works on the parts of the operator's site, as a server would.
func (at terminal) onSite(work func(context.Context, *serve.Parts)) {
	at.t.Helper()
	var s settings
	at.fine(s.read(at.environment))
	at.fine(onParts(at.t.Context(), &s, console{os.Stdin, os.Stderr, os.Stderr}, func(p *serve.Parts) error {
		work(at.t.Context(), p)
		return nil
	}))
}

func TestOperatorChecksReceipts(t *testing.T) {
	t.Parallel()
	at := operator(t)
	receipts, key := at.sit()
	dir := t.TempDir()
	write := func(name, text string) string {
		path := filepath.Join(dir, name)
		at.fine(os.WriteFile(path, []byte(text), 0o600))
		return path
	}
	file := write("receipts.txt", "Ana, question 1\n"+strings.Join(receipts, "\n")+"\n")
	out := at.must("", "question 1, version 1", "verify", file)
	if strings.Count(out, "genuine, and the journal has this answer") != 2 || strings.Count(out, "a later answer to the question counts") != 1 {
		t.Errorf("%s", out)
	}
	at.must(receipts[1], "-: attempt", "verify", "-")

	// Elsewhere, with nothing but the public key.
	elsewhere := terminal{t, []string{"VATRA_DATA=" + filepath.Join(dir, "nothing")}}
	if out := elsewhere.must("", ": genuine\n", "verify", "--key", key, file); strings.Contains(out, "journal") {
		t.Errorf("a signature says something of the journal: %s", out)
	}
	if code, _, err := elsewhere.run("", "verify", file); code != 1 || !strings.Contains(err, "there is no database in") {
		t.Errorf("without a key and a database: %d %q", code, err)
	}
	if _, err := os.Stat(filepath.Join(dir, "nothing")); !os.IsNotExist(err) {
		t.Errorf("checking made the data folder: %v", err)
	}

	forged := write("forged.txt", receipts[0][:60]+"AAAA"+receipts[0][64:])
	if code, out, err := at.run("", "verify", forged, file); code != 3 || !strings.Contains(out, "not genuine: This is not a receipt") ||
		err != "vatra: of 3 receipts, 1 do not hold\n" {
		t.Errorf("a forged one: %d %q %q", code, out, err)
	}
	for name, path := range map[string]string{"none": filepath.Join(dir, "none"), "no receipt in it": write("empty.txt", "hello")} {
		if code, out, err := at.run("", "verify", path, file); code != 1 || !strings.Contains(err, name) || !strings.Contains(out, "version 2") {
			t.Errorf("%s: %d %q %q", name, code, out, err)
		}
	}
	if code, _, err := at.run("", "verify", "--key", "x", file); code != 1 || !strings.Contains(err, "not the public key of a site") {
		t.Errorf("another key: %d %q", code, err)
	}
}

func TestOperatorIsToldThatTheJournalWasAltered(t *testing.T) {
	t.Parallel()
	at := operator(t)
	receipts, _ := at.sit()
	at.onSite(func(ctx context.Context, p *serve.Parts) {
		for _, statement := range []string{
			`ALTER TABLE answers DISABLE TRIGGER USER`, `UPDATE answers SET response = '{"text": "Rome"}' WHERE seq = 1`,
			`DELETE FROM answers WHERE seq = 2`,
		} {
			_, err := p.DB.Pool.Exec(ctx, statement)
			at.fine(err)
		}
	})
	code, out, err := at.run(strings.Join(receipts, "\n"), "verify", "--json", "-")
	lines := strings.Split(strings.TrimSpace(out), "\n")
	if code != 3 || len(lines) != 2 || !strings.Contains(err, "of 2 receipts, 2 do not hold") {
		t.Fatalf("%d %q %q", code, out, err)
	}
	for i, want := range []string{"altered", "missing"} {
		var told struct {
			Holds, Genuine bool
			Journal        string
			Slot, Seq      int
		}
		if err := json.Unmarshal([]byte(lines[i]), &told); err != nil || told.Holds || !told.Genuine || told.Journal != want ||
			told.Slot != 1 || told.Seq != i+1 {
			t.Errorf("%s (%v)", lines[i], err)
		}
	}
}
