// Package words has the texts of a draft beside their translations, and how these stand.
package words

import "vatra/content/studio"

// Word is a text of a draft beside its translation.
type Word struct {
	Piece        *studio.Piece
	Name         string // of the field
	Source, Into studio.Field
	State        State
}

// State is how a translation stands.
type State string

// The states.
const (
	Missing State = "missing"
	Stale   State = "stale" // the original has changed since
	Current State = "current"
)

// Of are all texts of a draft that there are to translate into a language, in their order.
func Of(draft *studio.Draft, tag string) []Word {
	main := draft.Tags()[0]
	var words []Word
	draft.Each(func(piece *studio.Piece) {
		for _, name := range studio.Names(piece.Kind) {
			original := piece.Fields[studio.Place{Name: name, Lang: main}]
			if !studio.Translated(name) || original.Text == "" {
				continue
			}
			word := Word{Piece: piece, Name: name, Source: original, Into: piece.Fields[studio.Place{Name: name, Lang: tag}], State: Current}
			switch {
			case word.Into.Text == "":
				word.State = Missing
			case piece.Stale(name, main, tag):
				word.State = Stale
			}
			words = append(words, word)
		}
	})
	return words
}

// Gaps are what is not translated into a language.
type Gaps struct {
	Missing int // texts that the first language has and this one has not
	Stale   int // texts whose original was changed since
	Of      int // texts of the first language
}

// Count counts what is not translated among the texts.
func Count(words []Word) Gaps {
	gap := Gaps{Of: len(words)}
	for _, word := range words {
		switch word.State {
		case Missing:
			gap.Missing++
		case Stale:
			gap.Stale++
		}
	}
	return gap
}
