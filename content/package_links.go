package content

import (
	"net/url"
	"path"
	"regexp"
	"strings"

	"vatra/lms/text"

	"golang.org/x/net/html"
	"golang.org/x/text/cases"
	"golang.org/x/text/unicode/norm"
)

// linkIndex finds what the links of a package's texts mean. Names are folded: authors move files between systems that
// tell capitals apart and systems that do not.
type linkIndex struct {
	assets  map[string]*PackageAsset   // folded path
	bases   map[string][]*PackageAsset // folded file name
	lessons map[string]string          // folded path of a text, or identifier in a cartridge → key
}

func newLinkIndex(assets []PackageAsset) *linkIndex {
	x := &linkIndex{assets: map[string]*PackageAsset{}, bases: map[string][]*PackageAsset{}, lessons: map[string]string{}}
	for i := range assets {
		folded := foldName(assets[i].Path)
		x.assets[folded] = &assets[i]
		x.bases[path.Base(folded)] = append(x.bases[path.Base(folded)], &assets[i])
	}
	return x
}

func foldName(name string) string { return cases.Fold().String(norm.NFC.String(name)) }

// indexLinks makes the links to assets findable: once all assets are known, and before Resolve is asked.
func (p *Package) indexLinks() { p.links = newLinkIndex(p.Assets) }

// linkLesson makes a lesson findable under the path of its text, or the identifier that it has in a cartridge.
func (p *Package) linkLesson(name, key string) { p.links.lessons[foldName(name)] = key }

// Resolve finds what a link in the text at entry leads to inside the package: by its path from there or from the root,
// without regard to capitals, and for assets by the file name alone. An address on the web leads to an image of the
// package with the same file name, since authors paste the address at which they uploaded it. The references that Canvas
// writes into cartridges are understood.
func (p *Package) Resolve(entry, link string) (PackageLink, bool) {
	link = strings.TrimSpace(link)
	if link == "" || strings.HasPrefix(link, "#") {
		return PackageLink{}, false
	}
	if found, ok := p.links.token(link); ok {
		return found, true
	}
	if isRemote(link) {
		asset := p.links.byBase(cleanLink(link), entry)
		if asset == nil || !strings.HasPrefix(asset.MediaType, "image/") {
			return PackageLink{}, false
		}
		return PackageLink{Asset: asset}, true
	}
	// A name may itself hold a ? or a #, so the whole is tried after the part before them.
	for _, candidate := range []string{cleanLink(link), unescape(link)} {
		if found, ok := p.links.byPath(candidate, entry); ok {
			return found, true
		}
	}
	if asset := p.links.byBase(cleanLink(link), entry); asset != nil {
		return PackageLink{Asset: asset}, true
	}
	return PackageLink{}, false
}

var remote = regexp.MustCompile(`^(?i:https?:)?//`)

func isRemote(link string) bool { return remote.MatchString(link) }

// outside are the schemes of links that lead out of the package.
var outside = regexp.MustCompile(`^(?i:https?|mailto|tel|sms|ftp|javascript|data|callto|geo|xmpp|irc):|^//`)

// cleanLink is the path of a link, without query and fragment and with its escapes undone.
func cleanLink(link string) string {
	if i := strings.IndexAny(link, "?#"); i >= 0 {
		link = link[:i]
	}
	return unescape(link)
}

