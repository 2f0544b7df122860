package mail

import (
	_ "embed"
	"fmt"
	"html/template"
	"strings"

	"github.com/google/uuid"
)

// Letter is what is written to somebody, in words that its writer has chosen, for the one frame that all letters have: who is
// greeted, what is said, one link, and at the end who writes, why, and how it stops.
type Letter struct {
	Locale, Subject string
	Greeting        string
	Paragraphs      []string // one that is the Link and nothing else is where it stands
	Link, Button    string   // where it leads, and what the button says in the HTML part
	Why             string   // why somebody gets it
	Sender          string   // who answers for it
	Stop            string   // where a letter that is not needed can be stopped without logging in (RFC 8058); empty for one that is
	StopText        string   // what the link to Stop says
}

//go:embed letter.html
var frame string

// frameHTML has neither pictures nor anything from elsewhere, and no colour but that of the button, which has both of its
// own: a program that turns its window dark finds nothing that does not turn with it.
var frameHTML = template.Must(template.New("letter").Parse(frame))

// Message puts the letter into its frame, once as text and once as HTML, which say the same.
func (l Letter) Message(id uuid.UUID, to string) (Message, error) {
	var page strings.Builder
	if err := frameHTML.Execute(&page, l); err != nil {
		return Message{}, fmt.Errorf("framing a letter: %w", err)
	}
	return Message{
		ID: id, To: to, Subject: l.Subject, Locale: l.Locale, Text: l.text(), HTML: page.String(), Stop: l.Stop,
	}, nil
}

// text begins its end with the line by which mail programs know a signature (RFC 3676 section 4.3).
func (l Letter) text() string {
	said := append([]string{l.Greeting}, l.Paragraphs...)
	end := []string{"-- ", l.Sender, l.Why}
	if l.Stop != "" {
		end = append(end, l.StopText+": "+l.Stop)
	}
	return strings.Join(said, "\n\n") + "\n\n" + strings.Join(end, "\n") + "\n"
}
