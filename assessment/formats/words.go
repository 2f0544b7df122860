// Package formats owns what the formats of questions share. Each format is a folder of its own.
package formats

import (
	"strings"

	"vatra/assessment"
)

// TrueWords and FalseWords are what authors write in the languages of the interface, in the form that Normalise gives.
var (
	TrueWords  = Words("true|adevărat|вярно|истина|e vërtetë|e saktë|точно|тачно|истинито")
	FalseWords = Words("false|fals|невярно|лъжа|e gabuar|e rreme|e pasaktë|неточно|нетачно|неистинито|погрешно")
)

// Words is the set of a list with bars between its words.
func Words(list string) map[string]bool {
	set := map[string]bool{}
	for word := range strings.SplitSeq(list, "|") {
		set[assessment.Normalise(word)] = true
	}
	return set
}

// Reads reports whether a cell or a choice is one of the words, whatever punctuation stands at its end.
func Reads(set map[string]bool, text string) bool {
	return set[strings.Trim(assessment.Normalise(text), " .!*_")]
}

// Shortened is the beginning of a prompt, to name a question by.
func Shortened(prompt string) string {
	const most = 80
	runes := []rune(strings.Join(strings.Fields(prompt), " "))
	if len(runes) <= most {
		return string(runes)
	}
	return string(runes[:most-1]) + "…"
}
