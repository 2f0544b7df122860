package i18n

import "strings"

// InPath is the address of a path in a language: /bg/courses for /courses.
func InPath(tag, path string) string { return "/" + tag + path }

// CutPath is a path without the language that it begins with; tag is empty where there is none.
func CutPath(path string) (tag, rest string) {
	tag, rest, _ = strings.Cut(strings.TrimPrefix(path, "/"), "/")
	if !strings.HasPrefix(path, "/") || !Known(tag) {
		return "", path
	}
	return tag, "/" + rest
}

// WithoutPath is an address, with its query, that speaks the language of its reader. What is left of one that a stranger gave may
// lead elsewhere.
func WithoutPath(address string) string {
	path, query, asked := strings.Cut(address, "?")
	_, rest := CutPath(path)
	if asked {
		rest += "?" + query
	}
	return rest
}
