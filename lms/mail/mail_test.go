package mail_test

import (
	"io"
	"mime"
	"mime/quotedprintable"
	netmail "net/mail"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"vatra/lms/mail"
)

var from = netmail.Address{Name: "Școala Vatra", Address: "no-reply@vatra.example"}

func message(t *testing.T) mail.Message {
	t.Helper()
	id, err := uuid.NewV7()
	if err != nil {
		t.Fatal(err)
	}
	return mail.Message{
		ID: id, To: "ana@пример.бг", Subject: "Потвърдете адреса си – Vatra", Locale: "bg",
		Text: "Здравейте,\n\nhttps://vatra.example/confirm/" + strings.Repeat("x", 100) + "\n\n.\nкрай\n",
	}
}

// read takes a message apart as a mail program would.
func read(t *testing.T, raw string) (header netmail.Header, text string) {
	t.Helper()
	parsed, err := netmail.ReadMessage(strings.NewReader(raw))
	if err != nil {
		t.Fatalf("%v in\n%s", err, raw)
	}
	if got := parsed.Header.Get("Content-Transfer-Encoding"); got != "quoted-printable" {
		t.Fatalf("encoded as %q", got)
	}
	body, err := io.ReadAll(quotedprintable.NewReader(parsed.Body))
	if err != nil {
		t.Fatal(err)
	}
	return parsed.Header, strings.ReplaceAll(string(body), "\r\n", "\n")
}

func checkMessage(t *testing.T, raw string, m mail.Message) {
	t.Helper()
	header, text := read(t, raw)
	if strings.TrimRight(text, "\n") != strings.TrimRight(m.Text, "\n") {
		t.Errorf("the text is\n%s\nand not\n%s", text, m.Text)
	}
	subject, err := new(mime.WordDecoder).DecodeHeader(header.Get("Subject"))
	if err != nil || subject != m.Subject {
		t.Errorf("subject %q, %v", subject, err)
	}
	sender, err := header.AddressList("From")
	if err != nil || len(sender) != 1 || *sender[0] != from {
		t.Errorf("from %v, %v", sender, err)
	}
	to, err := header.AddressList("To")
	if err != nil || len(to) != 1 || to[0].Address != "ana@xn--e1afmkfd.xn--90ae" {
		t.Errorf("to %v, %v", to, err)
	}
	if at, err := header.Date(); err != nil || time.Since(at).Abs() > time.Hour {
		t.Errorf("date %v, %v", at, err)
	}
	for name, want := range map[string]string{
		"Message-Id":       "<" + m.ID.String() + "@vatra.example>",
		"Auto-Submitted":   "auto-generated",
		"Content-Language": "bg",
		"Mime-Version":     "1.0",
		"Content-Type":     "text/plain; charset=UTF-8",
		"X-Mailer":         "",
	} {
		if got := header.Get(name); got != want {
			t.Errorf("%s is %q, want %q", name, got, want)
		}
	}
}

func TestOutboxKeepsWholeMessages(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "outbox")
	outbox, err := mail.OpenOutbox(dir, from)
	if err != nil {
		t.Fatal(err)
	}
	first, second := message(t), message(t)
	for _, m := range []mail.Message{second, first, first} {
		if err := outbox.Send(t.Context(), m); err != nil {
			t.Fatal(err)
		}
	}
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	if len(entries) != 2 {
		t.Fatalf("%d files of two messages, one of them sent twice: %v", len(entries), entries)
	}
	for i, m := range []mail.Message{first, second} {
		if name := entries[i].Name(); !strings.HasSuffix(name, m.ID.String()+".eml") {
			t.Errorf("file %d is %s: files stand in the order in which the messages were made", i, name)
		}
		raw, err := os.ReadFile(filepath.Join(dir, entries[i].Name()))
		if err != nil {
			t.Fatal(err)
		}
		checkMessage(t, string(raw), m)
	}
	if info, err := os.Stat(dir); err != nil || info.Mode().Perm() != 0o700 {
		t.Errorf("others may look into the outbox: %v, %v", info.Mode(), err)
	}
}

func TestNoHeaderIsSmuggledIn(t *testing.T) {
	t.Parallel()
	outbox, err := mail.OpenOutbox(t.TempDir(), from)
	if err != nil {
		t.Fatal(err)
	}
	hostile := message(t)
	hostile.To = "ana@vatra.example\r\nBcc: all@vatra.example"
	if err := outbox.Send(t.Context(), hostile); err == nil || !mail.Permanent(err) {
		t.Errorf("an address of two lines: %v", err)
	}
	server := &server{}
	address := server.start(t)
	smtp, err := mail.OpenSMTP("smtp://"+address+"?tls=none", from)
	if err != nil {
		t.Fatal(err)
	}
	hostile = message(t)
	hostile.Subject = "Hello\r\nBcc: all@vatra.example\r\n\r\nanother text"
	if err := smtp.Send(t.Context(), hostile); err != nil {
		t.Fatal(err)
	}
	header, _ := read(t, server.messages()[0])
	if header.Get("Bcc") != "" || header.Get("Subject") != "Hello Bcc: all@vatra.example another text" {
		t.Errorf("the subject became headers: %v", header)
	}
}
