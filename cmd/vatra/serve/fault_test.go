//go:build whole

package serve_test

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/uuid"
	"golang.org/x/sync/errgroup"

	"vatra/assessment"
	"vatra/assessment/exam"
	"vatra/cmd/vatra/serve"
	"vatra/content/importers"
	"vatra/lms/pgserver"
)

const (
	pupils       = 200
	examSlots    = 5
	changes      = 3 // of the answer in each slot
	plannedSaves = pupils * examSlots * changes
)

// exam is a course that is one quiz of questions to be answered in words, so that every answer can be told from every
// other.
func anExam() map[string]string {
	files := map[string]string{"course.yaml": `vatra: 1
code: exam
title: {en: "Exam"}
languages: [en]
licence: CC0-1.0
modules:
  - {folder: 01-all, title: {en: "All"}}
quizzes:
  - {key: final, file: quizzes/final, title: {en: "Final"}, after: 01-all, time_limit: 2h, attempts: 1, pass_mark: 50}
`, "01-all/01-read.en.md": "# Read\n\nOne.\n"}
	for n := range examSlots {
		files["quizzes/final.en.md"] += fmt.Sprintf("**Question %d?** {#q%d}\n\n- [=] yes\n\n", n+1, n+1)
	}
	return files
}

// school is a server in a process of its own, on a database of its own: each can fall by itself.
type school struct {
	t        *testing.T
	cluster  *pgserver.Server
	settings settings
	parts    *serve.Parts // the same database, for looking into it
	client   *http.Client
	server   atomic.Pointer[program]

	acknowledged atomic.Int64
	interrupted  atomic.Int64 // answers that had to be sent again
}

func newSchool(t *testing.T) *school {
	t.Helper()
	data := prepared(t)
	cluster, err := pgserver.Start(t.Context(), pgserver.Options{Dir: filepath.Join(data, "postgres")})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := cluster.Stop(); err != nil {
			t.Errorf("stopping PostgreSQL: %v", err)
		}
	})
	s := &school{
		t: t, cluster: cluster,
		settings: settings{Addr: "127.0.0.1:0", Data: data, DatabaseURL: cluster.URL(), Secret: secret},
		client: &http.Client{
			Transport:     &http.Transport{MaxIdleConnsPerHost: pupils, DisableCompression: true},
			Timeout:       20 * time.Second,
			CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
		},
	}
	t.Cleanup(s.client.CloseIdleConnections)
	s.parts, err = serve.Open(t.Context(), serve.Config{
		Addr: "127.0.0.1:0", Data: data, DatabaseURL: cluster.URL(), Secret: secret,
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.parts.Close() })
	install(t, s.parts, anExam())
	s.open()
	return s
}

// open starts the server.
func (s *school) open() {
	s.t.Helper()
	s.server.Store(start(s.t, s.settings))
}

// install brings in the course that the files make up.
func install(t *testing.T, parts *serve.Parts, files map[string]string) {
	t.Helper()
	dir := t.TempDir()
	for name, text := range files {
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o750); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	pkg, err := importers.Open(t.Context(), dir)
	if err != nil {
		t.Fatal(err)
	}
	defer pkg.Close()
	if _, err := parts.Installer.Install(t.Context(), pkg, uuid.Nil, nil); err != nil {
		t.Fatal(err)
	}
}

// admitted is somebody who is logged in.
type admitted struct {
	id    uuid.UUID
	token string // of the session
}

// admit opens accounts that are logged in, all in one statement: that many passwords would cost seconds to hash, and
// none of these is ever asked for.
func admit(t *testing.T, parts *serve.Parts, count int) []admitted {
	t.Helper()
	people := make([]admitted, count)
	ids, hashes := make([]uuid.UUID, count), make([][]byte, count)
	for i := range people {
		token := make([]byte, sha256.Size)
		_, _ = rand.Read(token)
		hash := sha256.Sum256(token)
		ids[i], hashes[i] = uuid.New(), hash[:]
		people[i] = admitted{ids[i], base64.RawURLEncoding.EncodeToString(token)}
	}
	const statement = `WITH person AS (
			INSERT INTO users (id, email, name, password_hash, locale, role, confirmed_at)
			SELECT id, id || '@primarie.example', 'Ana Ionescu', '-', 'ro', 'learner', now() FROM unnest($1::uuid[]) AS id)
		INSERT INTO sessions (token_hash, user_id, expires_at, idle)
		SELECT hash, id, now() + interval '1 day', 86400 FROM unnest($1::uuid[], $2::bytea[]) AS s (id, hash)`
	if _, err := parts.DB.Pool.Exec(t.Context(), statement, ids, hashes); err != nil {
		t.Fatal(err)
	}
	return people
}

