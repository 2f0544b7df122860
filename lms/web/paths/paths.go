// Package paths knows the addresses within this site, and nothing of what stands at them.
package paths

import (
	"net/url"
	"strings"
)

// Own is next when it is a path of this site, and the home page when it is not: nobody is led elsewhere by a
// link that begins with our address.
func Own(next string) string {
	u, err := url.Parse(next)
	if err != nil || u.Scheme != "" || u.Host != "" || u.User != nil || !strings.HasPrefix(next, "/") ||
		strings.HasPrefix(next, "//") || strings.ContainsAny(next, "\\\r\n\t") {
		return "/"
	}
	return next
}

// WithNext is a path of ours from which one goes on to another; from the home page one needs no leading there.
func WithNext(path, next string) string {
	if next == "" || next == "/" {
		return path
	}
	return path + "?next=" + url.QueryEscape(next)
}

// Text is a piece of a path as it was typed.
func Text(piece string) string {
	text, err := url.PathUnescape(piece)
	if err != nil {
		return piece
	}
	return text
}

// Fragment is an address with the place on its page.
func Fragment(address, anchor string) string { return address + "#" + url.PathEscape(anchor) }
