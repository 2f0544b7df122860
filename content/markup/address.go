package markup

import "net/url"

// AssetURL is the address of an asset on the site; the name is only for people.
func AssetURL(sha256, name string) string { return "/assets/" + sha256 + "/" + url.PathEscape(name) }

// LessonURL is the address of a lesson on the site.
func LessonURL(code, key string) string {
	return "/courses/" + url.PathEscape(code) + "/lessons/" + url.PathEscape(key)
}