// place is an entry of the journal.
type place struct {
	attempt uuid.UUID
	slot    int
	seq     int64
}

// kept is what an entry says.
type kept struct {
	response assessment.Response
	at       time.Time
	receipt  string // of what was acknowledged
}

// pupil is a browser with somebody before it who takes the exam.
type pupil struct {
	*school
	cookies string
	csrf    string
	attempt uuid.UUID
	acks    map[place]kept
}

// ask sends a request and gives the answer, or no answer where the line broke.
func (p *pupil) ask(ctx context.Context, method, path, mediaType, body string) (*http.Response, string, error) {
	base := "http://" + p.server.Load().addr
	request, err := http.NewRequestWithContext(ctx, method, base+path, strings.NewReader(body))
	if err != nil {
		return nil, "", err
	}
	request.Header.Set("Cookie", p.cookies)
	request.Header.Set("Origin", base)
	if mediaType != "" {
		request.Header.Set("Content-Type", mediaType)
		request.Header.Set("X-Csrf-Token", p.csrf)
	}
	if mediaType == "application/json" {
		request.Header.Set("Accept", mediaType)
	}
	answer, err := p.client.Do(request)
	if err != nil {
		return nil, "", err
	}
	defer answer.Body.Close()
	text, err := io.ReadAll(answer.Body)
	return answer, string(text), err
}

var formToken = regexp.MustCompile(`name="csrf" value="([^"]+)"`)

// begin reads the quiz's page and starts the attempt.
func (p *pupil) begin(ctx context.Context) error {
	const lesson = "/courses/exam/lessons/final"
	answer, page, err := p.ask(ctx, http.MethodGet, lesson, "", "")
	if err != nil {
		return err
	}
	found := formToken.FindStringSubmatch(page)
	if found == nil {
		return fmt.Errorf("the page of the quiz has no form: %d %s", answer.StatusCode, page)
	}
	p.csrf = found[1]
	for _, cookie := range answer.Cookies() {
		p.cookies += "; " + cookie.Name + "=" + cookie.Value
	}
	answer, page, err = p.ask(ctx, http.MethodPost, lesson+"/start", "application/x-www-form-urlencoded", url.Values{}.Encode())
	if err != nil {
		return err
	}
	id, led := strings.CutPrefix(answer.Header.Get("Location"), "/attempts/")
	if answer.StatusCode != http.StatusSeeOther || !led {
		return fmt.Errorf("the attempt does not start: %d %s", answer.StatusCode, page)
	}
	p.attempt, err = uuid.Parse(id)
	return err
}

// answer gives every answer of the plan, each until it is acknowledged.
func (p *pupil) answer(ctx context.Context) error {
	for n := range examSlots * changes {
		if err := p.give(ctx, n); err != nil {
			return err
		}
	}
	return nil
}

// give gives the n-th answer, which is for the slots in turn, until it is acknowledged.
func (p *pupil) give(ctx context.Context, n int) error {
	at := place{p.attempt, n%examSlots + 1, int64(n/examSlots + 1)}
	response := assessment.Response{Text: fmt.Sprintf("%s, question %d, answer %d", p.attempt, at.slot, at.seq)}
	saved, err := p.save(ctx, at, response)
	if err != nil {
		return err
	}
	p.acks[at] = kept{response, saved.At, saved.Receipt}
	p.acknowledged.Add(1)
	return nil
}

// save sends one answer again and again, as the page's script does, with the same number each time.
func (p *pupil) save(ctx context.Context, at place, response assessment.Response) (exam.Saved, error) {
	body, err := json.Marshal(map[string]any{"slot": at.slot, "seq": at.seq, "response": response})
	if err != nil {
		return exam.Saved{}, err
	}
	last := "nothing"
	for {
		answer, text, err := p.ask(ctx, http.MethodPost, "/attempts/"+p.attempt.String()+"/answers", "application/json", string(body))
		switch {
		case ctx.Err() != nil:
			return exam.Saved{}, fmt.Errorf("answer %+v was not acknowledged in time; the last time it was sent: %s", at, last)
		case err == nil && answer.StatusCode == http.StatusOK:
			var saved struct {
				SavedAt time.Time `json:"saved_at"`
				Seq     int64     `json:"seq"`
				Receipt string    `json:"receipt"`
			}
			if err := json.Unmarshal([]byte(text), &saved); err != nil || saved.Seq != at.seq {
				return exam.Saved{}, fmt.Errorf("answer %+v was acknowledged with %s", at, text)
			}
			return exam.Saved{At: saved.SavedAt, Seq: saved.Seq, Receipt: saved.Receipt}, nil
		case err == nil && answer.StatusCode != http.StatusServiceUnavailable:
			return exam.Saved{}, fmt.Errorf("answer %+v: status %d: %s", at, answer.StatusCode, text)
		}
		if last = text; err != nil {
			last = err.Error()
		}
		p.interrupted.Add(1)
		select {
		case <-ctx.Done():
		case <-time.After(50 * time.Millisecond):
		}
	}
}

