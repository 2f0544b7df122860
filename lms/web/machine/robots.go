package machine

import (
	"slices"
	"strings"

	"github.com/gofiber/fiber/v2"

	"vatra/lms/access"
	"vatra/lms/web/door"
)

// sendRobots asks robots to stay with what is for everybody (RFC 9309), and says where to begin. It keeps nothing secret: what
// is not theirs they do not get in any case. The page of a certificate stays open to them, since those who show a preview of
// a link read it too; it asks not to be listed.
func (a *area) sendRobots(v *door.Visit) error {
	var text strings.Builder
	text.WriteString("User-agent: *\n")
	for _, path := range private(a.Table) {
		text.WriteString("Disallow: " + path + "\n")
	}
	text.WriteString("\nSitemap: " + a.BaseURL + "/sitemap.xml\n")
	v.Set(fiber.HeaderCacheControl, "public, max-age=3600")
	return a.SendPacked(v, fiber.MIMETextPlainCharsetUTF8, []byte(text.String()))
}

// private are the first parts of the paths below which there is no page for guests, and nothing that belongs to one.
func private(table []door.Route) []string {
	open, all := map[string]bool{"/static": true, "/assets": true}, []string{}
	for _, route := range table {
		first, _, _ := strings.Cut(strings.TrimPrefix(route.Path, "/"), "/")
		first = "/" + first
		if route.Method == door.Get && !route.Anonymous && access.Can(access.RoleGuest, route.Needs) && first != "/" {
			open[first] = true
		}
		if first != "/" && !slices.Contains(all, first) && !strings.Contains(first, ".") {
			all = append(all, first)
		}
	}
	all = slices.DeleteFunc(all, func(path string) bool { return open[path] })
	slices.Sort(all)
	return all
}
