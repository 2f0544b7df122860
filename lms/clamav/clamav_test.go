package clamav_test

import (
	"archive/zip"
	"bytes"
	"context"
	"errors"
	"io"
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/iotest"

	"vatra/lms/clamav"
	"vatra/lms/clamav/clamtest"
	"vatra/lms/fault"
)

func open(t *testing.T, where string) *clamav.Scanner {
	t.Helper()
	scanner, err := clamav.Open(where)
	if err != nil {
		t.Fatalf("%s: %v", where, err)
	}
	return scanner
}

func TestAVirusIsFound(t *testing.T) {
	t.Parallel()
	server := clamtest.Start(t)
	var packed bytes.Buffer
	archive := zip.NewWriter(&packed)
	file, err := archive.Create("lectii/virus.txt")
	if err == nil {
		_, err = io.WriteString(file, clamtest.Virus())
	}
	if err := errors.Join(err, archive.Close()); err != nil {
		t.Fatal(err)
	}
	long := strings.Repeat("vatra ", 170_000) // more than a piece, and almost all that is taken
	for name, c := range map[string]struct{ content, find string }{
		"nothing":         {"", ""},
		"a text":          {"Bună ziua.", ""},
		"a long text":     {long, ""},
		"the virus":       {clamtest.Virus(), clamtest.Find},
		"packed":          {packed.String(), clamtest.Find},
		"across two ends": {strings.Repeat("x", 64<<10-30) + clamtest.Virus(), clamtest.Find},
	} {
		for _, where := range []string{server.Unix, server.TCP} {
			find, err := open(t, where).Scan(t.Context(), iotest.HalfReader(strings.NewReader(c.content)))
			if err != nil || find != c.find {
				t.Errorf("%s at %s: %q, %v", name, where, find, err)
			}
		}
	}
}

// TestWhatIsNotScannedIsNotGood holds that a file of which nothing is known never passes for a clean one.
func TestWhatIsNotScannedIsNotGood(t *testing.T) {
	t.Parallel()
	server := clamtest.Start(t)
	tooMuch := strings.Repeat("x", clamtest.StreamMaxLength+1)
	for _, where := range []string{server.Unix, server.TCP} {
		_, err := open(t, where).Scan(t.Context(), strings.NewReader(tooMuch))
		if !fault.Is(err, fault.Unavailable) {
			t.Errorf("too much for %s: %v", where, err)
		}
	}
	broken := errors.New("the disk is broken")
	_, err := open(t, server.Unix).Scan(t.Context(), io.MultiReader(strings.NewReader("a"), iotest.ErrReader(broken)))
	if !errors.Is(err, broken) || fault.Is(err, fault.Unavailable) {
		t.Errorf("a file that cannot be read: %v", err)
	}
	over, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := open(t, server.Unix).Scan(over, strings.NewReader("a")); err == nil {
		t.Error("a visitor who has gone was answered")
	}
	server.Stop()
	for _, where := range []string{server.Unix, server.TCP} {
		_, err := open(t, where).Scan(t.Context(), strings.NewReader("a"))
		if !fault.Is(err, fault.Unavailable) {
			t.Errorf("with nobody at %s: %v", where, err)
		}
	}
}

// TestNoOtherAnswerIsTaken is about what a real clamd hardly ever says.
func TestNoOtherAnswerIsTaken(t *testing.T) {
	t.Parallel()
	for answer, find := range map[string]string{
		"stream: OK\x00":          "",
		"stream: Eicar FOUND\x00": "Eicar",
		"stream: a\r\nb\xff\u202e" + strings.Repeat("ș", 80) + " FOUND\x00": "ab" + strings.Repeat("ș", 49),
		"":                         "-",
		"stream: OK":               "-", // cut off
		"stream: OK FOUND":         "-",
		"stream:  FOUND\x00":       "-",
		"OK\x00":                   "-",
		"Eicar FOUND\x00":          "-",
		"stream: Eicar ERROR\x00":  "-",
		"HTTP/1.1 200 OK\r\n\r\n":  "-",
		strings.Repeat("a", 1<<20): "-",
		"\x00stream: OK\x00":       "-",
	} {
		got, err := open(t, answering(t, answer)).Scan(t.Context(), strings.NewReader("a"))
		if find == "-" {
			if !fault.Is(err, fault.Unavailable) || len(err.Error()) > 600 {
				t.Errorf("%.60q: %q, %v", answer, got, err)
			}
		} else if err != nil || got != find {
			t.Errorf("%.60q: %q, %v; want %q", answer, got, err, find)
		}
	}
}

// answering is where somebody takes one file, to its end, and says this.
func answering(t *testing.T, answer string) string {
	t.Helper()
	path := filepath.Join(os.TempDir(), filepath.Base(t.TempDir())+".sock")
	listener, err := net.Listen("unix", path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = listener.Close() })
	go func() {
		conn, err := listener.Accept()
		if err != nil {
			return
		}
		defer conn.Close()
		_, _ = io.ReadFull(conn, make([]byte, len("zINSTREAM\x00")+4+1+4))
		_, _ = io.WriteString(conn, answer)
	}()
	return "unix:" + path
}

func TestWhereAScannerListens(t *testing.T) {
	t.Parallel()
	for _, where := range []string{
		"tcp://127.0.0.1:3310", "tcp://[::1]:3310", "tcp://clamav:3310", "unix:/run/clamav/clamd.ctl", "unix:///run/clamav/clamd.ctl",
	} {
		open(t, where)
	}
	for _, where := range []string{
		"", "clamav", "127.0.0.1:3310", "tcp:127.0.0.1:3310", "tcp://127.0.0.1", "tcp://:3310", "tcp://clamav:0", "tcp://clamav:70000",
		"tcp://clamav:clamd", "tcp://user@clamav:3310", "tcp://clamav:3310/x", "http://clamav:3310", "unix:", "unix:clamd.ctl", "/run/clamd.ctl",
		"unix:/" + strings.Repeat("a", 200),
	} {
		if _, err := clamav.Open(where); err == nil {
			t.Errorf("%q is taken", where)
		}
	}
}
