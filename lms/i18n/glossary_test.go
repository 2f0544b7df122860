package i18n

import (
	"io/fs"
	"os"
	"path"
	"slices"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/BurntSushi/toml"
	"golang.org/x/text/unicode/norm"
)

// glossary is the word list of a language, catalogue/GLOSSARY.<language>.toml: one word for a thing. It is read by tests and
// by whoever writes; the program does not carry it.
type glossary struct {
	Term []term
}

// term is one thing and its word. The variants in Never are whole words in any case, or whole phrases; a * at the end stands
// for any ending, since most of these languages bend their words: "сметк*" finds "сметката". Except are the keys of messages
// that may say such a variant, because there it means something else.
type term struct {
	En     string   // the English word
	Use    string   // the word of the language
	Never  []string // what must not be said for it
	Why    string   // for whoever would have said it
	Except []string
}

// glossaries are the lists that there are, by language. A key that the format does not have fails the test.
func glossaries(t *testing.T, folder fs.FS) map[string]glossary {
	t.Helper()
	names, err := fs.Glob(folder, "GLOSSARY.*.toml")
	if err != nil {
		t.Fatal(err)
	}
	lists := map[string]glossary{}
	for _, name := range names {
		var list glossary
		read, err := toml.DecodeFS(folder, name, &list)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if unknown := read.Undecoded(); len(unknown) > 0 {
			t.Errorf("%s: a term has no %v", name, unknown)
		}
		lists[strings.TrimSuffix(strings.TrimPrefix(path.Base(name), "GLOSSARY."), ".toml")] = list
	}
	return lists
}

func TestGlossariesAreWhole(t *testing.T) {
	t.Parallel()
	for lang, list := range glossaries(t, os.DirFS("catalogue")) {
		if !Known(lang) {
			t.Errorf("the interface does not speak %s, of which there is a glossary", lang)
		}
		if len(list.Term) == 0 {
			t.Errorf("the glossary of %s is empty", lang)
		}
		for _, entry := range list.Term {
			entry.check(t, lang)
		}
	}
}

func (e term) check(t *testing.T, lang string) {
	t.Helper()
	if e.En == "" || e.Use == "" {
		t.Errorf("%s: a term lacks its English or its own word: %+v", lang, e)
	}
	if e.Never != nil && len(e.Never) == 0 {
		t.Errorf("%s, %s: never is empty: leave it out", lang, e.En)
	}
	if len(e.Never) == 0 && len(e.Except) > 0 {
		t.Errorf("%s, %s: except excepts from nothing", lang, e.En)
	}
	for _, variant := range e.Never {
		if strings.Trim(variant, " *") == "" || strings.Contains(strings.TrimSuffix(variant, "*"), "*") {
			t.Errorf("%s, %s: %q is no variant: a word or phrase, at its end perhaps a *", lang, e.En, variant)
		} else if found := forbidden(variant).find(plain(e.Use)); found != "" {
			t.Errorf("%s, %s: %q is both the word to use and a word to avoid", lang, e.En, found)
		}
	}
}

func TestOneWordForOneThing(t *testing.T) {
	t.Parallel()
	all := editions(t)
	for lang, list := range glossaries(t, os.DirFS("catalogue")) {
		if all[lang] == nil {
			continue // told by TestGlossariesAreWhole
		}
		said := map[string][]string{}
		for key, m := range all[lang].messages {
			for _, text := range m.texts() {
				said[key] = append(said[key], plain(text))
			}
		}
		for _, entry := range list.Term {
			entry.hold(t, lang, said)
		}
	}
}

// hold looks for what must not be said in all messages, by key, and for exceptions that except nothing any more.
func (e term) hold(t *testing.T, lang string, said map[string][]string) {
	t.Helper()
	needed := map[string]bool{}
	for _, variant := range e.Never {
		banned := forbidden(variant)
		for key, texts := range said {
			for _, text := range texts {
				found := banned.find(text)
				if found == "" {
					continue
				}
				if needed[key] = true; !slices.Contains(e.Except, key) {
					t.Errorf("%s in %s says %q (%s) for %q. It is %q. %s", key, lang, found, text, e.En, e.Use, e.Why)
				}
			}
		}
	}
	for _, key := range e.Except {
		if !needed[key] {
			t.Errorf("%s, %s: %s need not be excepted", lang, e.En, key)
		}
	}
}

// texts are what a message says in all its forms, with a mark where a field is.
func (m message) texts() []string {
	var texts []string
	for _, pieces := range m.forms {
		var b strings.Builder
		for _, p := range pieces {
			b.WriteString(p.text)
			if p.field != "" {
				b.WriteString("{}")
			}
		}
		texts = append(texts, b.String())
	}
	return texts
}

var oneSpelling = strings.NewReplacer(noBreak, " ", "\n", " ", "\u2011", "-")

// plain is a text in small letters, composed, where any blank and any hyphen is like any other.
func plain(text string) string { return strings.ToLower(oneSpelling.Replace(norm.NFC.String(text))) }

// ban is a variant, made plain; one that bends has any ending.
type ban struct {
	stem  string
	bends bool
}

func forbidden(variant string) ban {
	stem, bends := strings.CutSuffix(plain(strings.TrimSpace(variant)), "*")
	return ban{stem, bends}
}

// find is the first place where a plain text says the variant, as it stands there; "" where it does not. A word ends where
// Unicode's letters, marks and digits do.
func (b ban) find(text string) string {
	inWord := func(r rune) bool { return unicode.In(r, unicode.L, unicode.M, unicode.N) }
	for from := 0; from < len(text); {
		at := strings.Index(text[from:], b.stem)
		if at < 0 {
			return ""
		}
		start, end := from+at, from+at+len(b.stem)
		if b.bends {
			end += len(text[end:]) - len(strings.TrimLeftFunc(text[end:], inWord))
		}
		before, _ := utf8.DecodeLastRuneInString(text[:start])
		after, _ := utf8.DecodeRuneInString(text[end:])
		if !inWord(before) && !inWord(after) {
			return text[start:end]
		}
		_, size := utf8.DecodeRuneInString(text[start:])
		from = start + size
	}
	return ""
}

func TestVariantsAreFoundAsWords(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ variant, text, want string }{
		{"сметка", "Вашата СМЕТКА е затворена", "сметка"},
		{"сметка", "пресметка", ""},
		{"сметка", "сметката", ""},
		{"сметк*", "на сметката.", "сметката"},
		{"сметк*", "пресметката", ""},
		{"веќе не", "Врската веќе" + noBreak + "не важи", "веќе не"},
		{"веќе не", "веќе нема", ""},
		{"e-mail", "un e\u2011mail", "e-mail"},
		{"Сѐ", "Се\u0300 уште", "сѐ"},
		{"kont", "«kont»", "kont"},
		{"a.b", "axb", ""},
		{"код", "{}код{}", "код"},
	} {
		if got := forbidden(c.variant).find(plain(c.text)); got != c.want {
			t.Errorf("%q in %q: %q, want %q", c.variant, c.text, got, c.want)
		}
	}
}
