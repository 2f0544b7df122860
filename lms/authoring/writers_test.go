package authoring_test

import (
	"testing"

	"vatra/content/studio"
	"vatra/lms/access"
	"vatra/lms/fault"
	"vatra/lms/schooltest"
)

func TestAnotherTrainerWritesTheCourseToo(t *testing.T) {
	t.Parallel()
	w := newWriter(t)
	ctx := t.Context()
	ion := w.Person("ion@scoala.example", access.RoleTrainer)
	w.Person("ana@primarie.example", access.RoleLearner)
	for _, nobody := range []string{"", "nobody@scoala.example", "ana@primarie.example"} {
		schooltest.Wants(t, w.Authoring.AddWriter(ctx, w.actor, w.draft, nobody, ""), fault.Invalid, "email: studio.writer_unknown")
	}
	schooltest.Wants(t, w.Authoring.AddWriter(ctx, ion, w.draft, "ion@scoala.example", ""), fault.NotFound, "studio.no_draft")
	schooltest.Wants(t, w.Authoring.RemoveWriter(ctx, w.actor, w.draft, w.actor.UserID, ""), fault.Conflict, "studio.writer_last")
	for range 2 { // twice is once
		if err := w.Authoring.AddWriter(ctx, w.actor, w.draft, " ION@scoala.example ", ""); err != nil {
			t.Fatal(err)
		}
	}
	draft, err := w.Authoring.Draft(ctx, ion, w.draft)
	if err != nil || draft.Root.Text(studio.Title, "en") != "Open registers" {
		t.Fatalf("%v", err)
	}
	if all, err := w.Authoring.Writers(ctx, ion, w.draft); err != nil || len(all) != 2 || all[0].ID != w.actor.UserID || all[1].ID != ion.UserID {
		t.Errorf("%+v, %v", all, err)
	}
	if n := w.Count(`SELECT count(*) FROM security_events WHERE event = 'writer.added'`); n != 1 {
		t.Errorf("it is in the log %d times", n)
	}
	if err := w.Authoring.RemoveWriter(ctx, ion, w.draft, w.actor.UserID, ""); err != nil {
		t.Fatal(err)
	}
	_, err = w.Authoring.Draft(ctx, w.actor, w.draft)
	schooltest.Wants(t, err, fault.NotFound, "studio.no_draft")
}
