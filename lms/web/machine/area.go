// Package machine answers what browsers and machines ask for by themselves: the assets of the interface, what the site is
// called on a home screen, what search engines may read, whether this node is well, and its metrics.
package machine

import (
	"vatra/lms/access"
	"vatra/lms/fault"
	"vatra/lms/web/door"
)

type area struct{ *door.Door }

// Routes are those of this area. None asks who comes, so that all but the sitemap answer while the database is away.
func Routes(d *door.Door) []door.Route {
	a := &area{d}
	return []door.Route{
		{Method: door.Get, Path: "/static/:hash/:name", Needs: access.BrowseCatalogue, Anonymous: true, Handle: a.sendStatic},
		{Method: door.Get, Path: "/manifest.webmanifest", Needs: access.BrowseCatalogue, Anonymous: true, Tongues: true, Handle: a.sendManifest},
		{Method: door.Get, Path: "/robots.txt", Needs: access.BrowseCatalogue, Anonymous: true, Handle: a.sendRobots},
		{Method: door.Get, Path: "/sitemap.xml", Needs: access.BrowseCatalogue, Anonymous: true, Handle: a.sendSitemap},
		{Method: door.Get, Path: "/healthz", Needs: access.BrowseCatalogue, Anonymous: true, Handle: a.showHealth},
		{Method: door.Get, Path: "/readyz", Needs: access.BrowseCatalogue, Anonymous: true, Handle: a.showReadiness},
		{Method: door.Get, Path: "/metrics", Needs: access.BrowseCatalogue, Anonymous: true, Handle: a.showMetrics},
	}
}

// showMetrics answers a monitoring system that asks from a trusted network; nothing is here through the public address.
func (a *area) showMetrics(v *door.Visit) error {
	if !a.TrustedProxies.Direct(v.Ctx) {
		return fault.New(fault.NotFound, "error.not_found")
	}
	return a.SendMetrics(v)
}
