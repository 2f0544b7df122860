package i18n

import (
	"slices"
	"time"

	"vatra/lms/fault"

	"golang.org/x/text/language"
	"golang.org/x/text/language/display"
)

// Language is one language of the interface.
type Language struct {
	Tag  string // BCP 47
	Name string // in the language itself
	zone string // where most of its readers live

	names *display.Dictionary // what it calls other languages
}

// Fallback is the language of a reader whose own the interface does not speak.
const Fallback = "en"

var languages = []Language{
	{Tag: "ro", Name: "Română", zone: "Europe/Bucharest", names: display.Romanian},
	{Tag: "bg", Name: "Български", zone: "Europe/Sofia", names: display.Bulgarian},
	{Tag: "en", Name: "English", zone: "Europe/Bucharest", names: display.English},
	{Tag: "sq", Name: "Shqip", zone: "Europe/Tirane", names: display.Albanian},
	{Tag: "mk", Name: "Македонски", zone: "Europe/Skopje", names: display.Macedonian},
	{Tag: "sr", Name: "Српски", zone: "Europe/Belgrade", names: display.Serbian},
}

// Languages are the languages of the interface in the order of the language menu.
func Languages() []Language { return slices.Clone(languages) }

// Known reports whether the interface speaks the language.
func Known(tag string) bool {
	return slices.ContainsFunc(languages, func(l Language) bool { return l.Tag == tag })
}

// ZoneOf is the time zone in which most readers of a language live, and of Fallback's where the interface does not speak it.
func ZoneOf(tag string) *time.Location { return For(tag).zone }

// Wanted are the languages that a browser asks for in its Accept-Language header (RFC 9110, section 12.5.4), the dearest first;
// none where it does not say.
func Wanted(acceptLanguage string) []string {
	wanted, _, err := language.ParseAcceptLanguage(acceptLanguage)
	if err != nil {
		return nil
	}
	tags := make([]string, 0, len(wanted))
	for _, tag := range wanted {
		tags = append(tags, tag.String())
	}
	return tags
}

// Match is the language of the interface that serves a reader best who sent this Accept-Language header (RFC 9110,
// section 12.5.4): Fallback when there is none in common, and silent when it does not say. Moldovan reads as Romanian;
// Bosnian, Croatian and Montenegrin as Serbian.
func Match(acceptLanguage, silent string) string {
	if acceptLanguage == "" || acceptLanguage == "*" {
		return silent
	}
	wanted, _, err := language.ParseAcceptLanguage(acceptLanguage)
	if err != nil {
		return Fallback
	}
	for _, tag := range wanted {
		base, _ := tag.Base()
		switch name := base.String(); {
		case Known(name):
			return name
		case name == "mo":
			return "ro"
		case name == "bs" || name == "hr" || name == "sh" || name == "cnr":
			return "sr"
		}
	}
	return Fallback
}

// NameOf is the name that a language has for itself, for example "Română" for "ro" and "ro-MD"; the tag when nobody
// knows it.
func NameOf(tag string) string {
	for _, known := range languages {
		if known.Tag == tag {
			return known.Name
		}
	}
	parsed, err := language.Parse(tag)
	if err != nil {
		return tag
	}
	if name := display.Self.Name(parsed); name != "" {
		return name
	}
	return tag
}

// Language is the name that the printer's language has for another one, as it stands within a sentence: "engleză" in
// Romanian (CLDR, by golang.org/x/text). Regions are left out; where the name is not known it is the
// one that the language has for itself.
func (p *Printer) Language(tag string) string {
	parsed, err := language.Parse(tag)
	if err != nil {
		return tag
	}
	base, script, _ := parsed.Raw()
	plain, err := language.Compose(base, script)
	if err != nil {
		return NameOf(tag)
	}
	if name := p.edition.names.Name(plain); name != "" {
		return name
	}
	return NameOf(tag)
}

// CheckKnown notes in a form's field that a tag is not a language of the interface.
func CheckKnown(fields fault.Fields, field, tag string) {
	if !Known(tag) {
		fields.Add(field, "people.locale_unknown")
	}
}
