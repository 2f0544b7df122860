package upkeep_test

import (
	netmail "net/mail"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"vatra/content/pack/packtest"
	"vatra/lms/access"
	"vatra/lms/mail"
	"vatra/lms/schooltest"
)

// TestAServerLooksAfterWhatNobodyComesBackTo: all jobs are lost, and what was to be deleted was not. A server that runs sees to
// each of these by its rounds.
func TestAServerLooksAfterWhatNobodyComesBackTo(t *testing.T) {
	t.Parallel()
	s, ctx := schooltest.New(t), t.Context()
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	files := schooltest.EasyCourse()
	files["course.yaml"] = strings.Replace(files["course.yaml"], "pass_mark: 40", "pass_mark: 40, time_limit: 1h", 1)
	s.Install(packtest.Folder(t, files))
	done := s.Person("done@primarie.example", access.RoleLearner)
	s.Enrol(done)
	s.Study(done, "digital-literacy-basics")
	s.Sit(done, "digital-literacy-basics", true)
	late := s.Person("late@primarie.example", access.RoleLearner)
	s.Study(late, "digital-literacy-basics")
	_, err := s.Sitting.StartQuiz(ctx, late, "digital-literacy-basics", "final")
	must(err)
	must(s.Dossiers.Ask(ctx, late))
	_, err = s.Imports.Submit(ctx, access.Operator(), "course.zip", strings.NewReader("no package"))
	must(err)
	must(s.Queue.Post(ctx, s.DB, mail.Message{ID: uuid.New(), To: "ana@primarie.example", Subject: "Hello", Text: "Hello"}))
	s.LogIn("done@primarie.example", schooltest.Password)
	orphan, err := s.Blobs.Put(ctx, strings.NewReader("nobody's"), "text/plain")
	must(err)
	aged(t, s, orphan.SHA256)
	s.Exec(`ALTER TABLE awards DISABLE TRIGGER awards_never_change`)
	for _, statement := range []string{
		`DELETE FROM river_job`,
		`UPDATE awards SET awarded_at = now() - interval '1 hour'`,
		`UPDATE attempts SET started_at = started_at - interval '2 hours', deadline = deadline - interval '2 hours' WHERE submitted_at IS NULL`,
		`UPDATE sessions SET expires_at = now() - interval '1 minute'`,
		`INSERT INTO security_events (at, event, address, request, target) VALUES (now() - interval '2 years', 'login.good', '', '', '')`,
		`INSERT INTO factor_challenges (hash, purpose, data, expires_at) VALUES ('x', 'sign_in', '{}', now() - interval '1 day')`,
	} {
		s.Exec(statement)
	}
	outbox, err := mail.OpenOutbox(t.TempDir(), netmail.Address{Address: "vatra@primarie.example"})
	must(err)
	s.School.Register(outbox)
	must(s.Queue.Start(ctx))
	defer func() { must(s.Queue.Stop(ctx)) }()
	for what, left := range map[string]func() bool{
		"an attempt that is over":      func() bool { return s.Count(`SELECT count(*) FROM attempts WHERE submitted_at IS NULL`) > 0 },
		"a paper that was not printed": func() bool { return s.Count(`SELECT count(*) FROM award_papers`) == 0 },
		"a copy of somebody's data":    func() bool { return s.Count(`SELECT count(*) FROM exports WHERE status <> 'done'`) > 0 },
		"an import":                    func() bool { return s.Count(`SELECT count(*) FROM imports WHERE finished_at IS NULL`) > 0 },
		"a mail":                       func() bool { return s.Count(`SELECT count(*) FROM mails WHERE sent_at IS NULL`) > 0 },
		"a session that is over":       func() bool { return s.Count(`SELECT count(*) FROM sessions`) > 0 },
		"an event of years ago": func() bool {
			return s.Count(`SELECT count(*) FROM security_events WHERE at < now() - interval '1 year'`) > 0
		},
		"a challenge that is over": func() bool { return s.Count(`SELECT count(*) FROM factor_challenges`) > 0 },
		"an object without a name": func() bool { _, err := s.Blobs.Stat(ctx, orphan.SHA256); return err == nil },
	} {
		for end := time.Now().Add(time.Minute); left(); time.Sleep(20 * time.Millisecond) {
			if time.Now().After(end) {
				t.Errorf("nobody came back to %s", what)
				break
			}
		}
	}
}
