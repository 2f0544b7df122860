package verify_test

import (
	"net/http"
	"strings"
	"testing"

	"vatra/lms/web/webtest"
)

func TestAnybodyChecksAReceipt(t *testing.T) {
	t.Parallel()
	s := webtest.New(t)
	ana := s.Candidate("")
	receipt := webtest.ReceiptOf(t, ana.SendAnswer(4, 7, `{"text":"Paris"}`))
	anybody := s.Guest()
	anybody.Get("/verify").Check(t, http.StatusOK, []string{`<a href="/receipts">Check a receipt</a>`}, nil)
	anybody.Get("/receipts").Check(t, http.StatusOK, []string{"Check a receipt", s.Quizzes.ReceiptKey().String()}, []string{"Genuine"})
	check := func(text string) webtest.Answer {
		return anybody.Post("/receipts", webtest.Form("receipt", text))
	}
	check("Dear trainer,\n"+receipt[:40]+"\n  "+receipt[40:]+"\nYours, Ana").Check(t, http.StatusOK,
		[]string{
			"Genuine, and the site still has this answer", strings.TrimPrefix(ana.Path, "/attempts/"), "<dd>4</dd>", "<dd>7</dd>",
			"Yours, Ana",
		}, []string{"Paris", "That one counts", "Not genuine"})
	check(receipt[:20]+"A"+receipt[21:]).Check(t, http.StatusOK,
		[]string{"Not genuine", "This is not a receipt of this site"}, []string{"Genuine"})
	check(" ").Check(t, http.StatusUnprocessableEntity, []string{"Please fill in this field.", `aria-invalid="true"`}, []string{"Genuine"})
	check("no such thing").Check(t, http.StatusUnprocessableEntity,
		[]string{"There is no receipt in this.", `aria-invalid="true"`, "no such thing"}, []string{"Genuine"})
}

func TestAReceiptIsHeldBesideTheJournal(t *testing.T) {
	t.Parallel()
	s := webtest.New(t)
	ana := s.Candidate("")
	altered := webtest.ReceiptOf(t, ana.SendAnswer(4, 1, `{"text":"Paris"}`))
	missing := webtest.ReceiptOf(t, ana.SendAnswer(5, 1, `{"number":"50"}`))
	replaced := webtest.ReceiptOf(t, ana.SendAnswer(1, 1, `{"choices":["`+ana.Value("Three")+`"]}`))
	webtest.Acknowledged(t, ana.SendAnswer(1, 2, `{"choices":["`+ana.Value("Four")+`"]}`))
	// As only somebody with the database in their hands can, or a backup that is put back.
	s.AlterJournal(`UPDATE answers SET response = '{"text": "Rome"}' WHERE slot = 4`)
	s.AlterJournal(`DELETE FROM answers WHERE slot = 5`)
	anybody := s.Guest()
	anybody.Get("/receipts")
	file := []byte("my receipts\n" + altered + "\n" + missing + "\n" + replaced + "\n")
	anybody.Upload("/receipts", "file", "receipts.txt", file, map[string]string{"receipt": ""}).Check(t, http.StatusOK,
		[]string{
			"Genuine, but the site has something else now", "Genuine, but the site does not have this answer",
			"Genuine, and the site still has this answer", "That one counts.",
		}, []string{"Not genuine", "Paris", "Rome"})
	anybody.Upload("/receipts", "file", "receipts.txt", []byte("nothing\xff"), map[string]string{"receipt": ""}).Check(t,
		http.StatusUnprocessableEntity, []string{"There is no receipt in this."}, nil)
	other := s.Guest()
	other.Get("/receipts")
	foreign := strings.Repeat("not a receipt ", 10) + replaced
	other.Post("/receipts", webtest.Form("receipt", strings.Repeat(foreign+"\n", 201))).Check(t, http.StatusOK,
		[]string{"Only the first receipts were checked. At one time: 200."}, nil)
}
