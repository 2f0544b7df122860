//go:build whole

package serve_test

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"net"
	"os"
	"os/exec"
	"os/signal"
	"runtime"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"vatra/cmd/vatra/serve"
	"vatra/content/blobs"
	"vatra/lms/child"
)

// programSettings is the environment variable that turns this test binary into a program that only serves.
const programSettings = "VATRA_TEST_SERVE"

// programLife bounds a program whose test was itself killed.
const programLife = 15 * time.Minute

// settings are what a program is told, as JSON.
type settings struct {
	Addr, Data, DatabaseURL, Secret string
	S3                              *blobs.MinIOConfig
	Patience                        time.Duration
}

const programReady = "ready at "

// beProgram serves as the settings say, until it is killed; it gives the exit code.
func beProgram(text string) int {
	var s settings
	if err := json.Unmarshal([]byte(text), &s); err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	ctx, cancel := context.WithTimeout(context.Background(), programLife)
	defer cancel()
	ctx, stop := signal.NotifyContext(ctx, syscall.SIGTERM)
	defer stop()
	err := serve.Run(ctx, serve.Config{
		Addr: s.Addr, Data: s.Data, DatabaseURL: s.DatabaseURL, Secret: s.Secret, S3: s.S3, Patience: s.Patience, Version: "test",
		Log: slog.New(slog.NewTextHandler(os.Stderr, &slog.HandlerOptions{Level: slog.LevelError})),
		Ready: func(running serve.Running) {
			fmt.Fprintln(os.Stdout, programReady+running.Addr)
		},
	})
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	return 0
}

// The environment that turns this test binary into a crowd that only stands at the door of a server, for at most a minute.
const (
	crowdAddress = "VATRA_TEST_CROWD"
	crowdSize    = "VATRA_TEST_CROWD_SIZE"
	crowdReady   = "here"
)

// beCrowd opens connections and says nothing on them.
func beCrowd(addr string) int {
	size, err := strconv.Atoi(os.Getenv(crowdSize))
	if err != nil {
		fmt.Println(err)
		return 1
	}
	crowd := make([]net.Conn, size)
	for i := range crowd {
		if crowd[i], err = net.DialTimeout("tcp", addr, 20*time.Second); err != nil {
			fmt.Println(err)
			return 1
		}
	}
	fmt.Print(crowdReady)
	time.Sleep(time.Minute)
	runtime.KeepAlive(crowd)
	return 0
}

// program is a server in a process of its own.
type program struct {
	cmd    *exec.Cmd
	ended  <-chan struct{}
	addr   string // host:port
	killed bool
}

// start starts a program and waits until it answers; it ends with the test, if not before.
func start(t *testing.T, s settings) *program {
	t.Helper()
	text, err := json.Marshal(s)
	if err != nil {
		t.Fatal(err)
	}
	p := &program{cmd: exec.Command(os.Args[0])}
	p.cmd.Env = append(os.Environ(), programSettings+"="+string(text))
	if os.Getenv("VATRA_TEST_LOG") != "" {
		p.cmd.Stderr = t.Output()
	}
	output, err := p.cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if p.ended, err = child.Start(p.cmd, syscall.SIGKILL); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { p.kill(t) })
	line, err := bufio.NewReader(output).ReadString('\n')
	addr, ready := strings.CutPrefix(strings.TrimSpace(line), programReady)
	if err != nil || !ready {
		t.Fatalf("the program does not start: %q %v", line, err)
	}
	p.addr = addr
	return p
}

// kill ends the program as a power cut would: it can finish nothing.
func (p *program) kill(t *testing.T) {
	t.Helper()
	if p.killed {
		return
	}
	p.end(t, syscall.SIGKILL)
}

// end sends the signal that ends the program, and waits.
func (p *program) end(t *testing.T, signal os.Signal) {
	t.Helper()
	p.killed = true
	if err := p.cmd.Process.Signal(signal); err != nil {
		t.Errorf("ending the program: %v", err)
	}
	<-p.ended
}
