package child

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"runtime"
	"runtime/debug"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// What a program that ran under bounds was ended for.
var (
	ErrTime   = errors.New("the program took longer than it may")
	ErrMemory = errors.New("the program needed more memory than it may")
	// ErrKilled says nothing of the program: somebody has killed it, were it the kernel of a machine whose memory is used up.
	ErrKilled = errors.New("the program was killed from outside")
)

// Confine bounds the memory that this program takes from now on, in bytes, for as long as it lives. It is for a child to call,
// first of all.
//
// Go itself cannot refuse memory to a part of a program: its own limit only makes the collector work harder, and no reader
// of files that others wrote looks up while it allocates. The kernel refuses it to a process, and surely: RLIMIT_DATA of
// setrlimit(2) counts what the process may write to, which for Go is the heap and the stacks, and leaves out the address
// space that Go reserves and never uses. The process ends of it, so work that may be refused is done in one of its own.
//
// The stack of a thread counts whole, 8 MB where the program is linked with C, though hardly a page of it is used. So the program
// does not run on more than two processors, and has room for a dozen stacks beside what it may take.
func Confine(memory int64) error {
	const processors, stacks = 2, 12 * 8 << 20
	runtime.GOMAXPROCS(min(processors, runtime.GOMAXPROCS(0)))
	debug.SetMemoryLimit(memory / 4 * 3)
	taken, err := written()
	if err != nil {
		return fmt.Errorf("bounding the memory of this program: %w", err)
	}
	most := uint64(taken + memory + stacks)
	if err := syscall.Setrlimit(syscall.RLIMIT_DATA, &syscall.Rlimit{Cur: most, Max: most}); err != nil {
		return fmt.Errorf("bounding the memory of this program: %w", err)
	}
	return nil
}

// written is what the kernel counts of this program for RLIMIT_DATA, in bytes: VmData in proc_pid_status(5).
func written() (int64, error) {
	status, err := os.ReadFile("/proc/self/status")
	if err != nil {
		return 0, err
	}
	_, rest, _ := strings.Cut(string(status), "VmData:")
	number, _, _ := strings.Cut(strings.TrimSpace(rest), " ")
	kilobytes, err := strconv.ParseInt(number, 10, 64)
	return kilobytes << 10, err
}

// Run runs a program to its end, or to the end of the time that it has: then it is killed, and the error is ErrTime. One
// that ended because memory was refused to it gives ErrMemory, see Confine, and one that somebody else has killed ErrKilled.
// hear is told each whole line that the program writes to its output, without its end. What it writes to its errors is in
// the error where it failed.
func Run(ctx context.Context, cmd *exec.Cmd, most time.Duration, hear func(line []byte)) error {
	complaint := &head{}
	cmd.Stdout, cmd.Stderr = &lines{hear: hear}, complaint
	within, cancel := context.WithTimeout(ctx, most)
	defer cancel()
	ended, err := Start(cmd, syscall.SIGKILL)
	if err != nil {
		return fmt.Errorf("starting a program: %w", err)
	}
	select {
	case <-ended:
	case <-within.Done():
		_ = cmd.Process.Kill()
		<-ended
		if err := ctx.Err(); err != nil {
			return err
		}
		return ErrTime
	}
	switch {
	case cmd.ProcessState.Success():
		return nil
	case complaint.ofMemory(cmd.ProcessState):
		return ErrMemory
	case killed(cmd):
		return ErrKilled
	default:
		return fmt.Errorf("a program ended with %v: %s", cmd.ProcessState, bytes.TrimSpace(complaint.Bytes()))
	}
}

// killed tells that the program was killed: by its own bounds it never is, since what they refuse ends it with a word.
func killed(cmd *exec.Cmd) bool {
	status, ok := cmd.ProcessState.Sys().(syscall.WaitStatus)
	return ok && status.Signaled() && status.Signal() == syscall.SIGKILL
}

// lines gives on what is written to it, line by line.
type lines struct {
	hear func([]byte)
	rest []byte
}

func (l *lines) Write(p []byte) (int, error) {
	n := len(p)
	for {
		line, rest, whole := bytes.Cut(p, []byte("\n"))
		if !whole {
			l.rest = append(l.rest, p...)
			return n, nil
		}
		l.hear(append(l.rest, line...))
		l.rest, p = nil, rest
	}
}

// head keeps how a program's complaint begins, which is where Go says why a program ends; stacks without end follow.
type head struct{ bytes.Buffer }

const headLength = 8 << 10

func (h *head) Write(p []byte) (int, error) {
	_, err := h.Buffer.Write(p[:min(len(p), max(0, headLength-h.Len()))])
	return len(p), err
}

// ofMemory reads what Go's runtime says when the kernel has refused memory to the heap, to a thread, or when a stack has
// come to the most that Go lets it have. Others say such words too, say a database of its own memory: only the runtime's own
// lines count, after which a program ends with 2.
func (h *head) ofMemory(ended *os.ProcessState) bool {
	const fatal = 2
	if ended.ExitCode() != fatal {
		return false
	}
	for line := range bytes.Lines(h.Bytes()) {
		ours := bytes.HasPrefix(line, []byte("fatal error: ")) || bytes.HasPrefix(line, []byte("runtime"))
		if ours && slices.ContainsFunc(refusals, func(words string) bool { return bytes.Contains(line, []byte(words)) }) {
			return true
		}
	}
	return false
}

var refusals = []string{
	"out of memory", "cannot allocate memory", "failed to create new OS thread", "pthread_create failed", "goroutine stack exceeds",
}
