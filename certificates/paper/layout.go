package paper

import (
	"fmt"
	"math"
	"strings"
	"unicode/utf8"

	"github.com/go-pdf/fpdf"

	"vatra/certificates/letters"
)

// Lengths are millimetres from the top left corner, sizes of type are points.
const (
	pointsPerMM = 72 / 25.4
	shrink      = 0.98 // one step of a text that has to become smaller
)

type ink struct{ r, g, b int }

type align int

const (
	centred align = iota
	leftward
	rightward
)

// style is how a text is set. It is set in size and made smaller, down to least, to stay on one line.
type style struct {
	face     *letters.Face
	size     float64
	least    float64
	leading  float64 // from line to line, in ems
	tracking float64 // between characters, in ems
	ink      ink
	align    align
}

// box is a place on the page that a text may not leave.
type box struct{ x, y, w, h float64 }

// set is text broken into lines in the size in which it fits its place.
type set struct {
	lines []string
	size  float64
}

// fit sets text in a place w wide and h high. On one line, if that is possible between the style's size and its least;
// else on as many lines as the height allows, as large as they can be; and a word that is too wide for its line is
// broken. So it always fits, however long the text.
func (s style) fit(text string, w, h float64) set {
	m := s.measure(s.face.Shown(text))
	w, h = w*pointsPerMM, h*pointsPerMM
	for size := s.size; size >= s.least; size *= shrink {
		if m.width(0, len(m.text))*size <= w && s.leading*size <= h {
			return set{[]string{m.text}, size}
		}
	}
	// Larger than this even lines without a gap at their ends would need more room.
	size := min(s.size, h/s.leading, math.Sqrt(w*h/(m.width(0, len(m.text))*s.leading)))
	for ; ; size *= shrink {
		lines, widest := m.lines(w / size)
		if float64(len(lines))*s.leading*size <= h && widest*size <= w {
			return set{m.balance(lines, w/size), size}
		}
	}
}

// height in millimetres.
func (s style) height(t set) float64 { return float64(len(t.lines)) * s.leading * t.size / pointsPerMM }

// measured is a text with the places of its characters on one endless line, in ems, each at its first byte.
type measured struct {
	text         string
	begins, ends []float64
}

func (s style) measure(text string) measured {
	m := measured{text: text, begins: make([]float64, len(text)), ends: make([]float64, len(text))}
	var x float64
	var before rune
	for i, r := range text {
		if i > 0 {
			x += s.face.Kern(before, r) + s.tracking
		}
		m.begins[i] = x
		x += s.face.Advances[r]
		m.ends[i] = x
		before = r
	}
	return m
}

// width of text[from:to].
func (m measured) width(from, to int) float64 {
	if from >= to {
		return 0
	}
	_, last := utf8.DecodeLastRuneInString(m.text[:to])
	return m.ends[to-last] - m.begins[from]
}

// lines breaks the text at spaces and after hyphens into lines at most width wide, and within words where a word is
// wider. It gives the width of the widest line too, which only a single character can make more than width.
func (m measured) lines(width float64) (lines []string, widest float64) {
	for from := 0; from < len(m.text); {
		end, next := m.longest(from, width)
		lines = append(lines, m.text[from:end])
		widest = max(widest, m.width(from, end))
		from = next
	}
	return lines, widest
}

// longest finds the longest line from a place: where it ends, and where the next one begins.
func (m measured) longest(from int, width float64) (end, next int) {
	for i, r := range m.text[from:] {
		after := from + i + utf8.RuneLen(r)
		if i > 0 && r != ' ' && m.width(from, after) > width {
			if end == 0 { // not even one word fits
				return from + i, from + i
			}
			return end, next
		}
		switch r {
		case ' ':
			end, next = from+i, after
		case '-':
			end, next = after, after
		}
	}
	return len(m.text), len(m.text)
}

// balance breaks the text into no more lines than before, of about one width.
func (m measured) balance(lines []string, width float64) []string {
	if len(lines) < 2 {
		return lines
	}
	for low, high := width/2, width; high-low > 0.1; {
		middle := (low + high) / 2
		if narrower, widest := m.lines(middle); len(narrower) <= len(lines) && widest <= width {
			lines, high = narrower, middle
		} else {
			low = middle
		}
	}
	return lines
}

// canvas draws on the pages of one document.
type canvas struct {
	pdf     *fpdf.Fpdf
	letters letters.Typeface
}

// put sets text in the middle of a place.
func (c *canvas) put(b box, s style, text string) {
	t := s.fit(text, b.w, b.h)
	c.lines(b, s, t, b.y+(b.h-s.height(t))/2)
}

// lines draws lines that were fitted, the first of them below top.
func (c *canvas) lines(b box, s style, t set, top float64) {
	size := t.size / pointsPerMM
	for i, line := range t.lines {
		x, width := b.x, s.face.Width(line, s.tracking)*size
		switch s.align {
		case centred:
			x += (b.w - width) / 2
		case rightward:
			x += b.w - width
		}
		baseline := top + (float64(i)+0.5)*s.leading*size + letters.CapHeight/2*size
		c.line(x, baseline, s, t.size, line)
	}
}

// line draws one line from x. fpdf knows no kerning, so the line is drawn in runs between the pairs that have some.
func (c *canvas) line(x, baseline float64, s style, size float64, text string) {
	c.pdf.SetFont(letters.Family, s.face.Style, size)
	c.pdf.SetTextColor(s.ink.r, s.ink.g, s.ink.b)
	if s.tracking != 0 {
		c.pdf.RawWriteStr(fmt.Sprintf("%.3f Tc", s.tracking*size))
	}
	mm := size / pointsPerMM
	begin, before := 0, rune(0)
	for i, r := range text {
		if i > 0 {
			if kern := s.face.Kern(before, r); kern != 0 {
				c.pdf.Text(x, baseline, text[begin:i])
				x += (s.face.Width(text[begin:i], s.tracking) + s.tracking + kern) * mm
				begin = i
			}
		}
		before = r
	}
	c.pdf.Text(x, baseline, text[begin:])
	if s.tracking != 0 {
		c.pdf.RawWriteStr("0 Tc")
	}
}

// fill fills rectangles as one shape, which shows no seams between those that touch.
func (c *canvas) fill(colour ink, boxes []box) {
	_, height := c.pdf.GetPageSize()
	var path strings.Builder
	fmt.Fprintf(&path, "%.3f %.3f %.3f rg\n", float64(colour.r)/255, float64(colour.g)/255, float64(colour.b)/255)
	for _, b := range boxes {
		fmt.Fprintf(&path, "%.2f %.2f %.2f %.2f re\n",
			b.x*pointsPerMM, (height-b.y-b.h)*pointsPerMM, b.w*pointsPerMM, b.h*pointsPerMM)
	}
	c.pdf.RawWriteStr("q\n" + path.String() + "f\nQ")
}
