// Package benchtest measures how near a page comes to the most that can be had on the same machine in the same minute:
// a closed loop of kept-alive connections on loopback, asking the page and its reference in turns. It owns the load, the
// references and the table; it knows no page and must not import anything of Vatra. Errors fail a test; figures never do.
//
//	page := benchtest.Request{URL: site + "/courses/digital", Header: http.Header{"Cookie": {session}}}
//	bare := benchtest.Bare{Config: settings, Pool: db.Pool, Like: benchtest.Probe(t, page), Statements: …}
//	benchtest.Compare(t, "course page", page, benchtest.Request{URL: bare.Start(t)}, 0.5)
//
// The reference is fair when its pool and its server settings are the page's, and both servers run in the test's own
// process, as the load does: then all three share the same processors and the same Go scheduler.
package benchtest

import (
	"flag"
	"fmt"
	"math"
	"net/http"
	"slices"
	"testing"
	"time"
)

// Request is what every connection asks for, over and over.
type Request struct {
	Method string // GET by default
	URL    string // http only
	Header http.Header
	Body   []byte
	Want   int // the status that counts as an answer; 200 by default
	// Next, if set, gives the n-th request (from 0) of a connection (from 0), for load of which no two may be the same;
	// what it leaves empty comes from this one. It is called by all connections at once.
	Next func(connection, n int) Request
}

// Load says how hard and how long. The zero value is 16 connections and two rounds of five seconds for each side; the flag
// -round=200ms makes them shorter.
type Load struct {
	Connections int
	Rounds      int
	Duration    time.Duration // of a round; a tenth of it goes before, unmeasured, to warm up
}

// long is a round's length where a Load does not say it: short rounds show that the bench works, and their figures nothing.
var long = flag.Duration("round", 5*time.Second, "how long each round of the bench is")

// Figures are what was measured of one side.
type Figures struct {
	Rate     float64 // requests a second, the median of the rounds
	Volume   float64 // bytes of body a second, the median of the rounds
	P50, P99 time.Duration
	CPU      time.Duration // a request: of this process, the load included, and of all that it has started
	Errors   int
	First    error // the first of the errors
}

// Comparison is a page beside its reference.
type Comparison struct {
	Target, Reference Figures
	Ratio             float64 // of the rates
	// CPURatio is what the ratio of the rates is where nothing but the processors bounds them, and hardly changes with what
	// else the machine does.
	CPURatio float64
}

// Compare measures with the default Load.
func Compare(t testing.TB, name string, target, reference Request, aim float64) Comparison {
	t.Helper()
	return Load{}.Compare(t, name, target, reference, aim)
}

// Compare asks target and reference in turns, prints a row of the table, and fails only on errors: an answer with
// another status than wanted, or none.
func (l Load) Compare(t testing.TB, name string, target, reference Request, aim float64) Comparison {
	t.Helper()
	l = l.filled()
	sides := [2]side{{request: target}, {request: reference}}
	for i := range sides {
		if err := sides[i].prepare(); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		sides[i].round(t.Context(), Load{l.Connections, 1, l.Duration / 10})
		sides[i].forget()
	}
	for range l.Rounds {
		for i := range sides {
			before := everything(t)
			sides[i].round(t.Context(), l)
			sides[i].used += everything(t) - before
		}
	}
	result := Comparison{Target: sides[0].figures(), Reference: sides[1].figures()}
	if result.Reference.Rate > 0 {
		result.Ratio = result.Target.Rate / result.Reference.Rate
	}
	if result.Target.CPU > 0 {
		result.CPURatio = float64(result.Reference.CPU) / float64(result.Target.CPU)
	}
	fmt.Fprintf(t.Output(), "%-16s %s | reference %s | CPU %.3f : %.3f ms, %.2f | ratio %.2f (aim ≥ %.2f)\n",
		name, result.Target, result.Reference, result.Target.CPU.Seconds()*1000, result.Reference.CPU.Seconds()*1000,
		result.CPURatio, result.Ratio, aim)
	for side, figures := range map[string]Figures{"target": result.Target, "reference": result.Reference} {
		if figures.Errors > 0 {
			t.Errorf("%s, %s: %d errors, the first: %v", name, side, figures.Errors, figures.First)
		}
		if figures.Rate == 0 {
			t.Errorf("%s, %s: nothing was answered", name, side)
		}
	}
	return result
}

// Row prints a figure that has no reference, such as a start or the memory, among the table's rows.
func Row(t testing.TB, name, value, aim string) {
	t.Helper()
	fmt.Fprintf(t.Output(), "%-16s %s (aim %s)\n", name, value, aim)
}

func (l Load) filled() Load {
	if l.Connections == 0 {
		l.Connections = 16
	}
	if l.Rounds == 0 {
		l.Rounds = 2
	}
	if l.Duration == 0 {
		l.Duration = *long
	}
	return l
}

func (f Figures) String() string {
	text := fmt.Sprintf("%8.0f req/s  p50 %8s  p99 %8s", f.Rate, short(f.P50), short(f.P99))
	if f.Rate > 0 && f.Volume/f.Rate >= 1<<20 {
		text += fmt.Sprintf("  %6.0f MB/s", f.Volume/1e6)
	}
	return text
}

func short(d time.Duration) string {
	return fmt.Sprintf("%.2f ms", float64(d)/float64(time.Millisecond))
}

func median(values []float64) float64 {
	if len(values) == 0 {
		return 0
	}
	values = slices.Sorted(slices.Values(values))
	middle := len(values) / 2
	if len(values)%2 == 1 {
		return values[middle]
	}
	return (values[middle-1] + values[middle]) / 2
}

// percentile of sorted durations, by nearest rank.
func percentile(sorted []time.Duration, part float64) time.Duration {
	if len(sorted) == 0 {
		return 0
	}
	rank := int(math.Ceil(part*float64(len(sorted)))) - 1
	return sorted[min(max(rank, 0), len(sorted)-1)]
}
