// Package lang owns texts in several languages: which one a reader gets, and how languages are named.
//
// It is a leaf: it imports nothing of Vatra.
package lang

import (
	"maps"
	"slices"
	"strings"
)

// Texts is one text in several languages, by BCP 47 tag.
type Texts map[string]string

// In gives the text for a reader of want and the language that it is really in, so that a page can mark it, as Choose
// picks it. Without any text both results are empty.
func (t Texts) In(want string, fallbacks ...string) (text, in string) {
	in, _ = Choose(t, func(text string) bool { return text != "" }, want, fallbacks...)
	return t[in], in
}

// Choose picks, of a thing that there is in several languages, the tag of the one for a reader of want; only those count
// of which there is something, as has says. It is the rule of Vatra for every fallback between languages:
//
//  1. the very tag that the reader wants, in small letters or capitals; else one of the same primary language, so that
//     "ro" and "ro-MD" serve each other, of several the first by alphabet;
//  2. else the same for each fallback, in their order;
//  3. else the first tag by alphabet, so that it is always the same.
//
// It is false when there is nothing in any language. An empty want asks for the fallbacks. English is no fallback unless
// it is among them.
func Choose[T any](things map[string]T, has func(T) bool, want string, fallbacks ...string) (tag string, ok bool) {
	if thing, found := things[want]; found && want != "" && has(thing) {
		return want, true // as nearly always, without a list
	}
	var tags []string
	for tag, thing := range things {
		if has(thing) {
			tags = append(tags, tag)
		}
	}
	if len(tags) == 0 {
		return "", false
	}
	slices.Sort(tags)
	for _, wanted := range append([]string{want}, fallbacks...) {
		if tag, ok := Best(wanted, tags); ok {
			return tag, true
		}
	}
	return tags[0], true
}

// Languages lists the tags in order.
func (t Texts) Languages() []string { return slices.Sorted(maps.Keys(t)) }

// OrEmpty keeps a missing map from becoming a null in the database.
func (t Texts) OrEmpty() Texts {
	if t == nil {
		return Texts{}
	}
	return t
}

// Best picks from the tags the first that serves a reader of want: the same tag, else one of the same primary language.
func Best(want string, tags []string) (string, bool) {
	if want == "" {
		return "", false
	}
	for _, serves := range []func(tag string) bool{
		func(tag string) bool { return strings.EqualFold(tag, want) },
		func(tag string) bool { return strings.EqualFold(primary(tag), primary(want)) },
	} {
		if i := slices.IndexFunc(tags, serves); i >= 0 {
			return tags[i], true
		}
	}
	return "", false
}

// primary is the language of a tag without script, region and variants.
func primary(tag string) string {
	language, _, _ := strings.Cut(tag, "-")
	return language
}

// Size is roughly what the texts take in memory, in bytes.
func (t Texts) Size() int {
	const entryOverhead = 50
	bytes := 0
	for _, text := range t {
		bytes += entryOverhead + len(text)
	}
	return bytes
}
