package certificates

import (
	"bytes"
	"fmt"
	"strings"
	"sync"
	"unicode"

	"github.com/go-fonts/liberation/liberationserifbold"
	"github.com/go-fonts/liberation/liberationserifitalic"
	"github.com/go-fonts/liberation/liberationserifregular"
	"github.com/go-pdf/fpdf"
	"golang.org/x/image/font"
	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"
)

const (
	family = "liberation serif"
	// missing stands for a character that the fonts do not have.
	missing = '□'
	// capHeight is the height of a capital letter, in ems, of all three faces.
	capHeight = 0.66
)

// face is one cut of the type: its metrics, which are read once and never change.
type face struct {
	style    string // fpdf's
	file     []byte
	font     *sfnt.Font
	advances map[rune]float64 // ems

	mu    sync.RWMutex
	kerns map[[2]rune]float64 // ems, of the pairs met so far
}

type typeface struct {
	regular, italic, bold *face
}

// letters reads the embedded fonts, once a process.
var letters = sync.OnceValue(func() typeface {
	return typeface{
		regular: readFace("", liberationserifregular.TTF),
		italic:  readFace("I", liberationserifitalic.TTF),
		bold:    readFace("B", liberationserifbold.TTF),
	}
})

// readFace panics on a font that cannot be read, since that is a fault of the build.
func readFace(style string, file []byte) *face {
	parsed, err := sfnt.Parse(file)
	if err != nil {
		panic(fmt.Errorf("reading an embedded font: %w", err))
	}
	var buffer sfnt.Buffer
	f := &face{style: style, file: file, font: parsed, advances: map[rune]float64{}, kerns: map[[2]rune]float64{}}
	for r := ' '; r <= 0xFFFF; r++ { // fpdf knows no character beyond
		glyph, err := parsed.GlyphIndex(&buffer, r)
		// Hebrew is the one script of these fonts that runs from right to left, and here it would be set the other way.
		if err != nil || glyph == 0 || unicode.Is(unicode.Hebrew, r) {
			continue
		}
		advance, err := parsed.GlyphAdvance(&buffer, glyph, f.em(), font.HintingNone)
		if err != nil {
			panic(fmt.Errorf("reading an embedded font: %w", err))
		}
		f.advances[r] = float64(advance) / float64(f.em())
	}
	return f
}

func (f *face) em() fixed.Int26_6 { return fixed.I(int(f.font.UnitsPerEm())) }

// kern is by how much the gap between two characters is wider than their advances say, in ems; mostly it is narrower.
func (f *face) kern(left, right rune) float64 {
	pair := [2]rune{left, right}
	f.mu.RLock()
	kern, met := f.kerns[pair]
	f.mu.RUnlock()
	if met {
		return kern
	}
	var buffer sfnt.Buffer
	first, _ := f.font.GlyphIndex(&buffer, left)
	second, _ := f.font.GlyphIndex(&buffer, right)
	units, err := f.font.Kern(&buffer, first, second, f.em(), font.HintingNone)
	if err != nil {
		units = 0 // no kerning for the pair
	}
	kern = float64(units) / float64(f.em())
	f.mu.Lock()
	f.kerns[pair] = kern
	f.mu.Unlock()
	return kern
}

// register gives the faces to a document, each its own copy, since fpdf writes into the bytes that it is given.
func (t typeface) register(pdf *fpdf.Fpdf) {
	for _, f := range []*face{t.regular, t.italic, t.bold} {
		pdf.AddUTF8FontFromBytes(family, f.style, bytes.Clone(f.file))
	}
}

// has reports whether the face can print r.
func (f *face) has(r rune) bool {
	_, ok := f.advances[r]
	return ok
}

// shown is text with a sign in place of each character that the face does not have.
func (f *face) shown(text string) string {
	return strings.Map(func(r rune) rune {
		if f.has(r) {
			return r
		}
		return missing
	}, text)
}

// without is text on one line, less the characters that the face does not have.
func (f *face) without(text string) string {
	return strings.Join(strings.Fields(strings.Map(func(r rune) rune {
		if f.has(r) {
			return r
		}
		return -1
	}, text)), " ")
}

// width of text in ems, kerned, with tracking added between its characters.
func (f *face) width(text string, tracking float64) float64 {
	var width float64
	var before rune
	for i, r := range text {
		if i > 0 {
			width += f.kern(before, r) + tracking
		}
		width += f.advances[r]
		before = r
	}
	return width
}

// unprintable lists the characters of text, each once, that stand on no key of the type.
func unprintable(text string) string {
	regular := letters().regular
	var odd strings.Builder
	for _, r := range text {
		if !regular.has(r) && !strings.ContainsRune(odd.String(), r) {
			odd.WriteRune(r)
		}
	}
	return odd.String()
}
