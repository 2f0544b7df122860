//go:build bench

package serve_test

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"errors"
	"io"
	"log/slog"
	"math"
	"net/http"
	"net/netip"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"

	"vatra/assessment/exam"
	"vatra/certificates"
	"vatra/cmd/vatra/serve"
	"vatra/content"
	"vatra/lms/access"
	"vatra/lms/benchtest"
	"vatra/lms/limits"
	"vatra/lms/sessions"
)

const (
	benchLearners  = 16 // one for each connection of the load
	benchAssetSize = 10 << 20
	benchCourse    = "digital-literacy-basics"

	verifyPage, verifyAPI = "/verify/", "/api/v1/certificates/"
)

// TestBench prints how near each hot page comes to a bare handler that sends the same prepared statements, as
// PostgreSQL knows them, over the same pool, and answers with as many bytes. The server is the program as it runs by
// default: with a private PostgreSQL that syncs to the disk, and a log line for every request. Pages are asked for as
// browsers do, compressed; verification by as many visitors, each from a network of their own, as a proxy reports them.
func TestBench(t *testing.T) {
	conf := serve.Config{
		Data: folder(t), Demo: true,
		Log: slog.New(slog.NewJSONHandler(io.Discard, nil)),
	}
	var b *bench
	t.Run("pages", func(t *testing.T) {
		b = newBench(t, conf)
		b.coursePage()
		b.lessonPage()
		b.search()
		b.attemptPage("attempt page")
		b.answerSave()
		b.fillJournal()
		b.attemptPage("with 3,600 saved")
		b.verification()
		b.asset()
	})
	if !t.Failed() {
		b.t = t
		b.program(conf.Data)
	}
}

// bench is a server under load.
type bench struct {
	t    *testing.T
	site *site
	url  string
	// class asks the pages, and one more is for trying them; the rivals are who the references ask for.
	class, rivals []*benched
	first         content.Lesson
	code          certificates.Code // of the sample certificate
}

// benched is a learner who has answered the questions of the first lesson, and sits at the final quiz.
type benched struct {
	admitted
	header  http.Header // of the browser
	attempt *exam.Attempt
}

func newBench(t *testing.T, conf serve.Config) *bench {
	t.Helper()
	b := &bench{t: t, site: run(t, conf)}
	b.url, b.first = "http://"+b.site.Addr, b.version().Lessons()[0]
	var err error
	if b.code, err = certificates.ParseCode(b.site.Demo.SampleCode); err != nil {
		t.Fatal(err)
	}
	for i, person := range admit(t, b.site.Parts, 2*benchLearners+1) {
		one := &benched{admitted: person}
		b.seat(one)
		if i <= benchLearners {
			b.class = append(b.class, one)
		} else {
			b.rivals = append(b.rivals, one)
		}
	}
	return b
}

func (b *bench) version() *content.Version {
	b.t.Helper()
	state, err := b.site.Reading.Course(b.t.Context(), access.Guest("en"), benchCourse)
	if err != nil {
		b.t.Fatal(err)
	}
	return state.Version
}

// seat brings a learner to where the pages find them.
func (b *bench) seat(one *benched) {
	t := b.t
	t.Helper()
	lessons := b.version().Lessons()
	checks, err := b.site.Quizzes.Quiz(t.Context(), lessons[0].QuizID)
	if err != nil {
		t.Fatal(err)
	}
	for _, question := range checks.Questions {
		_, _, err := b.site.Sitting.CheckAnswer(
			t.Context(), one.actor(), benchCourse, lessons[0].Key, question.Key, question.RightResponse(), "ro")
		if err != nil {
			t.Fatal(err)
		}
	}
	if one.attempt, err = b.site.Sitting.StartQuiz(t.Context(), one.actor(), benchCourse, lessons[len(lessons)-1].Key); err != nil {
		t.Fatal(err)
	}
	one.header = http.Header{"Cookie": {"session=" + one.token}, "Accept-Encoding": {"gzip, deflate, br"}}
	answer, page := b.get("/courses/"+benchCourse+"/lessons/"+lessons[0].Key, one.header)
	for _, cookie := range answer.Cookies() {
		one.header["Cookie"][0] += "; " + cookie.Name + "=" + cookie.Value
	}
	one.header["X-Csrf-Token"] = []string{formToken.FindStringSubmatch(page)[1]}
}

