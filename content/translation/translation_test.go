package translation_test

import (
	"bytes"
	"errors"
	"reflect"
	"strings"
	"testing"

	"vatra/content/translation"
)

var bread = translation.Document{
	Original: "7f0c", From: "ro", To: "mk",
	Units: []translation.Unit{
		{Name: "p1/title", Base: 0, Source: "Primii pași"},
		{Name: "p2/text", Base: 3, Source: "Un rând\n\n- și \"altul\"\t\\ <b>&amp;\n", Target: "Еден ред\n\n- и „друг“\n"},
		{Name: "p3/alt", Base: 1, Source: "O casă nouă", Target: "Стара куќа", Stale: true},
		{Name: "p4/text", Base: 12, Source: "O casă nouă", Target: "\n  нова  \n"},
	},
}

func there(t *testing.T, format translation.Format, d translation.Document) string {
	t.Helper()
	var b bytes.Buffer
	if err := translation.Write(&b, format, d); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func back(t *testing.T, text string) translation.Document {
	t.Helper()
	d, err := translation.Read([]byte(text))
	if err != nil {
		t.Fatalf("%v\n%s", err, text)
	}
	return d
}

func TestWhatGoesOutComesBack(t *testing.T) {
	t.Parallel()
	for _, format := range translation.Formats() {
		if got := back(t, there(t, format, bread)); !reflect.DeepEqual(got, bread) {
			t.Errorf("%s:\n%+v\nwant\n%+v", format, got, bread)
		}
	}
}

// What an editor of PO files does: lines wrapped anew, the mark of doubt taken away, remarks of its own, old entries kept.
func TestAFileOfATranslatorsToolIsRead(t *testing.T) {
	t.Parallel()
	text := `# Преводи на Марија
#, fuzzy
msgid ""
msgstr "Project-Id-Version: 7f0c\nX-Original: 7f0c\nX-Source-Language: ro\n"
"Language: mk_MK\n"

#. Lecția 1
#: p3/alt:1
msgctxt "p3/alt"
msgid "O casă "
"nouă"
msgstr ""
"Нова "
"куќа"

# без број
msgctxt "p5/title"
msgid "Gata"
msgstr "Готово"

#~ msgid "vechi"
#~ msgstr "старо"
`
	want := translation.Document{Original: "7f0c", From: "ro", To: "mk-MK", Units: []translation.Unit{
		{Name: "p3/alt", Base: 1, Source: "O casă nouă", Target: "Нова куќа"},
		{Name: "p5/title", Base: -1, Source: "Gata", Target: "Готово"},
	}}
	if got := back(t, strings.ReplaceAll(text, "\n", "\r\n")); !reflect.DeepEqual(got, want) {
		t.Errorf("%+v\nwant\n%+v", got, want)
	}
}

// What a tool of a bureau does: two sentences cut apart, a mark of a term, a group around.
func TestSegmentsAreJoined(t *testing.T) {
	t.Parallel()
	text := `<?xml version="1.0"?>
<xliff xmlns="urn:oasis:names:tc:xliff:document:2.0" version="2.1" srcLang="ro" trgLang="mk"><file id="f1" original="7f0c"><group id="g">
<unit id="u1" name="p2/text"><segment id="e3" state="final"><source>Bună.</source><target>Здраво<mrk id="m">.</mrk></target></segment>
<ignorable><source> </source></ignorable>
<segment state="reviewed"><source>Intrați<cp hex="000B"/>.</source><target>Влезете.</target></segment></unit>
<unit id="u2" name="p6/text"><segment><source>Gata</source></segment><ignorable><source> </source></ignorable></unit>
</group></file></xliff>`
	want := []translation.Unit{
		{Name: "p2/text", Base: 3, Source: "Bună. Intrați\v.", Target: "Здраво. Влезете."},
		{Name: "p6/text", Base: -1, Source: "Gata "},
	}
	if got := back(t, text).Units; !reflect.DeepEqual(got, want) {
		t.Errorf("%+v\nwant\n%+v", got, want)
	}
}

func TestWhatCannotBeReadIsToldWithItsLine(t *testing.T) {
	t.Parallel()
	head := "msgid \"\"\nmsgstr \"X-Original: a\\nLanguage: mk\\n\"\n"
	for text, line := range map[string]int{
		"":                                      1,
		"<html><body>Bună</body></html>":        1,
		head + "msgid \"a\nmsgstr \"b\"\n":      3,
		head + "msgid \"a\"\nmsgid \"b\"\n":     4,
		head + "msgid \"a\"\nmsgstr \"\\q\"\n":  4,
		head + "msgid_plural \"a\"\n":           3,
		head + "msgid \"\xff\"\nmsgstr \"b\"\n": 3,
		"<xliff xmlns=\"urn:oasis:names:tc:xliff:document:2.0\" trgLang=\"mk\"><file original=\"a\">\n<unit><segment><source>a<ph id=\"1\"/></source></segment></unit></file></xliff>":                       2,
		"<!DOCTYPE x [<!ENTITY a \"b\">]>\n<xliff xmlns=\"urn:oasis:names:tc:xliff:document:2.0\" trgLang=\"mk\"><file original=\"a\">\n<unit><segment><source>&a;</source></segment></unit></file></xliff>": 3,
	} {
		var malformed *translation.Malformed
		if _, err := translation.Read([]byte(text)); !errors.As(err, &malformed) || malformed.Line != line {
			t.Errorf("%q: %v, want line %d", text, err, line)
		}
	}
}

func FuzzRead(f *testing.F) {
	for _, format := range translation.Formats() {
		var b bytes.Buffer
		if err := translation.Write(&b, format, bread); err != nil {
			f.Fatal(err)
		}
		f.Add(b.Bytes())
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		read, err := translation.Read(data)
		if err != nil {
			return
		}
		for _, unit := range read.Units {
			if unit.Base < 0 || unit.Name == "" || strings.ContainsAny(unit.Name, " \n\t\r") {
				return // not of Write's making
			}
		}
		for _, format := range translation.Formats() {
			again, err := translation.Read([]byte(there(t, format, read)))
			if err != nil || len(again.Units) != len(read.Units) {
				t.Errorf("%s: %v", format, err)
			}
		}
	})
}
