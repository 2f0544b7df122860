package serve_test

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"vatra/cmd/vatra/serve"
	"vatra/content/blobs"
	"vatra/lms/pgtest"
)

func TestSettingThatCannotWorkIsNamed(t *testing.T) {
	t.Parallel()
	whole := blobs.MinIOConfig{Endpoint: "127.0.0.1:9", Bucket: "bucket", AccessKey: "a", SecretKey: "k"}
	without := func(change func(*blobs.MinIOConfig)) *blobs.MinIOConfig {
		part := whole
		change(&part)
		return &part
	}
	for name, c := range map[string]struct {
		conf  serve.Config
		wants []string
	}{
		"no port":                  {serve.Config{Addr: "localhost"}, []string{"VATRA_ADDR", `"localhost"`}},
		"a path":                   {serve.Config{BaseURL: "https://x.example/learn"}, []string{"VATRA_BASE_URL"}},
		"a fragment":               {serve.Config{BaseURL: "https://x.example#top"}, []string{"VATRA_BASE_URL"}},
		"an empty query":           {serve.Config{BaseURL: "https://x.example?"}, []string{"VATRA_BASE_URL"}},
		"no such port":             {serve.Config{BaseURL: "https://x.example:70000"}, []string{"VATRA_BASE_URL"}},
		"port nought":              {serve.Config{BaseURL: "https://x.example:0"}, []string{"VATRA_BASE_URL"}},
		"half a port":              {serve.Config{BaseURL: "https://x.example:"}, []string{"VATRA_BASE_URL"}},
		"no scheme":                {serve.Config{BaseURL: "learn.example.org"}, []string{"VATRA_BASE_URL"}},
		"short secret":             {serve.Config{Secret: "dog"}, []string{"VATRA_SECRET", "3 characters"}},
		"no number of days":        {serve.Config{SecurityLogDays: "0"}, []string{"VATRA_SECURITY_LOG_DAYS", "365"}},
		"no network":               {serve.Config{TrustedProxies: "10.0.0.0/8, the office"}, []string{"VATRA_TRUSTED_PROXIES", "the office"}},
		"no secret":                {serve.Config{DatabaseURL: "postgres://x"}, []string{"VATRA_SECRET"}},
		"a scanner nowhere":        {serve.Config{ClamAV: "clamav"}, []string{"VATRA_CLAMAV", `"clamav"`}},
		"mail by pigeon":           {serve.Config{SMTPURL: "pigeon://x"}, []string{"VATRA_SMTP_URL"}},
		"S3 with no keys":          {serve.Config{S3: without(func(s *blobs.MinIOConfig) { s.SecretKey, s.AccessKey = "", "" })}, []string{"VATRA_S3_ACCESS_KEY", "VATRA_S3_SECRET_KEY"}},
		"S3 with no name":          {serve.Config{S3: without(func(s *blobs.MinIOConfig) { s.Bucket = "" })}, []string{"VATRA_S3_BUCKET"}},
		"a bucket in capitals":     {serve.Config{S3: without(func(s *blobs.MinIOConfig) { s.Bucket = "B_" })}, []string{"VATRA_S3_BUCKET", `"B_"`}},
		"a bucket like an address": {serve.Config{S3: without(func(s *blobs.MinIOConfig) { s.Bucket = "10.0.0.1" })}, []string{"VATRA_S3_BUCKET"}},
		"S3 by its URL":            {serve.Config{S3: without(func(s *blobs.MinIOConfig) { s.Endpoint = "https://s3.example" })}, []string{"VATRA_S3_ENDPOINT", "https://s3.example"}},
		"S3 with a path":           {serve.Config{S3: without(func(s *blobs.MinIOConfig) { s.Endpoint = "s3.example:9000/b" })}, []string{"VATRA_S3_ENDPOINT"}},
		"two at once":              {serve.Config{Addr: "x", Secret: "dog"}, []string{"VATRA_ADDR", "VATRA_SECRET"}},
		"bad database": {
			serve.Config{DatabaseURL: "postgres://user:pass word@:x/", Secret: secret}, []string{"VATRA_DATABASE_URL"},
		},
	} {
		conf := c.conf
		if conf.Addr == "" {
			conf.Addr = "127.0.0.1:0"
		}
		conf.Data = folder(t)
		err := serve.Run(t.Context(), conf)
		if err == nil {
			t.Errorf("%s: it started", name)
			continue
		}
		for _, want := range c.wants {
			if !strings.Contains(err.Error(), want) {
				t.Errorf("%s: %q does not name %s", name, err, want)
			}
		}
		for _, hidden := range []string{"dog", "pass word"} {
			if strings.Contains(err.Error(), hidden) {
				t.Errorf("%s: %q gives a secret away", name, err)
			}
		}
	}
}

