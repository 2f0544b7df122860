package ui

import "github.com/a-h/templ"

// Robots is what the head of a page tells search engines and those who show a preview of a link. Its addresses are absolute.
type Robots struct {
	Canonical  string          // the page in the language that it is in; empty on pages that are nobody else's business
	Alternates []Alternate     // the page in every language, its own too
	Preview    bool            // title and description are told to those who show the link (https://ogp.me)
	Data       templ.Component // what the page is about: see LinkedData; nil: nothing
}

// Alternate is the address of a page in a language: a tag of BCP 47, or x-default for readers of any other.
type Alternate struct{ Lang, URL string }

// LinkedData is a text in JSON-LD (https://www.w3.org/TR/json-ld11/#embedding-json-ld-in-html-documents), in which <, > and &
// have to stand escaped, as encoding/json does by itself. It is a block of data: no browser runs it, and the policy
// lets no script in that is written into a page.
func LinkedData(text []byte) templ.Component {
	return templ.Raw(`<script type="application/ld+json">` + string(text) + `</script>`)
}
