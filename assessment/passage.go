package assessment

import (
	"regexp"
	"slices"
	"strconv"
)

// A passage is a prompt with places in it, each written [[n]]: there stands the n-th gap, or the n-th choice to pick. Languages
// may have them in another order of their words.

// Piece is a part of a passage: text, or the place with this number, from 1.
type Piece struct {
	Text  string
	Place int
}

var (
	place    = regexp.MustCompile(`\[\[(\d{1,2})\]\]`)
	tagPlace = regexp.MustCompile(`<[^>]*>|\[\[(\d{1,2})\]\]`)
)

// Passage splits a prompt, sanitised HTML, at its places: text and place by turns, with text at both ends. What reads like one inside a tag, such as in the description of a
// picture, is none: nothing can stand there.
func Passage(prompt string) []Piece { return split(prompt, tagPlace) }

func split(prompt string, at *regexp.Regexp) []Piece {
	var pieces []Piece
	taken := 0
	for _, found := range at.FindAllStringSubmatchIndex(prompt, -1) {
		if found[2] < 0 {
			continue // a tag
		}
		number, _ := strconv.Atoi(prompt[found[2]:found[3]]) // two digits at most
		pieces = append(pieces, Piece{Text: prompt[taken:found[0]]}, Piece{Place: number})
		taken = found[1]
	}
	return append(pieces, Piece{Text: prompt[taken:]})
}

// placesWhole asks that each of n places stands in the text once, and no other does.
func (q *Question) placesWhole(text QuestionText, n int) error {
	pieces := Passage(text.Prompt)
	if text.Syntax == Markdown { // where < opens no tag
		pieces = split(text.Prompt, place)
	}
	var seen []int
	for at, piece := range pieces {
		if at%2 == 1 { // every second one is a place
			seen = append(seen, piece.Place)
		}
	}
	slices.Sort(seen)
	whole := len(seen) == n
	for i, number := range seen {
		whole = whole && number == i+1
	}
	if !whole {
		return q.invalid("assessment.question_places")
	}
	return nil
}
