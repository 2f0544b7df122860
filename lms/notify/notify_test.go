package notify_test

import (
	"slices"
	"strings"
	"testing"

	"vatra/content/pack/packtest"
	"vatra/lms/access"
	"vatra/lms/fault"
	"vatra/lms/notify"
	"vatra/lms/schooltest"
)

const ana = "ana@primarie.example"

// Somebody is told by name what happened, by whom, and how such letters stop; once stopped they come no more, and others do.
func TestLettersThatOneMayDoWithout(t *testing.T) {
	t.Parallel()
	s, ctx := schooltest.New(t), t.Context()
	s.Install(packtest.Folder(t, schooltest.EasyCourse()))
	learner, boss := s.Person(ana, access.RoleLearner), s.Person("boss@primarie.example", access.RoleAdministrator)
	boss.Name = "Ion Șef"
	enrol := func() {
		t.Helper()
		if _, err := s.Enrolment.EnrolPerson(ctx, boss, learner.UserID, "digital-literacy"); err != nil {
			t.Fatal(err)
		}
	}
	enrol()
	enrol() // which changes nothing, and is not written about
	if n := len(s.Letters(ana)); n != 1 {
		t.Fatalf("%d letters", n)
	}
	letter := s.Letter(ana)
	for _, want := range []string{"Bună ziua, Ana Ștefănescu,", "Ion Șef", "Alfabetizare digitală", schooltest.Address + "/tracks/digital-literacy", letter.Stop} {
		if !strings.Contains(letter.Text, want) {
			t.Errorf("it does not say %q:\n%s", want, letter.Text)
		}
	}
	token := strings.TrimPrefix(letter.Stop, schooltest.Address+notify.PathStop)
	if kind, err := s.Office.Stops(token); err != nil || kind != notify.Enrolments {
		t.Errorf("%s, %v", kind, err)
	}
	for _, forged := range []string{"", "x", token + "A", otherSign(token[0]) + token[1:], token[:len(token)-4] + otherSign(token[len(token)-4]) + token[len(token)-3:]} {
		schooltest.Wants(t, s.Office.Stop(ctx, forged), fault.NotFound, "notify.stop_invalid")
	}
	for range 2 {
		if err := s.Office.Stop(ctx, token); err != nil {
			t.Fatal(err)
		}
	}
	if declined, err := s.Office.Declined(ctx, learner); err != nil || !slices.Equal(declined, []notify.Kind{notify.Enrolments}) {
		t.Errorf("%v, %v", declined, err)
	}
	s.Exec(`DELETE FROM enrolments`)
	enrol()
	if n := len(s.Letters(ana)); n != 1 {
		t.Errorf("%d letters, though they were stopped", n)
	}
	s.Study(learner, "digital-literacy-basics")
	s.Sit(learner, "digital-literacy-basics", true)
	if letter := s.Letter(ana); !strings.Contains(letter.Text, s.AwardsOf(learner)[0].Code.Printed()) || letter.Stop == "" {
		t.Errorf("of the certificate is told\n%s", letter.Text)
	}
	if err := s.Office.Choose(ctx, learner, []notify.Kind{notify.Enrolments, "nonsense"}); err != nil {
		t.Fatal(err)
	}
	if declined, err := s.Office.Declined(ctx, learner); err != nil || !slices.Equal(declined, []notify.Kind{notify.Certificates, notify.Deadlines}) {
		t.Errorf("%v, %v", declined, err)
	}
	if s.Reset(ana, "ro"); s.Letter(ana).Stop != "" {
		t.Error("a letter that is needed can be stopped")
	}
}

func TestWhoEnrolsThemselvesIsNotWrittenTo(t *testing.T) {
	t.Parallel()
	s := schooltest.New(t)
	s.Install(packtest.Folder(t, schooltest.EasyCourse()))
	s.Enrol(s.Person(ana, access.RoleLearner))
	if n := len(s.Letters(ana)); n != 0 {
		t.Errorf("%d letters", n)
	}
}

// otherSign is a sign of base64 that is not the one given.
func otherSign(sign byte) string {
	if sign == 'A' {
		return "B"
	}
	return "A"
}
