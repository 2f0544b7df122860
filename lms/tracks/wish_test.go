package tracks_test

import (
	"context"
	"strings"
	"testing"

	"github.com/uptrace/bun"

	"vatra/content/pack/packtest"
	"vatra/lms/access"
	"vatra/lms/fault"
	"vatra/lms/lang"
	"vatra/lms/pgtest"
	"vatra/lms/schooltest"
	"vatra/lms/tracks"
)

const track = "digital-literacy"

// wishes has the people wish to be told of the first track.
func wishes(t *testing.T, s *schooltest.School, people ...access.Actor) {
	t.Helper()
	for _, one := range people {
		if err := s.Tracks.Wish(t.Context(), one, track); err != nil {
			t.Fatal(err)
		}
	}
}

// opened are the letters to an address that say that a track has opened.
func opened(s *schooltest.School, to string) (letters []string) {
	for _, letter := range s.Letters(to) {
		if strings.Contains(letter.Text, schooltest.Address+"/tracks/"+track) {
			letters = append(letters, letter.Subject+"\n"+letter.Text)
		}
	}
	return letters
}

func TestWhoWishedItIsToldOnceThatATrackHasOpened(t *testing.T) {
	t.Parallel()
	s := schooltest.New(t)
	ana, ion := s.Person("ana@primarie.example", access.RoleLearner), s.Person("ion@primarie.example", access.RoleLearner)
	eva, gone := s.Person("eva@primarie.example", access.RoleLearner), s.Person("gone@primarie.example", access.RoleLearner)
	if err := s.People.ChangeLocale(t.Context(), ion, "bg"); err != nil {
		t.Fatal(err)
	}
	wishes(t, s, ana, ana, ion, eva, gone)
	if err := s.Tracks.TakeBack(t.Context(), eva, track); err != nil {
		t.Fatal(err)
	}
	if err := s.People.Disable(t.Context(), access.Operator(), gone.UserID); err != nil {
		t.Fatal(err)
	}
	s.Install(packtest.Folder(t, map[string]string{
		"course.yaml":       "vatra: 1\ncode: elsewhere\ntitle: {en: Elsewhere}\nlanguages: [en]\nlicence: CC0-1.0\n",
		"01-a/01-one.en.md": "# One\n\nOne.\n",
	}))
	if letters := opened(s, "ana@primarie.example"); len(letters) > 0 {
		t.Errorf("told of a course of another track: %q", letters)
	}
	s.Install(packtest.Folder(t, schooltest.EasyCourse()))
	course := schooltest.EasyCourse()
	course["01-all/03-third.en.md"] = "# Third\n\nThree.\n"
	s.Install(packtest.Folder(t, course)) // another version opens nothing
	for to, words := range map[string]string{
		"ana@primarie.example": "S‑a deschis „Alfabetizare digitală”", "ion@primarie.example": "„Дигитална грамотност“ е отворена",
	} {
		if letters := opened(s, to); len(letters) != 1 || !strings.Contains(letters[0], words) {
			t.Errorf("%s got %q", to, letters)
		}
	}
	for _, to := range []string{"eva@primarie.example", "gone@primarie.example"} {
		if letters := opened(s, to); len(letters) > 0 {
			t.Errorf("%s got %q", to, letters)
		}
	}
	if n := s.Count("SELECT count(*) FROM track_wishes"); n != 0 {
		t.Errorf("%d wishes are left", n)
	}
	schooltest.Wants(t, s.Tracks.Wish(t.Context(), eva, track), fault.Conflict, "track.open_already")
}

func TestATrackOpensTooWhenACourseIsAddedToIt(t *testing.T) {
	t.Parallel()
	s := schooltest.New(t)
	ana := s.Person("ana@primarie.example", access.RoleLearner)
	wishes(t, s, ana)
	s.Install(packtest.Folder(t, map[string]string{
		"course.yaml":       "vatra: 1\ncode: elsewhere\ntitle: {en: Elsewhere}\nlanguages: [en]\nlicence: CC0-1.0\n",
		"01-a/01-one.en.md": "# One\n\nOne.\n",
	}))
	add := func(courses ...string) {
		t.Helper()
		change := tracks.Change{CourseCodes: courses, Rules: tracks.Rules{LessonsCompleted: true}}
		if _, err := s.Tracks.Change(t.Context(), access.Operator(), track, change); err != nil {
			t.Fatal(err)
		}
	}
	add("still-to-come")
	if letters := opened(s, "ana@primarie.example"); len(letters) > 0 {
		t.Errorf("told of a course that nobody can read: %q", letters)
	}
	add("still-to-come", "elsewhere")
	add("elsewhere")
	if letters := opened(s, "ana@primarie.example"); len(letters) != 1 {
		t.Errorf("she got %q", letters)
	}
}

