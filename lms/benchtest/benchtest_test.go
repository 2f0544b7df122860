package benchtest_test

import (
	"bytes"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"vatra/lms/benchtest"
	"vatra/lms/pgtest"
)

func TestMain(m *testing.M) { os.Exit(pgtest.Main(m)) }

var quick = benchtest.Load{Connections: 4, Rounds: 2, Duration: 100 * time.Millisecond}

// trial is a test whose printing and failing are looked at.
type trial struct {
	testing.TB
	out  bytes.Buffer
	said []string
}

func (t *trial) Output() io.Writer               { return &t.out }
func (t *trial) Errorf(form string, args ...any) { t.said = append(t.said, fmt.Sprintf(form, args...)) }

func TestComparePrintsBothSidesAndTheirRatio(t *testing.T) {
	t.Parallel()
	slow := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		time.Sleep(5 * time.Millisecond)
		_, _ = io.WriteString(w, "slow")
	}))
	t.Cleanup(slow.Close)
	fast := benchtest.Bare{Like: benchtest.Probe(t, benchtest.Request{URL: slow.URL})}.Start(t)

	trial := &trial{TB: t}
	got := quick.Compare(trial, "course page", benchtest.Request{URL: slow.URL}, benchtest.Request{URL: fast}, 0.5)
	assert.Empty(t, trial.said)
	assert.Positive(t, got.Ratio)
	assert.GreaterOrEqual(t, got.CPURatio, 0.0)
	assert.LessOrEqual(t, got.Target.Rate, 4/0.005, "no connection asks before it is answered")
	assert.GreaterOrEqual(t, got.Target.P50, 5*time.Millisecond)
	assert.GreaterOrEqual(t, got.Target.P99, got.Target.P50)
	assert.Regexp(t, `^course page +\d+ req/s  p50 +\S+ ms  p99 +\S+ ms \| reference +\d+ req/s .* \| ratio \d\.\d\d \(aim ≥ 0\.50\)\n$`,
		trial.out.String())
}

func TestBareDoesItsStatementsForEveryRequest(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	_, err := db.Pool.Exec(t.Context(), "CREATE TABLE asked (n bigint PRIMARY KEY)")
	require.NoError(t, err)
	bare := benchtest.Bare{
		Pool: db.Pool,
		Statements: []benchtest.Statement{
			{SQL: "INSERT INTO asked VALUES ($1)", Args: func(n int64) []any { return []any{n} }},
			{SQL: "SELECT generate_series(1, 10)"},
		},
		Like: benchtest.Answer{Status: 201, Size: 1234, Header: http.Header{"Content-Type": {"text/html"}}},
	}
	request := benchtest.Request{Method: http.MethodPost, URL: bare.Start(t) + "/any/path", Body: []byte("a=b"), Want: 201}
	answer := benchtest.Probe(t, request)
	assert.Equal(t, 1234, answer.Size)
	assert.Equal(t, "text/html", answer.Header.Get("Content-Type"))
	got := quick.Compare(t, "itself", request, request, 1)
	assert.Positive(t, got.Target.Rate)

	var rows int
	require.NoError(t, db.Pool.QueryRow(t.Context(), "SELECT count(*) FROM asked").Scan(&rows))
	assert.Greater(t, rows, 4)
}

func TestEveryRequestOfNextIsMadeOnce(t *testing.T) {
	t.Parallel()
	var mu sync.Mutex
	seen := map[string]int{}
	server := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		mu.Lock()
		defer mu.Unlock()
		seen[r.URL.Path+r.Header.Get("Cookie")+string(body)]++
	}))
	t.Cleanup(server.Close)
	request := benchtest.Request{Method: http.MethodPost, URL: server.URL, Next: func(connection, n int) benchtest.Request {
		return benchtest.Request{
			URL: fmt.Sprintf("%s/%d", server.URL, connection), Header: http.Header{"Cookie": {fmt.Sprint("who=", connection)}},
			Body: fmt.Append(nil, "seq=", n),
		}
	}}
	quick.Compare(t, "save", request, benchtest.Request{URL: server.URL}, 1)
	mu.Lock()
	defer mu.Unlock()
	assert.Equal(t, 1, seen["/0who=0seq=0"])
	assert.Equal(t, 1, seen["/3who=3seq=1"])
	delete(seen, "/") // the reference
	for what, times := range seen {
		assert.Equal(t, 1, times, what)
	}
}

