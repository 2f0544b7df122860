//go:build fault

package serve_test

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"vatra/cmd/vatra/serve"
	"vatra/content/blobs"
	"vatra/lms/child"
	"vatra/lms/miniotest"
	"vatra/lms/pgtest"
)

// The rounds: people take an exam while everything falls that can, again and again. Each prints how long it was silent.
const (
	turns     = 3                      // of every fall
	afterEach = 250                    // answers that must be acknowledged after a fall
	patience  = 90 * time.Second       // for them
	thinking  = 700 * time.Millisecond // between two answers of one person, who may not save faster for long
	leastAcks = 5000
)

// fall breaks something, and mends what nobody would expect to mend itself. It gives how long it kept it broken on purpose.
type fall struct {
	name  string
	turns int
	do    func(h *ownSite) (held time.Duration)
}

var falls = []fall{
	{"kill -9 of the server", turns, func(h *ownSite) time.Duration { h.server.Load().kill(h.t); h.open(); return 0 }},
	{"kill -9 of the postmaster", turns, func(h *ownSite) time.Duration { h.signal(h.postmaster(), syscall.SIGKILL); return 0 }},
	{"kill -9 of a backend", turns, func(h *ownSite) time.Duration { h.signal(h.backend(), syscall.SIGKILL); return 0 }},
	{"kill -9 of both", turns, func(h *ownSite) time.Duration {
		database := h.postmaster()
		h.signal(h.server.Load().cmd.Process.Pid, syscall.SIGSTOP) // or it would start the database again at once
		h.signal(database, syscall.SIGKILL)
		h.server.Load().kill(h.t)
		h.open()
		return 0
	}},
	{"SIGTERM", turns, func(h *ownSite) time.Duration { h.terminate(); h.open(); return 0 }},
	{"database hung for 12 s", 2, func(h *ownSite) time.Duration {
		const hold = 12 * time.Second // longer than a request may take
		signalDatabase(h.t, h.database(), syscall.SIGSTOP)
		time.Sleep(hold)
		signalDatabase(h.t, h.database(), syscall.SIGCONT)
		return hold
	}},
	{"database away for 5 s", 2, func(h *ownSite) time.Duration {
		const hold = 5 * time.Second
		for end := time.Now().Add(hold); time.Now().Before(end); time.Sleep(100 * time.Millisecond) {
			if pid := h.postmaster(); pid != 0 {
				h.signal(pid, syscall.SIGKILL)
			}
		}
		return hold
	}},
	{"20,000 idle sockets", 1, func(h *ownSite) time.Duration {
		h.crowd(4, 5000)
		return 0
	}},
}

// ownSite is a school whose server keeps its own database, all on one folder.
type ownSite struct {
	*school
	beat pulse
}

// pulse is the longest time without an acknowledgement.
type pulse struct {
	sync.Mutex
	last    time.Time
	longest time.Duration
}

func (p *pulse) again() {
	p.Lock()
	defer p.Unlock()
	now := time.Now()
	if !p.last.IsZero() {
		p.longest = max(p.longest, now.Sub(p.last))
	}
	p.last = now
}

// silence is the longest time since it was last asked.
func (p *pulse) silence() time.Duration {
	p.Lock()
	defer p.Unlock()
	longest := p.longest
	p.longest = 0
	return longest
}

// newOwnSite has the exam and the class in one on the folder, which is open. Its files are in the store, or in the folder
// too where that is nil.
func newOwnSite(t *testing.T, data string, store *blobs.MinIOConfig) (h *ownSite, class []*pupil) {
	t.Helper()
	h = &ownSite{school: &school{
		t: t, settings: settings{Addr: "127.0.0.1:0", Data: data, Secret: secret, S3: store},
		client: &http.Client{
			Transport:     &http.Transport{MaxIdleConnsPerHost: pupils, DisableCompression: true},
			Timeout:       20 * time.Second,
			CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
		},
	}}
	t.Cleanup(h.client.CloseIdleConnections)
	h.look(func() {
		files := anExam()
		files["01-all/01-read.en.md"], files["01-all/notes.txt"] = "# Read\n\n[Notes](notes.txt)\n", "Notes"
		install(t, h.parts, files)
		class = h.class()
	})
	h.open()
	return h, class
}

// look lets the test into the database while no server runs.
func (h *ownSite) look(do func()) {
	h.t.Helper()
	parts, err := serve.Open(h.t.Context(), serve.Config{Addr: h.settings.Addr, Data: h.settings.Data, Secret: secret, S3: h.settings.S3})
	if err != nil {
		h.t.Fatal(err)
	}
	defer parts.Close()
	h.parts = parts
	do()
}

func (h *ownSite) database() string { return filepath.Join(h.settings.Data, "postgres") }

