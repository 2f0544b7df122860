package mail_test

import (
	"io"
	"mime"
	"mime/multipart"
	netmail "net/mail"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/uuid"

	"vatra/lms/mail"
)

// A letter has two forms that say the same, loads nothing from anywhere, and can be stopped as RFC 8058 asks.
func TestALetterInItsFrame(t *testing.T) {
	t.Parallel()
	const link, stop = "https://vatra.example/certificates", "https://vatra.example/letters/stop/abc"
	message, err := mail.Letter{
		Locale: "sq", Subject: "Certifikata juaj", Greeting: "Përshëndetje, Ana <b>,", Paragraphs: []string{"urime", link, "Fund."},
		Link: link, Button: "Hapni Vatra", Why: "Sepse keni një llogari.", Sender: "Vatra · Bashkia", Stop: stop, StopText: "Ndaloni",
	}.Message(uuid.Must(uuid.NewV7()), "ana@primarie.example")
	if err != nil {
		t.Fatal(err)
	}
	header, parts := sent(t, message)
	for name, want := range map[string]string{
		"List-Unsubscribe": "<" + stop + ">", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click", "Auto-Submitted": "auto-generated",
	} {
		if got := header.Get(name); got != want {
			t.Errorf("%s is %q", name, got)
		}
	}
	if len(parts) != 2 || !strings.HasPrefix(header.Get("Content-Type"), "multipart/alternative") {
		t.Fatalf("%d parts of %s", len(parts), header.Get("Content-Type"))
	}
	for i, has := range [][]string{
		{"Përshëndetje, Ana <b>,\n\nurime\n\n" + link + "\n\nFund.\n\n-- \nVatra · Bashkia\n", "Ndaloni: " + stop},
		{`lang="sq"`, "Ana &lt;b&gt;,", `href="` + link + `"`, "Hapni Vatra", "Sepse keni një llogari.", `href="` + stop + `"`, `content="light dark"`},
	} {
		for _, want := range has {
			if !strings.Contains(parts[i], want) {
				t.Errorf("part %d lacks %q:\n%s", i, want, parts[i])
			}
		}
	}
	for _, never := range []string{"<img", "src=", "url(", "<script", "@import", "<link"} {
		if strings.Contains(parts[1], never) {
			t.Errorf("the HTML has %s", never)
		}
	}
}

// sent is a message as it lies in the outbox.
func sent(t *testing.T, message mail.Message) (header netmail.Header, parts []string) {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "outbox")
	outbox, err := mail.OpenOutbox(dir, from)
	if err == nil {
		err = outbox.Send(t.Context(), message)
	}
	if err != nil {
		t.Fatal(err)
	}
	files, _ := filepath.Glob(filepath.Join(dir, "*.eml"))
	raw, err := os.Open(files[0])
	if err != nil {
		t.Fatal(err)
	}
	defer raw.Close()
	read, err := netmail.ReadMessage(raw)
	if err != nil {
		t.Fatal(err)
	}
	_, params, err := mime.ParseMediaType(read.Header.Get("Content-Type"))
	if err != nil {
		t.Fatal(err)
	}
	for body := multipart.NewReader(read.Body, params["boundary"]); ; {
		part, err := body.NextPart()
		if err != nil {
			return read.Header, parts
		}
		text, err := io.ReadAll(part)
		if err != nil {
			t.Fatal(err)
		}
		parts = append(parts, strings.ReplaceAll(string(text), "\r\n", "\n"))
	}
}
