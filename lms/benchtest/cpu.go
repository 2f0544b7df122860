package benchtest

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"testing"
	"time"
)

// tick is the unit of /proc/<pid>/stat: USER_HZ, which is 100 on every Linux that Go runs on.
const tick = 10 * time.Millisecond

// CPU is the processor time that a process has used so far, and that of all which it has started, as Linux counts it.
func CPU(t testing.TB, pid int) (own, started time.Duration) {
	t.Helper()
	names, err := filepath.Glob("/proc/[0-9]*/stat")
	if err != nil {
		t.Fatal(err)
	}
	used, children := map[int]time.Duration{}, map[int][]int{}
	for _, name := range names {
		id, err := strconv.Atoi(filepath.Base(filepath.Dir(name)))
		if err != nil {
			continue
		}
		line, err := os.ReadFile(name)
		if err != nil {
			continue // it has just ended
		}
		var parent int
		if parent, used[id] = readStat(line); parent > 0 {
			children[parent] = append(children[parent], id)
		}
	}
	if used[pid] == 0 {
		t.Fatalf("process %d has used no processor: it has ended", pid)
	}
	var all func(int) time.Duration
	all = func(id int) (sum time.Duration) {
		for _, child := range children[id] {
			sum += used[child] + all(child)
		}
		return sum
	}
	return used[pid], all(pid)
}

// everything is what this process and all that it has started have used.
func everything(t testing.TB) time.Duration {
	own, started := CPU(t, os.Getpid())
	return own + started
}

// readStat reads a line of proc(5): what a process has used, and its children that have ended.
func readStat(line []byte) (parent int, used time.Duration) {
	const parentAt, usedAt, usedEnd = 1, 11, 15 // fields 4 and 14 to 17, counted after the name, which may hold anything
	fields := bytes.Fields(line[bytes.LastIndexByte(line, ')')+1:])
	if len(fields) < usedEnd {
		return 0, 0
	}
	parent, _ = strconv.Atoi(string(fields[parentAt]))
	for _, field := range fields[usedAt:usedEnd] {
		ticks, _ := strconv.Atoi(string(field))
		used += time.Duration(ticks) * tick
	}
	return parent, used
}

// Cost asks a page of a program in a process of its own, and prints how much processor time a request takes: of the
// program and, behind the plus, of what it has started, such as its database. Unlike a rate it hardly depends on what
// else the machine does meanwhile.
func (l Load) Cost(t testing.TB, name string, page Request, pid int, aim string) {
	t.Helper()
	l = l.filled()
	one := side{request: page}
	if err := one.prepare(); err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	one.round(t.Context(), Load{l.Connections, 1, l.Duration / 10})
	one.forget()
	own, started := CPU(t, pid)
	one.round(context.WithoutCancel(t.Context()), l)
	ownAfter, startedAfter := CPU(t, pid)
	if one.errors > 0 || len(one.times) == 0 {
		t.Errorf("%s: %d answers and %d errors, the first: %v", name, len(one.times), one.errors, one.first)
		return
	}
	each := func(used time.Duration) float64 { return used.Seconds() * 1000 / float64(len(one.times)) }
	Row(t, name, fmt.Sprintf("%.3f + %.3f ms of CPU a request", each(ownAfter-own), each(startedAfter-started)), aim)
}
