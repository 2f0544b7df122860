package pack_test

import (
	"testing"
	"time"

	"vatra/content/pack"
)

func TestAMomentIsMeantInTheZoneOfItsReader(t *testing.T) {
	t.Parallel()
	bucharest, err := time.LoadLocation("Europe/Bucharest")
	if err != nil {
		t.Fatal(err)
	}
	for text, want := range map[string]string{
		"2027-01-31 23:59": "2027-01-31T21:59:00Z", "2027-07-31T23:59": "2027-07-31T20:59:00Z",
		"2027-01-31 23:59+00:00": "2027-01-31T23:59:00Z", "2027-01-31 23:59Z": "2027-01-31T23:59:00Z", "2027-01-31T23:59-05:00": "2027-02-01T04:59:00Z",
		"": "0001-01-01T00:00:00Z", "2027-02-30 10:00": "", "31.01.2027 23:59": "", "2027-01-31": "", "2027-01-31 24:00": "", "soon": "",
	} {
		moment, ok := pack.Moment(text, bucharest)
		if got := moment.Format(time.RFC3339); ok != (want != "") || ok && got != want {
			t.Errorf("%q is %s, %v, want %q", text, got, ok, want)
		}
		again, _ := pack.Moment(pack.WrittenMoment(moment, bucharest), bucharest)
		if ok && !again.Equal(moment) {
			t.Errorf("%q is written %s", text, pack.WrittenMoment(moment, bucharest))
		}
	}
}
