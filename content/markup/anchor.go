package markup

import (
	"net/url"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// link sends a link to where it leads in the course, or outside. One that leads nowhere, or that would run something,
// leaves its words.
func (p *piece) link(n *html.Node) {
	href := strings.TrimSpace(attr(n, "href"))
	if silent(n) { // it may still be a target
		href = ""
	}
	if href == "" {
		removeAttr(n, "href")
		n.Data, n.DataAtom = "span", atom.Span
		if !hasAttr(n, "id") {
			unwrap(n)
		}
		return
	}
	if fragment, ok := strings.CutPrefix(href, "#"); ok {
		setAttr(n, "href", "#"+IDPrefix+Anchor(fragment))
		return
	}
	if !speaks(n) { // a picture that says nothing
		setAttr(n, "aria-label", href)
	}
	if found, ok := p.resolve(href); ok {
		setAttr(n, "href", found.Link)
		if found.Asset != nil {
			p.describe(n, found)
		}
		return
	}
	address, scheme := outward(href)
	switch scheme {
	case "http", "https":
		setAttr(n, "href", address)
		setAttr(n, "rel", "noopener")
	case "mailto", "tel":
		setAttr(n, "href", address)
	case "":
		p.warn("content.link_missing", "Link", href)
		unwrap(n)
	default:
		p.warn("content.link_refused", "Link", href)
		unwrap(n)
	}
}

// outward reads a link that leads out of the course: its address in normal form and its scheme in lower case. A link
// within the course, and one that cannot be read, has the scheme "".
func outward(link string) (address, scheme string) {
	link = strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7f { // browsers leave them out, and "java\nscript:" runs
			return -1
		}
		return r
	}, strings.TrimSpace(link))
	parsed, err := url.Parse(strings.ReplaceAll(link, " ", "%20"))
	if err != nil {
		before, _, _ := strings.Cut(link, ":")
		if strings.ContainsAny(before, "/?#") {
			return link, ""
		}
		return link, "unreadable"
	}
	if parsed.Scheme == "" && parsed.Host != "" {
		parsed.Scheme = "https"
	}
	return parsed.String(), strings.ToLower(parsed.Scheme)
}

// figure lets a video or a sound be played in the place of a paragraph that is nothing but a link to it; false for any
// other paragraph.
func (p *piece) figure(paragraph *html.Node) bool {
	only := onlyChild(paragraph)
	if only == nil || only.DataAtom != atom.A && only.DataAtom != atom.Img {
		return false
	}
	source := firstOf(attr(only, "href"), attr(only, "src"))
	found, ok := p.resolve(source)
	if !ok || found.Asset == nil || !found.Asset.Video() && !found.Asset.Audio() {
		return false
	}
	name := firstOf(textOf(only), attr(only, "alt"), found.Name)
	link := element("a", "href", found.Link)
	link.AppendChild(textNode(name))
	p.describe(link, found)
	caption := element("figcaption")
	caption.AppendChild(link)
	figure := element("figure", "class", "media")
	figure.AppendChild(p.playing(found, source, name))
	figure.AppendChild(caption)
	replace(paragraph, figure)
	return true
}
