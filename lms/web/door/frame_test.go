package door_test

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"regexp"
	"strings"
	"sync"
	"testing"

	"vatra/lms/access"
	"vatra/lms/web"
	"vatra/lms/web/webtest"
)

// journal keeps log lines.
type journal struct {
	sync.Mutex
	text bytes.Buffer
}

func (j *journal) Write(p []byte) (int, error) {
	j.Lock()
	defer j.Unlock()
	return j.text.Write(p)
}

func (j *journal) lines(t *testing.T) []map[string]any {
	t.Helper()
	j.Lock()
	defer j.Unlock()
	var lines []map[string]any
	for line := range strings.SplitSeq(strings.TrimSpace(j.text.String()), "\n") {
		var fields map[string]any
		webtest.Must(t, json.Unmarshal([]byte(line), &fields))
		lines = append(lines, fields)
	}
	return lines
}

// spoken is what can be read out on the telephone.
var spoken = regexp.MustCompile(`^[0-9]{3}-[0-9]{3}$`)

func TestOneLogLineARequestWithoutSecrets(t *testing.T) {
	t.Parallel()
	var log journal
	s := webtest.New(t).With(func(o *web.Options) { o.Log = slog.New(slog.NewJSONHandler(&log, nil)) })
	actor := s.Person("ana@example.org", access.RoleLearner)
	s.As("ana@example.org").Get("/account")
	r := s.Guest()
	r.Header.Set("X-Request-Id", "chosen-by-a-stranger")
	lost := r.Get("/reset/" + strings.Repeat("s", 43) + "?code=hidden")
	lines := log.lines(t)
	if len(lines) != 2 {
		t.Fatalf("%d lines for two requests: %v", len(lines), lines)
	}
	for field, want := range map[string]any{
		"msg": "request", "method": "GET", "route": "/account", "status": 200.0, "user": actor.UserID.String(),
	} {
		if lines[0][field] != want {
			t.Errorf("%s is %v, not %v", field, lines[0][field], want)
		}
	}
	if lines[0]["bytes"].(float64) < 1000 || lines[0]["ms"].(float64) <= 0 {
		t.Errorf("size and duration: %v", lines[0])
	}
	if lines[1]["route"] != "/reset/:token" {
		t.Errorf("the route is %v", lines[1]["route"])
	}
	code, _ := lines[1]["code"].(string)
	if !spoken.MatchString(code) || !strings.Contains(lost.Body, code) || lines[0]["code"] != nil {
		t.Errorf("the error page does not show the code %q of its log line, or one that is no error has %v", code, lines[0]["code"])
	}
	for _, secret := range []string{"sssss", "hidden", "chosen-by-a-stranger"} {
		if strings.Contains(log.text.String(), secret) {
			t.Errorf("the log holds %q", secret)
		}
	}
}

func TestEveryAnswerIsProtected(t *testing.T) {
	t.Parallel()
	s := webtest.New(t)
	r := s.Guest()
	for _, path := range []string{"/", "/login", "/nosuch", "/healthz", "/api/v1/certificates/x", "/static/x/app.css"} {
		header := r.Get(path).Header
		policy := header.Get("Content-Security-Policy")
		if !strings.Contains(policy, "default-src 'none'") || strings.Contains(policy, "unsafe") ||
			strings.Contains(policy, "data:") || strings.Contains(policy, "*") {
			t.Errorf("%s: policy %q", path, policy)
		}
		if header.Get("X-Content-Type-Options") != "nosniff" || header.Get("Referrer-Policy") != "same-origin" {
			t.Errorf("%s: %v", path, header)
		}
		if header.Get("Strict-Transport-Security") != "" {
			t.Errorf("%s: a site without TLS asks for TLS", path)
		}
	}
}

func TestHeadersThatAreTooLongAreRefusedAndNoted(t *testing.T) {
	t.Parallel()
	var log journal
	s := webtest.New(t).With(func(o *web.Options) { o.Log = slog.New(slog.NewJSONHandler(&log, nil)) })
	r := s.Guest()
	r.Header.Set("X-Long", strings.Repeat("x", 20<<10))
	got := r.Get("/login")
	if got.Status != http.StatusRequestHeaderFieldsTooLarge || got.Header.Get("Content-Security-Policy") == "" ||
		got.Header.Get("Set-Cookie") != "" {
		t.Errorf("%d %v", got.Status, got.Header)
	}
	if lines := log.lines(t); len(lines) != 1 || lines[0]["status"] != 431.0 {
		t.Errorf("the log says %v", lines)
	}
}

