package authoring

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/google/uuid"

	"vatra/content/studio"
	"vatra/content/translation"
	"vatra/lms/access"
)

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

// Words are all texts of a draft that there are to translate into a language, in their order.
func Words(draft *studio.Draft, tag string) []Word {
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

// Recalled are, for each of the words, texts that were translated before and are like it: in published courses, or word for word
// elsewhere in the draft.
func (a *Authoring) Recalled(ctx context.Context, draft *studio.Draft, words []Word, tag string) ([][]translation.Match, error) {
	sources := make([]string, len(words))
	for i, word := range words {
		sources[i] = word.Source.Text
	}
	found, err := a.memory.Find(ctx, draft.Tags()[0], tag, sources)
	if err != nil {
		return nil, fmt.Errorf("looking for what was translated before: %w", err)
	}
	here := map[string]string{}
	for _, word := range Words(draft, tag) {
		if word.State == Current {
			here[word.Source.Text] = word.Into.Text
		}
	}
	for i, word := range words {
		text := here[word.Source.Text]
		known := slices.ContainsFunc(found[i], func(m translation.Match) bool { return m.Target == text })
		if text != "" && !known {
			found[i] = slices.Insert(found[i], 0, translation.Match{Source: word.Source.Text, Target: text, Alike: 1})
		}
	}
	return found, nil
}

// Confirm lets those translations stand whose original has changed only slightly since, as slight says of the text before and the one
// after.
func (a *Authoring) Confirm(ctx context.Context, actor access.Actor, draftID uuid.UUID, slight func(before, after string) bool) error {
	draft, err := a.Draft(ctx, actor, draftID)
	if err != nil {
		return err
	}
	main := draft.Tags()[0]
	for _, tag := range draft.Tags()[1:] {
		for _, word := range Words(draft, tag) {
			if word.State != Stale || word.Into.OriginLang != main {
				continue
			}
			before, err := a.studio.Before(ctx, word.Piece.ID, studio.Place{Name: word.Name, Lang: main}, word.Into.Origin)
			if err != nil {
				return err
			}
			if !slight(before, word.Source.Text) {
				continue
			}
			_, err = a.Save(ctx, actor, draftID, studio.Edit{
				Piece: word.Piece.ID, Place: studio.Place{Name: word.Name, Lang: tag}, Text: word.Into.Text, Base: word.Into.Number,
				Origin: word.Source.Number, OriginLang: main, Client: uuid.Must(uuid.NewV7()),
			})
			if _, contested := errors.AsType[*studio.Conflict](err); err != nil && !contested {
				return err
			}
		}
	}
	return nil
}

// remembered are the translations of a draft, for the memory.
func remembered(draft *studio.Draft) []translation.Pair {
	var pairs []translation.Pair
	tags := draft.Tags()
	for _, tag := range tags[1:] {
		for _, word := range Words(draft, tag) {
			if word.State == Current && word.Piece.Kind != studio.Question {
				pairs = append(pairs, translation.Pair{From: tags[0], To: tag, Source: word.Source.Text, Target: word.Into.Text})
			}
		}
	}
	return pairs
}

// Terms are the glossary of the house. Writers of courses and translators read it.
func (a *Authoring) Terms(ctx context.Context, actor access.Actor) ([]translation.Term, error) {
	if err := actor.Require(access.TranslateCourses); err != nil {
		return nil, err
	}
	return a.glossary.All(ctx)
}

// PutTerm keeps a term of the glossary; whoever begins courses may.
func (a *Authoring) PutTerm(ctx context.Context, actor access.Actor, term translation.Term) error {
	if err := actor.Require(access.BeginCourses); err != nil {
		return err
	}
	return a.glossary.Put(ctx, term)
}

// RemoveTerm takes one out.
func (a *Authoring) RemoveTerm(ctx context.Context, actor access.Actor, id uuid.UUID) error {
	if err := actor.Require(access.BeginCourses); err != nil {
		return err
	}
	return a.glossary.Remove(ctx, id)
}
