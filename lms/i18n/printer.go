package i18n

import (
	"fmt"
	"log/slog"
	"reflect"
	"strings"
	"testing"
	"time"

	"golang.org/x/text/feature/plural"

	"vatra/lms/fault"
)

// Printer writes for readers of one language in one time zone. It is made by For, never changes and may be shared.
type Printer struct {
	lang    string
	edition *edition
	style   style
	zone    *time.Location
}

// For is the printer of a language of the interface, or of Fallback when the interface does not speak lang. Its zone
// is the one most readers of the language live in; see In.
func For(lang string) *Printer {
	editions, err := shipped()
	if err != nil && testing.Testing() {
		panic(err) // in a program, Check has refused to start
	}
	if editions[lang] == nil {
		lang = Fallback
	}
	return editions[lang].printer
}

// In is the printer for a reader in the named time zone (as in "Europe/Bucharest"); an unknown name changes nothing.
func (p *Printer) In(zone string) *Printer {
	if zone == "" || zone == "Local" || zone == p.zone.String() {
		return p
	}
	if known, has := p.edition.zones.Get(zone); has {
		return known
	}
	where, err := time.LoadLocation(zone)
	if err != nil {
		return p
	}
	there := *p
	there.zone = where
	p.edition.zones.Put(zone, &there, zoneSize)
	return &there
}

// Lang is the language's tag, for a lang attribute.
func (p *Printer) Lang() string { return p.lang }

// T is the message of a key. args are pairs that fill its fields: "Name", value. Numbers, times and durations are
// written as the language does; a message is put into its words; a Count chooses the plural form.
func (p *Printer) T(key string, args ...any) string {
	m, known := p.edition.messages[key]
	if !known {
		return p.unknown(key)
	}
	pieces := m.forms[plural.Other]
	if len(m.forms) > 1 {
		if count, given := argument(args, "Count"); given {
			pieces = p.chosen(m, count)
		}
	}
	if len(pieces) == 1 && pieces[0].field == "" {
		return pieces[0].text
	}
	var b strings.Builder
	for _, part := range pieces {
		if part.field == "" {
			b.WriteString(part.text)
			continue
		}
		if value, given := argument(args, part.field); given {
			b.WriteString(p.value(value))
			continue
		}
		if testing.Testing() {
			panic(fmt.Sprintf("message %s in %s wants the field %s", key, p.lang, part.field))
		}
	}
	return b.String()
}

// N is the message of a key for a count, which fills the field Count.
func (p *Printer) N(key string, count int, args ...any) string {
	return p.T(key, append([]any{"Count", count}, args...)...)
}

// Fault is what a person is told of an error; the cause is not in it.
func (p *Printer) Fault(e *fault.Error) string {
	return p.Message(fault.Message{Key: e.Key, Args: e.Args})
}

// Message is what a person is told of one field of a form.
func (p *Printer) Message(m fault.Message) string {
	args := make([]any, 0, 2*len(m.Args))
	for name, value := range m.Args {
		args = append(args, name, value)
	}
	return p.T(m.Key, args...)
}

// Has reports whether the catalogue has the key, for keys that are data, such as the code of a track.
func (p *Printer) Has(key string) bool {
	_, known := p.edition.messages[key]
	return known
}

// unknown stops a test. A person sees the key in brackets, which is ugly and still tells more than an empty place.
func (p *Printer) unknown(key string) string {
	if testing.Testing() {
		panic(fmt.Sprintf("the catalogue has no key %q in %s", key, p.lang))
	}
	slog.Error("a message is missing", "key", key, "language", p.lang)
	return "[" + key + "]"
}

func (p *Printer) chosen(m message, count any) []piece {
	i, v, w, f, t := operands(count)
	form := plural.Cardinal.MatchPlural(p.edition.tag, i, v, w, f, t)
	if p.lang == "mk" && i%100 == 11 && v == 0 {
		form = plural.Other // so since CLDR 34; golang.org/x/text has 32
	}
	if pieces, has := m.forms[form]; has {
		return pieces
	}
	return m.forms[plural.Other]
}

// value writes one argument.
func (p *Printer) value(v any) string {
	switch v := v.(type) {
	case string:
		return v
	case time.Time:
		return p.DateTime(v)
	case time.Duration:
		return p.Duration(v)
	case fault.Message:
		return p.Message(v)
	case fault.Bytes:
		return p.Size(int64(v))
	case fmt.Stringer:
		if looksNumeric(v.String()) {
			return p.Number(v)
		}
		return v.String()
	}
	switch kind := reflect.ValueOf(v).Kind(); {
	case kind >= reflect.Int && kind <= reflect.Float64:
		return p.Number(v)
	case kind == reflect.String:
		return reflect.ValueOf(v).String()
	}
	return fmt.Sprint(v)
}

func argument(args []any, name string) (any, bool) {
	for i := 0; i+1 < len(args); i += 2 {
		if args[i] == name {
			return args[i+1], true
		}
	}
	return nil, false
}
