package web_test

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"

	"vatra/lms/web"
	"vatra/lms/web/webtest"
)

// TestMessagesThatTwoProgramsReadDifferentlyAreRefused sends them over a bare connection. What a proxy and this server could
// take for other requests than each other must not be answered (RFC 9112, sections 2.2, 3.2, 6.1 and 6.3; RFC 9110, section 5.5).
func TestMessagesThatTwoProgramsReadDifferentlyAreRefused(t *testing.T) {
	t.Parallel()
	s := webtest.New(t)
	host := strings.TrimPrefix(s.URL, "http://")
	ask := func(message string) int {
		t.Helper()
		conn, err := net.DialTimeout("tcp", host, 10*time.Second)
		webtest.Must(t, err)
		defer conn.Close()
		webtest.Must(t, conn.SetDeadline(time.Now().Add(30*time.Second)))
		_, err = fmt.Fprint(conn, strings.ReplaceAll(message, "HOST", host))
		webtest.Must(t, err)
		response, err := http.ReadResponse(bufio.NewReader(conn), nil)
		if err != nil {
			return 0 // the connection was ended without a word, which is a refusal too
		}
		defer response.Body.Close()
		return response.StatusCode
	}
	const form = "Content-Type: application/x-www-form-urlencoded\r\n"
	for name, message := range map[string]string{
		"plain":      "GET /healthz HTTP/1.1\r\nHost: HOST\r\n\r\n",
		"old client": "GET /healthz HTTP/1.0\r\nHost: HOST\r\n\r\n",
	} {
		if status := ask(message); status != http.StatusOK {
			t.Errorf("%s: %d", name, status)
		}
	}
	for name, message := range map[string]string{
		"two lengths":              "POST /language HTTP/1.1\r\nHost: HOST\r\n" + form + "Content-Length: 3\r\nContent-Length: 5\r\n\r\na=b&c",
		"two lengths alike":        "POST /language HTTP/1.1\r\nHost: HOST\r\n" + form + "Content-Length: 3\r\nContent-Length: 3\r\n\r\na=b",
		"a list of lengths":        "POST /language HTTP/1.1\r\nHost: HOST\r\n" + form + "Content-Length: 3, 5\r\n\r\na=b",
		"a signed length":          "POST /language HTTP/1.1\r\nHost: HOST\r\n" + form + "Content-Length: +3\r\n\r\na=b",
		"length and chunks":        "POST /language HTTP/1.1\r\nHost: HOST\r\n" + form + "Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
		"CR in a value":            "GET /healthz HTTP/1.1\r\nHost: HOST\r\nX-A: a\rb\r\n\r\n",
		"CR before a header":       "GET /healthz HTTP/1.1\r\nHost: HOST\r\nX-A: a\rX-B: b\r\n\r\n",
		"CR in the first line":     "GET /health\rz HTTP/1.1\r\nHost: HOST\r\n\r\n",
		"NUL in a value":           "GET /healthz HTTP/1.1\r\nHost: HOST\r\nX-A: a\x00b\r\n\r\n",
		"NUL in a name":            "GET /healthz HTTP/1.1\r\nHost: HOST\r\nX\x00A: a\r\n\r\n",
		"NUL in the address":       "GET /health\x00z HTTP/1.1\r\nHost: HOST\r\n\r\n",
		"no host":                  "GET /healthz HTTP/1.1\r\nX-A: a\r\n\r\n",
		"two hosts":                "GET /healthz HTTP/1.1\r\nHost: HOST\r\nHost: evil.example\r\n\r\n",
		"two hosts alike":          "GET /healthz HTTP/1.1\r\nHost: HOST\r\nhost: HOST\r\n\r\n",
		"an empty host":            "GET /healthz HTTP/1.1\r\nHost:\r\n\r\n",
		"two hosts, one elsewhere": "GET http://evil.example/healthz HTTP/1.1\r\nHost: HOST\r\nHost: HOST\r\n\r\n",
		"a coding of no length":    "POST /language HTTP/1.1\r\nHost: HOST\r\n" + form + "Transfer-Encoding: identity\r\n\r\n",
		"a coding beside a length": "POST /language HTTP/1.1\r\nHost: HOST\r\n" + form + "Content-Length: 3\r\nTransfer-Encoding: identity\r\n\r\na=b",
		"a host with a person":     "GET /healthz HTTP/1.1\r\nHost: HOST@elsewhere.example\r\n\r\n",
		"a host with a path":       "GET /healthz HTTP/1.1\r\nHost: HOST/a\r\n\r\n",
		"space before the colon":   "GET /healthz HTTP/1.1\r\nHost: HOST\r\nX-A : a\r\n\r\n",
	} {
		if status := ask(message); status != 0 && status != http.StatusBadRequest && status != http.StatusUnprocessableEntity {
			t.Errorf("%s: %d", name, status)
		}
	}
}

