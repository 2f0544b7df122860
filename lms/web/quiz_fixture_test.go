package web_test

import (
	"encoding/json"
	"fmt"
	"html"
	"io"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"vatra/lms/access"
)

// quizCourse has a lesson with questions inside, then a quiz with one question of each type. settings are more lines for
// the quiz, such as ", time_limit: 30m".
func quizCourse(settings string) map[string]string {
	return map[string]string{
		"course.yaml": `vatra: 1
code: quizzed
title: {en: "Quizzed"}
languages: [en, ro]
licence: CC0-1.0
modules:
  - {folder: 01-one, title: {en: "One"}}
quizzes:
  - {key: final, file: quizzes/final, title: {en: "Final quiz", ro: "Test final"}, after: 01-one, pass_mark: 50` + settings + `}
`,
		"01-one/01-learn.en.md": "---\ncompletion: question\n---\n\n# Learn\n\nRead this.\n\n" +
			"**How many legs has a horse?** {#legs type=numeric}\n\n- [=] 4 +- 0\n\n> Yes, four.\n> Count again.\n\n" +
			"Then this.\n\n" +
			"**Which is a fruit?** {#fruit}\n\n- [x] Apple\n  > It grows on a tree.\n- [ ] Stone\n  > One cannot eat it.\n",
		"quizzes/final.en.md": strings.Join([]string{
			"**Two and two?** {#sum}\n\n- [ ] Three\n  > Too few.\n- [x] Four\n  > Just so.",
			"**Which are colours?** {#colours points=2}\n\n- [x] Red\n- [x] Blue\n- [ ] Salt\n  > Salt is no colour.",
			"**Is water wet?** {#wet type=truefalse}\n\n- [x] True\n- [ ] False",
			"**The capital of France?** {#paris}\n\n- [=] Paris",
			"**How many per cent is a half?** {#half type=numeric}\n\n- [=] 50 +- 0.5\n\n> Half of a hundred.\n> Think of a hundred.",
			"**Who says what?** {#says points=2}\n\n- [=] Cat => miaow\n- [=] Dog => woof",
		}, "\n\n") + "\n",
		"quizzes/final.ro.md": strings.Join([]string{
			"**Doi și cu doi?** {#sum}\n\n- [ ] Trei\n  > Prea puțin.\n- [x] Patru\n  > Întocmai.",
			"**Care sunt culori?** {#colours points=2}\n\n- [x] Roșu\n- [x] Albastru\n- [ ] Sare\n  > Sarea nu e culoare.",
			"**Apa este udă?** {#wet type=truefalse}\n\n- [x] Adevărat\n- [ ] Fals",
			"**Capitala Franței?** {#paris}\n\n- [=] Paris",
			"**Cât la sută este o jumătate?** {#half type=numeric}\n\n- [=] 50 +- 0.5\n\n> Jumătate din o sută.\n> Gândiți-vă la o sută.",
			"**Cine ce spune?** {#says points=2}\n\n- [=] Pisica => miau\n- [=] Câinele => ham",
		}, "\n\n") + "\n",
	}
}

// candidate is a learner with an attempt at the quiz, its page just read.
type candidate struct {
	*reader
	path string // of the attempt
}

func (s *site) candidate(settings string) *candidate {
	s.t.Helper()
	const email = "ana@example.org"
	s.install(quizCourse(settings))
	s.person(email, access.RoleLearner)
	return s.sit(email)
}

func (s *site) sit(email string) *candidate {
	s.t.Helper()
	c := &candidate{reader: s.as(email)}
	c.get("/courses/quizzed/lessons/final")
	started := c.post("/courses/quizzed/lessons/final/start", nil)
	c.path = started.Header.Get("Location")
	if !strings.HasPrefix(c.path, "/attempts/") {
		s.t.Fatalf("starting led to %d %q", started.Status, c.path)
	}
	c.get(c.path)
	return c
}

