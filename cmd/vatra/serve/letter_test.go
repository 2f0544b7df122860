//go:build whole

package serve_test

import (
	"bytes"
	"io"
	"mime"
	"mime/multipart"
	"net/mail"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// letter waits for a mail to the address and gives its text. Mails to one address come in the order of sending.
func (s *site) letter(t *testing.T, to string) string {
	t.Helper()
	for end := time.Now().Add(30 * time.Second); time.Now().Before(end); time.Sleep(20 * time.Millisecond) {
		files, err := filepath.Glob(filepath.Join(s.data, "outbox", "*.eml"))
		if err != nil {
			t.Fatal(err)
		}
		for i := len(files) - 1; i >= 0; i-- {
			file, err := os.ReadFile(files[i])
			if err != nil {
				t.Fatal(err)
			}
			message, err := mail.ReadMessage(bytes.NewReader(file))
			if err != nil {
				t.Fatalf("%s is no mail: %v", files[i], err)
			}
			if !strings.Contains(message.Header.Get("To"), to) {
				continue
			}
			return textPart(t, message)
		}
	}
	t.Fatalf("no mail comes to %s", to)
	return ""
}

// textPart is the first form of what a letter says.
func textPart(t *testing.T, message *mail.Message) string {
	t.Helper()
	_, params, err := mime.ParseMediaType(message.Header.Get("Content-Type"))
	if err != nil {
		t.Fatal(err)
	}
	part, err := multipart.NewReader(message.Body, params["boundary"]).NextPart() // which undoes quoted-printable
	if err != nil {
		t.Fatal(err)
	}
	text, err := io.ReadAll(part)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// link is the first address below path in a letter.
func (s *site) link(t *testing.T, letter, path string) string {
	t.Helper()
	for _, word := range strings.Fields(letter) {
		if strings.HasPrefix(word, s.BaseURL+path) {
			return word
		}
	}
	t.Fatalf("the mail has no link to %s%s:\n%s", s.BaseURL, path, letter)
	return ""
}
