package authoring_test

import (
	"testing"

	"github.com/google/uuid"

	"vatra/content/studio"
	"vatra/lms/access"
	"vatra/lms/fault"
	"vatra/lms/schooltest"
)

func TestATranslatorWritesTheirLanguageAlone(t *testing.T) {
	t.Parallel()
	w := newWriter(t)
	ctx := t.Context()
	w.write(w.now().Root, studio.Place{Name: studio.Languages}, "en ro bg", 0)
	vera := w.Person("vera@obshtina.example", access.RoleLearner)
	schooltest.Wants(t, w.Authoring.AddWriter(ctx, w.actor, w.draft, "vera@obshtina.example", "sq"), fault.Invalid, "part: studio.no_field")
	schooltest.Wants(t, w.Authoring.AddWriter(ctx, w.actor, w.draft, "vera@obshtina.example", "en"), fault.Invalid, "part: studio.no_field")
	for range 2 { // twice is once
		if err := w.Authoring.AddWriter(ctx, w.actor, w.draft, "vera@obshtina.example", "bg"); err != nil {
			t.Fatal(err)
		}
	}
	if n := w.Count(`SELECT count(*) FROM security_events WHERE event = 'writer.added' AND target LIKE '% bg'`); n != 1 {
		t.Errorf("it is in the log %d times", n)
	}

	draft, hand, err := w.Authoring.Open(ctx, vera, w.draft)
	if err != nil || hand.Writes || !hand.In("bg") || hand.In("ro") {
		t.Fatalf("%+v, %v", hand, err)
	}
	save := func(lang, name string) error {
		_, err := w.Authoring.Save(ctx, vera, w.draft, studio.Edit{
			Piece: draft.Root.ID, Place: studio.Place{Name: name, Lang: lang}, Text: "Отворени регистри", Client: uuid.New(),
		})
		return err
	}
	if err := save("bg", studio.Title); err != nil {
		t.Error(err)
	}
	for _, other := range []string{"en", "ro", "sq"} {
		schooltest.Wants(t, save(other, studio.Title), fault.NotFound, "studio.no_piece")
	}
	schooltest.Wants(t, save("", studio.Code), fault.NotFound, "studio.no_piece")
	schooltest.Wants(t, w.Authoring.Remove(ctx, vera, w.draft, draft.Lessons()[0].ID), fault.Forbidden, "people.forbidden")
	_, err = w.Authoring.Draft(ctx, vera, w.draft)
	schooltest.Wants(t, err, fault.Forbidden, "people.forbidden")
	if _, err := w.Authoring.ForTranslator(ctx, vera, w.draft, "bg", true); err != nil {
		t.Error(err)
	}
	doc, err := w.Authoring.ForTranslator(ctx, w.actor, w.draft, "ro", true)
	if err != nil {
		t.Fatal(err)
	}
	_, err = w.Authoring.FromTranslator(ctx, vera, w.draft, "ro", doc)
	schooltest.Wants(t, err, fault.Invalid, "studio.translation_other")
	if mine, err := w.Authoring.Translations(ctx, vera); err != nil || len(mine) != 1 || mine[0].ID != w.draft || len(mine[0].Into) != 1 {
		t.Errorf("%+v, %v", mine, err)
	}

	if err := w.Authoring.RemoveWriter(ctx, w.actor, w.draft, vera.UserID, "bg"); err != nil {
		t.Fatal(err)
	}
	_, _, err = w.Authoring.Open(ctx, vera, w.draft)
	schooltest.Wants(t, err, fault.NotFound, "studio.no_draft")
	schooltest.Wants(t, save("bg", studio.Title), fault.NotFound, "studio.no_piece")
}
