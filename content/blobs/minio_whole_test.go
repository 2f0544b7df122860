//go:build whole

package blobs_test

import (
	"crypto/sha256"
	"fmt"
	"io"
	"net"
	"strings"
	"sync"
	"testing"

	"vatra/content/blobs"
	"vatra/lms/fault"
	"vatra/lms/miniotest"
)

// TestMinIO holds a real server to the rules of a store, as TestFolder holds a folder.
func TestMinIO(t *testing.T) {
	t.Parallel()
	server := startMinIO(t)
	var buckets sync.Map
	testBlobStore(t, func(t *testing.T) blobs.Store {
		config := server
		config.Bucket = fmt.Sprintf("conformance-%x", sha256.Sum256([]byte(t.Name())))[:40]
		if _, again := buckets.LoadOrStore(config.Bucket, true); again {
			t.Fatal("two tests share a bucket")
		}
		store, err := blobs.OpenMinIO(t.Context(), config)
		if err != nil {
			t.Fatal(err)
		}
		return store
	})
	testMinIO(t, server)
}

// testMinIO is what only a server can show.
func testMinIO(t *testing.T, server blobs.MinIOConfig) {
	t.Run("the bucket is made once and found again", func(t *testing.T) {
		t.Parallel()
		config := server
		config.Bucket = "found-again"
		var blob blobs.Blob
		for range 2 {
			store, err := blobs.OpenMinIO(t.Context(), config)
			if err != nil {
				t.Fatal(err)
			}
			blob = put(t, store, []byte("once"))
		}
		if blob.Size != 4 {
			t.Fatalf("%+v", blob)
		}
	})
	t.Run("wrong keys make it unavailable", func(t *testing.T) {
		t.Parallel()
		config := server
		config.Bucket, config.SecretKey = "wrong-keys", "not-the-secret"
		if _, err := blobs.OpenMinIO(t.Context(), config); !fault.Is(err, fault.Unavailable) {
			t.Fatalf("open gave %v", err)
		}
	})
	t.Run("a server that does not answer is unavailable", func(t *testing.T) {
		t.Parallel()
		config := server
		config.Endpoint, config.Bucket = "127.0.0.1:1", "nobody-home"
		if _, err := blobs.OpenMinIO(t.Context(), config); !fault.Is(err, fault.Unavailable) {
			t.Fatalf("open gave %v", err)
		}
	})
	t.Run("a server that went away is unavailable", func(t *testing.T) {
		t.Parallel()
		address, hangUp := forward(t, server.Endpoint)
		config := server
		config.Endpoint, config.Bucket = address, "went-away"
		store, err := blobs.OpenMinIO(t.Context(), config)
		if err != nil {
			t.Fatal(err)
		}
		blob := put(t, store, []byte("then gone"))
		hangUp()
		_, got := store.Get(t.Context(), blob.SHA256, 0, blobs.ToEnd)
		_, stat := store.Stat(t.Context(), blob.SHA256)
		_, stored := store.Put(t.Context(), strings.NewReader("late"), "text/plain")
		for what, err := range map[string]error{
			"get": got, "stat": stat, "put": stored, "delete": store.Delete(t.Context(), blob.SHA256), "ping": store.Ping(t.Context()),
		} {
			if !fault.Is(err, fault.Unavailable) {
				t.Errorf("%s gave %v", what, err)
			}
		}
	})
}

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