var (
	fieldOfForm = regexp.MustCompile(`<input type="hidden" name="(q\d+\.was)" value="([^"]*)"`)
	optionLabel = regexp.MustCompile(`(?s)<(?:input type="(?:radio|checkbox)" name="(q\d+)"|option) value="([^"]+)"[^>]*>(.*?)</(?:span|option)>`)
	selectName  = regexp.MustCompile(`(?s)<label id="[^"]*" for="[^"]*">(.*?)</label>\s*<select id="[^"]*" name="(q\d+\.[^"]+)"`)
	markup      = regexp.MustCompile(`<[^>]*>`)
)

func said(fragment string) string {
	return strings.TrimSpace(html.UnescapeString(markup.ReplaceAllString(fragment, "")))
}

// value is what the page's form sends for the choice or option with the words.
func (c *candidate) value(words string) string {
	c.t.Helper()
	for _, found := range optionLabel.FindAllStringSubmatch(c.last.Body, -1) {
		if said(found[3]) == words {
			return found[2]
		}
	}
	c.t.Fatalf("the page offers no %q", words)
	return ""
}

// line is the name of the list beside the words.
func (c *candidate) line(words string) string {
	c.t.Helper()
	for _, found := range selectName.FindAllStringSubmatch(c.last.Body, -1) {
		if said(found[1]) == words {
			return found[2]
		}
	}
	c.t.Fatalf("the page has no list beside %q", words)
	return ""
}

// fill is the form as the page has it, with answers over it.
func (c *candidate) fill(button string, pairs ...string) url.Values {
	fields := form(append([]string{"go", button}, pairs...)...)
	for _, found := range fieldOfForm.FindAllStringSubmatch(c.last.Body, -1) {
		fields.Set(found[1], found[2])
	}
	return fields
}

// right answers all questions rightly.
func (c *candidate) right(button string) url.Values {
	fields := c.fill(button,
		"q1", c.value("Four"), "q3", c.value("True"), "q4", "paris", "q5", "50,0",
		c.line("Cat"), c.value("miaow"), c.line("Dog"), c.value("woof"))
	fields["q2"] = []string{c.value("Red"), c.value("Blue")}
	return fields
}

// send is an answer as the script sends it.
func (c *candidate) send(slot int, seq int64, response string) answer {
	c.t.Helper()
	body := fmt.Sprintf(`{"slot":%d,"seq":%d,"response":%s}`, slot, seq, response)
	request, err := http.NewRequestWithContext(c.t.Context(), http.MethodPost, c.site.url+c.path+"/answers", strings.NewReader(body))
	must(c.t, err)
	request.Header.Set("Content-Type", "application/json")
	request.Header.Set("Accept", "application/json")
	request.Header.Set("Origin", c.site.url)
	if found := formToken.FindStringSubmatch(c.last.Body); found != nil {
		request.Header.Set("X-Csrf-Token", found[1])
	}
	came, err := c.client.Do(request)
	must(c.t, err)
	defer came.Body.Close()
	text, err := io.ReadAll(came.Body)
	must(c.t, err)
	return answer{Status: came.StatusCode, Header: came.Header, Body: string(text)}
}

// acknowledged is what the script is told.
func acknowledged(t *testing.T, a answer) (savedAt string, seq int64) {
	t.Helper()
	var told struct {
		SavedAt string `json:"saved_at"`
		Seq     int64  `json:"seq"`
	}
	a.check(t, http.StatusOK, nil, nil)
	must(t, json.Unmarshal([]byte(a.Body), &told))
	return told.SavedAt, told.Seq
}

// journal is how many entries there are, of all attempts.
func (s *site) journal() int {
	s.t.Helper()
	var count int
	must(s.t, s.DB.Pool.QueryRow(s.t.Context(), `SELECT count(*) FROM answers`).Scan(&count))
	return count
}

// timeIsOver moves all open attempts into the past.
func (s *site) timeIsOver() {
	s.t.Helper()
	_, err := s.DB.Pool.Exec(s.t.Context(),
		`UPDATE attempts SET started_at = started_at - interval '2 hours', deadline = now() - interval '1 minute'
		WHERE submitted_at IS NULL`)
	must(s.t, err)
}
