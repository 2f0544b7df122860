package media

import (
	"bytes"
	"image"
	"image/jpeg"
	"image/png"
)

// What is made smaller. See also Costly.
const (
	WideImage   = 800      // pixels; wider ones get smaller copies
	EncodeLimit = 32 << 20 // bytes of a file that is scaled down
	jpegQuality = 82
)

// VariantWidths are the widths of the smaller copies, in pixels: a phone, a page's column, and a column of fine pixels.
var VariantWidths = []int{480, 960, 1440}

// IsRaster tells a media type of pixels, which smaller copies are made of.
func IsRaster(mediaType string) bool {
	switch mediaType {
	case "image/png", "image/jpeg", "image/gif", "image/webp":
		return true
	}
	return false
}

// Shrink scales an image down so that it is width pixels wide once it is turned.
func Shrink(full image.Image, turn Turn, width int) *image.RGBA {
	w, h := full.Bounds().Dx(), full.Bounds().Dy()
	size := image.Rect(0, 0, width, max(1, h*width/w))
	if turn.Swaps() {
		size = image.Rect(0, 0, max(1, w*width/h), width)
	}
	small := image.NewRGBA(size)
	average(small, full)
	return small
}

// Encode writes photographs as JPEG and drawings, and whatever one can see through, as PNG. An opaque PNG that is less
// than half as large as JPEG was a photograph.
func Encode(img *image.RGBA, like string) ([]byte, string, error) {
	var asJPEG, asPNG bytes.Buffer
	opaque := img.Opaque()
	if opaque {
		if err := jpeg.Encode(&asJPEG, img, &jpeg.Options{Quality: jpegQuality}); err != nil {
			return nil, "", err
		}
		if like == "image/jpeg" {
			return asJPEG.Bytes(), "image/jpeg", nil
		}
	}
	// The best compression saves a twentieth more and takes ten times as long: a minute for a course with many drawings.
	encoder := png.Encoder{CompressionLevel: png.DefaultCompression}
	if err := encoder.Encode(&asPNG, img); err != nil {
		return nil, "", err
	}
	if opaque && asJPEG.Len() < asPNG.Len()/2 {
		return asJPEG.Bytes(), "image/jpeg", nil
	}
	return asPNG.Bytes(), "image/png", nil
}
