package paper

import "github.com/go-pdf/fpdf"

// The colours of Vatra: the hearth, the evening outside and the paper.
var (
	terracotta = ink{0xB4, 0x53, 0x2A}
	ember      = ink{0xDD, 0x9A, 0x5B}
	evening    = ink{0x1F, 0x4E, 0x5F}
	charcoal   = ink{0x3B, 0x3A, 0x38}
	sand       = ink{0xE3, 0xD3, 0xBC}
	warmPaper  = ink{0xFB, 0xF7, 0xF0}
)

const (
	bandWide = 17              // stitches
	bandLong = 20              // stitches from lozenge to lozenge
	bandRows = 8*bandLong + 17 // nine whole lozenges
	stitch   = bandHigh / bandRows
	thread   = 0.95 // of a stitch that is thread
)

// stitched says which thread a stitch of the band takes: lozenges with a cross inside, blue hooks between them and a
// running border, as on the woven towels of all the countries that Vatra was made for.
func stitched(column, row int) (ink, bool) {
	x := abs(column - bandWide/2)
	y := abs((row%bandLong+bandLong)%bandLong - bandLong/2)
	edge := bandWide / 2
	switch d := x + y; {
	case x == edge:
		return terracotta, y%2 == 0
	case x == edge-1:
		return ink{}, false
	case d == 7, d == 5, d == 4 && x != 0 && y != 0:
		return terracotta, true
	case d == 2 && x*y == 0, d <= 1:
		return evening, true
	}
	if d := abs(x-(edge-2)) + abs(y-bandLong/2); d == 0 || d == 2 && x != edge-2 {
		return evening, true
	}
	if x == 0 && y == bandLong/2 || x == 1 && y == bandLong/2-1 {
		return evening, true
	}
	return ink{}, false
}

// band embroiders a strip with its top left corner at x, y.
func (c *canvas) band(x, y float64) {
	threads := map[ink][]box{}
	for row := range bandRows {
		for column := range bandWide {
			if colour, ok := stitched(column, row-bandRows/2+bandLong/2); ok {
				threads[colour] = append(threads[colour], box{
					x: x + float64(column)*stitch, y: y + float64(row)*stitch,
					w: stitch * thread, h: stitch * thread,
				})
			}
		}
	}
	for _, colour := range []ink{terracotta, evening} {
		c.fill(colour, threads[colour])
	}
}

// hearth draws the sign of Vatra, a fire under an arch, with its foot centred on x, y.
func (c *canvas) hearth(x, y, height float64) {
	u := height / 20 // the drawing is 20 units high and 16 wide
	at := func(dx, dy float64) (float64, float64) { return x + dx*u, y - dy*u }
	move := func(dx, dy float64) { c.pdf.MoveTo(at(dx, dy)) }
	curve := func(ax, ay, bx, by, dx, dy float64) {
		ax, ay = at(ax, ay)
		bx, by = at(bx, by)
		dx, dy = at(dx, dy)
		c.pdf.CurveBezierCubicTo(ax, ay, bx, by, dx, dy)
	}
	line := func(dx, dy float64) { c.pdf.LineTo(at(dx, dy)) }
	colour := func(i ink) { c.pdf.SetFillColor(i.r, i.g, i.b) }

	c.pdf.SetDrawColor(evening.r, evening.g, evening.b)
	c.pdf.SetLineWidth(1.1 * u)
	move(-8, 0)
	line(-8, 11.5)
	curve(-8, 16, -4.4, 19.4, 0, 19.4)
	curve(4.4, 19.4, 8, 16, 8, 11.5)
	line(8, 0)
	c.pdf.DrawPath("D")
	c.pdf.SetLineWidth(1.1 * u)
	move(-10, 0)
	line(10, 0)
	c.pdf.DrawPath("D")

	colour(terracotta)
	move(-0.6, 16.2)
	curve(-0.2, 12.6, -4.9, 10.4, -4.9, 5.6)
	curve(-4.9, 2.9, -2.8, 1.3, 0, 1.3)
	curve(2.8, 1.3, 4.9, 3, 4.9, 5.7)
	curve(4.9, 8, 3.8, 9.4, 3.1, 11)
	curve(2.6, 10.2, 2.3, 9.6, 2.2, 8.7)
	curve(1.9, 12, 1.5, 14.2, -0.6, 16.2)
	c.pdf.ClosePath()
	c.pdf.DrawPath("F")

	colour(ember)
	move(0.1, 8.4)
	curve(0.3, 6.6, -2.2, 5.8, -2.2, 3.8)
	curve(-2.2, 2.4, -1.2, 1.7, 0, 1.7)
	curve(1.3, 1.7, 2.2, 2.5, 2.2, 3.8)
	curve(2.2, 5.6, 0.9, 6.6, 0.1, 8.4)
	c.pdf.ClosePath()
	c.pdf.DrawPath("F")
}

// rule draws a fine line of width w centred on x, y, with a lozenge in its middle.
func (c *canvas) rule(x, y, w float64) {
	const lozenge, gap = 1.3, 2.6
	c.pdf.SetDrawColor(ember.r, ember.g, ember.b)
	c.pdf.SetLineWidth(0.25)
	c.pdf.Line(x-w/2, y, x-gap, y)
	c.pdf.Line(x+gap, y, x+w/2, y)
	c.pdf.SetFillColor(terracotta.r, terracotta.g, terracotta.b)
	c.pdf.Polygon([]fpdf.PointType{
		{X: x, Y: y - lozenge}, {X: x + lozenge, Y: y}, {X: x, Y: y + lozenge}, {X: x - lozenge, Y: y},
	}, "F")
}

func abs(n int) int { return max(n, -n) }
