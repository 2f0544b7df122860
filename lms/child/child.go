// Package child starts programs that do not outlive this one. It is a leaf and imports nothing of Vatra.
package child

import (
	"os/exec"
	"runtime"
	"syscall"
)

// Start starts cmd and returns a channel that is closed once the program has ended, when cmd.ProcessState is known. When
// this program ends, were it by SIGKILL, the kernel sends orphaned to the child.
//
// That signal is the affair of the thread that starts the child (PR_SET_PDEATHSIG in prctl(2)), and Go may end a thread
// long before the program ends: here one is set aside that lives as long as the child.
func Start(cmd *exec.Cmd, orphaned syscall.Signal) (ended <-chan struct{}, err error) {
	if cmd.SysProcAttr == nil {
		cmd.SysProcAttr = new(syscall.SysProcAttr)
	}
	cmd.SysProcAttr.Pdeathsig = orphaned
	started, over := make(chan error), make(chan struct{})
	go func() {
		runtime.LockOSThread()
		defer runtime.UnlockOSThread()
		defer close(over)
		err := cmd.Start()
		started <- err
		if err == nil {
			_ = cmd.Wait() // what it says is in cmd.ProcessState
		}
	}()
	return over, <-started
}
