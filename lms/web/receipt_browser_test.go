//go:build whole

package web_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"vatra/lms/access"
	"vatra/lms/browsertest"
	"vatra/lms/web/webtest"
)

func TestTheBrowserHoldsReceiptsAgainstTheSite(t *testing.T) {
	t.Parallel()
	s, b := sitting(t, "", browsertest.Options{Width: 360, Language: "en"})
	b.In("Two and two?").Choose("Three")
	b.MustContain("✓ saved")
	b.Offline(true)
	b.In("Two and two?").Choose("Four")
	b.In("The capital of France?").Fill("Your answer", "Paris")
	b.MustContain("not saved yet: it will be sent when the connection is back")
	b.Problems() // the browser's own remarks on requests without a line
	b.Offline(false)
	b.MustVanish("not saved yet")
	// Whoever leaves before the answer of a save has come has no receipt of it.
	const receipts = `String(Object.keys(localStorage).filter((place) => place.startsWith("receipt/")).length)`
	for tries := 0; b.Eval(receipts) != "2" && tries < 200; tries++ {
		time.Sleep(50 * time.Millisecond)
	}
	b.Problems()

	b.Click("Receipts for your answers")
	b.MustContain("The receipts in this browser agree with what the site has.", "Your browser holds a receipt of",
		"It is for the answer that the site has.", "The site has no answer.", "Check these receipts")
	if receipt := b.In("Question 4 of 6").Value("Receipt"); !strings.HasPrefix(receipt, "vatra1.") {
		t.Errorf("the receipt is %q", receipt)
	}
	b.Overflow()
	b.Axe()
	b.Validate()
	b.Screenshot("agree")
	b.MustWeigh(pageWeight)
	file := b.Download("Keep them as a file")
	if file.Name != "receipts.txt" || strings.Count(string(file.Data), "vatra1.") != 2 {
		t.Errorf("the file %s holds %q", file.Name, file.Data)
	}
	held := b.Eval(`JSON.stringify(Object.entries(localStorage))`)
	if strings.Contains(held, "Paris") || strings.Contains(held, "choices") {
		t.Errorf("an answer stays in the browser: %s", held)
	}
	address := b.URL()
	// The journal changes behind the site's back, and one answer is given where this browser is not.
	s.AlterJournal(`UPDATE answers SET response = '{"text": "Rome"}' WHERE slot = 4`)
	s.AlterJournal(`INSERT INTO answers SELECT attempt_id, slot, seq + 1, response, now() FROM answers WHERE slot = 1 AND seq = 2`)
	b.Reload()
	b.MustContain("Not every receipt in this browser agrees with what the site has.",
		"The site does not have the answer that it signed for.", "The site has a later answer")
	b.Axe()
	b.Screenshot("argue")
	b.Click("Check these receipts")
	b.MustContain("Genuine, and the site still has this answer", "That one counts.", "Genuine, but the site has something else now")
	b.Overflow()
	b.Axe()
	b.Validate()
	b.Screenshot("checked")

	b.Open(address)
	b.Click("Remove them from this browser")
	b.MustContain("The receipts were removed from this browser.")
	b.MustNotContain("Check these receipts")
	if left := b.Eval(`Object.keys(localStorage).length`); left != "0" {
		t.Errorf("%s things are left in the browser", left)
	}
}

func TestAnswersThatComeTooFastWaitInTheBrowser(t *testing.T) {
	t.Parallel()
	s, b := sitting(t, "", browsertest.Options{Language: "en"})
	_, err := s.DB.Pool.Exec(t.Context(), `UPDATE attempts SET saves_paid_until = now() + interval '1 hour'`)
	webtest.Must(t, err)
	b.In("The capital of France?").Fill("Your answer", "Paris")
	b.MustContain("Answers to this quiz arrive faster than anybody can give them.")
	if wait := b.Eval(`retry > 3000000`); wait != "true" {
		t.Errorf("it is tried again in %s milliseconds", b.Eval(`retry`))
	}
	b.Problems() // the browser's own remark on the refusal
	_, err = s.DB.Pool.Exec(t.Context(), `UPDATE attempts SET saves_paid_until = now()`)
	webtest.Must(t, err)
	b.Eval(`dispatchEvent(new Event("online"))`) // instead of waiting an hour
	eventually(t, "the answer has arrived", func() bool { return s.Journal() == 1 })
	b.MustContain("✓ saved")
	b.MustVanish("faster than anybody")

	_, err = s.DB.Pool.Exec(t.Context(), `UPDATE attempts SET saves_left = 0`)
	webtest.Must(t, err)
	b.In("The capital of France?").Fill("Your answer", "Lyon")
	b.MustContain("no more changes are saved")
	b.Axe()
	b.Problems()
	b.Reload()
	b.MustContain("no more changes are saved")
	if got := b.In("The capital of France?").Value("Your answer"); got != "Lyon" {
		t.Errorf("what was typed has become %q", got)
	}
	b.Problems()
}

func TestReceiptsWithoutScripts(t *testing.T) {
	t.Parallel()
	s := webtest.New(t)
	s.InstallFiles(webtest.QuizCourse(""))
	s.Person("ana@example.org", access.RoleLearner)
	b := browsertest.New(t, browsertest.Options{Width: 360, NoScript: true, Language: "en"})
	sitAt(s, b, "ana@example.org")
	b.In("The capital of France?").Fill("Your answer", "Paris")
	b.Click("Save question 4")
	b.MustContain("Answered: 1 of 6", "Receipt for what was just saved")
	b.Click("Receipt for what was just saved")
	receipt := b.Value("Receipt")
	b.Overflow()
	b.Axe()
	b.Validate()
	b.Screenshot("given")
	b.Click("Receipts for your answers")
	b.MustContain("Browsers keep receipts only with scripts.", "The site has an answer:")
	b.Axe()
	b.Validate()
	b.Click("Check a receipt")
	b.Fill("Receipt", fmt.Sprintf("On the page it said: %s", receipt))
	b.In("main").Click("Check")
	b.MustContain("Genuine, and the site still has this answer")
	b.Overflow()
	b.Axe()
	b.Validate()
	b.Screenshot("genuine")
}
