package door

import (
	"net"
	"net/netip"
	"testing"

	"github.com/gofiber/fiber/v2"
	"github.com/valyala/fasthttp"
)

func TestOnlyATrustedProxyIsBelieved(t *testing.T) {
	t.Parallel()
	s := &Door{Options: Options{TrustedProxies: []netip.Prefix{netip.MustParsePrefix("10.1.0.0/16")}}}
	app := fiber.New()
	for name, c := range map[string]struct {
		peer      string
		forwarded []string
		address   string
		direct    bool
	}{
		"a visitor on the LAN who makes up addresses": {"192.168.1.7", []string{"203.0.113.9"}, "192.168.1.7", false},
		"a visitor on the LAN":                        {"192.168.1.7", nil, "192.168.1.7", false},
		"a proxy on this machine":                     {"127.0.0.1", []string{"203.0.113.9"}, "203.0.113.9", false},
		"a proxy that was named":                      {"10.1.2.3", []string{"203.0.113.9"}, "203.0.113.9", false},
		"a visitor on the LAN through a proxy":        {"127.0.0.1", []string{"203.0.113.9, 192.168.1.7"}, "192.168.1.7", false},
		"a proxy that adds a line of its own":         {"127.0.0.1", []string{"203.0.113.9", "198.51.100.4"}, "198.51.100.4", false},
		"a proxy that says nothing of use":            {"127.0.0.1", []string{"203.0.113.9, unknown"}, "127.0.0.1", false},
		"a program on this machine":                   {"::1", nil, "::1", true},
		"a program in a network that was named":       {"10.1.2.3", nil, "10.1.2.3", true},
		"a visitor from far away":                     {"203.0.113.9", nil, "203.0.113.9", false},
	} {
		var request fasthttp.RequestCtx
		request.Init(&fasthttp.Request{}, &net.TCPAddr{IP: net.ParseIP(c.peer)}, nil)
		for _, line := range c.forwarded {
			request.Request.Header.Add(fiber.HeaderXForwardedFor, line)
		}
		ctx := app.AcquireCtx(&request)
		v := visitOf(ctx)
		if got := s.address(v); got != c.address {
			t.Errorf("%s: %s, not %s", name, got, c.address)
		}
		if got := s.TrustedProxies.Direct(v.Ctx); got != c.direct {
			t.Errorf("%s: may read the metrics: %v", name, got)
		}
		app.ReleaseCtx(ctx)
	}
}
