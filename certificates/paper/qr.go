package paper

import (
	"fmt"

	"github.com/skip2/go-qrcode"
)

// qr draws text as a QR code of error correction level M. Around its place the paper, which is light enough, has to stay
// free for four modules: ISO/IEC 18004 asks for that margin.
func (c *canvas) qr(b box, colour ink, text string) error {
	code, err := qrcode.New(text, qrcode.Medium)
	if err != nil {
		return fmt.Errorf("making the QR code: %w", err)
	}
	code.DisableBorder = true
	modules := code.Bitmap()
	size := b.w / float64(len(modules))
	var dark []box
	for row, line := range modules {
		for from := 0; from < len(line); from++ {
			to := from
			for to < len(line) && line[to] {
				to++
			}
			if to > from {
				dark = append(dark, box{
					x: b.x + float64(from)*size, y: b.y + float64(row)*size,
					w: float64(to-from) * size, h: size,
				})
				from = to
			}
		}
	}
	c.fill(colour, dark)
	return nil
}
