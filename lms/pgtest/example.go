package pgtest

import (
	"context"
	"fmt"
	"os"
	"testing"
)

// Example runs what stands in an Example, which is given no test of its own, with all that New and others ask of one.
func Example(run func(t testing.TB)) {
	ctx, cancel := context.WithCancel(context.Background())
	t := &example{ctx: ctx}
	defer func() {
		cancel()
		for i := len(t.cleanups) - 1; i >= 0; i-- {
			t.cleanups[i]()
		}
	}()
	run(t)
}

// example is the part of a test that needs none: whatever would fail one panics, which fails the Example.
type example struct {
	testing.TB // nil: nothing else of it is there

	ctx      context.Context
	cleanups []func()
}

func (e *example) Helper()                           {}
func (e *example) Context() context.Context          { return e.ctx }
func (e *example) Cleanup(cleanup func())            { e.cleanups = append(e.cleanups, cleanup) }
func (e *example) Log(args ...any)                   { fmt.Fprintln(os.Stderr, args...) }
func (e *example) Error(args ...any)                 { panic(fmt.Sprint(args...)) }
func (e *example) Errorf(format string, args ...any) { panic(fmt.Sprintf(format, args...)) }
func (e *example) Fatal(args ...any)                 { panic(fmt.Sprint(args...)) }
func (e *example) Fatalf(format string, args ...any) { panic(fmt.Sprintf(format, args...)) }

func (e *example) TempDir() string {
	dir, err := os.MkdirTemp("", "vatra-example-")
	if err != nil {
		panic(err)
	}
	e.Cleanup(func() { _ = os.RemoveAll(dir) })
	return dir
}