func TestDataFolderThatCannotBeUsedIsNamed(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	for _, data := range []string{file, filepath.Join(file, "below"), "/proc/vatra", "/proc"} {
		err := serve.Run(t.Context(), serve.Config{Addr: "127.0.0.1:0", Data: data})
		if err == nil || !strings.Contains(err.Error(), "VATRA_DATA") || !strings.Contains(err.Error(), data) {
			t.Errorf("starting on %s: %v", data, err)
		}
	}
	if _, _, err := serve.HasDatabase(serve.Config{Addr: "127.0.0.1:0", Data: file}); err == nil || !strings.Contains(err.Error(), "VATRA_DATA") {
		t.Errorf("asking for a database in a file: %v", err)
	}
}

// transcript is a log that may be read while it is written.
type transcript struct {
	mu   sync.Mutex
	text strings.Builder
}

func (l *transcript) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.Write(p)
}

func (l *transcript) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.String()
}

// TestStopFinishesWhatIsInFlight sends the head of a request, asks the server to stop, and sends the rest. The server must
// have begun with it, since what it has not seen yet it need not finish: it says so itself (RFC 9110, section 10.1.1).
func TestStopFinishesWhatIsInFlight(t *testing.T) {
	t.Parallel()
	var log transcript
	ready, ended := make(chan serve.Running, 1), make(chan error, 1)
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	go func() {
		ended <- serve.Run(ctx, serve.Config{
			Addr: "127.0.0.1:0", Data: folder(t), DatabaseURL: pgtest.URL(t), Secret: secret,
			Log: slog.New(slog.NewJSONHandler(&log, nil)), Ready: func(r serve.Running) { ready <- r },
		})
	}()
	var running serve.Running
	select {
	case running = <-ready:
	case err := <-ended:
		t.Fatal(err)
	}
	conn, err := (&net.Dialer{}).DialContext(t.Context(), "tcp", running.Addr)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	body := "email=ana%40example.org&password=x"
	fmt.Fprintf(conn, "POST /login HTTP/1.1\r\nHost: %s\r\nContent-Type: application/x-www-form-urlencoded\r\n"+
		"Content-Length: %d\r\nExpect: 100-continue\r\n\r\n", running.Addr, len(body))
	answers := bufio.NewReader(conn)
	begun, err := http.ReadResponse(answers, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer begun.Body.Close()
	if begun.StatusCode != http.StatusContinue {
		t.Fatalf("before the body it answers %d", begun.StatusCode)
	}
	stop()
	waitFor(t, func() bool { return strings.Contains(log.String(), "finishing what is in flight") })
	if _, err := io.WriteString(conn, body); err != nil {
		t.Fatal(err)
	}
	answer, err := http.ReadResponse(answers, nil)
	if err != nil {
		t.Fatalf("the request in flight was dropped: %v", err)
	}
	defer answer.Body.Close()
	if answer.StatusCode != http.StatusForbidden { // it carries no token
		t.Errorf("it was answered %d", answer.StatusCode)
	}
	if err := <-ended; err != nil {
		t.Errorf("the server ended with: %v", err)
	}
	if strings.Contains(log.String(), secret) || strings.Contains(log.String(), "ana%40example.org") {
		t.Errorf("the log holds a secret:\n%s", log.String())
	}
}

func waitFor(t *testing.T, holds func() bool) {
	t.Helper()
	for deadline := time.Now().Add(30 * time.Second); !holds(); time.Sleep(10 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatal("it does not come")
		}
	}
}

const secret = "a secret for tests, of enough letters"

// folder is a place for data that PostgreSQL can enter also when the tests run as root.
func folder(t *testing.T) string {
	t.Helper()
	dir, err := os.MkdirTemp("", "vatra-serve-")
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(dir) })
	return filepath.Join(dir, "data")
}
