package assets

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"image/png"

	"golang.org/x/image/vector"
)

// IconSizes are the widths, in pixels, of the icons for home screens: that of Apple, and the two that a web app manifest
// should have (https://www.w3.org/TR/appmanifest/#icons-member).
var IconSizes = []int{180, 192, 512}

// IconName is the asset with the icon of a width.
func IconName(size int) string { return fmt.Sprintf("icon-%d.png", size) }

// What browsers paint their own bars with: --bar and --paper of app.css, where the page is light and where it is dark.
const (
	BarLight   = "#1f4e5f"
	BarDark    = "#15323d"
	PaperLight = "#fbf7f0"
)

// The colours of icon.svg, and the paper that it lies on.
var (
	paper = color.NRGBA{0xfb, 0xf7, 0xf0, 0xff}
	slate = color.NRGBA{0x1f, 0x4e, 0x5f, 0xff}
	flame = color.NRGBA{0xf3, 0xa2, 0x5f, 0xff}
)

// curve is a cubic Bézier curve to its third point; one of a single point is a straight line.
type curve [][2]float32

// shape is a closed line in the square of 32 of icon.svg: where it begins, and its curves.
type shape struct {
	begins [2]float32
	curves []curve
	filled color.NRGBA
}

// The shapes of icon.svg, its quarters of a circle as curves.
var shapes = []shape{
	{[2]float32{16, 2}, []curve{
		{{30, 13}}, {{30, 28}}, {{30, 29.1}, {29.1, 30}, {28, 30}}, {{4, 30}}, {{2.9, 30}, {2, 29.1}, {2, 28}}, {{2, 13}},
	}, slate},
	{[2]float32{17, 8}, []curve{
		{{18, 13}, {23, 15}, {23, 21}},
		{{23, 24.87}, {19.87, 28}, {16, 28}},
		{{12.13, 28}, {9, 24.87}, {9, 21}},
		{{9, 18}, {10, 16}, {12, 14}},
		{{12, 16}, {13, 17}, {14, 18}},
		{{16, 15}, {15, 11}, {17, 8}},
	}, flame},
	{[2]float32{16, 18}, []curve{
		{{17, 21}, {19, 21}, {19, 24}},
		{{19, 25.66}, {17.66, 27}, {16, 27}},
		{{14.34, 27}, {13, 25.66}, {13, 24}},
		{{13, 21}, {15, 21}, {16, 18}},
	}, paper},
}

// inner is how much of an icon's width the drawing takes: a mask that leaves only a circle of 80 per cent cuts nothing off
// (https://www.w3.org/TR/appmanifest/#icon-masks).
const inner = 0.56

// drawIcon is icon.svg on paper as PNG, size pixels wide.
func drawIcon(size int) ([]byte, error) {
	icon := image.NewNRGBA(image.Rect(0, 0, size, size))
	draw.Draw(icon, icon.Bounds(), image.NewUniform(paper), image.Point{}, draw.Src)
	scale := float32(size) * inner / 32
	margin := float32(size) * (1 - inner) / 2
	at := func(p [2]float32) (x, y float32) { return margin + p[0]*scale, margin + p[1]*scale }
	for _, one := range shapes {
		pen := vector.NewRasterizer(size, size)
		pen.MoveTo(at(one.begins))
		for _, c := range one.curves {
			if len(c) == 1 {
				pen.LineTo(at(c[0]))
				continue
			}
			ax, ay := at(c[0])
			bx, by := at(c[1])
			x, y := at(c[2])
			pen.CubeTo(ax, ay, bx, by, x, y)
		}
		pen.ClosePath()
		pen.Draw(icon, icon.Bounds(), image.NewUniform(one.filled), image.Point{})
	}
	var file bytes.Buffer
	encoder := png.Encoder{CompressionLevel: png.BestCompression}
	err := encoder.Encode(&file, icon)
	return file.Bytes(), err
}
