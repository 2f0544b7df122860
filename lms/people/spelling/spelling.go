// Package spelling owns how the address and the name of a person are written: which ones are taken, and in what form they are kept
// and looked for. Whose they are is people's.
package spelling

import (
	"net/mail"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/net/idna"
	"golang.org/x/text/unicode/norm"

	"vatra/certificates"
	"vatra/lms/fault"
	"vatra/lms/text"
)

const (
	emailMax   = 254 // bytes: RFC 3696 erratum 1690
	mailboxMax = 64  // bytes before the @: RFC 5321 section 4.5.3.1.1
	nameMax    = 120 // characters

	noNameSigns = `<>{}=@"\`
)

// Email gives an address the one form in which it is kept and compared: lower case, an internationalised
// domain in its own letters. It reports false for what cannot be an address.
func Email(text string) (string, bool) {
	text = strings.TrimSpace(text)
	if len(text) > emailMax || !utf8.ValidString(text) {
		return "", false
	}
	parsed, err := mail.ParseAddress(text)
	if err != nil || parsed.Name != "" || parsed.Address != text {
		return "", false
	}
	at := strings.LastIndexByte(text, '@')
	mailbox, domain := strings.ToLower(text[:at]), text[at+1:]
	if len(mailbox) > mailboxMax || strings.ContainsFunc(mailbox, func(r rune) bool { return r > unicode.MaxASCII || r == '"' }) {
		return "", false
	}
	ascii, err := idna.Lookup.ToASCII(domain)
	if err != nil || !strings.Contains(ascii, ".") {
		return "", false
	}
	domain, err = idna.Lookup.ToUnicode(ascii)
	if err != nil {
		return "", false
	}
	return mailbox + "@" + domain, true
}

// CheckEmail gives the canonical address; its field is always called email.
func CheckEmail(fields fault.Fields, text string) string {
	const field = "email"
	email, ok := Email(text)
	switch {
	case strings.TrimSpace(text) == "":
		fields.Add(field, "error.required")
	case !ok:
		fields.Add(field, "people.email_invalid")
	}
	return email
}

// CheckName gives back the name with single spaces. Characters that are not seen, or that turn the direction of what
// stands beside them, are refused, since the name goes on certificates and into lists; so are signs that mean something
// to programs that read such lists, and letters that no certificate can be printed with.
func CheckName(fields fault.Fields, field, given string) string {
	given = norm.NFC.String(strings.TrimSpace(given))
	name := strings.Join(strings.Fields(given), " ")
	switch {
	case given == "":
		fields.Add(field, "error.required")
	case text.HasUnseen(given):
		fields.Add(field, "people.strange_characters")
	case !strings.ContainsFunc(name, unicode.IsLetter):
		fields.Add(field, "people.name_letters")
	case utf8.RuneCountInString(name) > nameMax:
		fields.Add(field, "people.text_long", "Max", nameMax)
	case strings.ContainsAny(name, noNameSigns):
		fields.Add(field, "people.name_signs", "Characters", spread(name, noNameSigns))
	default:
		certificates.CheckNameIn(fields, field, name)
	}
	return name
}

// spread lists those of the signs that the text has.
func spread(text, signs string) string {
	var found []string
	for _, sign := range signs {
		if strings.ContainsRune(text, sign) {
			found = append(found, string(sign))
		}
	}
	return strings.Join(found, " ")
}

// Search is what users.search keeps.
func Search(name, email string) string { return text.Fold(name) + " " + text.Fold(email) }
