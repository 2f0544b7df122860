package lms_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"regexp"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/riverqueue/river"

	"vatra/lms"
	"vatra/lms/fault"
	"vatra/lms/jobs"
	"vatra/lms/mail"
	"vatra/lms/pg"
	"vatra/lms/pgtest"
)

func TestMain(m *testing.M) { os.Exit(pgtest.Main(m)) }

const (
	address  = "https://vatra.example"
	password = "patru cai albi pe deal"
)

// house is a whole one, as the program puts it together. Mails wait in the queue, which nobody works: that is where
// the tests read them.
type house struct {
	t      *testing.T
	db     *pg.DB
	house  *lms.House
	limits *lms.RateLimits
	people *lms.People
	queue  *jobs.Queue
}

func newHouse(t *testing.T) *house {
	t.Helper()
	db := pgtest.New(t)
	queue, err := jobs.New(db, slog.New(slog.DiscardHandler), 1)
	if err != nil {
		t.Fatal(err)
	}
	h := &house{t: t, db: db, house: lms.NewHouse(db), limits: lms.NewRateLimits(db), queue: queue}
	h.people = lms.NewPeople(db, h.house, h.limits, lms.PeopleConfig{BaseURL: address, Queue: queue})
	return h
}

var addresses atomic.Int64

// visitor is somebody at an address that nobody else has.
func visitor() lms.Visitor {
	n := addresses.Add(1)
	return lms.Visitor{Address: fmt.Sprintf("10.%d.%d.%d", n>>16&255, n>>8&255, n&255), Agent: "Firefox"}
}

func newcomer(email string) lms.Newcomer {
	return lms.Newcomer{Email: email, Name: "Ana Ștefănescu", Password: password, Locale: "ro"}
}

// person has a confirmed account with the role.
func (h *house) person(email string, role lms.Role) lms.Actor {
	h.t.Helper()
	person, err := h.people.Add(h.t.Context(), lms.Operator(), newcomer(email), role)
	if err != nil {
		h.t.Fatal(err)
	}
	return lms.Actor{UserID: person.ID, Role: person.Role, Name: person.Name, Locale: person.Locale}
}

func (h *house) register(n lms.Newcomer) {
	h.t.Helper()
	if err := h.people.Register(h.t.Context(), n, visitor()); err != nil {
		h.t.Fatal(err)
	}
}

// reset asks for a new password, and works the job that answers.
func (h *house) reset(email, locale string) {
	h.t.Helper()
	if err := h.people.RequestReset(h.t.Context(), email, locale, visitor()); err != nil {
		h.t.Fatal(err)
	}
	var args []byte
	const newest = `SELECT args FROM river_job WHERE kind = 'people.reset' ORDER BY id DESC LIMIT 1`
	if err := h.db.NewRaw(newest).Scan(h.t.Context(), &args); err != nil {
		h.t.Fatal(err)
	}
	var asked lms.SendReset
	if err := json.Unmarshal(args, &asked); err != nil {
		h.t.Fatal(err)
	}
	if err := lms.NewSendResetWorker(h.people).Work(h.t.Context(), &river.Job[lms.SendReset]{Args: asked}); err != nil {
		h.t.Fatal(err)
	}
}

func (h *house) logIn(email, password string) lms.Session {
	h.t.Helper()
	session, err := h.people.LogIn(h.t.Context(), email, password, visitor())
	if err != nil {
		h.t.Fatal(err)
	}
	return session
}

func (h *house) loggedIn(session lms.Session) bool {
	h.t.Helper()
	_, err := h.people.Session(h.t.Context(), session.Token)
	if err != nil && !fault.Is(err, fault.Unauthenticated) {
		h.t.Fatal(err)
	}
	return err == nil
}

// letters are the mails to an address, the oldest first.
func (h *house) letters(to string) []mail.Message {
	h.t.Helper()
	var args [][]byte
	const query = `SELECT args FROM river_job WHERE kind = 'mail.send' AND args->'message'->>'to' = ? ORDER BY id`
	if err := h.db.NewRaw(query, to).Scan(h.t.Context(), &args); err != nil {
		h.t.Fatal(err)
	}
	letters := make([]mail.Message, 0, len(args))
	for _, one := range args {
		var job jobs.SendMail
		if err := json.Unmarshal(one, &job); err != nil {
			h.t.Fatal(err)
		}
		letters = append(letters, job.Message)
	}
	return letters
}

// letter is the newest mail to an address.
func (h *house) letter(to string) mail.Message {
	h.t.Helper()
	letters := h.letters(to)
	if len(letters) == 0 {
		h.t.Fatalf("%s got no mail", to)
	}
	return letters[len(letters)-1]
}

var anyLink = regexp.MustCompile(regexp.QuoteMeta(address) + `(/[a-z]+/)(\S+)`)

// token is that of the link in the newest mail to an address; it must lead to the path.
func (h *house) token(to, path string) string {
	h.t.Helper()
	text := h.letter(to).Text
	found := anyLink.FindStringSubmatch(text)
	if found == nil || found[1] != path {
		h.t.Fatalf("no link to %s in\n%s", path, text)
	}
	return found[2]
}

func (h *house) exec(statement string, args ...any) {
	h.t.Helper()
	if _, err := h.db.ExecContext(h.t.Context(), statement, args...); err != nil {
		h.t.Fatal(err)
	}
}

func (h *house) count(query string, args ...any) int {
	h.t.Helper()
	var n int
	if err := h.db.NewRaw(query, args...).Scan(h.t.Context(), &n); err != nil {
		h.t.Fatal(err)
	}
	return n
}

func (h *house) settings(registration lms.Registration) {
	h.t.Helper()
	settings, err := h.house.Settings(h.t.Context())
	if err != nil {
		h.t.Fatal(err)
	}
	settings.Registration = registration
	if err := h.house.ChangeSettings(h.t.Context(), lms.Operator(), settings); err != nil {
		h.t.Fatal(err)
	}
}

// wants fails unless err is the fault with the kind and key, or has a field with the key.
func wants(t *testing.T, err error, kind fault.Kind, key string) {
	t.Helper()
	told, ok := errors.AsType[*fault.Error](err)
	if !ok || told.Kind != kind {
		t.Errorf("got %v, want %s %s", err, kind, key)
		return
	}
	if told.Key == key {
		return
	}
	for field, message := range told.Fields {
		if field+": "+message.Key == key {
			return
		}
	}
	t.Errorf("got %v, want %s %s", err, kind, key)
}

// atOnce calls f from several goroutines together and counts those that went well; the others must give the key.
func atOnce(t *testing.T, callers int, key string, f func(ctx context.Context, caller int) error) (went int) {
	t.Helper()
	start, done := make(chan struct{}), make(chan error)
	for caller := range callers {
		go func() {
			<-start
			done <- f(t.Context(), caller)
		}()
	}
	close(start)
	for range callers {
		err := <-done
		told, isFault := errors.AsType[*fault.Error](err)
		switch {
		case err == nil:
			went++
		case !isFault || told.Key != key:
			t.Errorf("got %v, want %s", err, key)
		}
	}
	return went
}

func has(text, part string) bool { return strings.Contains(text, part) }
