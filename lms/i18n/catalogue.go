package i18n

import (
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"strings"
	"sync"
	"time"

	"github.com/BurntSushi/toml"
	goi18n "github.com/nicksnyder/go-i18n/v2/i18n"
	"golang.org/x/text/feature/plural"
	"golang.org/x/text/language"
	"golang.org/x/text/language/display"

	"vatra/lms/cache"
)

//go:embed catalogue/*/*.toml
var files embed.FS

// message is one string in one language, cut at its fields so that printing it parses nothing.
type message struct {
	forms map[plural.Form][]piece
}

// piece is literal text, or the name of a field to fill.
type piece struct {
	text, field string
}

// edition holds all messages of one language.
type edition struct {
	tag      language.Tag
	messages map[string]message
	printer  *Printer
	zones    *cache.Cache[string, *Printer] // by the name of a zone, which comes from strangers
	names    display.Namer                  // of languages
}

// What the zones of a language may take in memory, in bytes, and what one does.
const (
	zonesLimit = 512 << 10
	zoneSize   = 6 << 10
)

func newEdition(l Language) *edition {
	e := &edition{
		tag: language.MustParse(l.Tag), messages: map[string]message{}, zones: cache.New[string, *Printer](zonesLimit),
		names: l.names.Languages(),
	}
	e.printer = (&Printer{lang: l.Tag, edition: e, style: styles[l.Tag], zone: time.UTC}).In(l.zone)
	return e
}

// shipped reads the embedded catalogue once; it never changes after that.
var shipped = sync.OnceValues(func() (map[string]*edition, error) { return read(files) })

// Check reads the catalogue and returns what is wrong with it, so that a server can refuse to start instead of
// showing bare keys.
func Check() error {
	_, err := shipped()
	return err
}

func read(files fs.FS) (map[string]*edition, error) {
	editions := map[string]*edition{}
	for _, l := range languages {
		editions[l.Tag] = newEdition(l)
	}
	names, err := fs.Glob(files, "catalogue/*/*.toml")
	if err != nil {
		return nil, err
	}
	var faults []error
	for _, name := range names {
		if err := readFile(files, name, editions); err != nil {
			faults = append(faults, fmt.Errorf("%s: %w", name, err))
		}
	}
	return editions, errors.Join(faults...)
}

func readFile(files fs.FS, name string, editions map[string]*edition) error {
	text, err := fs.ReadFile(files, name)
	if err != nil {
		return err
	}
	area, language := path.Base(path.Dir(name)), strings.TrimSuffix(path.Base(name), ".toml")
	into := editions[language]
	if into == nil {
		return errors.New("a file of the catalogue is called <area>/<language>.toml")
	}
	parsed, err := goi18n.ParseMessageFileBytes(text, name, map[string]goi18n.UnmarshalFunc{"toml": toml.Unmarshal})
	if err != nil {
		return err
	}
	var faults []error
	for _, m := range parsed.Messages {
		if _, taken := into.messages[m.ID]; taken {
			faults = append(faults, fmt.Errorf("%s is said twice", m.ID))
		}
		if !strings.HasPrefix(m.ID, area+".") {
			faults = append(faults, fmt.Errorf("%s does not begin with its area, %s", m.ID, area))
		}
		compiled, err := compile(m)
		if err != nil {
			faults = append(faults, fmt.Errorf("%s: %w", m.ID, err))
		}
		into.messages[m.ID] = compiled
	}
	return errors.Join(faults...)
}

func compile(m *goi18n.Message) (message, error) {
	forms := map[plural.Form]string{
		plural.Zero: m.Zero, plural.One: m.One, plural.Two: m.Two,
		plural.Few: m.Few, plural.Many: m.Many, plural.Other: m.Other,
	}
	compiled := message{forms: map[plural.Form][]piece{}}
	for form, text := range forms {
		if text == "" {
			continue
		}
		pieces, err := cut(text)
		if err != nil {
			return message{}, err
		}
		compiled.forms[form] = pieces
	}
	if compiled.forms[plural.Other] == nil {
		return message{}, errors.New("it says nothing: the form \"other\" is missing")
	}
	return compiled, nil
}

// cut splits "Until {{.Date}}" into its literal text and its fields.
func cut(text string) ([]piece, error) {
	var pieces []piece
	for {
		before, rest, found := strings.Cut(text, "{{")
		if before != "" {
			pieces = append(pieces, piece{text: before})
		}
		if !found {
			return pieces, nil
		}
		field, after, closed := strings.Cut(rest, "}}")
		field = strings.TrimSpace(field)
		name, dotted := strings.CutPrefix(field, ".")
		if !closed || !dotted || name == "" || strings.ContainsAny(name, " .|{") {
			return nil, fmt.Errorf("%q is no field: write {{.Name}}", "{{"+field)
		}
		pieces = append(pieces, piece{field: name})
		text = after
	}
}
