package webtest

import (
	"encoding/json"

	"vatra/lms/access"
	"vatra/lms/people"
)

// SendAddress works the job that answers who asked for another address last.
func (s *Site) SendAddress() {
	s.T.Helper()
	var args []byte
	const newest = `SELECT args FROM river_job WHERE kind = 'people.address' ORDER BY id DESC LIMIT 1`
	Must(s.T, s.DB.NewRaw(newest).Scan(s.T.Context(), &args))
	var asked people.SendAddress
	Must(s.T, json.Unmarshal(args, &asked))
	Must(s.T, s.People.SendAddress(s.T.Context(), asked))
}

// BuildCopy works the job of the copy that somebody has asked for last.
func (s *Site) BuildCopy(owner access.Actor) {
	s.T.Helper()
	exports, err := s.Dossiers.Exports(s.T.Context(), owner)
	Must(s.T, err)
	if len(exports) == 0 {
		s.T.Fatal("no copy was asked for")
	}
	Must(s.T, s.Dossiers.Build(s.T.Context(), exports[0].ID))
}

// LetterPath is where the link in the newest mail to an address leads on the site; it begins with begins.
func (s *Site) LetterPath(to, begins string) string {
	s.T.Helper()
	return begins + s.LetterToken(to, begins)
}