// postmaster is the process of the database that is the parent of all others; 0 while none runs.
func (h *ownSite) postmaster() int {
	file, err := os.ReadFile(filepath.Join(h.database(), "postmaster.pid"))
	if err != nil {
		return 0
	}
	line, _, _ := strings.Cut(string(file), "\n")
	pid, err := strconv.Atoi(line)
	if err != nil || syscall.Kill(pid, 0) != nil {
		return 0
	}
	return pid
}

// backend is a process of the database that serves a connection.
func (h *ownSite) backend() int {
	h.t.Helper()
	conn := h.connect()
	defer conn.Close(h.t.Context())
	var pid int
	const query = "SELECT pid FROM pg_stat_activity WHERE backend_type = 'client backend' AND pid <> pg_backend_pid() LIMIT 1"
	if err := conn.QueryRow(h.t.Context(), query).Scan(&pid); err != nil {
		h.t.Fatal(err)
	}
	return pid
}

func (h *ownSite) connect() *pgx.Conn {
	h.t.Helper()
	conn, err := pgx.Connect(h.t.Context(), fmt.Sprintf("host='%s.run' user=vatra dbname=vatra", h.database()))
	if err != nil {
		h.t.Fatal(err)
	}
	return conn
}

func (h *ownSite) signal(pid int, signal syscall.Signal) {
	h.t.Helper()
	if pid == 0 {
		h.t.Fatal("the database does not run")
	}
	if err := syscall.Kill(pid, signal); err != nil && err != syscall.ESRCH {
		h.t.Fatal(err)
	}
}

// terminate ends the server as an operator does, and expects it to be quick and orderly.
func (h *ownSite) terminate() {
	h.t.Helper()
	began := time.Now()
	server := h.server.Load()
	server.end(h.t, syscall.SIGTERM)
	if took := time.Since(began); took > 10*time.Second || !server.cmd.ProcessState.Success() {
		h.t.Errorf("at SIGTERM the server ended after %v with %v", took, server.cmd.ProcessState)
	}
}

// crowd opens many connections that say nothing, from programs of its own, since one may not open that many.
func (h *ownSite) crowd(programs, each int) {
	h.t.Helper()
	for range programs {
		cmd := exec.Command(os.Args[0])
		cmd.Env = append(os.Environ(), crowdAddress+"="+h.server.Load().addr, crowdSize+"="+strconv.Itoa(each))
		output, err := cmd.StdoutPipe()
		if err != nil {
			h.t.Fatal(err)
		}
		ended, err := child.Start(cmd, syscall.SIGKILL)
		if err != nil {
			h.t.Fatal(err)
		}
		said, err := io.ReadAll(io.LimitReader(output, int64(len(crowdReady))))
		if err != nil || string(said) != crowdReady {
			h.t.Fatalf("the crowd does not come: %q, %v", said, err)
		}
		h.t.Cleanup(func() { _ = cmd.Process.Kill(); <-ended })
	}
}

// goOn gives answer after answer until it is enough.
func (h *ownSite) goOn(ctx context.Context, p *pupil, enough <-chan struct{}) error {
	for n := 0; ; n++ {
		if err := p.give(ctx, n); err != nil {
			return err
		}
		h.beat.again()
		select {
		case <-enough:
			return nil
		case <-time.After(thinking):
		}
	}
}

// fall runs one round, and prints its silence.
func (h *ownSite) fall(busy context.Context, f fall) time.Duration {
	h.t.Helper()
	before, again := h.acknowledged.Load(), h.interrupted.Load()
	h.beat.silence()
	held := f.do(h)
	late, cancel := context.WithTimeout(busy, patience)
	defer cancel()
	h.await(late, h.acknowledged.Load()+afterEach)
	if late.Err() != nil {
		h.t.Fatalf("%s: %d answers were acknowledged in %v", f.name, h.acknowledged.Load()-before, patience)
	}
	silence := max(0, h.beat.silence()-held)
	fmt.Fprintf(h.t.Output(), "%-26s silent for %4.1f s, %5d answers acknowledged, %4d sent again\n",
		f.name, silence.Seconds(), h.acknowledged.Load()-before, h.interrupted.Load()-again)
	return silence
}

func TestRounds(t *testing.T) {
	h, class := newOwnSite(t, prepared(t), nil)
	ctx, cancel := context.WithTimeout(t.Context(), 12*time.Minute)
	defer cancel()
	var longest time.Duration
	given := h.examine(ctx, class, func(busy context.Context) {
		for turn := range turns {
			for f := range slices.Values(falls) {
				if turn < f.turns {
					longest = max(longest, h.fall(busy, f))
				}
			}
		}
	})
	if given < leastAcks {
		t.Errorf("only %d answers were acknowledged", given)
	}
	fmt.Fprintf(t.Output(), "%d answers acknowledged, the longest silence %.1f s\n", given, longest.Seconds())
}

