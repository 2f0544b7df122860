package markup

import (
	"net/url"
	"strings"

	"golang.org/x/net/html"
)

// LessonURL is the address of a lesson on the site.
func LessonURL(code, key string) string { return lessonFolder(code) + url.PathEscape(key) }

// AssetLink is how stored HTML names an asset, wherever the site may keep it; see Addresses.
func AssetLink(sha256, name string) string { return assetScheme + sha256 + "/" + url.PathEscape(name) }

// AssetURL is the address of an asset on the site.
func AssetURL(sha256, name string) string { return assetFolder + sha256 + "/" + url.PathEscape(name) }

// LessonLink is how stored HTML names a lesson of its own course; see Addresses.
func LessonLink(key string) string { return lessonScheme + url.PathEscape(key) }

const (
	assetScheme  = "asset:"
	lessonScheme = "lesson:"
	assetFolder  = "/assets/"
)

func lessonFolder(code string) string { return "/courses/" + url.PathEscape(code) + "/lessons/" }

// Addresses puts addresses of the site in the place of the links that stored HTML holds (AssetLink, LessonLink), for a
// page of the course with that code. It looks at nothing but href, src and srcset of elements: a text that only speaks of
// such links stays as it is, and so does every byte of an element without them. Done once, it has nothing more to do.
func Addresses(source, courseCode string) string {
	return AddressesAt(source, assetFolder, lessonFolder(courseCode))
}

// AddressesAt is Addresses where assets and lessons are in these folders of the site, each with a slash at its end.
func AddressesAt(source, assets, lessons string) string {
	at := folders{assets, lessons}
	if !strings.Contains(source, assetScheme) && !strings.Contains(source, lessonScheme) {
		return source
	}
	var out strings.Builder
	tokens := html.NewTokenizer(strings.NewReader(source))
	for kind := tokens.Next(); kind != html.ErrorToken; kind = tokens.Next() {
		raw := string(tokens.Raw()) // before Token, which takes it apart
		if kind == html.StartTagToken || kind == html.SelfClosingTagToken {
			if token := tokens.Token(); at.readdress(token.Attr) {
				raw = token.String()
			}
		}
		out.WriteString(raw)
	}
	return out.String()
}

// folders are where assets and lessons are on the site.
type folders struct{ assets, lessons string }

// readdress changes the links among the attributes of an element, and reports whether there were any.
func (f folders) readdress(attributes []html.Attribute) (changed bool) {
	for i := range attributes {
		a := &attributes[i]
		before := a.Val
		switch a.Key {
		case "href", "src":
			a.Val = f.addressOf(a.Val)
		case "srcset":
			copies := strings.Split(a.Val, ", ")
			for j := range copies {
				copies[j] = f.addressOf(copies[j])
			}
			a.Val = strings.Join(copies, ", ")
		}
		changed = changed || a.Val != before
	}
	return changed
}

func (f folders) addressOf(link string) string {
	if asset, ok := strings.CutPrefix(link, assetScheme); ok {
		return f.assets + asset
	}
	if lesson, ok := strings.CutPrefix(link, lessonScheme); ok {
		return f.lessons + lesson
	}
	return link
}
