// Package miniotest starts a real MinIO for a test, on loopback and in a folder of its own. Without the program the test
// fails and says how to get it. It imports nothing of Vatra but child.
package miniotest

import (
	"bytes"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"testing"
	"time"

	"vatra/lms/child"
)

// Server is a MinIO that runs as long as its test.
type Server struct {
	Endpoint             string // host:port, without TLS
	AccessKey, SecretKey string

	program, dir string
	stop         func()
}

// Start starts the program that MINIO_BIN names, else .cache/bin/minio of the module, and waits until it answers.
func Start(t testing.TB) *Server {
	t.Helper()
	program := os.Getenv("MINIO_BIN")
	if program == "" {
		program = filepath.Join(moduleRoot(t), ".cache", "bin", "minio")
	}
	if _, err := os.Stat(program); err != nil {
		t.Fatalf("there is no MinIO server at %s: run make minio", program)
	}
	server := &Server{
		Endpoint: freeAddress(t), AccessKey: "vatra-tests", SecretKey: "vatra-tests-secret", program: program, dir: t.TempDir(),
	}
	server.Again(t)
	return server
}

// Stop ends it as a power cut would.
func (s *Server) Stop() { s.stop() }

// Again starts it after Stop, with all that it kept.
func (s *Server) Again(t testing.TB) {
	t.Helper()
	var output bytes.Buffer
	cmd := exec.Command(s.program, "server", "--quiet", "--address", s.Endpoint, "--console-address", freeAddress(t), s.dir)
	cmd.Env = []string{
		"HOME=" + s.dir, "MINIO_ROOT_USER=" + s.AccessKey, "MINIO_ROOT_PASSWORD=" + s.SecretKey,
		"MINIO_BROWSER=off", "MINIO_UPDATE=off",
	}
	cmd.Stdout, cmd.Stderr = &output, &output
	ended, err := child.Start(cmd, syscall.SIGKILL)
	if err != nil {
		t.Fatal(err)
	}
	s.stop = func() {
		_ = cmd.Process.Kill()
		<-ended
	}
	t.Cleanup(s.stop)
	for end := time.Now().Add(time.Minute); !ready(t, s.Endpoint); time.Sleep(50 * time.Millisecond) {
		select {
		case <-ended:
			t.Fatalf("MinIO ended: %s", output.String())
		default:
		}
		if time.Now().After(end) {
			t.Fatal("MinIO does not answer")
		}
	}
}

func ready(t testing.TB, endpoint string) bool {
	request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, "http://"+endpoint+"/minio/health/ready", nil)
	if err != nil {
		t.Fatal(err)
	}
	answer, err := http.DefaultClient.Do(request)
	if err != nil {
		return false
	}
	_ = answer.Body.Close()
	return answer.StatusCode == http.StatusOK
}

func moduleRoot(t testing.TB) string {
	t.Helper()
	dir, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	for {
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
			return dir
		}
		if dir == filepath.Dir(dir) {
			t.Fatal("the tests run outside of the module")
		}
		dir = filepath.Dir(dir)
	}
}

func freeAddress(t testing.TB) string {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = listener.Close() }()
	return listener.Addr().String()
}