// each lets all of them do something at once. It gives a function that waits for them, and the time that they have: it
// ends when the first fails.
func each(
	ctx context.Context, t *testing.T, class []*pupil, do func(*pupil, context.Context) error,
) (wait func(), busy context.Context) {
	all, busy := errgroup.WithContext(ctx)
	for _, one := range class {
		all.Go(func() error { return do(one, busy) })
	}
	return func() {
		t.Helper()
		if err := all.Wait(); err != nil {
			t.Fatal(err)
		}
	}, busy
}

// await waits until the given number of answers is acknowledged, and gives how many had to be sent again by then.
func (s *school) await(ctx context.Context, count int64) int64 {
	for s.acknowledged.Load() < count && ctx.Err() == nil {
		time.Sleep(2 * time.Millisecond)
	}
	return s.interrupted.Load()
}

// journal is all that is kept.
func (s *school) journal() map[place]kept {
	s.t.Helper()
	rows, err := s.parts.DB.Pool.Query(s.t.Context(), "SELECT attempt_id, slot, seq, response, saved_at FROM answers")
	if err != nil {
		s.t.Fatal(err)
	}
	defer rows.Close()
	entries := map[place]kept{}
	for rows.Next() {
		var at place
		var entry kept
		if err := rows.Scan(&at.attempt, &at.slot, &at.seq, &entry.response, &entry.at); err != nil {
			s.t.Fatal(err)
		}
		entries[at] = entry
	}
	if err := rows.Err(); err != nil {
		s.t.Fatal(err)
	}
	return entries
}

func TestNoAcknowledgedAnswerIsLostWhenServerAndDatabaseFall(t *testing.T) {
	t.Parallel()
	s := newSchool(t)
	ctx, cancel := context.WithTimeout(t.Context(), 2*time.Minute)
	defer cancel()
	class := s.class()
	wait, _ := each(ctx, t, class, (*pupil).begin)
	wait()

	wait, busy := each(ctx, t, class, (*pupil).answer)
	before := s.await(busy, plannedSaves/4)
	s.server.Load().kill(t)
	s.open()
	if s.await(busy, plannedSaves/2) == before {
		t.Error("nobody noticed that the server was killed")
	}
	before = s.await(busy, plannedSaves*5/8)
	if err := s.cluster.Restart(t.Context()); err != nil {
		t.Fatalf("restarting PostgreSQL: %v", err)
	}
	wait()
	if s.interrupted.Load() == before {
		t.Error("nobody noticed that PostgreSQL was restarted")
	}

	s.compare(class, plannedSaves)
	wait, _ = each(ctx, t, class, (*pupil).checkReceipts)
	wait()
	t.Logf("%d answers were acknowledged, after being sent again %d times", plannedSaves, s.interrupted.Load())
}

// class is everybody who takes the exam.
func (s *school) class() (class []*pupil) {
	s.t.Helper()
	for _, person := range admit(s.t, s.parts, pupils) {
		class = append(class, &pupil{school: s, cookies: "session=" + person.token, acks: map[place]kept{}})
	}
	return class
}

// compare holds what was acknowledged against the journal: nothing is missing, nothing is there twice.
func (s *school) compare(class []*pupil, given int) {
	s.t.Helper()
	journal := s.journal()
	if len(journal) != given {
		s.t.Errorf("the journal has %d entries for %d answers", len(journal), given)
	}
	for _, p := range class {
		for at, acknowledged := range p.acks {
			entry, found := journal[at]
			if !found || entry.response.Text != acknowledged.response.Text || !entry.at.Equal(acknowledged.at) {
				s.t.Errorf("%+v was acknowledged as %+v and is kept as %+v", at, acknowledged, entry)
			}
		}
	}
}

// checkReceipts holds the receipts that the pupil was given beside the journal: each is genuine and for that very answer, and
// the last one of each slot is the one that counts.
func (p *pupil) checkReceipts(ctx context.Context) error {
	for at, acknowledged := range p.acks {
		told, err := p.parts.Quizzes.Testify(ctx, []string{acknowledged.receipt})
		if err != nil {
			return err
		}
		r := told[0].Receipt
		if !told[0].Holds() || told[0].Newest != (at.seq == changes) ||
			r.AttemptID != at.attempt || r.Slot != at.slot || r.Seq != at.seq || !r.SavedAt.Equal(acknowledged.at) {
			return fmt.Errorf("the receipt of %+v says %+v", at, told[0])
		}
	}
	return nil
}
