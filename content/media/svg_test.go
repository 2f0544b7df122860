package media_test

import (
	"fmt"
	"runtime"
	"strings"
	"testing"

	"vatra/content/media"
	"vatra/lms/fault"
)

const svgHead = `<svg xmlns="http://www.w3.org/2000/svg" width="20" height="10">`

func nested(depth int, within string) string {
	var b strings.Builder
	for i := range depth {
		fmt.Fprintf(&b, `<g id="a%d">`, i)
	}
	return b.String() + within + strings.Repeat("</g>", depth)
}

func uses(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, `<use href="#u%d"/>`, i)
	}
	return b.String()
}

// TestNoDrawingCostsMoreThanItsLength: each of these took seconds, or more than a gigabyte.
func TestNoDrawingCostsMoreThanItsLength(t *testing.T) { //nolint:paralleltest // it counts what is allocated
	for name, c := range map[string]struct {
		source string
		taken  bool
	}{
		"parts in parts around what is used": {nested(190, uses(95_000)), true},
		"functions without an end":           {`<rect style="` + strings.Repeat("rgb(", 500_000) + `"/>`, true},
		"links without an end":               {`<rect style="` + strings.Repeat("url(#a", 300_000) + `"/>`, true},
		"comments without an end":            {"<style>" + strings.Repeat("/*--&gt;", 400_000) + "</style>", true},
		"rules without an end":               {"<style>" + strings.Repeat("@a{b", 400_000) + "</style>", true},
		"one name for many":                  {strings.Repeat(`<g id="a"><use href="#a"/></g>`, 30_000), false},
		"many uses of many":                  {strings.Repeat(`<g id="a"/>`, 40_000) + strings.Repeat(`<g id="b"><use href="#a"/></g>`, 20_000) + strings.Repeat(`<use href="#b"/>`, 20_000), false},
		"attributes":                         {"<g " + strings.Repeat("a='' ", 500_000) + "/>", true},
		"comments":                           {strings.Repeat("<!---->", 400_000), true},
	} {
		t.Run(name, func(t *testing.T) {
			source := svgHead + c.source + "</svg>"
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			drawing, _, _, err := media.ReadSVG(strings.NewReader(source), "a.svg")
			runtime.ReadMemStats(&after)
			if (err == nil) != c.taken || err != nil && !fault.Is(err, fault.Invalid) {
				t.Errorf("got %v", err)
			}
			if made := int(after.TotalAlloc - before.TotalAlloc); made > 100*len(source) {
				t.Errorf("%d MB were made of %d kB", made>>20, len(source)>>10)
			}
			if len(drawing) > 6*len(source) {
				t.Errorf("%d kB became %d kB", len(source)>>10, len(drawing)>>10)
			}
		})
	}
}

// TestWhatIsUsedCountsWhereverItStands: parts count for all that use them, and for the parts around them.
func TestWhatIsUsedCountsWhereverItStands(t *testing.T) {
	t.Parallel()
	thousand := strings.Repeat("<rect/>", 1000)
	for name, c := range map[string]struct {
		source string
		taken  bool
	}{
		"the inner part is used":         {`<g id="a"><g id="b">` + thousand + `</g></g>` + strings.Repeat(`<use href="#b"/>`, 90), true},
		"the inner part, too often":      {`<g id="a"><g id="b">` + thousand + `</g></g>` + strings.Repeat(`<use href="#b"/>`, 110), false},
		"the outer part, too often":      {`<g id="a"><g id="b">` + thousand + `</g></g>` + strings.Repeat(`<use href="#a"/>`, 110), false},
		"a part uses the one around it":  {`<g id="a"><g id="b"><use href="#a"/></g></g>`, false},
		"a part uses one of its own":     {`<g id="a"><rect id="b"/><use href="#b"/></g>`, true},
		"what does not exist is nothing": {`<use href="#none"/>`, true},
	} {
		_, _, _, err := media.ReadSVG(strings.NewReader(svgHead+c.source+"</svg>"), "a.svg")
		if (err == nil) != c.taken {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// FuzzSVG: what comes out can be read again, and says the same then.
func FuzzSVG(f *testing.F) {
	f.Add([]byte(svgHead + nested(3, uses(3)) + "</svg>"))
	f.Add([]byte(svgHead + `<style>/* a */.a{fill:rgb(1,2,3)}@media print{a{}}</style><text x="1">Bună &amp; ziua<tspan/></text></svg>`))
	f.Add([]byte(`<svg><a>stray</a><text><a>kept</a></text></svg>`))
	f.Add([]byte(`<?xml version="1.0"?><!-- a --><svg viewBox="0 0 3 4"><a xlink:href="#b"><path style="fill:url(#c)" d="M0 0"/></a></svg>`))
	f.Fuzz(func(t *testing.T, data []byte) {
		drawing, width, height, err := media.ReadSVG(strings.NewReader(string(data)), "a.svg")
		if err != nil {
			if !fault.Is(err, fault.Invalid) {
				t.Errorf("got %v", err)
			}
			return
		}
		again, w, h, err := media.ReadSVG(strings.NewReader(string(drawing)), "a.svg")
		if err != nil || w != width || h != height || string(again) != string(drawing) {
			t.Errorf("%q became %q, and that %q (%v)", data, drawing, again, err)
		}
		for _, never := range []string{"<script", "<foreignObject", "<animate"} {
			if strings.Contains(string(drawing), never) {
				t.Errorf("%q holds %s", drawing, never)
			}
		}
	})
}
