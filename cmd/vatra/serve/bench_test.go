//go:build bench

package serve_test

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"math"
	"net"
	"net/http"
	"net/netip"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"vatra/assessment/exam"
	"vatra/certificates"
	"vatra/cmd/vatra/serve"
	"vatra/content"
	"vatra/lms/access"
	"vatra/lms/benchtest"
	"vatra/lms/child"
	"vatra/lms/limits"
)

const (
	benchLearners  = 16 // one for each connection of the load
	benchAssetSize = 10 << 20
	benchCourse    = "digital-literacy-basics"
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
	t.Run("pages", func(t *testing.T) {
		b := newBench(t, conf)
		b.coursePage()
		b.lessonPage()
		b.answerSave()
		b.verification()
		b.asset()
	})
	if !t.Failed() {
		benchProgram(t, conf.Data)
	}
}

// bench is a server under load.
type bench struct {
	t    *testing.T
	site *site
	url  string
	// class asks the pages, and one more is for trying them; the rivals are who the references ask for.
	class, rivals []*benched
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
	b.url = "http://" + b.site.Addr
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
	return b.prepared("FROM sessions s JOIN users u", func(n int64) []any { return []any{hashes[n%benchLearners]} })
}

func (b *bench) courseState() benchtest.Statement {
	return b.prepared("n.code = $2", func(n int64) []any { return []any{b.rival(n).id, benchCourse} })
}

// byLearners is a page that each connection asks for as a learner of its own.
func (b *bench) byLearners(path string) benchtest.Request {
	return benchtest.Request{URL: b.url, Next: func(connection, _ int) benchtest.Request {
		return benchtest.Request{URL: b.url + path, Header: b.class[connection].header}
	}}
}

func (b *bench) coursePage() {
	b.compare("course page", b.byLearners("/courses/"+benchCourse), 0.5, b.session(), b.courseState())
}

func (b *bench) lessonPage() {
	lesson := b.version().Lessons()[0]
	checks := b.prepared("a.quiz_id = $1 AND a.learner_id = $2 AND a.submitted_at IS NULL",
		func(n int64) []any { return []any{lesson.QuizID, b.rival(n).id} })
	b.compare("lesson page", b.byLearners("/courses/"+benchCourse+"/lessons/"+lesson.Key), 0.5,
		b.session(), b.courseState(), checks)
}

func (b *bench) answerSave() {
	slots := b.class[0].attempt.Slots
	// What no learner may do, the load does: it saves without end.
	const endless = `UPDATE attempts SET saves_left = 2000000000, bytes_left = 2000000000, saves_at_once = 1000000000`
	if _, err := b.site.DB.Pool.Exec(b.t.Context(), endless); err != nil {
		b.t.Fatal(err)
	}
	page := benchtest.Request{Method: http.MethodPost, URL: b.url, Next: func(connection, n int) benchtest.Request {
		one := b.class[connection]
		body, err := json.Marshal(map[string]any{
			"slot": n%len(slots) + 1, "seq": n/len(slots) + 1, "response": one.attempt.Slots[n%len(slots)].Question.RightResponse(),
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
	benchtest.Probe(b.t, page) // prepares its statement
	keep := b.prepared("INSERT INTO answers", func(n int64) []any {
		one, turn := b.rival(n), int(n/benchLearners)
		body, err := json.Marshal(one.attempt.Slots[turn%len(slots)].Question.RightResponse())
		if err != nil {
			b.t.Error(err)
		}
		return []any{one.attempt.ID, one.id, turn%len(slots) + 1, int64(turn/len(slots) + 1), body}
	})
	b.compare("answer save", page, 0.6, b.session(), keep)
}

func (b *bench) verification() {
	code, err := certificates.ParseCode(b.site.Demo.SampleCode)
	if err != nil {
		b.t.Fatal(err)
	}
	// Each visitor looks a few times, as employers do.
	visitor := func(n int64) string {
		network := netip.AddrFrom16([16]byte{0x20, 0x01, 0x0d, 0xb8, byte(n >> 26), byte(n >> 18), byte(n >> 10), byte(n >> 2), 15: 1})
		return network.String()
	}
	const limit = string(limits.VerifyAddress)
	for name, path := range map[string]string{"verify page": "/verify/", "verify API": "/api/v1/certificates/"} {
		page := benchtest.Request{URL: b.url, Next: func(connection, n int) benchtest.Request {
			return benchtest.Request{
				URL: b.url + path + code.Printed(), Header: http.Header{
					"Accept-Encoding": {"gzip, deflate, br"}, "Accept-Language": {"ro"},
					"X-Forwarded-For": {visitor(int64(n)*(benchLearners+1) + int64(connection))},
				},
			}
		}}
		benchtest.Probe(b.t, page) // prepares its statements
		take := b.prepared("INSERT INTO rate_limits", func(n int64) []any {
			hash := sha256.Sum256([]byte(visitor(n)))
			return []any{[]string{limit + ":of the reference:" + hex.EncodeToString(hash[:16])}, []int32{60}}
		})
		look := b.prepared("WHERE a.code = $1", func(int64) []any { return []any{string(code)} })
		b.compare(name, page, 0.6, take, look)
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
	benchtest.Compare(t, "10 MB asset", page, file, 0.8)
}

// benchProgram starts the real program on a data folder that is there already, and weighs it.
func benchProgram(t *testing.T, data string) {
	binary := filepath.Join(t.TempDir(), "vatra")
	if output, err := exec.Command("go", "build", "-o", binary, "vatra/cmd/vatra").CombinedOutput(); err != nil {
		t.Fatalf("building the program: %v\n%s", err, output)
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	addr := listener.Addr().String()
	_ = listener.Close()
	program := exec.Command(binary, "serve")
	program.Env = []string{"PATH=" + os.Getenv("PATH"), "VATRA_DATA=" + data, "VATRA_ADDR=" + addr}
	began := time.Now()
	ended, err := child.Start(program, syscall.SIGTERM)
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		_ = program.Process.Signal(syscall.SIGTERM)
		if <-ended; !program.ProcessState.Success() {
			t.Errorf("the program ended with: %v", program.ProcessState)
		}
	}()
	for !answers("http://" + addr + "/readyz") {
		if time.Since(began) > time.Minute {
			t.Fatal("the program does not become ready")
		}
		time.Sleep(5 * time.Millisecond)
	}
	benchtest.Row(t, "start", fmt.Sprintf("%.2f s", time.Since(began).Seconds()), "≤ 2 s on a data folder that is there")
	for _, path := range []string{"/", "/courses", "/courses/" + benchCourse, "/tracks", "/verify", "/login"} {
		if !answers("http://" + addr + path) {
			t.Errorf("%s is not there", path)
		}
	}
	time.Sleep(3 * time.Second)
	memory := float64(benchtest.RSS(t, program.Process.Pid)) / (1 << 20)
	benchtest.Row(t, "memory, idle", fmt.Sprintf("%.0f MB", memory), "≤ 80 MB resident, after the first pages")
}

func answers(url string) bool {
	answer, err := http.Get(url) //nolint:noctx // ends with the program
	if err != nil {
		return false
	}
	defer answer.Body.Close()
	_, err = io.Copy(io.Discard, answer.Body)
	return err == nil && answer.StatusCode == http.StatusOK
}

func (b *benched) actor() access.Actor { return access.Actor{UserID: b.id, Role: access.RoleLearner} }
