package certificates

import (
	"fmt"
	"math"
	"strings"

	"github.com/go-pdf/fpdf"
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
	face     *face
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
	text = s.face.shown(text)
	w, h = w*pointsPerMM, h*pointsPerMM
	width := s.face.width(text, s.tracking)
	for size := s.size; size >= s.least; size *= shrink {
		if width*size <= w && s.leading*size <= h {
			return set{[]string{text}, size}
		}
	}
	// Larger than this even lines without a gap at their ends would need more room.
	for size := min(s.size, math.Sqrt(w*h/(width*s.leading)), h/s.leading); ; size *= shrink {
		lines := s.breakLines(text, w/size)
		if float64(len(lines))*s.leading*size <= h && s.widest(lines)*size <= w {
			return set{s.balance(text, lines, w/size), size}
		}
	}
}

// height in millimetres.
func (s style) height(t set) float64 { return float64(len(t.lines)) * s.leading * t.size / pointsPerMM }

// widest is the width of the widest line in ems.
func (s style) widest(lines []string) float64 {
	var widest float64
	for _, line := range lines {
		widest = max(widest, s.face.width(line, s.tracking))
	}
	return widest
}

// breakLines breaks text at spaces and after hyphens into lines at most width ems wide.
func (s style) breakLines(text string, width float64) []string {
	var lines []string
	line := ""
	for _, piece := range pieces(text) {
		if line != "" && s.face.width(strings.TrimRight(line+piece, " "), s.tracking) > width {
			lines, line = append(lines, strings.TrimRight(line, " ")), ""
		}
		line += piece
		for line != "" && s.face.width(strings.TrimRight(line, " "), s.tracking) > width {
			head := s.longest(line, width)
			lines, line = append(lines, head), line[len(head):]
		}
	}
	if line = strings.TrimRight(line, " "); line != "" || len(lines) == 0 {
		lines = append(lines, line)
	}
	return lines
}

// longest is the longest beginning of a word that is at most width ems wide, and one character at least.
func (s style) longest(word string, width float64) string {
	end := 0
	for i, r := range word {
		next := i + len(string(r))
		if end > 0 && s.face.width(word[:next], s.tracking) > width {
			break
		}
		end = next
	}
	return word[:end]
}

// balance breaks text into no more lines than before, of about one width.
func (s style) balance(text string, lines []string, width float64) []string {
	if len(lines) < 2 {
		return lines
	}
	for low, high := width/2, width; high-low > 0.1; {
		middle := (low + high) / 2
		if narrower := s.breakLines(text, middle); len(narrower) <= len(lines) {
			lines, high = narrower, middle
		} else {
			low = middle
		}
	}
	return lines
}

func pieces(text string) []string {
	var parts []string
	for text != "" {
		end := strings.IndexAny(text, " -") + 1
		if end == 0 {
			end = len(text)
		}
		parts, text = append(parts, text[:end]), text[end:]
	}
	return parts
}

// canvas draws on the pages of one document.
type canvas struct {
	pdf     *fpdf.Fpdf
	letters typeface
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
		x, width := b.x, s.face.width(line, s.tracking)*size
		switch s.align {
		case centred:
			x += (b.w - width) / 2
		case rightward:
			x += b.w - width
		}
		baseline := top + (float64(i)+0.5)*s.leading*size + capHeight/2*size
		c.line(x, baseline, s, t.size, line)
	}
}

// line draws one line from x. fpdf knows no kerning, so the line is drawn in runs between the pairs that have some.
func (c *canvas) line(x, baseline float64, s style, size float64, text string) {
	c.pdf.SetFont(family, s.face.style, size)
	c.pdf.SetTextColor(s.ink.r, s.ink.g, s.ink.b)
	if s.tracking != 0 {
		c.pdf.RawWriteStr(fmt.Sprintf("%.3f Tc", s.tracking*size))
	}
	mm := size / pointsPerMM
	begin, before := 0, rune(0)
	for i, r := range text {
		if i > 0 {
			if kern := s.face.kern(before, r); kern != 0 {
				c.pdf.Text(x, baseline, text[begin:i])
				x += (s.face.width(text[begin:i], s.tracking) + s.tracking + kern) * mm
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
