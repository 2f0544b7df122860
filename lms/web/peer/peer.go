// Package peer owns from where requests come, and whose word on that is taken.
package peer

import (
	"net/netip"
	"slices"
	"strings"

	"github.com/gofiber/fiber/v2"
)

// Trusted are the networks, beside this machine, whose proxies are believed.
type Trusted []netip.Prefix

// Address is the network address of whoever asks; empty where it cannot be told. Only a proxy that is trusted is believed, and only
// what it has seen itself: the last entry of X-Forwarded-For. Those before it are what its visitor claims.
func (t Trusted) Address(c *fiber.Ctx) string {
	peer, ok := netip.AddrFromSlice(c.Context().RemoteIP())
	if !ok {
		return ""
	}
	peer = peer.Unmap()
	lines := c.Request().Header.PeekAll(fiber.HeaderXForwardedFor)
	if !t.trusts(peer) || len(lines) == 0 {
		return peer.String()
	}
	entries := strings.Split(string(lines[len(lines)-1]), ",")
	seen, err := netip.ParseAddr(strings.TrimSpace(entries[len(entries)-1]))
	if err != nil {
		return peer.String()
	}
	return seen.Unmap().WithZone("").String()
}

// trusts reports whether an address is of this machine or of a network that the operator has named.
func (t Trusted) trusts(a netip.Addr) bool {
	return a.IsLoopback() || slices.ContainsFunc(t, func(p netip.Prefix) bool { return p.Contains(a) })
}

// Direct reports whether the request came from a trusted network and through no proxy, as a monitoring system's does.
func (t Trusted) Direct(c *fiber.Ctx) bool {
	peer, ok := netip.AddrFromSlice(c.Context().RemoteIP())
	return ok && t.trusts(peer.Unmap()) && c.Get(fiber.HeaderXForwardedFor) == "" && c.Get(fiber.HeaderForwarded) == ""
}
