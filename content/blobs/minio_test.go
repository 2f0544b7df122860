package blobs_test

import (
	"io"
	"net"
	"sync"
	"testing"

	"vatra/content/blobs"
	"vatra/lms/miniotest"
)

// startMinIO starts a real server for as long as the test runs.
func startMinIO(t *testing.T) blobs.MinIOConfig {
	t.Helper()
	server := miniotest.Start(t)
	return blobs.MinIOConfig{Endpoint: server.Endpoint, AccessKey: server.AccessKey, SecretKey: server.SecretKey}
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
