package media

import (
	"encoding/binary"
	"image"
	"image/color"
)

// What a picture may ask of the machine while it is decoded. Its area is only one thing that it is paid for by: a side alone
// makes lines of any length, a pixel takes up to twenty bytes, and a progressive JPEG is drawn once for each of its scans, of
// which a few bytes make one.
const (
	sideLimit    = 1 << 15     // pixels
	areaLimit    = 25_000_000  // pixels
	decodedLimit = 100 << 20   // bytes
	scanLimit    = 100         // of a JPEG; cameras and programs make up to a dozen
	drawnLimit   = 500_000_000 // pixels of all scans

	// CopyLimit is how large a smaller copy may be, in pixels: of a picture many times higher than wide only narrow ones are made.
	CopyLimit = 8_000_000
)

// Costly reports whether decoding a picture would take more memory or time than one picture may. conf is what it says of itself.
func Costly(data []byte, conf image.Config, mediaType string) bool {
	w, h := int64(conf.Width), int64(conf.Height)
	if w > sideLimit || h > sideLimit || w*h > areaLimit {
		return true
	}
	perPixel, scans := int64(8), int64(1) // WebP without loss, which is taken apart into colours and back
	switch mediaType {
	case "image/png":
		perPixel = pngBytes(data, conf)
	case "image/jpeg":
		perPixel, scans = jpegCost(data)
	}
	return w*h*perPixel > decodedLimit || scans > scanLimit || w*h*scans > drawnLimit
}

// pngBytes is what a pixel of a PNG takes. An interlaced one is decoded in parts, of which the largest is half of it
// (PNG, third edition, section 8).
func pngBytes(data []byte, conf image.Config) int64 {
	const interlaceAt = 8 + 8 + 12
	bytes := int64(4)
	switch conf.ColorModel {
	case color.GrayModel:
		bytes = 1
	case color.Gray16Model:
		bytes = 2
	case color.RGBA64Model, color.NRGBA64Model:
		bytes = 8
	}
	if len(data) > interlaceAt && data[interlaceAt] != 0 {
		bytes += (bytes + 1) / 2
	}
	return bytes
}

// jpegCost gives what a pixel of a JPEG takes, and how many scans it has (ITU-T T.81, Annex B). Where coefficients are kept
// until the last scan, which is in all frames but baseline ones, each sample takes four bytes more.
func jpegCost(data []byte) (perPixel, scans int64) {
	const (
		startOfFrame, lastOfFrames, huffman, reserved, arithmetic = 0xC0, 0xCF, 0xC4, 0xC8, 0xCC
		startOfScan, endOfImage                                   = 0xDA, 0xD9
		extended                                                  = 0xC1
	)
	perPixel = 3
	for at := 2; at+4 <= len(data); {
		if data[at] != 0xFF || data[at+1] == 0xFF || data[at+1] == 0 || data[at+1] >= 0xD0 && data[at+1] <= 0xD8 {
			at++ // of a scan, or padding
			continue
		}
		marker := data[at+1]
		segment := data[at+2:]
		segment = segment[:min(len(segment), int(binary.BigEndian.Uint16(segment)))]
		switch {
		case marker == endOfImage:
			return perPixel, scans
		case marker == startOfScan:
			scans++
		case marker >= startOfFrame && marker <= lastOfFrames && marker != huffman && marker != reserved && marker != arithmetic:
			perPixel = jpegBytes(segment, marker > extended)
		}
		at += 2 + max(2, len(segment))
	}
	return perPixel, scans
}

// jpegBytes reads a frame's header: length, precision, height, width, and the components with how finely each is sampled. A
// picture in four colours is copied once.
func jpegBytes(frame []byte, kept bool) int64 {
	const components, first, each = 7, 8, 3
	if len(frame) <= components {
		return 3
	}
	most, samples, n := int64(1), int64(0), int(frame[components])
	for i := range n {
		if at := first + i*each + 1; at < len(frame) {
			factor := int64(frame[at]>>4) * int64(frame[at]&15)
			most, samples = max(most, factor), samples+factor
		}
	}
	bytes := int64(1)
	if kept {
		bytes += 4
	}
	cost := (samples*bytes + most - 1) / most
	if n == 4 {
		cost += 4
	}
	return max(1, cost)
}
