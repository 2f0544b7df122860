package paper

import (
	"fmt"
	"io"
	"strings"

	"github.com/skip2/go-qrcode"
)

// run is dark modules of a QR code side by side.
type run struct{ row, from, to int }

// qrRuns is text as a QR code of error correction level M without its margin, and how many modules it has to a side. Around its
// place the ground, which has to be light, stays free for four modules: ISO/IEC 18004 asks for that margin.
func qrRuns(text string) (runs []run, side int, err error) {
	code, err := qrcode.New(text, qrcode.Medium)
	if err != nil {
		return nil, 0, fmt.Errorf("making the QR code: %w", err)
	}
	code.DisableBorder = true
	modules := code.Bitmap()
	for row, line := range modules {
		for from := 0; from < len(line); from++ {
			to := from
			for to < len(line) && line[to] {
				to++
			}
			if to > from {
				runs = append(runs, run{row, from, to})
				from = to
			}
		}
	}
	return runs, len(modules), nil
}

// qr draws text as a QR code.
func (c *canvas) qr(b box, colour ink, text string) error {
	runs, side, err := qrRuns(text)
	if err != nil {
		return err
	}
	size := b.w / float64(side)
	dark := make([]box, 0, len(runs))
	for _, r := range runs {
		dark = append(dark, box{
			x: b.x + float64(r.from)*size, y: b.y + float64(r.row)*size, w: float64(r.to-r.from) * size, h: size,
		})
	}
	c.fill(colour, dark)
	return nil
}

// QR writes text as a QR code with its margin, dark on light, as SVG: the one that the paper has.
func QR(w io.Writer, text string) error {
	runs, side, err := qrRuns(text)
	if err != nil {
		return err
	}
	const margin = 4
	var path strings.Builder
	for _, r := range runs {
		fmt.Fprintf(&path, "M%d %dh%dv1h-%dz", r.from+margin, r.row+margin, r.to-r.from, r.to-r.from)
	}
	_, err = fmt.Fprintf(w, `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %[1]d %[1]d" shape-rendering="crispEdges">`+
		`<path fill="#%02[2]x%02[3]x%02[4]x" d="M0 0h%[1]dv%[1]dh-%[1]dz"/><path fill="#%02[5]x%02[6]x%02[7]x" d="%[8]s"/></svg>`,
		side+2*margin, warmPaper.r, warmPaper.g, warmPaper.b, evening.r, evening.g, evening.b, path.String())
	return err
}
