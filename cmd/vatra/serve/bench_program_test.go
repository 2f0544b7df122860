//go:build bench

package serve_test

import (
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"testing"
	"time"

	"vatra/lms/benchtest"
	"vatra/lms/child"
)

// program is the real one, with its private PostgreSQL, in processes of its own.
type benchProgram struct {
	pid   int
	url   string
	start time.Duration // until it was ready
}

// program starts the real program on the data that the bench has left, and weighs it; then on an empty folder.
func (b *bench) program(data string) {
	t := b.t
	binary := filepath.Join(t.TempDir(), "vatra")
	if output, err := exec.Command("go", "build", "-o", binary, "vatra/cmd/vatra").CombinedOutput(); err != nil {
		t.Fatalf("building the program: %v\n%s", err, output)
	}
	t.Run("program", func(t *testing.T) {
		p := startProgram(t, binary, data)
		benchtest.Row(t, "start", fmt.Sprintf("%.2f s", p.start.Seconds()), "≤ 2 s on a data folder that is there")
		for _, path := range []string{"/", "/courses", "/courses/" + benchCourse, "/tracks", "/verify", "/login"} {
			if !answers(p.url + path) {
				t.Errorf("%s is not there", path)
			}
		}
		time.Sleep(3 * time.Second)
		p.weigh(t, "memory, idle", "≤ 80 MB resident, after the first pages")
		b.t, b.url = t, p.url
		b.costs(p.pid)
	})
	t.Run("demonstration", func(t *testing.T) {
		p := startProgram(t, binary, folder(t), "--demo")
		p.weigh(t, "memory, first", "≤ 80 MB resident, right after the first start of the demonstration")
	})
}

// costs are what each hot page takes of the processors, the program's part and PostgreSQL's.
func (b *bench) costs(pid int) {
	load := benchtest.Load{Connections: 8}
	guest := func(path string) benchtest.Request {
		return benchtest.Request{URL: b.url + path, Header: http.Header{
			"Accept-Encoding": {"gzip, deflate, br"}, "Accept-Language": {"ro"},
		}}
	}
	for _, one := range []struct {
		name string
		page benchtest.Request
		aim  string
	}{
		{"course page", b.courseRequest(), "≤ 0.21 of the program"},
		{"lesson page", b.lessonRequest(), "≤ 0.30 of the program"},
		{"attempt page", b.attemptRequest(), "≤ 0.52 of the program"},
		{"answer save", b.saveRequest(1_000_000), "≤ 0.23 of the program"},
		{"verify page", b.verifyRequest(verifyPage), "≤ 0.24 of the program"},
		{"verify API", b.verifyRequest(verifyAPI), "none"},
		{"login page", guest("/login"), "≤ 0.08 of the program"},
		{"guest, course", guest("/courses/" + benchCourse), "none"},
		{"guest, lesson", guest("/courses/" + benchCourse + "/lessons/" + b.first.Key), "none"},
	} {
		load.Cost(b.t, one.name, one.page, pid, one.aim)
	}
}

func startProgram(t *testing.T, binary, data string, flags ...string) benchProgram {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	addr := listener.Addr().String()
	_ = listener.Close()
	program := exec.Command(binary, append([]string{"serve"}, flags...)...)
	program.Env = []string{"PATH=" + os.Getenv("PATH"), "VATRA_DATA=" + data, "VATRA_ADDR=" + addr}
	began := time.Now()
	ended, err := child.Start(program, syscall.SIGTERM)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = program.Process.Signal(syscall.SIGTERM)
		if <-ended; !program.ProcessState.Success() {
			t.Errorf("the program ended with: %v", program.ProcessState)
		}
	})
	for !answers("http://" + addr + "/readyz") {
		if time.Since(began) > time.Minute {
			t.Fatal("the program does not become ready")
		}
		time.Sleep(5 * time.Millisecond)
	}
	return benchProgram{program.Process.Pid, "http://" + addr, time.Since(began)}
}

func (p benchProgram) weigh(t *testing.T, name, aim string) {
	t.Helper()
	benchtest.Row(t, name, fmt.Sprintf("%.0f MB", float64(benchtest.RSS(t, p.pid))/(1<<20)), aim)
}

func answers(url string) bool {
	answer, err := http.Get(url) //nolint:noctx // ends with the program
	if err != nil {
		return false
	}
	defer answer.Body.Close()
	_, err = io.Copy(io.Discard, answer.Body)
	return err == nil && answer.StatusCode == http.StatusOK
}
