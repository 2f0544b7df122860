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

// In gives the text for a reader of lang and the language that it is really in, so that a page can mark it. It tries
// lang, then the fallbacks in their order, then whatever there is; "ro" and "ro-MD" serve each other. Without any text
// both results are empty.
func (t Texts) In(lang string, fallbacks ...string) (text, in string) {
	return Choose(t, func(text string) bool { return text != "" }, lang, fallbacks...)
}

// Choose is the rule of Texts.In for anything that is there by language, of which only what is usable counts.
func Choose[T any](texts map[string]T, usable func(T) bool, lang string, fallbacks ...string) (chosen T, in string) {
	if one, there := texts[lang]; there && usable(one) {
		return one, lang // as nearly always, without a list
	}
	tags := slices.Sorted(maps.Keys(texts))
	has := func(tag string) bool { return usable(texts[tag]) }
	for _, want := range append([]string{lang}, fallbacks...) {
		if tag, ok := Best(want, has, tags); ok {
			return texts[tag], tag
		}
	}
	if at := slices.IndexFunc(tags, has); at >= 0 {
		return texts[tags[at]], tags[at]
	}
	return chosen, ""
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

// Best picks from the tags that serve the reader of want: the same tag, else one of the same primary language.
func Best(want string, usable func(string) bool, tags []string) (string, bool) {
	if want == "" {
		return "", false
	}
	for _, tag := range tags {
		if strings.EqualFold(tag, want) && usable(tag) {
			return tag, true
		}
	}
	for _, tag := range tags {
		if strings.EqualFold(primary(tag), primary(want)) && usable(tag) {
			return tag, true
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
