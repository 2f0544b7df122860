package mail

import (
	"errors"
	"fmt"
	"net/mail"
	"strings"
	"time"

	gomail "github.com/wneessen/go-mail"
	"golang.org/x/net/idna"
)

// errUnsendable marks a message that no server could take.
var errUnsendable = errors.New("the message cannot be written")

// compose writes a message by RFC 5322: text in UTF-8, with its HTML beside it as the other form of the same (RFC 2046 section
// 5.1.4), marked as sent by a machine (RFC 3834) so that an out-of-office reply stays away.
func compose(from mail.Address, m Message, at time.Time) (*gomail.Msg, error) {
	to, err := wireAddress(m.To)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", errUnsendable, err)
	}
	sender, err := wireAddress(from.Address)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", errUnsendable, err)
	}
	_, domain, _ := strings.Cut(sender, "@")
	message := gomail.NewMsg(gomail.WithNoDefaultUserAgent(), gomail.WithCharset(gomail.CharsetUTF8), gomail.WithEncoding(gomail.EncodingQP))
	if err := message.FromFormat(from.Name, sender); err != nil {
		return nil, fmt.Errorf("%w: %w", errUnsendable, err)
	}
	if err := message.To(to); err != nil {
		return nil, fmt.Errorf("%w: %w", errUnsendable, err)
	}
	message.Subject(strings.Join(strings.Fields(m.Subject), " "))
	message.SetDateWithValue(at)
	message.SetMessageIDWithValue(m.ID.String() + "@" + domain)
	message.SetGenHeader("Auto-Submitted", "auto-generated")
	if m.Locale != "" {
		message.SetGenHeader("Content-Language", m.Locale)
	}
	if m.Stop != "" {
		message.SetGenHeader("List-Unsubscribe", "<"+m.Stop+">")
		message.SetGenHeader("List-Unsubscribe-Post", "List-Unsubscribe=One-Click")
	}
	message.SetBodyString(gomail.TypeTextPlain, m.Text)
	if m.HTML != "" {
		message.AddAlternativeString(gomail.TypeTextHTML, m.HTML)
	}
	return message, nil
}

// wireAddress spells an internationalised domain as servers know it.
func wireAddress(address string) (string, error) {
	at := strings.LastIndexByte(address, '@')
	if at < 1 {
		return "", fmt.Errorf("%q is no address", address)
	}
	domain, err := idna.Lookup.ToASCII(address[at+1:])
	if err != nil {
		return "", fmt.Errorf("the domain of %q: %w", address, err)
	}
	return address[:at+1] + domain, nil
}