// get reads a page once, uncompressed.
func (b *bench) get(path string, header http.Header) (*http.Response, string) {
	b.t.Helper()
	request, err := http.NewRequestWithContext(b.t.Context(), http.MethodGet, b.url+path, nil)
	if err != nil {
		b.t.Fatal(err)
	}
	request.Header = header.Clone()
	request.Header.Set("Accept-Encoding", "identity")
	answer, err := http.DefaultClient.Do(request)
	if err != nil {
		b.t.Fatal(err)
	}
	defer answer.Body.Close()
	page, err := io.ReadAll(answer.Body)
	if err != nil || answer.StatusCode != http.StatusOK {
		b.t.Fatalf("%s: %d %v", path, answer.StatusCode, err)
	}
	return answer, string(page)
}

// compare puts a page beside a bare handler that does the statements.
func (b *bench) compare(name string, page benchtest.Request, aim float64, statements ...benchtest.Statement) {
	b.t.Helper()
	bare := benchtest.Bare{Pool: b.site.DB.Pool, Like: benchtest.Probe(b.t, page), Statements: statements}
	if did := b.statements(page); did != len(statements) {
		b.t.Errorf("%s: the page does %d statements, and its reference %d", name, did, len(statements))
	}
	reference := page
	reference.URL = bare.Start(b.t)
	reference.Next = func(connection, n int) benchtest.Request {
		request := page.Next(connection, n)
		request.URL = reference.URL
		return request
	}
	benchtest.Compare(b.t, name, page, reference, aim)
}

// statements is how many statements on the pool one request does. The queue's own are too few to count.
func (b *bench) statements(page benchtest.Request) int {
	const times = 50
	before := b.site.DB.Pool.Stat().AcquireCount()
	for n := range times {
		one := page
		one.Next = func(int, int) benchtest.Request { return page.Next(benchLearners, n+1) }
		benchtest.Probe(b.t, one)
	}
	return int(math.Round(float64(b.site.DB.Pool.Stat().AcquireCount()-before) / times))
}

// prepared is the statement of the program that holds the words, as PostgreSQL has prepared it.
func (b *bench) prepared(words string, args func(n int64) []any) benchtest.Statement {
	b.t.Helper()
	var found string
	for _, conn := range b.site.DB.Pool.AcquireAllIdle(b.t.Context()) {
		const query = "SELECT statement FROM pg_prepared_statements WHERE position($1 IN statement) > 0 ORDER BY prepare_time LIMIT 1"
		var statement string
		switch err := conn.QueryRow(b.t.Context(), query, words).Scan(&statement); {
		case err == nil:
			found = statement
		case !errors.Is(err, pgx.ErrNoRows):
			b.t.Error(err)
		}
		conn.Release()
	}
	if found == "" {
		b.t.Fatalf("no statement with %q is prepared", words)
	}
	return benchtest.Statement{SQL: found, Args: args}
}

// rival is who the n-th request to a reference is for.
func (b *bench) rival(n int64) *benched { return b.rivals[n%benchLearners] }

func (b *bench) session() benchtest.Statement {
	hashes := make([][]byte, benchLearners)
	for i, rival := range b.rivals {
		token, err := base64.RawURLEncoding.DecodeString(rival.token)
		if err != nil {
			b.t.Fatal(err)
		}
		hash := sha256.Sum256(token)
		hashes[i] = hash[:]
	}
	return b.prepared("FROM sessions s JOIN users u", func(n int64) []any {
		return []any{hashes[n%benchLearners], sessions.Recently.Seconds()}
	})
}

