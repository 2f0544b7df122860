package benchtest

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httputil"
	"net/url"
	"strconv"
	"time"
)

var errAddress = errors.New("an address of the form http://host:port/path is expected")

type statusError struct {
	got, want int
	url       string
}

func (e statusError) Error() string {
	return fmt.Sprintf("status %d instead of %d from %s", e.got, e.want, e.url)
}

// line is one kept-alive HTTP/1.1 connection that reads answers and throws their bodies away. The load shares its
// processors with what it measures, so it does no more than that: net/http's client costs several times as much.
type line struct {
	address  string
	deadline time.Time
	conn     net.Conn
	reader   *bufio.Reader
}

type answer struct {
	status int
	body   int64
}

func (l *line) close() {
	if l.conn != nil {
		_ = l.conn.Close()
		l.conn = nil
	}
}

func (l *line) dial(ctx context.Context) error {
	dialer := net.Dialer{Timeout: patience}
	conn, err := dialer.DialContext(ctx, "tcp", l.address)
	if err != nil {
		return err
	}
	if err := conn.SetDeadline(l.deadline); err != nil {
		_ = conn.Close()
		return err
	}
	l.conn = conn
	if l.reader == nil {
		l.reader = bufio.NewReaderSize(conn, 64<<10)
	} else {
		l.reader.Reset(conn)
	}
	return nil
}

// ask sends a message and reads its whole answer, and puts the header into `header` unless that is nil. After an error
// the next message goes over a new connection.
func (l *line) ask(ctx context.Context, message []byte, method string, header http.Header) (answer, error) {
	if l.conn == nil {
		if err := l.dial(ctx); err != nil {
			return answer{}, err
		}
	}
	if _, err := l.conn.Write(message); err != nil {
		l.close()
		return answer{}, err
	}
	got, last, err := l.read(method, header)
	if err != nil || last {
		l.close()
	}
	return got, err
}

// framing is what the header of an answer says about its body.
type framing struct {
	length  int64 // -1 where it is not given
	chunked bool
	last    bool // the connection ends with it
}

func (l *line) read(method string, header http.Header) (got answer, last bool, err error) {
	status, err := l.reader.ReadSlice('\n')
	if err != nil {
		return got, true, fmt.Errorf("reading an answer: %w", err)
	}
	if len(status) < 12 || !bytes.HasPrefix(status, []byte("HTTP/1.1 ")) {
		return got, true, fmt.Errorf("not an HTTP/1.1 answer: %q", status)
	}
	if got.status, err = strconv.Atoi(string(status[9:12])); err != nil {
		return got, true, fmt.Errorf("not an HTTP/1.1 answer: %q", status)
	}
	frame, err := l.frame(header)
	if err != nil {
		return got, true, err
	}
	switch {
	case method == http.MethodHead || got.status == http.StatusNoContent || got.status == http.StatusNotModified:
	case frame.chunked:
		got.body, err = io.Copy(io.Discard, httputil.NewChunkedReader(l.reader))
		if err == nil {
			_, err = l.frame(nil) // the trailer
		}
	case frame.length >= 0:
		for left := frame.length; left > 0 && err == nil; {
			var n int
			n, err = l.reader.Discard(int(min(left, 1<<30)))
			left -= int64(n)
			got.body += int64(n)
		}
	default:
		got.body, err = io.Copy(io.Discard, l.reader)
		frame.last = true
	}
	return got, frame.last, err
}

// frame reads header lines up to the empty one.
func (l *line) frame(keep http.Header) (framing, error) {
	frame := framing{length: -1}
	for {
		text, err := l.reader.ReadSlice('\n')
		if err != nil {
			return frame, fmt.Errorf("reading a header: %w", err)
		}
		text = bytes.TrimRight(text, "\r\n")
		if len(text) == 0 {
			return frame, nil
		}
		name, value, _ := bytes.Cut(text, []byte(":"))
		value = bytes.TrimSpace(value)
		switch {
		case bytes.EqualFold(name, []byte("Content-Length")):
			if frame.length, err = strconv.ParseInt(string(value), 10, 64); err != nil {
				return frame, err
			}
		case bytes.EqualFold(name, []byte("Transfer-Encoding")):
			frame.chunked = bytes.EqualFold(value, []byte("chunked"))
		case bytes.EqualFold(name, []byte("Connection")):
			frame.last = bytes.EqualFold(value, []byte("close"))
		}
		if keep != nil {
			keep.Add(string(name), string(value))
		}
	}
}

func (r Request) want() int {
	if r.Want == 0 {
		return http.StatusOK
	}
	return r.Want
}

// with is the request with what another one sets.
func (r Request) with(other Request) Request {
	if other.Method != "" {
		r.Method = other.Method
	}
	if other.URL != "" {
		r.URL = other.URL
	}
	if other.Header != nil {
		r.Header = other.Header
	}
	if other.Body != nil {
		r.Body = other.Body
	}
	if other.Want != 0 {
		r.Want = other.Want
	}
	return r
}

// write appends the request as it goes over the line.
func (r Request) write(to []byte) []byte {
	method := r.Method
	if method == "" {
		method = http.MethodGet
	}
	host, path := "", r.URL
	if u, err := url.Parse(r.URL); err == nil {
		host, path = u.Host, u.RequestURI()
	}
	to = append(to, method+" "+path+" HTTP/1.1\r\nHost: "+host+"\r\n"...)
	for name, values := range r.Header {
		for _, value := range values {
			to = append(to, name+": "+value+"\r\n"...)
		}
	}
	if len(r.Body) > 0 || (method != http.MethodGet && method != http.MethodHead) {
		to = append(to, "Content-Length: "...)
		to = strconv.AppendInt(to, int64(len(r.Body)), 10)
		to = append(to, "\r\n"...)
	}
	to = append(to, "\r\n"...)
	return append(to, r.Body...)
}
