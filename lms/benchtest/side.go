package benchtest

import (
	"context"
	"net/url"
	"slices"
	"sync"
	"time"
)

// side is one of the two that are compared, with all that its rounds gave.
type side struct {
	request Request
	address string
	asked   []int // requests of each connection so far, so that Next never repeats itself
	rates   []float64
	volumes []float64
	times   []time.Duration
	used    time.Duration // of the processors
	errors  int
	first   error
}

// take is what one connection gives in one round.
type take struct {
	times  []time.Duration
	bytes  int64
	errors int
	first  error
}

func (s *side) prepare() error {
	u, err := url.Parse(s.request.URL)
	if err != nil {
		return err
	}
	if u.Scheme != "http" || u.Port() == "" {
		return &url.Error{Op: "load", URL: s.request.URL, Err: errAddress}
	}
	s.address = u.Host
	return nil
}

// forget drops the figures but not the count of requests, nor the errors.
func (s *side) forget() { s.rates, s.volumes, s.times, s.used = nil, nil, nil, 0 }

// round keeps every connection busy until the time is over.
func (s *side) round(ctx context.Context, load Load) {
	if len(s.asked) < load.Connections {
		s.asked = append(s.asked, make([]int, load.Connections-len(s.asked))...)
	}
	takes := make([]take, load.Connections)
	start := time.Now()
	end := start.Add(load.Duration)
	var all sync.WaitGroup
	for i := range takes {
		all.Go(func() { takes[i] = s.keepAsking(ctx, i, end) })
	}
	all.Wait()
	seconds := time.Since(start).Seconds()
	var answers, bytes int64
	for _, one := range takes {
		answers += int64(len(one.times))
		bytes += one.bytes
		s.times = append(s.times, one.times...)
		s.errors += one.errors
		if s.first == nil {
			s.first = one.first
		}
	}
	s.rates = append(s.rates, float64(answers)/seconds)
	s.volumes = append(s.volumes, float64(bytes)/seconds)
}

// patience is how long a request may last before it counts as an error.
const patience = 30 * time.Second

func (s *side) keepAsking(ctx context.Context, connection int, end time.Time) take {
	var done take
	line := &line{address: s.address, deadline: end.Add(patience)}
	defer line.close()
	var message []byte
	for { // at least once, however late this connection comes to its turn
		request := s.request
		if request.Next != nil {
			request = s.request.with(request.Next(connection, s.asked[connection]))
		}
		if message == nil || s.request.Next != nil {
			message = request.write(message[:0])
		}
		s.asked[connection]++
		start := time.Now()
		answer, err := line.ask(ctx, message, request.Method, nil)
		if err == nil && answer.status != request.want() {
			err = statusError{answer.status, request.want(), request.URL}
		}
		if err != nil {
			if done.errors++; done.first == nil {
				done.first = err
			}
		} else {
			done.times = append(done.times, time.Since(start))
			done.bytes += answer.body
		}
		// A hundred errors will not get better, and must not spin.
		if done.errors > 100 || !time.Now().Before(end) || ctx.Err() != nil {
			return done
		}
	}
}

func (s *side) figures() Figures {
	slices.Sort(s.times)
	return Figures{
		CPU:  s.used / time.Duration(max(1, len(s.times))),
		Rate: median(s.rates), Volume: median(s.volumes),
		P50: percentile(s.times, 0.5), P99: percentile(s.times, 0.99),
		Errors: s.errors, First: s.first,
	}
}
