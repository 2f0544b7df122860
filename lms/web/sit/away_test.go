package sit_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"vatra/lms/web/webtest"
)

// TestNothingIsLostWhileTheDatabaseTakesNothing makes the whole database read-only under somebody who takes a quiz, and
// ends every connection there is: pages are still served, and what cannot be saved comes back to be sent again.
func TestNothingIsLostWhileTheDatabaseTakesNothing(t *testing.T) {
	t.Parallel()
	s := webtest.New(t)
	ana := s.Candidate("")
	everywhere := func(setting string) {
		t.Helper()
		pooled, err := s.DB.Pool.Acquire(t.Context())
		webtest.Must(t, err)
		conn := pooled.Hijack()
		defer conn.Close(t.Context())
		for _, statement := range []string{
			`SET default_transaction_read_only = off`,
			`DO $$ BEGIN EXECUTE format('ALTER DATABASE %I ` + setting + `', current_database()); END $$`,
			`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()`,
		} {
			_, err := conn.Exec(t.Context(), statement)
			webtest.Must(t, err)
		}
	}
	s.Exec(`UPDATE sessions SET seen_at = now() - interval '10 minutes'`) // the next page would note that it is in use
	everywhere("SET default_transaction_read_only = on")

	ana.Get("/courses/quizzed/lessons/learn").Check(t, http.StatusOK, []string{"How many legs has a horse?"}, nil)
	ana.Get(ana.Path).Check(t, http.StatusOK, []string{"Two and two?"}, nil)
	request, err := http.NewRequestWithContext(t.Context(), http.MethodPost, s.URL+ana.Path+"/answers",
		strings.NewReader(`{"slot": 4, "seq": 1, "response": {"text": "Paris"}}`))
	webtest.Must(t, err)
	request.Header = http.Header{
		"Content-Type": {"application/json"}, "Accept": {"application/json"},
		"X-Csrf-Token": {webtest.FormToken.FindStringSubmatch(ana.Last.Body)[1]},
	}
	ana.Send(request).Check(t, http.StatusServiceUnavailable, []string{`"kind":"unavailable"`, `"code":"error.unavailable"`}, nil)
	kept := ana.Post(ana.Path+"/answers", ana.Fill("submit", "q4", "Paris"))
	kept.Check(t, http.StatusServiceUnavailable, []string{
		"The form was not saved", `action="` + ana.Path + `/answers"`, `name="q4" value="Paris"`, "Send again",
	}, nil)

	everywhere("RESET default_transaction_read_only")
	ana.Last = kept
	ana.Post(ana.Path+"/answers", url.Values{"q4": {"Paris"}, "go": {"submit"}}).Check(t, http.StatusOK, []string{"vatra1."}, nil)
	if s.Journal() != 1 {
		t.Errorf("%d answers are in the journal", s.Journal())
	}
}
