package benchtest

import (
	"bufio"
	"fmt"
	"os"
	"strconv"
	"strings"
	"testing"
)

// RSS is the resident memory of a process in bytes, as Linux counts it.
func RSS(t testing.TB, pid int) int64 {
	t.Helper()
	file, err := os.Open(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		t.Fatalf("the memory of process %d: %v", pid, err)
	}
	defer file.Close()
	lines := bufio.NewScanner(file)
	for lines.Scan() {
		if value, ok := strings.CutPrefix(lines.Text(), "VmRSS:"); ok {
			kilobytes, err := strconv.ParseInt(strings.TrimSpace(strings.TrimSuffix(value, "kB")), 10, 64)
			if err != nil {
				t.Fatalf("the memory of process %d: %v", pid, err)
			}
			return kilobytes << 10
		}
	}
	t.Fatalf("process %d has no resident memory: it has ended", pid)
	return 0
}
