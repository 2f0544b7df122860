package pack

import (
	"net/url"
	"path"
	"strings"

	"vatra/content/markup"
	"vatra/content/media"
)

// Links leads the links of a package's texts to what they mean in the course, once its assets are stored: what
// Renderer.Resolve wants to know. How a link is read is Package.Resolve's rule.
type Links struct {
	pkg    *Package
	assets map[string]media.Asset
}

// NewLinks begins with no asset.
func NewLinks(pkg *Package) *Links { return &Links{pkg: pkg, assets: map[string]media.Asset{}} }

// Add tells where the package's asset at that path was stored.
func (l *Links) Add(path string, asset media.Asset) { l.assets[path] = asset }

// From gives the resolver for the text at entry. A link to an asset that was not stored leads nowhere.
func (l *Links) From(entry string) func(link string) (markup.Resolved, bool) {
	return func(link string) (markup.Resolved, bool) {
		found, ok := l.pkg.Resolve(entry, link)
		switch {
		case !ok:
			return markup.Resolved{}, false
		case found.Asset == nil:
			return markup.Resolved{Link: markup.LessonLink(found.Lesson) + fragment(link)}, true
		}
		asset, ok := l.assets[found.Asset.Path]
		name := path.Base(found.Asset.Path)
		return markup.Resolved{Link: markup.AssetLink(asset.SHA256, name), Name: name, Asset: &asset}, ok
	}
}

// fragment is the part of a link that names a place in the lesson, as that place is called on the page.
func fragment(link string) string {
	_, place, ok := strings.Cut(link, "#")
	if !ok || place == "" {
		return ""
	}
	return "#" + markup.IDPrefix + url.PathEscape(markup.Anchor(place))
}
