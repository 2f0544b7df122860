package markup

import (
	"fmt"
	"math"
	"path"
	"strconv"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
	"golang.org/x/text/language"
	"golang.org/x/text/message"
	"golang.org/x/text/number"

	"vatra/content/media"
)

// How wide a picture is on the page: the column of a lesson, 44 rem of 16 pixels, or the whole small screen.
const (
	columnWidth = 704
	columnSizes = "(min-width: 48rem) 44rem, 100vw"
)

// image shows a picture of the course. One on another site becomes a link; one that is missing leaves its words.
func (p *piece) image(n *html.Node) {
	src, alt := attr(n, "src"), strings.Join(strings.Fields(attr(n, "alt")), " ")
	found, ok := p.resolve(src)
	switch {
	case !ok || found.Asset == nil:
		p.missingImage(n, src, alt)
	case found.Asset.Image():
		if alt == "" || alt == found.Name {
			p.warn("content.image_without_text", "Image", src)
		}
		replace(n, picture(found, alt, pixels(attr(n, "width"))))
	case found.Asset.Video() || found.Asset.Audio():
		replace(n, p.playing(found, src, firstOf(alt, found.Name)))
	default:
		link := element("a", "href", found.Link)
		link.AppendChild(textNode(firstOf(alt, found.Name)))
		replace(n, link)
		p.describe(link, found)
	}
}

func (p *piece) missingImage(n *html.Node, src, alt string) {
	address, scheme := outward(src)
	if scheme != "http" && scheme != "https" {
		p.warn("content.image_missing", "Image", src)
		p.words(n, alt)
		return
	}
	p.warn("content.image_remote", "Image", src)
	if within(n, atom.A) {
		p.words(n, firstOf(alt, address))
		return
	}
	link := element("a", "href", address, "rel", "noopener")
	link.AppendChild(textNode(firstOf(alt, address)))
	replace(n, link)
}

// words leaves what a picture would have said.
func (p *piece) words(n *html.Node, alt string) {
	if alt == "" {
		n.Parent.RemoveChild(n)
		return
	}
	left := element("span", "class", "missing")
	left.AppendChild(textNode(alt))
	replace(n, left)
}

// picture is an image with its size, so that the page does not jump, and its smaller copies, so that a phone does not
// load what it cannot show. width is the author's wish in pixels, or 0.
func picture(found Resolved, alt string, width int) *html.Node {
	a := found.Asset
	shownWidth, shownHeight := a.Width, a.Height
	if width > 0 && a.Width > 0 && width < a.Width {
		shownWidth, shownHeight = width, max(1, int(math.Round(float64(a.Height)*float64(width)/float64(a.Width))))
	}
	src := found.Link
	var copies []string
	largest := 0
	for _, small := range a.Variants {
		address := AssetLink(small.SHA256, media.VariantName(found.Name, small))
		copies = append(copies, fmt.Sprintf("%s %dw", address, small.Width))
		largest = small.Width
		if small.Width == media.VariantWidths[1] { // for browsers that do not know srcset
			src = address
		}
	}
	if len(copies) > 0 && largest < media.VariantWidths[len(media.VariantWidths)-1] {
		copies = append(copies, fmt.Sprintf("%s %dw", found.Link, a.Width))
	}
	img := element("img", "src", src, "alt", alt, "loading", "lazy")
	if shownWidth > 0 {
		setAttr(img, "width", strconv.Itoa(shownWidth))
		setAttr(img, "height", strconv.Itoa(shownHeight))
	}
	if len(copies) > 0 {
		setAttr(img, "srcset", strings.Join(copies, ", "))
		sizes := columnSizes
		if shownWidth < columnWidth {
			sizes = fmt.Sprintf("(min-width: %dpx) %dpx, 100vw", shownWidth, shownWidth)
		}
		setAttr(img, "sizes", sizes)
	}
	return img
}

// playing is a video or a sound of the course that loads nothing before somebody wants it. source is the link that led to
// it: captions lie beside it, under the same name with .vtt.
func (p *piece) playing(found Resolved, source, name string) *html.Node {
	kind := "audio"
	if found.Asset.Video() {
		kind = "video"
	}
	player := element(kind, "src", found.Link, "controls", "", "preload", "none", "aria-label", name)
	source, _, _ = strings.Cut(source, "?")
	if captions, ok := p.resolve(strings.TrimSuffix(source, path.Ext(source)) + ".vtt"); ok && captions.Asset != nil {
		player.AppendChild(p.captions(captions))
	}
	return player
}