// examine lets the class answer while something happens, and holds what was acknowledged against the journal.
func (h *ownSite) examine(ctx context.Context, class []*pupil, happens func(busy context.Context)) (given int) {
	h.t.Helper()
	wait, _ := each(ctx, h.t, class, (*pupil).begin)
	wait()
	enough := make(chan struct{})
	wait, busy := each(ctx, h.t, class, func(p *pupil, ctx context.Context) error { return h.goOn(ctx, p, enough) })
	h.await(busy, afterEach)
	happens(busy)
	close(enough)
	wait()
	h.terminate()
	given = int(h.acknowledged.Load())
	h.look(func() { h.compare(class, given) })
	return given
}

// TestRoundOfAFullDisk lets the disk of the database fill up to the last byte, so that neither a table nor the write-ahead log
// can grow, and makes room again. Nobody starts anything anew.
func TestRoundOfAFullDisk(t *testing.T) {
	disk := smallDisk(t, "160m")
	data := filepath.Join(disk, "data")
	pgtest.Cluster(t, filepath.Join(data, "postgres"))
	h, class := newOwnSite(t, data, nil)
	ctx, cancel := context.WithTimeout(t.Context(), 5*time.Minute)
	defer cancel()
	h.examine(ctx, class, func(busy context.Context) {
		h.fall(busy, fall{name: "a full disk", do: func(h *ownSite) time.Duration {
			began := time.Now()
			filler := filepath.Join(disk, "filler")
			if output, err := exec.Command("dd", "if=/dev/zero", "of="+filler, "bs=64k").CombinedOutput(); err == nil {
				t.Fatalf("the disk does not fill: %s", output)
			}
			for before := h.interrupted.Load(); h.interrupted.Load() < before+10*pupils && busy.Err() == nil; {
				status, _ := get(t, "http://"+h.server.Load().addr+"/courses")
				if status != http.StatusOK && status != http.StatusServiceUnavailable {
					t.Errorf("on a full disk the catalogue answers %d", status)
				}
				time.Sleep(50 * time.Millisecond)
			}
			if err := os.Remove(filler); err != nil {
				t.Fatal(err)
			}
			return time.Since(began)
		}})
	})
}

// smallDisk is a file system of its own; to mount one takes root, or sudo that asks nothing.
func smallDisk(t *testing.T, size string) (dir string) {
	t.Helper()
	dir, err := os.MkdirTemp("", "vatra-disk-")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.Remove(dir) })
	asRoot := func(args ...string) {
		t.Helper()
		if os.Geteuid() != 0 {
			args = append([]string{"sudo", "-n"}, args...)
		}
		if output, err := exec.Command(args[0], args[1:]...).CombinedOutput(); err != nil {
			t.Fatalf("this test mounts a small disk, and needs root for it: %v: %s", err, output)
		}
	}
	asRoot("mount", "-t", "tmpfs", "-o", "mode=1777,size="+size, "tmpfs", dir)
	t.Cleanup(func() { asRoot("umount", dir) })
	return dir
}

// TestRoundOfAnObjectStoreThatIsAway ends MinIO while people take their exam, and starts it again.
func TestRoundOfAnObjectStoreThatIsAway(t *testing.T) {
	minio := miniotest.Start(t)
	h, class := newOwnSite(t, prepared(t), &blobs.MinIOConfig{
		Endpoint: minio.Endpoint, Bucket: "vatra", AccessKey: minio.AccessKey, SecretKey: minio.SecretKey,
	})
	ctx, cancel := context.WithTimeout(t.Context(), 3*time.Minute)
	defer cancel()
	site := "http://" + h.server.Load().addr
	_, lesson := get(t, site+"/courses/exam/lessons/read")
	notes := regexp.MustCompile(`/assets/[0-9a-f]{64}/notes\.txt`).FindString(lesson)
	file := func() int {
		status, _ := get(t, site+notes)
		return status
	}
	h.examine(ctx, class, func(busy context.Context) {
		if status := file(); status != http.StatusOK {
			t.Fatalf("the file answers %d", status)
		}
		h.fall(busy, fall{name: "object store away", do: func(*ownSite) time.Duration {
			minio.Stop()
			if status := file(); status != http.StatusServiceUnavailable {
				t.Errorf("without its store the file answers %d", status)
			}
			return 0
		}})
		minio.Again(t)
		for status := 0; status != http.StatusOK && busy.Err() == nil; status = file() {
			time.Sleep(50 * time.Millisecond)
		}
	})
}
