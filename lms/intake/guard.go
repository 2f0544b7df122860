package intake

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os/exec"
	"runtime"
	"runtime/metrics"
	"time"

	"github.com/google/uuid"

	"vatra/content/pack"
	"vatra/lms/child"
	"vatra/lms/fault"
)

// What one import may take. The readers of packages have limits of their own, in what they count, and a package that stays
// within them needs far less; these hold for whatever the readers do not know of.
const (
	// MemoryLimit is in bytes.
	MemoryLimit = 256 << 20
	// TimeForEach is the time for each begun 100 MB of a package.
	TimeForEach = time.Minute
)

// TimeLimit is the time that an import of a package of that size, in bytes, may take.
func TimeLimit(size int64) time.Duration {
	const each = 100_000_000
	return TimeForEach * time.Duration(1+max(0, size-1)/each)
}

// Guard runs imports in a program of their own each: what a package asks of memory and of time is then refused to that
// program alone, by the kernel, whatever a reader of it is in the middle of. See child.Confine.
type Guard struct {
	// Given is the program that does the import with that id, as it was handed in: see Run.
	Given func(id uuid.UUID) *exec.Cmd
	// Time is TimeLimit where it is nil.
	Time func(size int64) time.Duration
}

// word is one line of what a program that does an import says: where it is, and at last what came of it. At is "" between entries.
type word struct {
	At     string     `json:"at"`
	Report *Report    `json:"report,omitempty"`
	Fault  *saidFault `json:"fault,omitempty"`
}

// saidFault is a fault on its way between two programs.
type saidFault struct {
	Kind fault.Kind `json:"kind"`
	Key  string     `json:"key"`
	Args fault.Args `json:"args"`
}

// Speak does an import in this program, on behalf of a guard, and tells it on out which entry is read, and in the end the
// report or the fault. Any other error is the caller's to tell.
func Speak(ctx context.Context, out io.Writer, do func(context.Context) (Report, error)) error {
	say := json.NewEncoder(out)
	var left leftover
	report, err := do(pack.Watch(ctx, func(entry string) {
		left.clear()
		_ = say.Encode(word{At: entry})
	}))
	if told, ok := fault.As(err); ok && told.Kind != fault.Internal {
		return say.Encode(word{Fault: &saidFault{Kind: told.Kind, Key: told.Key, Args: told.Args}})
	}
	if err != nil {
		return err
	}
	return say.Encode(word{Report: &report})
}

// leftover is what entries that were read have let go. The kernel counts it until it is collected, and would refuse memory to
// the next entry that was taken by this one: a decoded picture is one piece, for which the collector does not come by itself.
type leftover struct{ clean uint64 }

// clear collects it where it has grown, which is about as often as Go would collect it by itself.
func (l *leftover) clear() {
	const much = MemoryLimit / 16
	if held := taken(); held <= l.clean+much {
		l.clean = min(l.clean, held)
		return
	}
	runtime.GC()
	l.clean = taken()
}

// taken is how much the heap holds, in bytes, with what nobody uses any more.
func taken() uint64 {
	held := []metrics.Sample{{Name: "/memory/classes/heap/objects:bytes"}}
	metrics.Read(held)
	return held[0].Value.Uint64()
}

// Run has the program import the package called name, of that size in bytes, and gives what it said: it is confined to
// MemoryLimit, and speaks as Speak does. One that took too much is an Invalid fault, import.over_time or import.over_memory,
// that names the entry which was read when it happened, and the package where it was none. One that somebody has killed is no
// fault of its package.
func (g *Guard) Run(ctx context.Context, program *exec.Cmd, name string, size int64) (Report, error) {
	var last word
	var garbled error
	most := TimeLimit
	if g.Time != nil {
		most = g.Time
	}
	err := child.Run(ctx, program, most(size), func(line []byte) {
		var said word
		if err := json.Unmarshal(bytes.TrimSpace(line), &said); err != nil {
			garbled = fmt.Errorf("reading %q: %w", line[:min(len(line), 200)], err)
		}
		last = said
	})
	entry := cmp.Or(last.At, name)
	switch {
	case errors.Is(err, child.ErrTime):
		return Report{}, fault.Wrap(err, fault.Invalid, "import.over_time", "Entry", entry, "Limit", int(most(size).Seconds()))
	case errors.Is(err, child.ErrMemory):
		return Report{}, fault.Wrap(err, fault.Invalid, "import.over_memory", "Entry", entry, "Limit", MemoryLimit>>20)
	case err != nil:
		return Report{}, fmt.Errorf("importing, at %s: %w", entry, err)
	case last.Fault != nil:
		return Report{}, &fault.Error{Kind: last.Fault.Kind, Key: last.Fault.Key, Args: last.Fault.Args}
	case last.Report == nil:
		return Report{}, errors.Join(errors.New("an import ended without a word"), garbled)
	}
	return *last.Report, nil
}