func TestSiteWithTLSKeepsItsCookiesAndReaders(t *testing.T) {
	t.Parallel()
	s := webtest.New(t).With(func(o *web.Options) { o.BaseURL = "https://learn.example.org" })
	answer := s.Guest().Get("/login")
	if !strings.HasPrefix(answer.Header.Get("Strict-Transport-Security"), "max-age=31536000") {
		t.Error("no Strict-Transport-Security")
	}
	for _, cookie := range answer.Header.Values("Set-Cookie") {
		for _, want := range []string{"__Host-", "secure", "HttpOnly", "SameSite=Lax", "path=/"} {
			if !strings.Contains(cookie, want) {
				t.Errorf("%q lacks %q", cookie, want)
			}
		}
	}
}

func TestPageOfAPersonIsNotKept(t *testing.T) {
	t.Parallel()
	s := webtest.New(t)
	s.Person("ana@example.org", access.RoleLearner)
	if got := s.As("ana@example.org").Get("/account").Header.Get("Cache-Control"); got != "no-store" {
		t.Errorf("a person's page: %q", got)
	}
	if got := s.Guest().Get("/").Header.Get("Cache-Control"); got != "private, no-cache" {
		t.Errorf("a guest's page: %q", got)
	}
}

func TestFaultsAreToldInTheReadersLanguage(t *testing.T) {
	t.Parallel()
	s := webtest.New(t)
	for lang, title := range map[string]string{
		"ro-RO": "Pagina nu a fost găsită", "bg": "Страницата не е намерена", "sq": "Faqja nuk u gjet",
		"mk": "Страницата не е пронајдена", "sr-Latn": "Страница није пронађена", "de": "Page not found",
	} {
		r := s.Guest()
		r.Header.Set("Accept-Language", lang)
		r.Get("/nosuch").Check(t, http.StatusNotFound, []string{"<h1>" + title + "</h1>"}, nil)
	}
	r := s.Guest()
	r.Header.Set("Accept-Language", "bg")
	answer := r.Get("/api/v1/nosuch")
	var told struct {
		Error struct {
			Kind, Message string
			RequestID     string `json:"request_id"`
		}
	}
	webtest.Must(t, json.Unmarshal([]byte(answer.Body), &told))
	if answer.Status != http.StatusNotFound || told.Error.Kind != "not_found" || told.Error.RequestID == "" ||
		!strings.HasPrefix(told.Error.Message, "Няма такава страница") {
		t.Errorf("below /api: %d %s", answer.Status, answer.Body)
	}
	wrong := r.Ask(http.MethodDelete, "/account", nil)
	wrong.Check(t, http.StatusMethodNotAllowed, []string{"Този адрес не може"}, nil)
	if allowed := wrong.Header.Get("Allow"); !strings.Contains(allowed, "GET") {
		t.Errorf("what is allowed is said as %q", allowed)
	}
}

func TestTooMuchIsRefusedBeforeItIsRead(t *testing.T) {
	t.Parallel()
	s := webtest.New(t)
	r := s.Guest()
	for path, most := range map[string]struct {
		bytes int
		says  string
	}{
		"/register": {300 << 10, "At most 262 kB"},
		"/login":    {800 << 10, "At most 786 kB"}, // it may bring a form that waits for it
	} {
		r.Get(path)
		r.Post(path, webtest.Form("email", strings.Repeat("x", most.bytes))).
			Check(t, http.StatusRequestEntityTooLarge, []string{most.says}, nil)
	}
	request, err := http.NewRequestWithContext(t.Context(), http.MethodPost, s.URL+"/login", strings.NewReader("email=x"))
	webtest.Must(t, err)
	request.ContentLength = -1
	if got := r.Send(request); got.Status != http.StatusUnprocessableEntity {
		t.Errorf("a body of unknown length: %d", got.Status)
	}
}

func TestPackedRequestsAreRefused(t *testing.T) {
	t.Parallel()
	s := webtest.New(t)
	var packed bytes.Buffer
	bomb := gzip.NewWriter(&packed)
	_, err := bomb.Write(bytes.Repeat([]byte("a"), 8<<20))
	webtest.Must(t, err)
	webtest.Must(t, bomb.Close())
	request, err := http.NewRequestWithContext(t.Context(), http.MethodPost, s.URL+"/login", &packed)
	webtest.Must(t, err)
	request.Header.Set("Content-Encoding", "gzip")
	request.Header.Set("Content-Type", "multipart/form-data; boundary=x")
	s.Guest().Send(request).Check(t, http.StatusUnprocessableEntity, []string{"could not be understood"}, nil)
}

