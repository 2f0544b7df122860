package authoring

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/google/uuid"

	"vatra/content/studio"
	"vatra/content/studio/words"
	"vatra/content/translation"
	"vatra/lms/access"
)

// Recalled are, for each of the texts, texts that were translated before and are like it: in published courses, or word for word
// elsewhere in the draft.
func (a *Authoring) Recalled(ctx context.Context, draft *studio.Draft, all []words.Word, tag string) ([][]translation.Match, error) {
	sources := make([]string, len(all))
	for i, word := range all {
		sources[i] = word.Source.Text
	}
	found, err := a.memory.Find(ctx, draft.Tags()[0], tag, sources)
	if err != nil {
		return nil, fmt.Errorf("looking for what was translated before: %w", err)
	}
	here := map[string]string{}
	for _, word := range words.Of(draft, tag) {
		if word.State == words.Current {
			here[word.Source.Text] = word.Into.Text
		}
	}
	for i, word := range all {
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
		for _, word := range words.Of(draft, tag) {
			if word.State != words.Stale || word.Into.OriginLang != main {
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
		for _, word := range words.Of(draft, tag) {
			if word.State == words.Current && word.Piece.Kind != studio.Question {
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
