package authoring_test

import (
	"testing"

	"vatra/lms/access"
	"vatra/lms/fault"
	"vatra/lms/schooltest"
)

func TestWhoElseIsHere(t *testing.T) {
	t.Parallel()
	w := newWriter(t)
	ctx := t.Context()
	ion, other := w.Person("ion@scoala.example", access.RoleTrainer), w.Person("dan@scoala.example", access.RoleTrainer)
	if err := w.Authoring.AddWriter(ctx, w.actor, w.draft, "ion@scoala.example", ""); err != nil {
		t.Fatal(err)
	}
	lesson := w.now().Lessons()[0]
	if here, err := w.Authoring.Sit(ctx, w.actor, w.draft, lesson.ID); err != nil || len(here) != 0 {
		t.Errorf("alone with %+v, %v", here, err)
	}
	for range 2 {
		if here, err := w.Authoring.Sit(ctx, ion, w.draft, lesson.ID); err != nil || len(here) != 1 || here[0].Name != w.actor.Name || !here[0].Same {
			t.Errorf("beside %+v, %v", here, err)
		}
	}
	w.Exec(`UPDATE draft_presence SET seen_at = now() - interval '2 minutes' WHERE user_id = ?`, ion.UserID)
	if here, err := w.Authoring.Sit(ctx, w.actor, w.draft, lesson.ID); err != nil || len(here) != 0 {
		t.Errorf("after they have gone: %+v, %v", here, err)
	}
	_, err := w.Authoring.Sit(ctx, other, w.draft, lesson.ID)
	schooltest.Wants(t, err, fault.NotFound, "studio.no_piece")
	_, err = w.Authoring.Sit(ctx, w.actor, w.draft, lesson.Parent.ID)
	schooltest.Wants(t, err, fault.NotFound, "studio.no_piece")
}