func TestAWishIsNobodyElses(t *testing.T) {
	t.Parallel()
	s := schooltest.New(t)
	ana, ion := s.Person("ana@primarie.example", access.RoleLearner), s.Person("ion@primarie.example", access.RoleLearner)
	wishes(t, s, ana)
	if err := s.Tracks.TakeBack(t.Context(), ion, track); err != nil {
		t.Errorf("taking back what was never wished: %v", err)
	}
	own, err := s.Tracks.Wishes(t.Context(), ana)
	others, failed := s.Tracks.Wishes(t.Context(), ion)
	if err != nil || failed != nil || len(own) != 1 || len(others) != 0 {
		t.Errorf("hers %v %v, his %v %v", own, err, others, failed)
	}
	guest := access.Guest("en")
	schooltest.Wants(t, s.Tracks.Wish(t.Context(), guest, track), fault.Unauthenticated, "people.login_needed")
	schooltest.Wants(t, s.Tracks.TakeBack(t.Context(), guest, track), fault.Unauthenticated, "people.login_needed")
	schooltest.Wants(t, s.Tracks.Wish(t.Context(), ana, "nothing"), fault.NotFound, "track.not_found")
	schooltest.Wants(t, s.Tracks.TakeBack(t.Context(), ana, "nothing"), fault.NotFound, "track.not_found")
}

// A course that is published at the same moment is waited for, and found.
func TestAWishIsNotLostBesideThePublishing(t *testing.T) {
	t.Parallel()
	s := schooltest.New(t)
	ana := s.Person("ana@primarie.example", access.RoleLearner)
	wished := make(chan error, 1)
	err := s.DB.Tx(t.Context(), func(ctx context.Context, tx bun.Tx) error {
		if err := s.Tracks.Opened(ctx, tx); err != nil {
			return err
		}
		go func() { wished <- s.Tracks.Wish(t.Context(), ana, track) }()
		if err := pgtest.AwaitLock(t.Context(), s.DB); err != nil {
			return err
		}
		const publish = `WITH c AS (INSERT INTO courses (id, code) VALUES (gen_random_uuid(), 'digital-literacy-basics') RETURNING id)
			INSERT INTO course_versions (id, course_id, number, status, languages, titles, published_at)
			SELECT gen_random_uuid(), id, 1, 'published', '{en}', '{"en": "Easy"}', now() FROM c`
		_, err := tx.NewRaw(publish).Exec(ctx)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	schooltest.Wants(t, <-wished, fault.Conflict, "track.open_already")
}

func TestAStatedFigureNeedsItsReason(t *testing.T) {
	t.Parallel()
	s := schooltest.New(t)
	rules := tracks.Rules{LessonsCompleted: true}
	state := func(hours int, reasons lang.Texts) (tracks.Track, error) {
		return s.Tracks.Change(t.Context(), access.Operator(), track, tracks.Change{
			Stated: hours, Reasons: reasons, CourseCodes: []string{"digital-literacy-basics"}, Rules: rules,
		})
	}
	_, err := state(24, nil)
	schooltest.Wants(t, err, fault.Invalid, "reasons: track.reason_needed")
	changed, err := state(24, lang.Texts{"ro": "Cu practica de la ghișeu.", "bg": " "})
	if err != nil || changed.Stated != 24 || len(changed.Reasons) != 1 {
		t.Errorf("%+v %v", changed, err)
	}
	changed, err = state(0, nil)
	if err != nil || changed.Stated != 0 || len(changed.Reasons) != 0 {
		t.Errorf("the figure was withdrawn, and left is %d with %v (%v)", changed.Stated, changed.Reasons, err)
	}
}
