package authoring

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/google/uuid"

	"vatra/content/studio"
	"vatra/content/studio/words"
	"vatra/content/translation"
	"vatra/lms/access"
	"vatra/lms/fault"
)

// ForTranslator is what a translator outside gets of a draft: its texts and their translations into a language, all of them or
// those alone on which there is work.
func (a *Authoring) ForTranslator(
	ctx context.Context, actor access.Actor, draftID uuid.UUID, tag string, all bool,
) (translation.Document, error) {
	draft, hand, err := a.Open(ctx, actor, draftID)
	if err != nil {
		return translation.Document{}, err
	}
	if !hand.In(tag) || !slices.Contains(draft.Tags()[1:], tag) {
		return translation.Document{}, fault.New(fault.NotFound, "studio.no_field")
	}
	doc := translation.Document{Original: draftID.String(), From: draft.Tags()[0], To: tag}
	for _, word := range words.Of(draft, tag) {
		if word.State == words.Current && !all {
			continue
		}
		unit := translation.Unit{
			Name: unitName(word), Base: word.Into.Number, Where: where(word.Piece, doc.From), Source: word.Source.Text, Target: word.Into.Text,
			Stale: word.State == words.Stale,
		}
		if unit.Stale && word.Into.OriginLang == doc.From {
			if unit.Previous, err = a.studio.Before(ctx, word.Piece.ID, studio.Place{Name: word.Name, Lang: doc.From}, word.Into.Origin); err != nil {
				return translation.Document{}, err
			}
		}
		doc.Units = append(doc.Units, unit)
	}
	return doc, nil
}

func unitName(w words.Word) string { return w.Piece.ID.String() + "/" + w.Name }

// where says in titles in what a piece is.
func where(piece *studio.Piece, tag string) string {
	var way []string
	for p := piece; p != nil; p = p.Parent {
		if title := p.Text(studio.Title, tag); title != "" {
			way = append(way, title)
		}
	}
	slices.Reverse(way)
	return strings.Join(way, " › ")
}

// Brought is what became of the texts of a file that came back.
type Brought struct {
	Saved     int // translations that are new or other than before
	Confirmed int // that were stale, and that the translator let stand
	Same      int
	Empty     int
	Unknown   int // whose text is not in the draft any more
	Contested []Contested
	Refused   []Contested
}

// Contested is a translation that was not taken: somebody has written another one meanwhile, or it cannot be one.
type Contested struct {
	words.Word
	Text string // of the file
	Why  *fault.Error
}

// FromTranslator takes the translations of a file. What somebody else has changed since the file was written is left as it is and
// given back, with both texts. Invalid studio.translation_other for a file of another course or language.
func (a *Authoring) FromTranslator(
	ctx context.Context, actor access.Actor, draftID uuid.UUID, tag string, doc translation.Document,
) (Brought, error) {
	draft, hand, err := a.Open(ctx, actor, draftID)
	if err != nil {
		return Brought{}, err
	}
	language, _, _ := strings.Cut(doc.To, "-")
	if doc.Original != draftID.String() || doc.To != tag && language != tag || !hand.In(tag) || !slices.Contains(draft.Tags()[1:], tag) {
		return Brought{}, fault.New(fault.Invalid, "studio.translation_other")
	}
	known := map[string]words.Word{}
	for _, word := range words.Of(draft, tag) {
		known[unitName(word)] = word
	}
	var brought Brought
	for _, unit := range doc.Units {
		word, found := known[unit.Name]
		switch {
		case !found:
			brought.Unknown++
		case unit.Target == "":
			brought.Empty++
		default:
			if err := a.bring(ctx, actor, draft, word, unit, tag, &brought); err != nil {
				return brought, err
			}
		}
	}
	return brought, nil
}

// bring takes one translation. It is one of the text that the file has; where the draft says something else by now, it is stale.
func (a *Authoring) bring(
	ctx context.Context, actor access.Actor, draft *studio.Draft, word words.Word, unit translation.Unit, tag string, brought *Brought,
) error {
	same := unit.Target == word.Into.Text
	if same && (unit.Stale || word.State != words.Stale || unit.Source != word.Source.Text) {
		brought.Same++
		return nil
	}
	edit := studio.Edit{
		Piece: word.Piece.ID, Place: studio.Place{Name: word.Name, Lang: tag}, Text: unit.Target, Client: uuid.Must(uuid.NewV7()),
		Base: max(unit.Base, 0),
	}
	if unit.Source == word.Source.Text && !unit.Stale {
		edit.Origin, edit.OriginLang = word.Source.Number, draft.Tags()[0]
	}
	if same {
		edit.Base = word.Into.Number
	}
	_, err := a.Save(ctx, actor, draft.ID, edit)
	told, ok := fault.As(err)
	conflict, contested := errors.AsType[*studio.Conflict](err)
	switch {
	case contested:
		word.Into = conflict.Now
		brought.Contested = append(brought.Contested, Contested{Word: word, Text: unit.Target})
	case ok:
		brought.Refused = append(brought.Refused, Contested{Word: word, Text: unit.Target, Why: told})
	case err != nil:
		return fmt.Errorf("bringing in a translation: %w", err)
	case same:
		brought.Confirmed++
	default:
		brought.Saved++
	}
	return nil
}
