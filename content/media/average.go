package media

import (
	"image"
	"image/draw"
)

// average draws a picture smaller: each pixel is the mean of what it covers, parts of pixels among it. Beside the two pictures
// it holds some lines of the large one and nothing more, whatever their sides are: the scalers of x/image hold 32 bytes for each
// line of the large one and column of the small one, which for a narrow picture is many times the picture.
func average(small *image.RGBA, large image.Image) {
	const atOnce = 16
	from, to := large.Bounds(), small.Bounds()
	rows := averageRows{
		width: uint64(from.Dx()), height: uint64(from.Dy()), columns: uint64(to.Dx()), lines: uint64(to.Dy()), small: small,
	}
	rows.across, rows.sum = make([]uint64, to.Dx()*channels), make([]uint64, to.Dx()*channels)
	strip := image.NewRGBA(image.Rect(0, 0, from.Dx(), atOnce))
	for y := 0; y < from.Dy(); y += atOnce {
		draw.Draw(strip, strip.Rect, large, image.Pt(from.Min.X, from.Min.Y+y), draw.Src)
		for i := range min(atOnce, from.Dy()-y) {
			rows.add(strip.Pix[i*strip.Stride:][:from.Dx()*channels])
		}
	}
}

const channels = 4

// averageRows takes the lines of the large picture one by one. Places are counted in whole numbers: across, a pixel of the large
// one is columns wide and one of the small one width; downwards they are lines and height high.
type averageRows struct {
	width, height, columns, lines uint64
	small                         *image.RGBA
	across                        []uint64 // the line, as wide as the small picture
	sum                           []uint64 // the lines that the next line of the small picture covers, so far
	filled                        uint64   // how much of its height that is
	done                          int      // lines of the small picture
}

func (r *averageRows) add(line []uint8) {
	r.squeeze(line)
	for left := r.lines; left > 0; {
		part := min(left, r.height-r.filled)
		for i, value := range r.across {
			r.sum[i] += value * part
		}
		left, r.filled = left-part, r.filled+part
		if r.filled == r.height {
			r.finish()
		}
	}
}

// squeeze gives each pixel of a line to the column that it lies in, or to the two.
func (r *averageRows) squeeze(line []uint8) {
	clear(r.across)
	column, filled := 0, uint64(0)
	for x := 0; x < len(line); x += channels {
		for left := r.columns; left > 0; {
			part := min(left, r.width-filled)
			for c := range channels {
				r.across[column+c] += uint64(line[x+c]) * part
			}
			left, filled = left-part, filled+part
			if filled == r.width {
				column, filled = column+channels, 0
			}
		}
	}
}

func (r *averageRows) finish() {
	out := r.small.Pix[r.done*r.small.Stride:]
	all := r.width * r.height
	for i, sum := range r.sum {
		out[i] = uint8((sum + all/2) / all)
	}
	clear(r.sum)
	r.filled = 0
	r.done++
}
