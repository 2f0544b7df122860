package pack

import (
	"cmp"
	"path"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// CompareNatural orders paths as people number them: 2 before 10, 01_ beside 1_, folder by folder.
func CompareNatural(a, b string) int {
	partsA, partsB := strings.Split(a, "/"), strings.Split(b, "/")
	for i := 0; i < len(partsA) && i < len(partsB); i++ {
		if c := compareNames(partsA[i], partsB[i]); c != 0 {
			return c
		}
	}
	return cmp.Or(cmp.Compare(len(partsA), len(partsB)), strings.Compare(a, b))
}

func compareNames(a, b string) int {
	for a != "" && b != "" {
		digitsA, digitsB := leadingDigits(a), leadingDigits(b)
		if digitsA != "" && digitsB != "" {
			if c := compareNumbers(digitsA, digitsB); c != 0 {
				return c
			}
			a, b = a[len(digitsA):], b[len(digitsB):]
			continue
		}
		runeA, sizeA := utf8.DecodeRuneInString(a)
		runeB, sizeB := utf8.DecodeRuneInString(b)
		if c := cmp.Compare(unicode.ToLower(runeA), unicode.ToLower(runeB)); c != 0 {
			return c
		}
		a, b = a[sizeA:], b[sizeB:]
	}
	return cmp.Compare(len(a), len(b))
}

func leadingDigits(s string) string {
	end := 0
	for end < len(s) && s[end] >= '0' && s[end] <= '9' {
		end++
	}
	return s[:end]
}

// compareNumbers compares numbers of any length by their digits.
func compareNumbers(a, b string) int {
	a, b = strings.TrimLeft(a, "0"), strings.TrimLeft(b, "0")
	return cmp.Or(cmp.Compare(len(a), len(b)), strings.Compare(a, b))
}

// numberPrefix is what puts files in order and is no part of their title: "01-", "1_", "1.2 ", "3. ".
var numberPrefix = regexp.MustCompile(`^\d{1,3}(\.\d{1,3})*[._\-\s]+`)

// WithoutNumber is a name without what puts it in order, unless nothing else is in it.
func WithoutNumber(name string) string {
	if rest := strings.TrimSpace(numberPrefix.ReplaceAllString(name, "")); rest != "" {
		return rest
	}
	return strings.TrimSpace(name)
}

// TitleFromName makes a title of the name of a file or folder: "1_Program Pre-Assessment" is "Program Pre-Assessment",
// "02-open-data" is "Open data". A name that its author wrote with spaces or capitals stays as it is.
func TitleFromName(name string) string {
	title := WithoutNumber(name)
	if !strings.ContainsFunc(title, func(r rune) bool { return unicode.IsSpace(r) || unicode.IsUpper(r) }) {
		title = strings.Join(strings.FieldsFunc(title, func(r rune) bool { return r == '-' || r == '_' }), " ")
		first, size := utf8.DecodeRuneInString(title)
		title = string(unicode.ToUpper(first)) + title[size:]
	}
	return title
}

// TitleFromFolders is the title of a module: its folders, from the outer to the inner.
func TitleFromFolders(folder string) string {
	parts := strings.Split(folder, "/")
	for i, part := range parts {
		parts[i] = TitleFromName(part)
	}
	return strings.Join(parts, " / ")
}

// Stem is the name of a file without folder and ending.
func Stem(p string) string {
	base := path.Base(p)
	return strings.TrimSuffix(base, path.Ext(base))
}
