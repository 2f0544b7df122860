package webtest

import (
	"context"
	"encoding/json"
	"fmt"
	"html"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"github.com/uptrace/bun"

	"vatra/lms/access"
)

// Candidate is a learner with an attempt at the quiz, its page just read.
type Candidate struct {
	*Reader
	Path string // of the attempt
}

// Candidate is Ana, who has just begun the quiz of QuizCourse with these settings.
func (s *Site) Candidate(settings string) *Candidate {
	s.T.Helper()
	return s.CandidateIn(QuizCourse(settings))
}

// CandidateIn is Candidate where the course is another of the same code.
func (s *Site) CandidateIn(files map[string]string) *Candidate {
	s.T.Helper()
	const email = "ana@example.org"
	s.InstallFiles(files)
	s.Person(email, access.RoleLearner)
	return s.sit(email)
}

func (s *Site) sit(email string) *Candidate {
	s.T.Helper()
	c := &Candidate{Reader: s.As(email)}
	c.Get("/courses/quizzed/lessons/final")
	started := c.Post("/courses/quizzed/lessons/final/start", nil)
	c.Path = started.Header.Get("Location")
	if !strings.HasPrefix(c.Path, "/attempts/") {
		s.T.Fatalf("starting led to %d %q", started.Status, c.Path)
	}
	c.Get(c.Path)
	return c
}

var (
	fieldOfForm = regexp.MustCompile(`<input type="hidden" name="(q\d+\.was)" value="([^"]*)"`)
	optionLabel = regexp.MustCompile(`(?s)<(?:input type="(?:radio|checkbox)" name="([^"]+)"|option) value="([^"]+)"[^>]*>(.*?)</(?:span|option)>`)
	selectName  = regexp.MustCompile(`(?s)<label id="[^"]*" for="[^"]*">(.*?)</label>\s*<select id="[^"]*" name="((?:q\d+|answer)\.[^"]+)"`)
	rowName     = regexp.MustCompile(`(?s)<fieldset class="row"><legend[^>]*>(.*?)</legend>.*?name="([^"]+)"`)
	gapName     = regexp.MustCompile(`aria-hidden="true">(\d+)</span></span> <(?:input|select) id="[^"]*" name="([^"]+)"`)
	markup      = regexp.MustCompile(`<[^>]*>`)
)

func said(fragment string) string {
	return strings.TrimSpace(html.UnescapeString(markup.ReplaceAllString(fragment, "")))
}

// Value is what the page's form sends for the choice or option with the words.
func (c *Candidate) Value(words string) string {
	c.t.Helper()
	for _, found := range optionLabel.FindAllStringSubmatch(c.Last.Body, -1) {
		if said(found[3]) == words {
			return found[2]
		}
	}
	c.t.Fatalf("the page offers no %q", words)
	return ""
}

// Line is the name of the list beside the words.
func (c *Candidate) Line(words string) string {
	c.t.Helper()
	for _, found := range selectName.FindAllStringSubmatch(c.Last.Body, -1) {
		if said(found[1]) == words {
			return found[2]
		}
	}
	c.t.Fatalf("the page has no list beside %q", words)
	return ""
}

// Row is the name of the buttons beside the words.
func (c *Candidate) Row(words string) string {
	c.t.Helper()
	for _, found := range rowName.FindAllStringSubmatch(c.Last.Body, -1) {
		if said(found[1]) == words {
			return found[2]
		}
	}
	c.t.Fatalf("the page has no row %q", words)
	return ""
}

// Gap is the name of the field in the gap with this number.
func (c *Candidate) Gap(number string) string {
	c.t.Helper()
	for _, found := range gapName.FindAllStringSubmatch(c.Last.Body, -1) {
		if found[1] == number {
			return found[2]
		}
	}
	c.t.Fatalf("the page has no gap %s", number)
	return ""
}

// Fill is the form as the page has it, with answers over it.
func (c *Candidate) Fill(button string, pairs ...string) url.Values {
	fields := Form(append([]string{"go", button}, pairs...)...)
	for _, found := range fieldOfForm.FindAllStringSubmatch(c.Last.Body, -1) {
		fields.Set(found[1], found[2])
	}
	return fields
}

