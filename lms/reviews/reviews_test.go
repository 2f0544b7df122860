package reviews_test

import (
	"os"
	"strings"
	"testing"

	"github.com/google/uuid"

	"vatra/content/studio"
	"vatra/lms/access"
	"vatra/lms/authoring"
	"vatra/lms/fault"
	"vatra/lms/pgtest"
	"vatra/lms/reviews"
	"vatra/lms/schooltest"
)

func TestMain(m *testing.M) { os.Exit(pgtest.Main(m)) }

// desk is a trainer with a draft.
type desk struct {
	*schooltest.School
	testing.TB
	maria access.Actor
	draft uuid.UUID
}

func newDesk(t *testing.T) *desk {
	t.Helper()
	d := &desk{School: schooltest.New(t), TB: t}
	d.maria = d.Person("maria@scoala.example", access.RoleTrainer)
	begun := authoring.Newborn{Code: "archive", Title: "The archive", Language: "en"}
	var err error
	if d.draft, err = d.Authoring.Begin(t.Context(), d.maria, begun, [2]string{"First part", "First lesson"}); err != nil {
		t.Fatal(err)
	}
	return d
}

func (d *desk) invite(name string) (token string) {
	d.Helper()
	token, err := d.Reviews.Invite(d.Context(), d.maria, d.draft, name)
	if err != nil {
		d.Fatal(err)
	}
	return token
}

func (d *desk) open(token string) (reviews.Link, *studio.Draft) {
	d.Helper()
	link, draft, err := d.Reviews.Open(d.Context(), token)
	if err != nil {
		d.Fatal(err)
	}
	return link, draft
}

func (d *desk) comments() []reviews.Comment {
	d.Helper()
	all, err := d.Reviews.Comments(d.Context(), d.maria, d.draft)
	if err != nil {
		d.Fatal(err)
	}
	return all
}

func TestAReaderWithoutAnAccountComments(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	link, draft := d.open(d.invite("  Ion   Pop "))
	if link.Name != "Ion Pop" || draft.Root.Text(studio.Title, "en") != "The archive" {
		t.Fatalf("%+v", link)
	}
	lesson := draft.Lessons()[0].ID
	say := func(text string) error {
		return d.Reviews.Comment(t.Context(), link, draft, reviews.Said{Piece: lesson, Lang: "en", Text: text})
	}
	for _, text := range []string{"Which law is meant?", "Which law is meant?", " And when?\r\n"} {
		if err := say(text); err != nil {
			t.Fatal(err)
		}
	}
	schooltest.Wants(t, say("  "), fault.Invalid, "text: error.required")
	schooltest.Wants(t, say(strings.Repeat("ă", reviews.TextMax+1)), fault.Invalid, "text: studio.too_long")
	if got := d.comments(); len(got) != 2 || got[0].Name != "Ion Pop" || got[0].Text != "Which law is meant?" || got[1].Text != "And when?" {
		t.Fatalf("%+v", got)
	}
	letters := d.Letters("maria@scoala.example")
	if letter := letters[len(letters)-1]; !strings.Contains(letter.Text, "Which law is meant?") || !strings.Contains(letter.Text, "Ion Pop") {
		t.Errorf("the letter says %s", letter.Text)
	}
	if n := d.Count(`SELECT count(*) FROM draft_comments`); n != 2 {
		t.Errorf("there are %d", n)
	}
	first := d.comments()[0].ID
	if err := d.Reviews.Resolve(t.Context(), d.maria, d.draft, first, true); err != nil {
		t.Fatal(err)
	}
	if got := d.comments(); got[0].Text != "And when?" || got[1].ID != first || got[1].Resolved.IsZero() || got[1].By != d.maria.Name {
		t.Errorf("%+v", got)
	}
	if mine, err := d.Reviews.ByLink(t.Context(), link); err != nil || len(mine) != 2 {
		t.Errorf("%+v, %v", mine, err)
	}
}

func TestALinkThatHasEndedLeadsNowhere(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	token, other := d.invite("Ion"), d.invite("Ana")
	links, err := d.Reviews.Links(t.Context(), d.maria, d.draft)
	if err != nil || len(links) != 2 {
		t.Fatalf("%+v, %v", links, err)
	}
	for _, link := range links {
		if link.Name == "Ion" {
			err = d.Reviews.End(t.Context(), d.maria, d.draft, link.ID)
		}
	}
	if err != nil {
		t.Fatal(err)
	}
	for _, ended := range []string{token, "", "x", strings.Repeat("A", 43)} {
		_, _, err = d.Reviews.Open(t.Context(), ended)
		schooltest.Wants(t, err, fault.NotFound, "reviews.ended")
	}
	d.open(other)
	d.Exec(`UPDATE draft_links SET ends_at = now() - interval '1 second'`)
	_, _, err = d.Reviews.Open(t.Context(), other)
	schooltest.Wants(t, err, fault.NotFound, "reviews.ended")
}

func TestOnlyWhoWritesADraftShowsItToOthers(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.invite("Ion")
	other := d.Person("ion@scoala.example", access.RoleTrainer)
	_, err := d.Reviews.Invite(t.Context(), other, d.draft, "Me")
	schooltest.Wants(t, err, fault.NotFound, "studio.no_draft")
	_, err = d.Reviews.Links(t.Context(), other, d.draft)
	schooltest.Wants(t, err, fault.NotFound, "studio.no_draft")
	_, err = d.Reviews.Comments(t.Context(), other, d.draft)
	schooltest.Wants(t, err, fault.NotFound, "studio.no_draft")
}
