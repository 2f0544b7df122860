package importers

import (
	"fmt"
	"testing"

	"vatra/content/pack/packtest"
)

func TestAShortLessonTakesTheLanguageOfItsPackage(t *testing.T) {
	t.Parallel()
	p := opened(t, packtest.Folder(t, map[string]string{
		"1 start.en.md": "# Start\n\nThis one is in English, as its name says.\n", "2 more.md": "# Lesson two\n\nOne question.\n",
	}))
	if got := fmt.Sprint(p.Languages); got != "[en]" {
		t.Errorf("the package is in %s", got)
	}
	cartridge := opened(t, packtest.Folder(t, map[string]string{
		"imsmanifest.xml": `<manifest><metadata><schema>IMS Thin Common Cartridge</schema>
			<lom><general><title><string language="en">Passwords</string></title></general></lom></metadata>
			<resources><resource identifier="a" type="webcontent" href="a.html"/></resources></manifest>`,
		"a.html": "<title>Lesson one</title><p>One question.</p>",
	}))
	if got := fmt.Sprint(cartridge.Languages); got != "[en]" {
		t.Errorf("the cartridge is in %s", got)
	}
}
