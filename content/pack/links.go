package pack

import (
	"net/url"
	"path"
	"regexp"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/text/cases"
	"golang.org/x/text/unicode/norm"
)

// linkIndex finds what the links of a package's texts mean. Names are folded: authors move files between systems that
// tell capitals apart and systems that do not.
type linkIndex struct {
	assets  map[string]*Asset    // folded path
	bases   map[string][]indexed // folded file name
	lessons map[string]string    // folded path of a text, or identifier in a cartridge → key
}

// indexed is an asset with its path as links are compared to it.
type indexed struct {
	*Asset
	folded string
}

func newLinkIndex(assets []Asset) *linkIndex {
	x := &linkIndex{assets: map[string]*Asset{}, bases: map[string][]indexed{}, lessons: map[string]string{}}
	for i := range assets {
		folded := foldName(assets[i].Path)
		x.assets[folded] = &assets[i]
		x.bases[path.Base(folded)] = append(x.bases[path.Base(folded)], indexed{&assets[i], folded})
	}
	return x
}

func foldName(name string) string { return cases.Fold().String(norm.NFC.String(name)) }

// IndexLinks makes the links to assets findable: once all assets are known, and before Resolve is asked.
func (p *Package) IndexLinks() {
	p.At("")
	p.links = newLinkIndex(p.Assets)
}

// LinkLesson makes a lesson findable under the path of its text, or the identifier that it has in a cartridge.
func (p *Package) LinkLesson(name, key string) { p.links.lessons[foldName(name)] = key }

// Resolve finds what a link in the text at entry leads to inside the package: by its path from there or from the root,
// without regard to capitals, and for assets by the file name alone. An address on the web leads to an image of the
// package with the same file name, since authors paste the address at which they uploaded it. The references that Canvas
// writes into cartridges are understood.
func (p *Package) Resolve(entry, link string) (Link, bool) {
	link = strings.TrimSpace(link)
	if link == "" || strings.HasPrefix(link, "#") {
		return Link{}, false
	}
	if found, ok := p.links.token(link); ok {
		return found, true
	}
	if IsRemote(link) {
		asset := p.links.byBase(cleanLink(link), entry)
		if asset == nil || !strings.HasPrefix(asset.MediaType, "image/") {
			return Link{}, false
		}
		return Link{Asset: asset}, true
	}
	// A name may itself hold a ? or a #, so the whole is tried after the part before them.
	for _, candidate := range []string{cleanLink(link), Unescape(link)} {
		if found, ok := p.links.byPath(candidate, entry); ok {
			return found, true
		}
	}
	if asset := p.links.byBase(cleanLink(link), entry); asset != nil {
		return Link{Asset: asset}, true
	}
	return Link{}, false
}

var remote = regexp.MustCompile(`^(?i:https?:)?//`)

// IsRemote tells a link to another host.
func IsRemote(link string) bool { return remote.MatchString(link) }

// Outside are the schemes of links that lead out of the package.
var Outside = regexp.MustCompile(`^(?i:https?|mailto|tel|sms|ftp|javascript|data|callto|geo|xmpp|irc):|^//`)

// cleanLink is the path of a link, without query and fragment and with its escapes undone.
func cleanLink(link string) string {
	if i := strings.IndexAny(link, "?#"); i >= 0 {
		link = link[:i]
	}
	return Unescape(link)
}

// Unescape undoes the escapes of a link's path, and what writers on Windows put between its parts.
func Unescape(link string) string {
	if unescaped, err := url.PathUnescape(link); err == nil {
		link = unescaped
	}
	return strings.ReplaceAll(link, `\`, "/")
}

// byPath looks in the folder of the text and then in each folder around it, up to the root.
func (x *linkIndex) byPath(link, entry string) (Link, bool) {
	if link == "" {
		return Link{}, false
	}
	folder := path.Dir(entry)
	if strings.HasPrefix(link, "/") {
		folder = "."
	}
	for {
		folded := foldName(path.Join(folder, link))
		if asset, ok := x.assets[folded]; ok {
			return Link{Asset: asset}, true
		}
		if key, ok := x.lessons[folded]; ok {
			return Link{Lesson: key}, true
		}
		if folder == "." || folder == "/" {
			return Link{}, false
		}
		folder = path.Dir(folder)
	}
}

// translatedImage is what a translation program calls its copy of an image: name.<hash>.ro.png.
var translatedImage = regexp.MustCompile(`^(.+)\.[0-9a-f]{64}(?:\.[a-z]{2,3}(?:-[a-z]+)?)?(\.[a-z0-9]+)$`)

const mostNamesakes = 100

// byBase finds an asset by its file name alone; of several, the one whose folders are most like the link's, then the one
// nearest to the text. A name that more than mostNamesakes files have tells nothing.
func (x *linkIndex) byBase(link, entry string) *Asset {
	base := foldName(path.Base(link))
	found := x.bases[base]
	if len(found) == 0 {
		if m := translatedImage.FindStringSubmatch(base); m != nil {
			found = x.bases[m[1]+m[2]]
		}
	}
	if len(found) > mostNamesakes {
		return nil
	}
	var best *Asset
	bestScore := -1
	link = foldName(link)
	for _, asset := range found {
		score := 1000*sharedEnd(asset.folded, link) + sharedStart(asset.Path, entry)
		if score > bestScore {
			best, bestScore = asset.Asset, score
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
func (x *linkIndex) token(link string) (Link, bool) {
	m := canvasToken.FindStringSubmatch(link)
	if m == nil {
		return Link{}, false
	}
	rest := cleanLink(m[2])
	if strings.HasSuffix(m[1], "FILEBASE") {
		for _, folder := range []string{"web_resources", "."} {
			if found, ok := x.byPath(rest, folder+"/-"); ok {
				return found, true
			}
		}
		asset := x.byBase(rest, "")
		return Link{Asset: asset}, asset != nil
	}
	last := path.Base(rest)
	if key, ok := x.lessons[foldName(last)]; ok {
		return Link{Lesson: key}, true
	}
	return x.byPath("wiki_content/"+last+".html", "-")
}

// HTMLLinks finds what a piece of HTML links to and shows.
func HTMLLinks(src string) []string {
	var links []string
	tokens := html.NewTokenizer(strings.NewReader(src))
	for {
		switch tokens.Next() {
		case html.ErrorToken:
			return links
		case html.StartTagToken, html.SelfClosingTagToken:
			token := tokens.Token()
			for _, attribute := range token.Attr {
				switch token.Data + " " + attribute.Key {
				case "a href", "img src", "video src", "audio src", "source src":
					links = append(links, attribute.Val)
				}
			}
		}
	}
}
