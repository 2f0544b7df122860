package child_test

import (
	"os/exec"
	"runtime"
	"sync"
	"syscall"
	"testing"
	"time"

	"vatra/lms/child"
)

// retireThreads ends threads of this program, as packages do that leave a goroutine locked to one.
func retireThreads(count int) {
	var all sync.WaitGroup
	for range count {
		all.Go(func() {
			runtime.LockOSThread()
			time.Sleep(10 * time.Millisecond) // each holds a thread while the others take theirs
		})
	}
	all.Wait()
}

func TestChildOutlivesTheThreadsOfItsParent(t *testing.T) {
	t.Parallel()
	cmd := exec.Command("sleep", "30")
	ended, err := child.Start(cmd, syscall.SIGKILL)
	if err != nil {
		t.Fatal(err)
	}
	retireThreads(30)
	select {
	case <-ended:
		t.Fatalf("the child ended with a thread: %v", cmd.ProcessState)
	case <-time.After(100 * time.Millisecond):
	}
	if err := cmd.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	<-ended
	if state := cmd.ProcessState; state == nil || state.Success() {
		t.Errorf("a killed child ended with %v", state)
	}
}

func TestProgramThatIsNotThereIsAnError(t *testing.T) {
	t.Parallel()
	ended, err := child.Start(exec.Command("/there/is/no/such/program"), syscall.SIGKILL)
	if err == nil {
		t.Error("no error")
	}
	<-ended
}
