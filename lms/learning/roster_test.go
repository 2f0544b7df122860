package learning_test

import (
	"strconv"
	"strings"
	"testing"

	"github.com/google/uuid"

	"vatra/content/pack/packtest"
	"vatra/lms/access"
	"vatra/lms/fault"
	"vatra/lms/schooltest"
)

func TestRosterTakesGoodRowsAndExplainsTheOthers(t *testing.T) {
	t.Parallel()
	s := schooltest.New(t)
	admin := s.Person("admin@primarie.example", access.RoleAdministrator)
	s.Person("ana@primarie.example", access.RoleLearner)
	s.Person("dan@primarie.example", access.RoleLearner)
	_, err := s.Enrolment.EnrolRoster(t.Context(), admin, strings.NewReader("email\nana@primarie.example\n"), "digital-literacy")
	schooltest.Wants(t, err, fault.Conflict, "track.being_prepared")
	s.Install(packtest.Folder(t, schooltest.EasyCourse()))
	list := "\ufeffNume;E-mail\nAna;Ana@Primarie.example\nNimeni;nimeni@primarie.example\nGol;\nDan;dan@primarie.example\nAna;ana@primarie.example\n" +
		"Eva;eva at primarie\n"
	rows, err := s.Enrolment.EnrolRoster(t.Context(), admin, strings.NewReader(list), "digital-literacy")
	if err != nil {
		t.Fatal(err)
	}
	want := []string{"2 fresh", "3 roster.unknown_address", "4 roster.no_address", "5 fresh", "6 roster.twice", "7 people.email_invalid"}
	if len(rows) != len(want) {
		t.Fatalf("%d rows, want %d", len(rows), len(want))
	}
	for i, row := range rows {
		got := "fresh"
		if row.Message != nil {
			got = row.Message.Key
		}
		if line := strings.TrimSpace(strings.Join([]string{strconv.Itoa(row.Line), got}, " ")); line != want[i] {
			t.Errorf("row %d: %s, want %s", i, line, want[i])
		}
	}
	if n := s.Count("SELECT count(*) FROM enrolments"); n != 2 {
		t.Errorf("%d are enrolled", n)
	}
	for name, list := range map[string]string{
		"UTF-16 with its mark": "\xff\xfee\x00m\x00a\x00i\x00l\x00\n\x00a\x00",
		"UTF-16 without":       "e\x00m\x00a\x00i\x00l\x00\n\x00a\x00",
		"windows-1250":         "nume,email\n\xaatefan,ana@primarie.example\n",
	} {
		_, err := s.Enrolment.EnrolRoster(t.Context(), admin, strings.NewReader(list), "digital-literacy")
		if !fault.Is(err, fault.Invalid) || !strings.Contains(err.Error(), "roster.not_utf8") {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// Nobody is enrolled whom the lists and the address would not find either.
func TestASuspendedPersonIsNotEnrolled(t *testing.T) {
	t.Parallel()
	s := schooltest.New(t)
	s.Install(packtest.Folder(t, schooltest.EasyCourse()))
	admin, ana := s.Person("admin@primarie.example", access.RoleAdministrator), s.Person("ana@primarie.example", access.RoleLearner)
	if err := s.People.Disable(t.Context(), admin, ana.UserID); err != nil {
		t.Fatal(err)
	}
	_, err := s.Enrolment.EnrolPerson(t.Context(), admin, ana.UserID, "digital-literacy")
	schooltest.Wants(t, err, fault.Conflict, "people.not_while_disabled")
	_, err = s.Enrolment.EnrolPerson(t.Context(), admin, uuid.New(), "digital-literacy")
	schooltest.Wants(t, err, fault.NotFound, "people.not_found")
	if n := s.Count("SELECT count(*) FROM enrolments"); n != 0 {
		t.Errorf("%d are enrolled", n)
	}
	if err := s.People.Enable(t.Context(), admin, ana.UserID); err != nil {
		t.Fatal(err)
	}
	if enrolled, err := s.Enrolment.EnrolPerson(t.Context(), admin, ana.UserID, "digital-literacy"); err != nil || !enrolled.Fresh {
		t.Errorf("%+v, %v", enrolled, err)
	}
}
