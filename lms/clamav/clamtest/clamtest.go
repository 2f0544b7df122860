// Package clamtest starts a real clamd for a test, on a socket in a folder of its own, with a single signature: that of EICAR's
// test file. Without the program the test fails and says how to get it. It imports nothing of Vatra but child.
package clamtest

import (
	"bytes"
	"encoding/hex"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"testing"
	"time"

	"vatra/lms/child"
)

// Virus is what every scanner takes for a virus, and is none (https://www.eicar.org). It is put together here, so that no
// scanner takes this file for one.
func Virus() string {
	return `X5O!P%@AP[4\PZX54(P^)7CC)7}$` + `EICAR-STANDARD-ANTIVIRUS-TEST-FILE!` + `$H+H*`
}

const (
	// Find is what the server calls it.
	Find = "Vatra.Test.UNOFFICIAL"
	// StreamMaxLength is how many bytes the server takes.
	StreamMaxLength = 1 << 20
)

// Server is a clamd that runs as long as its test.
type Server struct {
	Unix, TCP string // where it listens, as clamav.Open takes it
	stop      func()
}

// Start starts the program and waits until it answers.
func Start(t testing.TB) *Server {
	t.Helper()
	dir, err := os.MkdirTemp("", "clam-") // a path of a socket has to be short, and t.TempDir is long
	must(t, err)
	t.Cleanup(func() { _ = os.RemoveAll(dir) })
	socket, address := filepath.Join(dir, "clamd.sock"), freeAddress(t)
	conf := write(t, dir, "clamd.conf", fmt.Sprintf(
		"Foreground yes\nLocalSocket %s\nTCPAddr %s\nTCPSocket %d\nDatabaseDirectory %s\nTemporaryDirectory %s\nStreamMaxLength %d\nMaxThreads 2\n",
		socket, address.IP, address.Port, dir, dir, StreamMaxLength))
	write(t, dir, "eicar.ndb", fmt.Sprintf("Vatra.Test:0:*:%s\n", hex.EncodeToString([]byte(Virus()))))
	var output bytes.Buffer
	cmd := exec.Command(program(t), "--config-file="+conf)
	cmd.Stdout, cmd.Stderr = &output, &output
	ended, err := child.Start(cmd, syscall.SIGKILL)
	must(t, err)
	s := &Server{Unix: "unix:" + socket, TCP: "tcp://" + address.String()}
	s.stop = func() {
		_ = cmd.Process.Kill()
		<-ended
	}
	t.Cleanup(s.stop)
	for end := time.Now().Add(time.Minute); !listens(t, socket); time.Sleep(20 * time.Millisecond) {
		select {
		case <-ended:
			t.Fatalf("clamd ended: %s", output.String())
		default:
		}
		if time.Now().After(end) {
			t.Fatal("clamd does not answer")
		}
	}
	return s
}

// Stop ends it, as when it is away.
func (s *Server) Stop() { s.stop() }

func program(t testing.TB) string {
	t.Helper()
	for _, name := range []string{"clamd", "/usr/sbin/clamd", "/usr/local/sbin/clamd"} { // Debian has it where only root looks
		if path, err := exec.LookPath(name); err == nil {
			return path
		}
	}
	t.Fatal("there is no clamd: run make tools, or install Debian's clamav-daemon")
	return ""
}

func listens(t testing.TB, socket string) bool {
	conn, err := (&net.Dialer{}).DialContext(t.Context(), "unix", socket)
	if err != nil {
		return false
	}
	return conn.Close() == nil
}

func write(t testing.TB, dir, name, text string) (path string) {
	t.Helper()
	path = filepath.Join(dir, name)
	must(t, os.WriteFile(path, []byte(text), 0o600))
	return path
}

func freeAddress(t testing.TB) *net.TCPAddr {
	t.Helper()
	listener, err := net.ListenTCP("tcp", &net.TCPAddr{IP: net.IPv4(127, 0, 0, 1)})
	must(t, err)
	must(t, listener.Close())
	address, _ := listener.Addr().(*net.TCPAddr)
	return address
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
