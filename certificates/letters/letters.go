// Package letters owns the type that certificates are set in: which characters it has and how wide they are. It is a leaf
// of certificates.
package letters

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

	"vatra/lms/cache"
)

const (
	// Family is the name that the faces are registered under.
	Family = "liberation serif"
	// Missing stands for a character that the fonts do not have.
	Missing = '□'
	// CapHeight is the height of a capital letter, in ems, of all three faces.
	CapHeight = 0.66
)

// kernsLimit is how many bytes the kerns of a face may take in memory, and kernSize what one takes. Six languages meet some
// thousand pairs; whoever types names of all the letters that there are meets millions.
const (
	kernsLimit = 1 << 20
	kernSize   = 160
)

// Face is one cut of the type: its metrics, which are read once and never change.
type Face struct {
	Style    string // fpdf's
	file     []byte
	font     *sfnt.Font
	Advances map[rune]float64 // ems

	kerns *cache.Cache[[2]rune, float64] // ems, of the pairs met so far
}

// Typeface is the three faces that a certificate is set in.
type Typeface struct {
	Regular, Italic, Bold *Face
}

// Faces reads the embedded fonts, once a process.
var Faces = sync.OnceValue(func() Typeface {
	return Typeface{
		Regular: readFace("", liberationserifregular.TTF),
		Italic:  readFace("I", liberationserifitalic.TTF),
		Bold:    readFace("B", liberationserifbold.TTF),
	}
})

// readFace panics on a font that cannot be read, since that is a fault of the build.
func readFace(style string, file []byte) *Face {
	parsed, err := sfnt.Parse(file)
	if err != nil {
		panic(fmt.Errorf("reading an embedded font: %w", err))
	}
	var buffer sfnt.Buffer
	f := &Face{Style: style, file: file, font: parsed, Advances: map[rune]float64{}, kerns: cache.New[[2]rune, float64](kernsLimit)}
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
		f.Advances[r] = float64(advance) / float64(f.em())
	}
	return f
}

func (f *Face) em() fixed.Int26_6 { return fixed.I(int(f.font.UnitsPerEm())) }

// Kern is by how much the gap between two characters is wider than their advances say, in ems; mostly it is narrower.
func (f *Face) Kern(left, right rune) float64 {
	pair := [2]rune{left, right}
	kern, met := f.kerns.Get(pair)
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
	f.kerns.Put(pair, kern, kernSize)
	return kern
}

// Register gives the faces to a document, each its own copy, since fpdf writes into the bytes that it is given.
func (t Typeface) Register(pdf *fpdf.Fpdf) {
	for _, f := range []*Face{t.Regular, t.Italic, t.Bold} {
		pdf.AddUTF8FontFromBytes(Family, f.Style, bytes.Clone(f.file))
	}
}

// Has reports whether the face can print r.
func (f *Face) Has(r rune) bool {
	_, ok := f.Advances[r]
	return ok
}

// Shown is text with a sign in place of each character that the face does not have.
func (f *Face) Shown(text string) string {
	return strings.Map(func(r rune) rune {
		if f.Has(r) {
			return r
		}
		return Missing
	}, text)
}

// Without is text on one line, less the characters that the face does not have.
func (f *Face) Without(text string) string {
	return strings.Join(strings.Fields(strings.Map(func(r rune) rune {
		if f.Has(r) {
			return r
		}
		return -1
	}, text)), " ")
}

// Width of text in ems, kerned, with tracking added between its characters.
func (f *Face) Width(text string, tracking float64) float64 {
	var width float64
	var before rune
	for i, r := range text {
		if i > 0 {
			width += f.Kern(before, r) + tracking
		}
		width += f.Advances[r]
		before = r
	}
	return width
}

// Unprintable lists the characters of text, each once, that stand on no key of the type.
func Unprintable(text string) string {
	regular := Faces().Regular
	var odd strings.Builder
	for _, r := range text {
		if !regular.Has(r) && !strings.ContainsRune(odd.String(), r) {
			odd.WriteRune(r)
		}
	}
	return odd.String()
}
