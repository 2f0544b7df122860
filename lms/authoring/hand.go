package authoring

import (
	"context"
	"fmt"
	"maps"
	"slices"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"vatra/content/studio"
	"vatra/lms/access"
	"vatra/lms/fault"
)

// Hand is what somebody may write of a draft.
type Hand struct {
	Writes bool     // all of it
	Into   []string // else the languages that they translate it into
}

// In reports whether they may write the language.
func (h Hand) In(tag string) bool { return h.Writes || slices.Contains(h.Into, tag) }

// hand is the actor's on a draft. NotFound studio.no_draft where they may write nothing of it.
func (a *Authoring) hand(ctx context.Context, actor access.Actor, draft uuid.UUID) (Hand, error) {
	err := actor.RequireFor(ctx, a.db, access.WriteCourses, access.Draft(draft))
	if err == nil || !fault.Is(err, fault.Forbidden) {
		return Hand{Writes: true}, err
	}
	granted, err := access.Translations(ctx, a.db, actor)
	if err == nil && len(granted[draft]) == 0 {
		err = fault.New(fault.NotFound, "studio.no_draft")
	}
	return Hand{Into: granted[draft]}, err
}

// Open is a draft for whoever writes or translates it, with what they may write of it.
func (a *Authoring) Open(ctx context.Context, actor access.Actor, id uuid.UUID) (*studio.Draft, Hand, error) {
	hand, err := a.hand(ctx, actor, id)
	if err != nil {
		return nil, hand, err
	}
	draft, err := a.studio.Draft(ctx, studio.Desk{Draft: id, By: actor.UserID})
	return draft, hand, err
}

// shared is a draft with the actor in front of it, who writes it or translates it into any language.
func (a *Authoring) shared(actor access.Actor, draft uuid.UUID) (studio.Desk, error) {
	return deskOf(actor, draft, actor.Within(access.TranslateCourses, bun.Ident("d.id")))
}

// into is a draft with the actor in front of it, who writes it or translates it into the language.
func (a *Authoring) into(actor access.Actor, draft uuid.UUID, tag string) (studio.Desk, error) {
	return deskOf(actor, draft, actor.WithinLanguage(access.TranslateCourses, bun.Ident("d.id"), tag))
}

func deskOf(actor access.Actor, draft uuid.UUID, translates any) (studio.Desk, error) {
	may := bun.SafeQuery("(? OR ?)", actor.Within(access.WriteCourses, bun.Ident("d.id")), translates)
	return studio.Desk{Draft: draft, By: actor.UserID, May: may}, actor.Require(access.TranslateCourses)
}

// Translated is a draft that somebody translates.
type Translated struct {
	studio.Head
	Into []string
}

// Translations are the drafts that the actor was asked to translate, the last written first.
func (a *Authoring) Translations(ctx context.Context, actor access.Actor) ([]Translated, error) {
	if err := actor.Require(access.TranslateCourses); err != nil {
		return nil, err
	}
	granted, err := access.Translations(ctx, a.db, actor)
	if err != nil || len(granted) == 0 {
		return nil, err
	}
	heads, err := a.studio.Heads(ctx, bun.SafeQuery("d.id IN (?)", bun.List(slices.Collect(maps.Keys(granted)))))
	if err != nil {
		return nil, fmt.Errorf("listing translations: %w", err)
	}
	all := make([]Translated, len(heads))
	for i, head := range heads {
		all[i] = Translated{Head: head, Into: granted[head.ID]}
	}
	return all, nil
}
