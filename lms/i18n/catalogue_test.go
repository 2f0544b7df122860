package i18n

import (
	"io/fs"
	"maps"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"golang.org/x/text/feature/plural"
)

func editions(t *testing.T) map[string]*edition {
	t.Helper()
	all, err := shipped()
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func TestEveryKeyIsInEveryLanguage(t *testing.T) {
	t.Parallel()
	all := editions(t)
	keys := map[string]bool{}
	for _, e := range all {
		for key := range e.messages {
			keys[key] = true
		}
	}
	for _, key := range slices.Sorted(maps.Keys(keys)) {
		var missing []string
		for _, l := range languages {
			if _, has := all[l.Tag].messages[key]; !has {
				missing = append(missing, l.Tag)
			}
		}
		if missing != nil {
			t.Errorf("%s is not in %s", key, strings.Join(missing, ", "))
		}
	}
}

func TestPluralFormsAreThoseOfTheLanguage(t *testing.T) {
	t.Parallel()
	counting := map[string]bool{}
	all := editions(t)
	for _, e := range all {
		for key, m := range e.messages {
			if len(m.forms) > 1 {
				counting[key] = true
			}
		}
	}
	for tag, e := range all {
		needed := map[plural.Form]bool{}
		for n := range 1000 {
			needed[plural.Cardinal.MatchPlural(e.tag, n, 0, 0, 0, 0)] = true
		}
		for key, m := range e.messages {
			if !counting[key] {
				continue
			}
			for form := range needed {
				if m.forms[form] == nil {
					t.Errorf("%s in %s lacks the plural form %v", key, tag, form)
				}
			}
			for form := range m.forms {
				if !needed[form] && form != plural.Other {
					t.Errorf("%s in %s has the plural form %v, which the language does not use", key, tag, form)
				}
			}
		}
	}
}

func TestFieldsAreTheSameInAllLanguages(t *testing.T) {
	t.Parallel()
	all := editions(t)
	for key, english := range all["en"].messages {
		want := english.fields()
		for tag, e := range all {
			if got := e.messages[key].fields(); !slices.Equal(got, want) {
				t.Errorf("%s has the fields %v in %s and %v in en", key, got, tag, want)
			}
		}
	}
}

func TestLettersAreThoseOfTheLanguage(t *testing.T) {
	t.Parallel()
	latin := func(r rune) bool { return r >= 'a' && r <= 'z' }
	for tag, e := range editions(t) {
		for key, m := range e.messages {
			for _, pieces := range m.forms {
				for _, p := range pieces {
					text := strings.ToLower(p.text)
					if strings.ContainsAny(text, "şţ") {
						t.Errorf("%s in %s has a cedilla where Romanian has a comma below", key, tag)
					}
					foreign := ""
					switch tag {
					case "bg":
						foreign = "јљњћђџѓќѕыэ"
					case "mk":
						foreign = "йщъьюяћђыэ"
					case "sr":
						foreign = "йщъьюяѓќѕыэ"
					default:
						foreign = "абвгдежзијклмнопрстуфхцчш"
					}
					if found := strings.IndexAny(text, foreign); found >= 0 {
						t.Errorf("%s in %s has a letter of another language: %q", key, tag, p.text[found:])
					}
					cyrillic := tag == "bg" || tag == "mk" || tag == "sr"
					if cyrillic && mixes(text, latin) {
						t.Errorf("%s in %s mixes Latin and Cyrillic letters in one word: %q", key, tag, p.text)
					}
				}
			}
		}
	}
}

// mixes reports whether a word holds Latin and Cyrillic letters, the mark of a letter that only looks right.
func mixes(text string, latin func(rune) bool) bool {
	for word := range strings.FieldsFuncSeq(text, func(r rune) bool { return !latin(r) && (r < 0x400 || r > 0x52f) }) {
		if strings.ContainsFunc(word, latin) && strings.ContainsFunc(word, func(r rune) bool { return r >= 0x400 }) {
			return true
		}
	}
	return false
}

func TestEveryAreaIsInEveryLanguage(t *testing.T) {
	t.Parallel()
	names, err := fs.Glob(files, "catalogue/*/*.toml")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range names {
		area, _, _ := strings.Cut(strings.TrimPrefix(name, "catalogue/"), "/")
		for _, l := range languages {
			if !slices.Contains(names, "catalogue/"+area+"/"+l.Tag+".toml") {
				t.Errorf("the area %s is not written in %s", area, l.Tag)
			}
		}
	}
}

func TestAFaultyCatalogueIsRefused(t *testing.T) {
	t.Parallel()
	for name, text := range map[string]string{
		"no field":     `"one.a" = "Until {{Date}}"`,
		"unclosed":     `"one.a" = "Until {{.Date"`,
		"logic":        `"one.a" = "{{if .Date}}x{{end}}"`,
		"no other":     "[\"one.a\"]\none = \"x\"",
		"no TOML":      `one.a = `,
		"another area": `"two.b" = "x"`,
	} {
		_, err := read(fstest.MapFS{
			"catalogue/one/en.toml": {Data: []byte(text)},
		})
		if err == nil {
			t.Errorf("%s: %s was taken", name, text)
		}
	}
	if _, err := read(fstest.MapFS{"catalogue/one/xx.toml": {Data: []byte(`"one.a" = "x"`)}}); err == nil {
		t.Error("a language that the interface does not speak was taken")
	}
}

// fields are the names of all fields of a message, sorted.
func (m message) fields() []string {
	names := map[string]bool{}
	for _, pieces := range m.forms {
		for _, p := range pieces {
			if p.field != "" {
				names[p.field] = true
			}
		}
	}
	return slices.Sorted(maps.Keys(names))
}