func (p *piece) captions(found Resolved) *html.Node {
	track := element("track", "kind", "captions", "src", found.Link)
	if p.r.Lang != "" {
		setAttr(track, "srclang", p.r.Lang)
		setAttr(track, "label", p.r.Lang)
	}
	return track
}

// player does the same for a video or a sound that the author wrote as HTML.
func (p *piece) player(n *html.Node) {
	var tracks []*html.Node
	links := []string{attr(n, "src")}
	for child := range n.Descendants() {
		switch child.DataAtom {
		case atom.Source:
			links = append(links, attr(child, "src"))
		case atom.Track:
			if found, ok := p.resolve(attr(child, "src")); ok && found.Asset != nil {
				track := p.captions(found)
				for _, key := range []string{"kind", "srclang", "label"} {
					if value := attr(child, key); value != "" {
						setAttr(track, key, value)
					}
				}
				tracks = append(tracks, track)
			}
		}
	}
	remote := ""
	for _, link := range links {
		found, ok := p.resolve(link)
		if ok && found.Asset != nil && (found.Asset.Video() || found.Asset.Audio()) {
			player := p.playing(found, link, found.Name)
			if len(tracks) > 0 && player.FirstChild != nil {
				player.RemoveChild(player.FirstChild)
			}
			for _, track := range tracks {
				player.AppendChild(track)
			}
			replace(n, player)
			return
		}
		remote = firstOf(remote, link)
	}
	p.elsewhere(n, remote, "")
}

// frame becomes a link: what it would show has another origin, and may watch the reader.
func (p *piece) frame(n *html.Node) {
	p.elsewhere(n, firstOf(attr(n, "src"), attr(n, "data")), attr(n, "title"))
}

// elsewhere puts a link in the place of something that the page cannot show.
func (p *piece) elsewhere(n *html.Node, target, name string) {
	address, scheme := outward(target)
	_, ours := p.resolve(target)
	web := scheme == "http" || scheme == "https"
	switch {
	case target == "":
	case ours:
		name = firstOf(name, path.Base(target))
	case web:
		p.warn("content.frame_linked", "Link", target)
		name = firstOf(name, address)
	default:
		p.warn("content.link_refused", "Link", target)
	}
	if !ours && !web || within(n, atom.A) {
		n.Parent.RemoveChild(n)
		return
	}
	link := element("a", "href", target)
	link.AppendChild(textNode(name))
	replace(n, link)
	p.link(link)
}

// describe says what a download is and how large, before somebody on a slow line takes it.
func (p *piece) describe(link *html.Node, found Resolved) {
	kind := strings.ToUpper(strings.TrimPrefix(path.Ext(found.Name), "."))
	text := Size(found.Asset.Size, p.r.Lang)
	if kind != "" {
		text = kind + ", " + text
	}
	about := element("span", "class", "file")
	about.AppendChild(textNode("(" + text + ")"))
	link.AppendChild(textNode(" "))
	link.AppendChild(about)
}

// Size writes a number of bytes as people of that language read it: "1.2 MB", „1,2 MB".
func Size(bytes int64, lang string) string {
	const step = 1000
	units := []string{"B", "kB", "MB", "GB", "TB"}
	amount, unit := float64(bytes), 0
	for amount >= step && unit < len(units)-1 {
		amount, unit = amount/step, unit+1
	}
	digits := 0
	if unit > 1 && amount < 10 {
		digits = 1
	}
	tag, err := language.Parse(lang)
	if err != nil {
		tag = language.English
	}
	printed := message.NewPrinter(tag).Sprint(number.Decimal(amount, number.MaxFractionDigits(digits)))
	return printed + "\u00a0" + units[unit]
}

// pixels reads a width that an author gave; anything but a plain number is 0.
func pixels(value string) int {
	width, err := strconv.Atoi(strings.TrimSuffix(strings.TrimSpace(value), "px"))
	if err != nil || width < 0 {
		return 0
	}
	return width
}

func firstOf(texts ...string) string {
	for _, text := range texts {
		if text != "" {
			return text
		}
	}
	return ""
}