// TestADoubtfulLengthEndsTheConnection: what comes behind it may be the body, and is never answered as a request of its own
// (RFC 9112, sections 6.1 and 6.3).
func TestADoubtfulLengthEndsTheConnection(t *testing.T) {
	t.Parallel()
	s := webtest.New(t)
	host := strings.TrimPrefix(s.URL, "http://")
	const next = "GET /healthz HTTP/1.1\r\nHost: h\r\n\r\n"
	for _, target := range []string{"POST /language", "POST http://" + host + "/language", "POST /nowhere", "PUT /healthz", "GET /healthz", "GET http://" + host + "/"} {
		for _, doubtful := range []string{
			"Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
			"Transfer-Encoding: chunked\r\nContent-Length: 3\r\n\r\n0\r\n\r\n",
			"Transfer-Encoding: identity\r\n\r\n",
			"Content-Length: 3\r\nTransfer-Encoding: identity\r\n\r\na=b",
			"Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n",
			"Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n\r\n0\r\n\r\n",
		} {
			conn, err := net.DialTimeout("tcp", host, 10*time.Second)
			webtest.Must(t, err)
			webtest.Must(t, conn.SetDeadline(time.Now().Add(10*time.Second)))
			_, err = fmt.Fprint(conn, target+" HTTP/1.1\r\nHost: "+host+"\r\n"+doubtful+next)
			webtest.Must(t, err)
			answers, err := io.ReadAll(conn)
			webtest.Must(t, conn.Close())
			if got := strings.Count(string(answers), "HTTP/1.1 "); err != nil || got > 1 {
				t.Errorf("%s with %q has %d answers, and then %v", target, doubtful, got, err)
			}
		}
	}
}

// TestNoRequestLeadsElsewhere asks in the ways that name another host, of which no page may speak (RFC 9112, section 3.2.2).
func TestNoRequestLeadsElsewhere(t *testing.T) {
	t.Parallel()
	s := webtest.New(t)
	host := strings.TrimPrefix(s.URL, "http://")
	for _, message := range []string{
		"GET http://elsewhere.example/ HTTP/1.1\r\nHost: " + host,
		"GET http://elsewhere.example/account HTTP/1.1\r\nHost: " + host,
		"GET //elsewhere.example/ HTTP/1.1\r\nHost: " + host,
		"GET / HTTP/1.1\r\nHost: elsewhere.example",
		"GET /login HTTP/1.1\r\nHost: " + host + "\r\nX-Forwarded-Host: elsewhere.example\r\nForwarded: host=elsewhere.example",
	} {
		conn, err := net.DialTimeout("tcp", host, 10*time.Second)
		webtest.Must(t, err)
		webtest.Must(t, conn.SetDeadline(time.Now().Add(30*time.Second)))
		_, err = fmt.Fprint(conn, message+"\r\nConnection: close\r\n\r\n")
		webtest.Must(t, err)
		answer, err := io.ReadAll(conn)
		webtest.Must(t, err)
		webtest.Must(t, conn.Close())
		if text := string(answer); !strings.HasPrefix(text, "HTTP/1.1 ") || strings.Contains(text, "elsewhere") {
			t.Errorf("%s: %s", message, text)
		}
	}
}

// TestWhoSendsSlowlyDoesNotMakeTheEndAFailure: the server waits for the rest of a form as long as it is told to, and no longer.
func TestWhoSendsSlowlyDoesNotMakeTheEndAFailure(t *testing.T) {
	t.Parallel()
	server, err := web.New(webtest.New(t).Server.Options)
	webtest.Must(t, err)
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	webtest.Must(t, err)
	served := make(chan error, 1)
	go func() { served <- server.Serve(listener) }()
	conn, err := net.Dial("tcp", listener.Addr().String())
	webtest.Must(t, err)
	defer conn.Close()
	_, err = fmt.Fprint(conn, "POST /language HTTP/1.1\r\nHost: h\r\nExpect: 100-continue\r\n"+
		"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 5000\r\n\r\n")
	webtest.Must(t, err)
	if line, err := bufio.NewReader(conn).ReadString('\n'); err != nil || !strings.Contains(line, "100 Continue") {
		t.Fatalf("the form is not waited for: %q, %v", line, err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 500*time.Millisecond)
	defer cancel()
	if err := server.Shutdown(ctx); err != nil || ctx.Err() == nil {
		t.Errorf("it ends with %v; it has waited: %v", err, ctx.Err() != nil)
	}
	webtest.Must(t, <-served)
}