func TestErrorsFailAndFiguresDoNot(t *testing.T) {
	t.Parallel()
	broken := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/missing":
			http.NotFound(w, r)
		case "/cut":
			w.Header().Set("Content-Length", "10")
			_, _ = io.WriteString(w, "short")
		}
	}))
	t.Cleanup(broken.Close)
	good := benchtest.Request{URL: broken.URL + "/"}
	for path, want := range map[string]string{"/missing": "status 404 instead of 200", "/cut": "EOF"} {
		trial := &trial{TB: t}
		quick.Compare(trial, "page", benchtest.Request{URL: broken.URL + path}, good, 1)
		require.NotEmpty(t, trial.said, path)
		assert.Contains(t, strings.Join(trial.said, "\n"), want)
	}
	trial := &trial{TB: t}
	quick.Compare(trial, "page", benchtest.Request{URL: broken.URL + "/missing", Want: 404}, good, 1000)
	assert.Empty(t, trial.said)
}

func TestLargeAndUnsizedBodiesAreReadWhole(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	const size = 10 << 20
	require.NoError(t, os.WriteFile(filepath.Join(dir, "film.bin"), make([]byte, size), 0o600))
	file := benchtest.Request{URL: benchtest.Files(t, dir) + "/film.bin"}
	assert.Equal(t, size, benchtest.Probe(t, file).Size)

	chunked := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		for range 3 {
			_, _ = io.WriteString(w, strings.Repeat("x", 1000))
			w.(http.Flusher).Flush()
		}
	}))
	t.Cleanup(chunked.Close)
	assert.Equal(t, 3000, benchtest.Probe(t, benchtest.Request{URL: chunked.URL}).Size)

	trial := &trial{TB: t}
	got := quick.Compare(trial, "asset", file, benchtest.Request{URL: chunked.URL}, 0.8)
	assert.Empty(t, trial.said)
	assert.InEpsilon(t, got.Target.Rate*size, got.Target.Volume, 0.01)
	assert.Contains(t, trial.out.String(), "MB/s")
	assert.InEpsilon(t, got.Reference.Rate*3000, got.Reference.Volume, 0.01, "a chunked answer leaves the connection usable")
}

func TestRSSOfThisProcess(t *testing.T) {
	t.Parallel()
	assert.Greater(t, benchtest.RSS(t, os.Getpid()), int64(4<<20))
}

func TestCostTellsWhoUsesTheProcessor(t *testing.T) {
	t.Parallel()
	page := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		turns := 0
		for began := time.Now(); time.Since(began) < 5*time.Millisecond; {
			turns++
		}
		_, _ = fmt.Fprintln(w, "busy for", turns)
	}))
	t.Cleanup(page.Close)
	own, _ := benchtest.CPU(t, os.Getpid())
	trial := &trial{TB: t}
	quick.Cost(trial, "busy page", benchtest.Request{URL: page.URL}, os.Getpid(), "none")
	assert.Empty(t, trial.said)
	assert.Regexp(t, `^busy page +\d+\.\d{3} \+ \d+\.\d{3} ms of CPU a request \(aim none\)\n$`, trial.out.String())
	after, _ := benchtest.CPU(t, os.Getpid())
	assert.Greater(t, after, own)

	shell := exec.Command("sh", "-c", "i=0; while [ $i -lt 300000 ]; do i=$((i+1)); done; read line")
	stop, err := shell.StdinPipe()
	require.NoError(t, err)
	_, before := benchtest.CPU(t, os.Getpid())
	require.NoError(t, shell.Start())
	require.Eventually(t, func() bool {
		_, started := benchtest.CPU(t, os.Getpid())
		return started > before
	}, 30*time.Second, 10*time.Millisecond, "a child's time counts")
	require.NoError(t, stop.Close())
	_ = shell.Wait()
}
