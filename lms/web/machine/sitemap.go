package machine

import (
	"bytes"
	"encoding/xml"
	"strconv"

	"github.com/gofiber/fiber/v2"

	"vatra/lms/fault"
	"vatra/lms/i18n"
	"vatra/lms/web/door"
	"vatra/lms/web/show"
	"vatra/lms/web/views/ui"
)

// pagesAtOnce are those of one sitemap, each in every language. It makes half a megabyte; the protocol allows 50,000 addresses
// and 50 MB (https://www.sitemaps.org/protocol.html).
const pagesAtOnce = 100

const mapBegins = xml.Header + `<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml">` + "\n"

// sendSitemap lists what is for everybody: each page at its address in each language, with those in the others beside
// it (https://developers.google.com/search/docs/specialty/international/localized-versions). Where these are more than one
// sitemap should hold, it lists sitemaps, which are its own parts.
func (a *area) sendSitemap(v *door.Visit) error {
	paths, err := a.publicPaths(v)
	if err != nil {
		return err
	}
	parts := (len(paths) + pagesAtOnce - 1) / pagesAtOnce
	var text []byte
	switch asked := v.Query("part"); {
	case asked != "":
		part, err := strconv.Atoi(asked)
		if err != nil || part < 1 || part > parts {
			return fault.New(fault.NotFound, "error.not_found")
		}
		text = a.sitemap(paths[(part-1)*pagesAtOnce : min(part*pagesAtOnce, len(paths))])
	case parts > 1:
		text = a.sitemapIndex(parts)
	default:
		text = a.sitemap(paths)
	}
	v.Set(fiber.HeaderCacheControl, "public, max-age=3600")
	return a.SendPacked(v, "application/xml; charset=utf-8", text)
}

// publicPaths are the pages that a guest may look for: what is not published yet is none of them.
func (a *area) publicPaths(v *door.Visit) ([]string, error) {
	paths := []string{"/", "/courses", "/tracks", "/competences", "/verify"}
	for _, key := range ui.HousePages {
		paths = append(paths, ui.HousePage(key))
	}
	tracks, err := a.Tracks.Tracks(v.UserContext())
	if err != nil {
		return nil, err
	}
	for _, track := range tracks {
		paths = append(paths, show.TrackURL(track.Code))
	}
	courses, err := a.Courses.Courses(v.UserContext())
	if err != nil {
		return nil, err
	}
	for _, course := range courses {
		paths = append(paths, show.CourseURL(course.Code))
	}
	return paths, nil
}

func (a *area) sitemap(paths []string) []byte {
	var text bytes.Buffer
	text.WriteString(mapBegins)
	for _, path := range paths {
		var alternates bytes.Buffer
		for _, language := range i18n.Languages() {
			alternates.WriteString(`<xhtml:link rel="alternate" hreflang="` + language.Tag + `" href="`)
			a.address(&alternates, language.Tag, path)
			alternates.WriteString("\"/>\n")
		}
		for _, language := range i18n.Languages() {
			text.WriteString("<url><loc>")
			a.address(&text, language.Tag, path)
			text.WriteString("</loc>\n" + alternates.String() + "</url>\n")
		}
	}
	text.WriteString("</urlset>\n")
	return text.Bytes()
}

func (a *area) sitemapIndex(parts int) []byte {
	var text bytes.Buffer
	text.WriteString(xml.Header + `<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">` + "\n")
	for part := 1; part <= parts; part++ {
		text.WriteString("<sitemap><loc>")
		_ = xml.EscapeText(&text, []byte(a.BaseURL+"/sitemap.xml?part="+strconv.Itoa(part))) // a buffer takes all
		text.WriteString("</loc></sitemap>\n")
	}
	text.WriteString("</sitemapindex>\n")
	return text.Bytes()
}

// address writes that of a page in a language.
func (a *area) address(text *bytes.Buffer, tag, path string) {
	_ = xml.EscapeText(text, []byte(a.BaseURL+i18n.InPath(tag, path))) // a buffer takes all
}
