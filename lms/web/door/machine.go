package door

import "vatra/lms/access"

// Routes are what browsers and machines ask for by themselves.
func Routes(d *Door) []Route {
	return []Route{
		{Method: Get, Path: "/static/:hash/:name", Needs: access.BrowseCatalogue, Anonymous: true, Handle: d.sendStatic},
		{Method: Get, Path: "/healthz", Needs: access.BrowseCatalogue, Anonymous: true, Handle: d.showHealth},
		{Method: Get, Path: "/readyz", Needs: access.BrowseCatalogue, Anonymous: true, Handle: d.showReadiness},
		{Method: Get, Path: "/metrics", Needs: access.BrowseCatalogue, Anonymous: true, Handle: d.showMetrics},
	}
}
