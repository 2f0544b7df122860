package content_test

import (
	"bytes"
	"io"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"sync"
	"syscall"
	"testing"
	"time"

	"vatra/content"
)

// startMinIO starts a real server for as long as the test runs.
func startMinIO(t *testing.T) content.MinIOConfig {
	t.Helper()
	program := os.Getenv("VATRA_MINIO_BIN")
	if program == "" {
		program = filepath.Join(moduleRoot(t), ".cache", "bin", "minio")
	}
	if _, err := os.Stat(program); err != nil {
		t.Fatalf("there is no MinIO server at %s: run make minio", program)
	}
	dir := t.TempDir()
	config := content.MinIOConfig{Endpoint: freeAddress(t), AccessKey: "vatra-tests", SecretKey: "vatra-tests-secret"}
	var output bytes.Buffer
	server := exec.Command(program, "server", "--quiet", "--address", config.Endpoint, "--console-address", freeAddress(t), dir)
	server.Env = []string{
		"HOME=" + dir, "MINIO_ROOT_USER=" + config.AccessKey, "MINIO_ROOT_PASSWORD=" + config.SecretKey,
		"MINIO_BROWSER=off", "MINIO_UPDATE=off",
	}
	server.Stdout, server.Stderr = &output, &output
	server.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL}
	started, ended := make(chan error), make(chan struct{})
	go func() {
		runtime.LockOSThread() // the server dies with the thread that started it, and so never outlives the tests
		defer close(ended)
		err := server.Start()
		started <- err
		if err == nil {
			_ = server.Wait()
		}
	}()
	if err := <-started; err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = server.Process.Kill()
		<-ended
	})

	config.Bucket = "ready"
	deadline := time.Now().Add(time.Minute)
	for {
		_, err := content.OpenMinIO(t.Context(), config)
		if err == nil {
			return config
		}
		select {
		case <-ended:
			t.Fatalf("MinIO ended: %s", output.String())
		case <-time.After(100 * time.Millisecond):
		}
		if time.Now().After(deadline) {
			t.Fatalf("MinIO does not answer: %v", err)
		}
	}
}

func moduleRoot(t *testing.T) string {
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

func freeAddress(t *testing.T) string {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = listener.Close() }()
	return listener.Addr().String()
}

// forward passes connections on to a server until it hangs up, and then refuses new ones.
func forward(t *testing.T, to string) (address string, hangUp func()) {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	var mutex sync.Mutex
	var open []net.Conn
	hangUp = func() {
		_ = listener.Close()
		mutex.Lock()
		defer mutex.Unlock()
		for _, c := range open {
			_ = c.Close()
		}
	}
	t.Cleanup(hangUp)
	go func() {
		for {
			from, err := listener.Accept()
			if err != nil {
				return
			}
			server, err := net.Dial("tcp", to)
			if err != nil {
				_ = from.Close()
				continue
			}
			mutex.Lock()
			open = append(open, from, server)
			mutex.Unlock()
			go func() { _, _ = io.Copy(server, from) }()
			go func() { _, _ = io.Copy(from, server) }()
		}
	}()
	return listener.Addr().String(), hangUp
}