func TestReadinessNamesThePartThatIsAway(t *testing.T) {
	t.Parallel()
	away := false
	s := webtest.New(t).With(func(o *web.Options) {
		o.Checks = []web.Check{
			{Name: "database", Run: func(context.Context) error { return nil }},
			{Name: "object store", Run: func(context.Context) error {
				if away {
					return errors.New("refused: secret-key-in-an-error")
				}
				return nil
			}},
		}
	})
	r := s.Guest()
	r.Get("/readyz").Check(t, http.StatusOK, []string{`"ready":true`, `"database":"ok"`}, nil)
	away = true
	r.Get("/readyz").Check(t, http.StatusServiceUnavailable,
		[]string{`"ready":false`, `"database":"ok"`, `"object store":"unavailable"`}, []string{"secret"})
	r.Get("/healthz").Check(t, http.StatusOK, []string{`"status":"ok"`}, nil)
}

func TestMetricsAreForThoseNearby(t *testing.T) {
	t.Parallel()
	s := webtest.New(t)
	r := s.Guest()
	r.Get("/login")
	r.Get("/metrics").Check(t, http.StatusOK,
		[]string{`vatra_http_requests_total{method="GET",route="/login",status="200"} 1`, "go_goroutines"}, nil)
	r.Header.Set("X-Forwarded-For", "203.0.113.9")
	r.Get("/metrics").Check(t, http.StatusNotFound, nil, []string{"go_goroutines"})
}

// TestPanicIsAnErrorPage has a part fail in a way that nobody foresaw, twice: in a page, and in the error page too.
func TestPanicIsAnErrorPage(t *testing.T) {
	t.Parallel()
	var log journal
	s := webtest.New(t)
	broken := s.With(func(o *web.Options) {
		o.Log = slog.New(slog.NewJSONHandler(&log, nil))
		school := *o.School
		school.Tracks = nil
		o.School = &school
	})
	page := broken.Guest().Get("/")
	page.Check(t, http.StatusInternalServerError, []string{"Something went wrong", "<title>"}, []string{"panic", "goroutine"})
	if line := log.lines(t)[0]; line["level"] != "ERROR" || !strings.Contains(line["error"].(string), "home.go") {
		t.Errorf("the log does not say where: %v", line)
	}
	code, _ := log.lines(t)[0]["code"].(string)
	if !spoken.MatchString(code) || !strings.Contains(page.Body, code) {
		t.Errorf("the page does not show the code %q", code)
	}

	worse := s.With(func(o *web.Options) {
		school := *o.School
		school.House = nil
		o.School = &school
	})
	if got := worse.Guest().Get("/"); got.Status != http.StatusInternalServerError || !strings.HasPrefix(got.Body, "Error ") {
		t.Errorf("%d %q", got.Status, got.Body)
	}
	if got := worse.Guest().Get("/healthz"); got.Status != http.StatusOK {
		t.Errorf("health rests on a part: %d", got.Status)
	}
}

// TestRefusedBodyIsNotTakenForARequest sends a body that nobody reads, since the route is refused first, and in it what
// looks like another request; then a real one on the same connection.
func TestRefusedBodyIsNotTakenForARequest(t *testing.T) {
	t.Parallel()
	s := webtest.New(t)
	address := strings.TrimPrefix(s.URL, "http://")
	conn, err := (&net.Dialer{}).DialContext(t.Context(), "tcp", address)
	webtest.Must(t, err)
	defer conn.Close()
	smuggled := "GET /nosuch HTTP/1.1\r\nHost: " + address + "\r\n\r\n"
	body := strings.Repeat(smuggled, 200<<10/len(smuggled))
	go func() {
		_, _ = fmt.Fprintf(conn, "POST /account/name HTTP/1.1\r\nHost: %s\r\nContent-Length: %d\r\n\r\n%s"+
			"GET /healthz HTTP/1.1\r\nHost: %s\r\n\r\n", address, len(body), body, address)
	}()
	reader := bufio.NewReader(conn)
	for i, want := range []int{http.StatusUnauthorized, http.StatusOK} {
		answer, err := http.ReadResponse(reader, nil)
		if err != nil {
			if i == 1 {
				return // the connection was closed after the refusal, which is as safe
			}
			t.Fatal(err)
		}
		_, err = io.Copy(io.Discard, answer.Body)
		webtest.Must(t, err)
		webtest.Must(t, answer.Body.Close())
		if answer.StatusCode != want {
			t.Errorf("answer %d has status %d, not %d", i+1, answer.StatusCode, want)
		}
	}
}
