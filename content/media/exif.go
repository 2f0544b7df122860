package media

import (
	"bytes"
	"encoding/binary"
	"image"
)

// Turn is how a camera says that its picture is to be turned before it is shown: the Orientation of Exif 2.3,
// section 4.6.4, from 1 (as it is) to 8.
type Turn int

const upright Turn = 1

// Swaps reports whether width and height change places.
func (t Turn) Swaps() bool { return t >= 5 }

// Apply gives the picture as it is to be shown.
func (t Turn) Apply(img *image.RGBA) *image.RGBA {
	if t == upright {
		return img
	}
	w, h := img.Bounds().Dx(), img.Bounds().Dy()
	size := image.Rect(0, 0, w, h)
	if t.Swaps() {
		size = image.Rect(0, 0, h, w)
	}
	turned := image.NewRGBA(size)
	for y := range size.Dy() {
		for x := range size.Dx() {
			fromX, fromY := t.source(x, y, w, h)
			turned.SetRGBA(x, y, img.RGBAAt(fromX, fromY))
		}
	}
	return turned
}

// source gives the place in a picture of w by h that is shown at x, y.
func (t Turn) source(x, y, w, h int) (fromX, fromY int) {
	switch t {
	case 2:
		return w - 1 - x, y
	case 3:
		return w - 1 - x, h - 1 - y
	case 4:
		return x, h - 1 - y
	case 5:
		return y, x
	case 6:
		return y, h - 1 - x
	case 7:
		return w - 1 - y, h - 1 - x
	case 8:
		return w - 1 - y, x
	}
	return x, y
}

// Orientation reads the turn from a JPEG; every other file, and one that says nothing sensible, is upright.
func Orientation(data []byte) Turn {
	const (
		app1        = 0xE1
		startOfScan = 0xDA
		headLength  = 4 // 0xFF, marker, length of two bytes that counts itself
	)
	if !bytes.HasPrefix(data, []byte{0xFF, 0xD8}) {
		return upright
	}
	data = data[2:]
	for len(data) > headLength && data[0] == 0xFF && data[1] != startOfScan {
		length := int(binary.BigEndian.Uint16(data[2:])) + 2
		if length < headLength || length > len(data) {
			return upright
		}
		if tiff, ok := bytes.CutPrefix(data[headLength:length], []byte("Exif\x00\x00")); ok && data[1] == app1 {
			return tiffOrientation(tiff)
		}
		data = data[length:]
	}
	return upright
}

// tiffOrientation looks through the first directory of a TIFF (revision 6.0, section 2).
func tiffOrientation(tiff []byte) Turn {
	const (
		headLength     = 8
		entryLength    = 12
		orientationTag = 0x0112
	)
	if len(tiff) < headLength {
		return upright
	}
	var order binary.ByteOrder = binary.BigEndian
	if tiff[0] == 'I' {
		order = binary.LittleEndian
	}
	offset := uint64(order.Uint32(tiff[4:]))
	if offset+2 > uint64(len(tiff)) {
		return upright
	}
	entries := tiff[offset+2:]
	for range order.Uint16(tiff[offset:]) {
		if len(entries) < entryLength {
			return upright
		}
		if order.Uint16(entries) == orientationTag {
			if turn := Turn(order.Uint16(entries[8:])); turn >= upright && turn <= 8 {
				return turn
			}
			return upright
		}
		entries = entries[entryLength:]
	}
	return upright
}