func (b *bench) courseState() benchtest.Statement {
	return b.prepared("n.code = $2", func(n int64) []any { return []any{b.rival(n).id, benchCourse} })
}

// byLearners is a page that each connection asks for as a learner of its own.
func (b *bench) byLearners(path func(*benched) string) benchtest.Request {
	return benchtest.Request{URL: b.url, Next: func(connection, _ int) benchtest.Request {
		one := b.class[connection]
		return benchtest.Request{URL: b.url + path(one), Header: one.header}
	}}
}

func (b *bench) courseRequest() benchtest.Request {
	return b.byLearners(func(*benched) string { return "/courses/" + benchCourse })
}

func (b *bench) coursePage() {
	b.compare("course page", b.courseRequest(), 0.75, b.session(), b.courseState())
}

func (b *bench) lessonRequest() benchtest.Request {
	return b.byLearners(func(*benched) string { return "/courses/" + benchCourse + "/lessons/" + b.first.Key })
}

func (b *bench) lessonPage() {
	checks := b.prepared("a.quiz_id = $1 AND a.learner_id = $2 AND a.submitted_at IS NULL",
		func(n int64) []any { return []any{b.first.QuizID, b.rival(n).id} })
	b.compare("lesson page", b.lessonRequest(), 0.75, b.session(), b.courseState(), checks)
}

// search is a visitor who looks for a course by a word of one of its lessons.
func (b *bench) search() {
	const word = "phishing"
	page := benchtest.Request{URL: b.url, Next: func(int, int) benchtest.Request {
		return benchtest.Request{URL: b.url + "/courses?q=" + word, Header: http.Header{
			"Accept-Encoding": {"gzip, deflate, br"}, "Accept-Language": {"ro"},
		}}
	}}
	benchtest.Probe(b.t, page) // prepares its statements
	courses := b.prepared("n.code, n.number, v.languages, v.titles", func(int64) []any { return nil })
	find := b.prepared("w.words @@ to_tsquery", func(int64) []any { return []any{word + ":*"} })
	b.compare("search", page, 0.75, courses, find)
}

func (b *bench) attemptRequest() benchtest.Request {
	return b.byLearners(func(one *benched) string { return "/attempts/" + one.attempt.ID.String() })
}

func (b *bench) attemptPage(name string) {
	page := b.attemptRequest()
	benchtest.Probe(b.t, page) // prepares its statement
	attempt := b.prepared("a.id = $1 AND a.learner_id = $2", func(n int64) []any {
		return []any{b.rival(n).attempt.ID, b.rival(n).id}
	})
	b.compare(name, page, 0.75, b.session(), attempt)
}

// fillJournal has everybody change their answers until 3,600 of them are kept in each attempt.
func (b *bench) fillJournal() {
	const statement = `INSERT INTO answers (attempt_id, slot, seq, response)
		SELECT a.attempt_id, a.slot, n, a.response
		FROM (SELECT DISTINCT ON (attempt_id, slot) attempt_id, slot, seq, response FROM answers JOIN attempts ON id = attempt_id
			WHERE deadline IS NOT NULL ORDER BY attempt_id, slot, seq DESC) a, generate_series(a.seq + 1, 225) AS n`
	if _, err := b.site.DB.Pool.Exec(b.t.Context(), statement); err != nil {
		b.t.Fatal(err)
	}
}

func (b *bench) saveRequest(from int) benchtest.Request {
	return benchtest.Request{Method: http.MethodPost, URL: b.url, Next: func(connection, n int) benchtest.Request {
		one := b.class[connection]
		slots := one.attempt.Slots
		body, err := json.Marshal(map[string]any{
			"slot": n%len(slots) + 1, "seq": from + n/len(slots), "response": slots[n%len(slots)].Question.RightResponse(),
		})
		if err != nil {
			b.t.Error(err)
		}
		header := one.header.Clone()
		header["Content-Type"], header["Accept"] = []string{"application/json"}, []string{"application/json"}
		return benchtest.Request{
			URL: b.url + "/attempts/" + one.attempt.ID.String() + "/answers", Header: header, Body: body,
		}
	}}
}

