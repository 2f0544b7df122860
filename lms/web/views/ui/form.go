package ui

import (
	"maps"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/a-h/templ"
)

// Field is one field of a form.
type Field struct {
	Name, Label string
	Type        string // of an input: text when empty
	Value       string
	Hint        string // how to fill it in
	Error       string // why it was refused: Errors.Fields[Name]
	Complete    string // the autocomplete token (HTML, section 4.10.18.7.1), such as "current-password"
	Mode        string // the keyboard that a phone shows, such as "numeric"
	MaxLength   int
	Reveal      string // of a password: the label of the button by which a script shows it
	Optional    bool
}

// Option is one choice of a field.
type Option struct {
	Value, Text string
	Lang        string // when the text is in another language than the page
}

// Pages says where in a long list the reader is, from 1. Query is kept when turning the page.
type Pages struct {
	Page, Last int
	Path       string
	Query      url.Values
}

func (p Pages) url(page int) string {
	query := url.Values{}
	for name, values := range p.Query {
		query[name] = values
	}
	query.Set("page", strconv.Itoa(page))
	return p.Path + "?" + query.Encode()
}

// FieldID is the id of the element of a field.
func FieldID(name string) string { return "field-" + name }

func (f Field) kind() string {
	if f.Type == "" {
		return "text"
	}
	return f.Type
}

// Attributes leaves out what is not said. A field is required unless it is optional, which the server decides and the
// browser only repeats, in words of its own language; so it is told to assistive technology and not enforced.
func (f Field) Attributes() templ.Attributes {
	attributes := f.described()
	if !f.Optional {
		attributes["aria-required"] = "true"
	}
	if f.Complete != "" {
		attributes["autocomplete"] = f.Complete
	}
	if f.Mode != "" {
		attributes["inputmode"] = f.Mode
	}
	if f.Reveal != "" {
		attributes["data-reveal"] = f.Reveal
	}
	if f.MaxLength > 0 {
		attributes["maxlength"] = strconv.Itoa(f.MaxLength)
	}
	switch f.Type {
	case "email":
		attributes["autocapitalize"] = "none"
		attributes["spellcheck"] = "false"
	}
	return attributes
}

// described ties a field to its hint and message.
func (f Field) described() templ.Attributes {
	attributes := templ.Attributes{}
	var by []string
	if f.Hint != "" {
		by = append(by, FieldID(f.Name)+"-hint")
	}
	if f.Error != "" {
		by = append(by, FieldID(f.Name)+"-error")
		attributes["aria-invalid"] = "true"
	}
	if by != nil {
		attributes["aria-describedby"] = strings.Join(by, " ")
	}
	return attributes
}

// lines are the fields that have a message: first those whose names and labels are given in pairs, then, without a name to
// lead to, those that the form does not show.
func (e Errors) lines(fields []string) []Field {
	var lines []Field
	rest := maps.Clone(e.Fields)
	for i := 0; i+1 < len(fields); i += 2 {
		if text, wrong := rest[fields[i]]; wrong {
			lines = append(lines, Field{Name: fields[i], Label: fields[i+1], Error: text})
			delete(rest, fields[i])
		}
	}
	for _, text := range slices.Sorted(maps.Values(rest)) {
		lines = append(lines, Field{Error: text})
	}
	return lines
}

// Grouped ties a group of fields to its hint and message. A group cannot be invalid by itself (WAI-ARIA 1.2, aria-invalid).
func (f Field) Grouped() templ.Attributes {
	attributes := f.described()
	delete(attributes, "aria-invalid")
	return attributes
}

// LangAttribute marks a text that is in another language than the page.
func LangAttribute(lang string) templ.Attributes {
	if lang == "" {
		return nil
	}
	return templ.Attributes{"lang": lang}
}

// noticeRole has a problem read out at once, and anything else when the reader pauses.
func noticeRole(tone Tone) string {
	if tone == ToneProblem {
		return "alert"
	}
	return "status"
}

// Dial is the address that rings up a telephone number (RFC 3966).
func Dial(phone string) string {
	return "tel:" + strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' || r == '+' {
			return r
		}
		return -1
	}, phone)
}

// Number is a whole number as an attribute has it.
func Number(n int) string { return strconv.Itoa(n) }

// Ticked is the value of a Checkbox.
func Ticked(yes bool) string {
	if yes {
		return "on"
	}
	return ""
}
