package ui

import "github.com/a-h/templ"

// Robots is what the head of a page tells search engines and those who show a preview of a link. Its addresses are
// absolute. Those of the page in other languages stand in the site map, and weigh on no page.
type Robots struct {
	Canonical string // the page in the language that it is in; empty on pages that are nobody else's business
	Preview   bool   // title and description are told to those who show the link (https://ogp.me)
	Data      string // what the page is about, as JSON-LD: see linkedData; empty: nothing
}

// linkedData is a text in JSON-LD (https://www.w3.org/TR/json-ld11/#embedding-json-ld-in-html-documents), in which <, > and &
// have to stand escaped, as encoding/json does by itself. It is a block of data: no browser runs it, and the policy
// lets no script in that is written into a page.
func linkedData(text string) templ.Component {
	return templ.Raw(`<script type="application/ld+json">` + text + `</script>`)
}

// aboutKey is all that the facts of a page with data depend on.
type aboutKey struct {
	lang, site, title, titleLang, summary, summaryLang, canonical, data string
	preview                                                             bool
}

// facts are what the head says of the page. Where it says so much that it would weigh on the page, all of it is packed at once
// and as small as can be, which one guest has from the other.
func facts(b Base) templ.Component {
	if b.Robots.Data == "" || b.Refresh > 0 {
		return about(b)
	}
	key := aboutKey{
		lang: b.Lang(), site: b.Site, title: b.Title, titleLang: b.TitleLang, summary: b.Description, summaryLang: b.SummaryLang,
		canonical: b.Robots.Canonical, data: b.Robots.Data, preview: b.Robots.Preview,
	}
	return b.Keep(key, func(Base) templ.Component { return about(b) }, nil)
}