// Saved is the page that answers a form of which something was kept, read as the last one.
func (c *Candidate) Saved(answer Answer) Answer {
	c.t.Helper()
	if answer.Status != http.StatusOK {
		c.t.Fatalf("saving answers %d:\n%s", answer.Status, answer.Body)
	}
	c.Last = answer
	return answer
}

var receiptGiven = regexp.MustCompile(`>(vatra1\.[\w.\s-]+)</textarea>`)

// Receipts are those on the page that was read last.
func (c *Candidate) Receipts() []string {
	var receipts []string
	for _, found := range receiptGiven.FindAllStringSubmatch(c.Last.Body, -1) {
		receipts = append(receipts, strings.Fields(found[1])...)
	}
	return receipts
}

// Right answers all questions rightly.
func (c *Candidate) Right(button string) url.Values {
	fields := c.Fill(button,
		"q1", c.Value("Four"), "q3", c.Value("True"), "q4", "paris", "q5", "50,0",
		c.Line("Cat"), c.Value("miaow"), c.Line("Dog"), c.Value("woof"))
	fields["q2"] = []string{c.Value("Red"), c.Value("Blue")}
	return fields
}

// SendAnswer is an answer as the script sends it.
func (c *Candidate) SendAnswer(slot int, seq int64, response string) Answer {
	c.t.Helper()
	body := fmt.Sprintf(`{"slot":%d,"seq":%d,"response":%s}`, slot, seq, response)
	request, err := http.NewRequestWithContext(c.t.Context(), http.MethodPost, c.site.URL+c.Path+"/answers", strings.NewReader(body))
	Must(c.t, err)
	request.Header.Set("Content-Type", "application/json")
	request.Header.Set("Accept", "application/json")
	request.Header.Set("Origin", c.site.URL)
	if found := FormToken.FindStringSubmatch(c.Last.Body); found != nil {
		request.Header.Set("X-Csrf-Token", found[1])
	}
	return c.Send(request)
}

// Acknowledged is what the script is told.
func Acknowledged(t *testing.T, a Answer) (savedAt string, seq int64) {
	t.Helper()
	told := acknowledgement(t, a)
	return told.SavedAt, told.Seq
}

// ReceiptOf is the receipt that the script is given.
func ReceiptOf(t *testing.T, a Answer) string {
	t.Helper()
	return acknowledgement(t, a).Receipt
}

type acknowledged struct {
	SavedAt string `json:"saved_at"`
	Seq     int64  `json:"seq"`
	Receipt string `json:"receipt"`
}

func acknowledgement(t *testing.T, a Answer) (told acknowledged) {
	t.Helper()
	a.Check(t, http.StatusOK, nil, nil)
	Must(t, json.Unmarshal([]byte(a.Body), &told))
	return told
}

// Journal is how many entries there are, of all attempts.
func (s *Site) Journal() int {
	s.T.Helper()
	var count int
	Must(s.T, s.DB.Pool.QueryRow(s.T.Context(), `SELECT count(*) FROM answers`).Scan(&count))
	return count
}

// TimeIsOver moves all open attempts into the past.
func (s *Site) TimeIsOver() {
	s.T.Helper()
	_, err := s.DB.Pool.Exec(s.T.Context(),
		`UPDATE attempts SET started_at = started_at - interval '2 hours', deadline = now() - interval '1 minute'
		WHERE submitted_at IS NULL`)
	Must(s.T, err)
}

// AlterJournal changes the journal as only somebody with the database in their hands can.
func (s *Site) AlterJournal(statement string) {
	s.T.Helper()
	s.unguarded(statement)
}

// Rules changes the rules of all quizzes as no author can, such as "opens_at = now()". Quizzes are kept in memory: nobody
// may have read one before.
func (s *Site) Rules(set string) {
	s.T.Helper()
	s.unguarded("UPDATE quizzes SET " + set)
}

// unguarded runs a statement without the triggers that refuse it.
func (s *Site) unguarded(statement string) {
	s.T.Helper()
	Must(s.T, s.DB.Tx(s.T.Context(), func(ctx context.Context, tx bun.Tx) error {
		_, err := tx.NewRaw("SET LOCAL session_replication_role = replica").Exec(ctx)
		if err == nil {
			_, err = tx.NewRaw(statement).Exec(ctx)
		}
		return err
	}))
}