func unescape(link string) string {
	if unescaped, err := url.PathUnescape(link); err == nil {
		link = unescaped
	}
	return strings.ReplaceAll(link, `\`, "/")
}

// byPath looks in the folder of the text and then in each folder around it, up to the root.
func (x *linkIndex) byPath(link, entry string) (PackageLink, bool) {
	if link == "" {
		return PackageLink{}, false
	}
	folder := path.Dir(entry)
	if strings.HasPrefix(link, "/") {
		folder = "."
	}
	for {
		folded := foldName(path.Join(folder, link))
		if asset, ok := x.assets[folded]; ok {
			return PackageLink{Asset: asset}, true
		}
		if key, ok := x.lessons[folded]; ok {
			return PackageLink{Lesson: key}, true
		}
		if folder == "." || folder == "/" {
			return PackageLink{}, false
		}
		folder = path.Dir(folder)
	}
}

// translatedImage is what a translation program calls its copy of an image: name.<hash>.ro.png.
var translatedImage = regexp.MustCompile(`^(.+)\.[0-9a-f]{64}(?:\.[a-z]{2,3}(?:-[a-z]+)?)?(\.[a-z0-9]+)$`)

// byBase finds an asset by its file name alone; of several, the one whose folders are most like the link's, then the one
// nearest to the text.
func (x *linkIndex) byBase(link, entry string) *PackageAsset {
	base := foldName(path.Base(link))
	found := x.bases[base]
	if len(found) == 0 {
		if m := translatedImage.FindStringSubmatch(base); m != nil {
			found = x.bases[m[1]+m[2]]
		}
	}
	var best *PackageAsset
	bestScore := -1
	for _, asset := range found {
		score := 1000*sharedEnd(foldName(asset.Path), foldName(link)) + sharedStart(asset.Path, entry)
		if score > bestScore {
			best, bestScore = asset, score
		}
	}
	return best
}

func sharedEnd(a, b string) int {
	x, y := strings.Split(a, "/"), strings.Split(b, "/")
	n := 0
	for n < len(x) && n < len(y) && x[len(x)-1-n] == y[len(y)-1-n] {
		n++
	}
	return n
}

func sharedStart(a, b string) int {
	x, y := strings.Split(a, "/"), strings.Split(b, "/")
	n := 0
	for n < len(x) && n < len(y) && x[n] == y[n] {
		n++
	}
	return n
}

// canvasToken matches $IMS-CC-FILEBASE$ and its like, escaped or not.
var canvasToken = regexp.MustCompile(`(?:\$|%24)([A-Z][A-Z0-9_\-]+)(?:\$|%24)/*(.*)$`)

// token follows a reference that stands for a place in the exporting system.
func (x *linkIndex) token(link string) (PackageLink, bool) {
	m := canvasToken.FindStringSubmatch(link)
	if m == nil {
		return PackageLink{}, false
	}
	rest := cleanLink(m[2])
	if strings.HasSuffix(m[1], "FILEBASE") {
		for _, folder := range []string{"web_resources", "."} {
			if found, ok := x.byPath(rest, folder+"/-"); ok {
				return found, true
			}
		}
		asset := x.byBase(rest, "")
		return PackageLink{Asset: asset}, asset != nil
	}
	last := path.Base(rest)
	if key, ok := x.lessons[foldName(last)]; ok {
		return PackageLink{Lesson: key}, true
	}
	return x.byPath("wiki_content/"+last+".html", "-")
}

// entryLinks are the links of the text at an entry.
type entryLinks struct {
	entry string
	links []reference
}

// checkLinks warns of what the texts link to or show and the package does not hold, each once by entry.
func (p *Package) checkLinks(texts []entryLinks) {
	for _, text := range texts {
		p.checkEntry(text.entry, text.links)
	}
}

func (p *Package) checkEntry(entry string, references []reference) {
	told := map[reference]bool{}
	for _, ref := range references {
		if told[ref] {
			continue
		}
		told[ref] = true
		if _, ok := p.Resolve(entry, ref.link); ok {
			continue
		}
		switch {
		case ref.image && outside.MatchString(ref.link):
			p.warn(entry, "content.image_remote", "Image", text.Cut(ref.link, maxLinkShown))
		case ref.image:
			p.warn(entry, "content.image_missing", "Image", text.Cut(ref.link, maxLinkShown))
		case outside.MatchString(ref.link) || strings.HasPrefix(ref.link, "#") || ref.link == "":
		default:
			p.warn(entry, "content.link_missing", "Link", text.Cut(ref.link, maxLinkShown))
		}
	}
}

// reference is a link in a text, or an image that it shows.
type reference struct {
	link  string
	image bool
}

// htmlLinks finds what a piece of HTML links to and shows.
func htmlLinks(src string) []reference {
	var links []reference
	tokens := html.NewTokenizer(strings.NewReader(src))
	for {
		switch tokens.Next() {
		case html.ErrorToken:
			return links
		case html.StartTagToken, html.SelfClosingTagToken:
			token := tokens.Token()
			for _, attribute := range token.Attr {
				switch {
				case token.Data == "img" && attribute.Key == "src":
					links = append(links, reference{link: attribute.Val, image: true})
				case token.Data == "a" && attribute.Key == "href",
					(token.Data == "video" || token.Data == "audio" || token.Data == "source") && attribute.Key == "src":
					links = append(links, reference{link: attribute.Val})
				}
			}
		}
	}
}