func (b *bench) answerSave() {
	// What no learner may do, the load does: it saves without end.
	const endless = `UPDATE attempts SET saves_left = 2000000000, bytes_left = 2000000000, saves_at_once = 1000000000`
	if _, err := b.site.DB.Pool.Exec(b.t.Context(), endless); err != nil {
		b.t.Fatal(err)
	}
	slots := b.class[0].attempt.Slots
	page := b.saveRequest(1)
	benchtest.Probe(b.t, page) // prepares its statement
	keep := b.prepared("INSERT INTO answers", func(n int64) []any {
		one, turn := b.rival(n), int(n/benchLearners)
		body, err := json.Marshal(one.attempt.Slots[turn%len(slots)].Question.RightResponse())
		if err != nil {
			b.t.Error(err)
		}
		return []any{one.attempt.ID, one.id, turn%len(slots) + 1, int64(turn/len(slots) + 1), body}
	})
	b.compare("answer save", page, 0.9, b.session(), keep)
}

// employer is the n-th of those who look certificates up: each a few times, as employers do.
func employer(n int64) string {
	network := netip.AddrFrom16([16]byte{0x20, 0x01, 0x0d, 0xb8, byte(n >> 26), byte(n >> 18), byte(n >> 10), byte(n >> 2), 15: 1})
	return network.String()
}

func (b *bench) verifyRequest(path string) benchtest.Request {
	return benchtest.Request{URL: b.url, Next: func(connection, n int) benchtest.Request {
		return benchtest.Request{
			URL: b.url + path + b.code.Printed(), Header: http.Header{
				"Accept-Encoding": {"gzip, deflate, br"}, "Accept-Language": {"ro"},
				"X-Forwarded-For": {employer(int64(n)*(benchLearners+1) + int64(connection))},
			},
		}
	}}
}

func (b *bench) verification() {
	const limit = string(limits.VerifyAddress)
	for _, one := range [][2]string{{"verify page", verifyPage}, {"verify API", verifyAPI}} {
		page := b.verifyRequest(one[1])
		benchtest.Probe(b.t, page) // prepares its statements
		take := b.prepared("INSERT INTO rate_limits", func(n int64) []any {
			hash := sha256.Sum256([]byte(employer(n)))
			return []any{[]string{limit + ":of the reference:" + hex.EncodeToString(hash[:16])}, []int32{60}}
		})
		look := b.prepared("WHERE a.code = $1", func(int64) []any { return []any{string(b.code)} })
		b.compare(one[0], page, 0.8, take, look)
	}
}

// asset is a file of a course, beside a file server that sends the same.
func (b *bench) asset() {
	t := b.t
	film := strings.Repeat("a film of sixteen", benchAssetSize/17+1)[:benchAssetSize]
	files := anExam()
	files["01-all/01-read.en.md"] = "# Watch\n\n[The film](film.mp4)\n"
	files["01-all/film.mp4"] = film
	install(t, b.site.Parts, files)
	sum := sha256.Sum256([]byte(film))
	page := benchtest.Request{URL: b.url + "/assets/" + hex.EncodeToString(sum[:]) + "/film.mp4"}
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "film.mp4"), []byte(film), 0o600); err != nil {
		t.Fatal(err)
	}
	file := benchtest.Request{URL: benchtest.Files(t, dir) + "/film.mp4"}
	for _, one := range []benchtest.Request{page, file} {
		if got := benchtest.Probe(t, one); got.Size != benchAssetSize {
			t.Errorf("%s gives %d bytes", one.URL, got.Size)
		}
	}
	benchtest.Compare(t, "10 MB asset", page, file, 0.95)
}

func (b *benched) actor() access.Actor { return access.Actor{UserID: b.id, Role: access.RoleLearner} }
