// Package metrics counts the requests of a server, for whoever watches over it.
package metrics

import (
	"strconv"
	"time"

	"github.com/gofiber/fiber/v2"
	"github.com/gofiber/fiber/v2/middleware/adaptor"
	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"
)

// Requests counts the requests of one server; each has a registry of its own.
type Requests struct {
	inFlight prometheus.Gauge
	requests *prometheus.CounterVec
	seconds  *prometheus.HistogramVec
	handler  fiber.Handler
}

// New has counted nothing yet.
func New() *Requests {
	m := &Requests{
		inFlight: prometheus.NewGauge(prometheus.GaugeOpts{
			Name: "vatra_http_requests_in_flight", Help: "Requests being answered now.",
		}),
		requests: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "vatra_http_requests_total", Help: "Requests answered, by method, route pattern and status.",
		}, []string{"method", "route", "status"}),
		seconds: prometheus.NewHistogramVec(prometheus.HistogramOpts{
			Name: "vatra_http_request_seconds", Help: "How long answers took, by route pattern.",
			Buckets: []float64{.001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10},
		}, []string{"route"}),
	}
	registry := prometheus.NewRegistry()
	registry.MustRegister(m.inFlight, m.requests, m.seconds,
		collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	m.handler = adaptor.HTTPHandler(promhttp.HandlerFor(registry, promhttp.HandlerOpts{}))
	return m
}

// Begin counts a request as being answered until done.
func (m *Requests) Begin() (done func()) {
	m.inFlight.Inc()
	return m.inFlight.Dec
}

// Count counts an answer. pattern is that of the route and not the address, of which there are too many.
func (m *Requests) Count(method, pattern string, status int, took time.Duration) {
	m.requests.WithLabelValues(method, pattern, strconv.Itoa(status)).Inc()
	m.seconds.WithLabelValues(pattern).Observe(took.Seconds())
}

// Send answers with all that was counted, in the text format of Prometheus.
func (m *Requests) Send(c *fiber.Ctx) error { return m.handler(c) }
