package pack

import (
	"regexp"
	"strings"
	"unicode/utf8"
)

var creativeCommons = regexp.MustCompile(`creativecommons\.org/licen[sc]es/(by(?:-nc)?(?:-sa|-nd)?)/(\d\.\d)`)

var ccWords = regexp.MustCompile(`(?i)\bCC[ -]BY((?:[ -](?:NC|SA|ND))*)[ -](\d\.\d)`)

// licencePhrases are words that only the licence itself, or a reference to it, has.
var licencePhrases = []struct{ phrase, id string }{
	{"creativecommons.org/publicdomain/zero/1.0", "CC0-1.0"},
	{"cc0 1.0", "CC0-1.0"},
	{"cc0-1.0", "CC0-1.0"},
	{"permission is hereby granted, free of charge, to any person obtaining a copy", "MIT"},
	{"apache license version 2.0", "Apache-2.0"},
	{"gnu affero general public license version 3", "AGPL-3.0"},
	{"gnu lesser general public license version 3", "LGPL-3.0"},
	{"gnu general public license version 3", "GPL-3.0"},
	{"gnu general public license version 2", "GPL-2.0"},
	{"gnu free documentation license", "GFDL-1.3-or-later"},
}

// ccTitles are the names that the Creative Commons licences give themselves.
var ccTitles = regexp.MustCompile(`(?i)(?:creative commons|\bcc) attribution((?:[ -]*(?:non-?commercial|share-?\s?alike|no-?derivative(?:s|works)?))*)\s*(\d\.\d)?`)

const maxLicenceLength = 120

// KnownLicence is the SPDX identifier of the licence that text is or names, or "".
func KnownLicence(text string) string {
	plain := strings.Join(strings.Fields(strings.ToLower(text)), " ")
	if m := creativeCommons.FindStringSubmatch(plain); m != nil {
		return "CC-" + strings.ToUpper(m[1]) + "-" + m[2]
	}
	plain = strings.NewReplacer(",", "", "“", "", "”", "").Replace(plain)
	for _, known := range licencePhrases {
		if strings.Contains(plain, strings.ReplaceAll(known.phrase, ",", "")) {
			return known.id
		}
	}
	if m := ccWords.FindStringSubmatch(plain); m != nil {
		return "CC-BY" + strings.ToUpper(strings.ReplaceAll(m[1], " ", "-")) + "-" + m[2]
	}
	if m := ccTitles.FindStringSubmatch(plain); m != nil {
		id := "CC-BY"
		for _, part := range []struct{ word, letters string }{{"commercial", "-NC"}, {"alike", "-SA"}, {"deriv", "-ND"}} {
			if strings.Contains(m[1], part.word) {
				id += part.letters
			}
		}
		if m[2] != "" {
			id += "-" + m[2]
		}
		return id
	}
	return ""
}

// LicenceName is the identifier of a licence that somebody named, else their words.
func LicenceName(text string) string {
	if id := KnownLicence(text); id != "" {
		return id
	}
	text = strings.Join(strings.Fields(text), " ")
	for len(text) > maxLicenceLength {
		_, size := utf8.DecodeLastRuneInString(text)
		text = text[:len(text)-size]
	}
	return text
}
