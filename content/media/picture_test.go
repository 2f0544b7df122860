package media_test

import (
	"bytes"
	"compress/zlib"
	"encoding/binary"
	"hash/crc32"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"runtime"
	"testing"

	_ "golang.org/x/image/webp"

	"vatra/content/media"
)

// blackPNG is a picture of one colour, of any size, in very few bytes. depth, sort and interlaced are those of its head (IHDR).
func blackPNG(width, height uint32, depth, sort, interlaced byte) []byte {
	file := []byte("\x89PNG\r\n\x1a\n")
	chunk := func(name string, data []byte) {
		file = binary.BigEndian.AppendUint32(file, uint32(len(data)))
		named := append([]byte(name), data...)
		file = binary.BigEndian.AppendUint32(append(file, named...), crc32.ChecksumIEEE(named))
	}
	head := binary.BigEndian.AppendUint32(binary.BigEndian.AppendUint32(nil, width), height)
	chunk("IHDR", append(head, depth, sort, 0, 0, interlaced))
	var packed bytes.Buffer
	writer := zlib.NewWriter(&packed)
	_, _ = writer.Write(make([]byte, min(1<<20, int(height)*(1+4*int(width)))))
	_ = writer.Close()
	chunk("IDAT", packed.Bytes())
	chunk("IEND", nil)
	return file
}

// scansJPEG is a progressive picture of one colour whose coefficients of the lowest frequency come in as many scans as are asked
// for, each of a few bytes. It has the tables that image/jpeg writes, and its frame says which sort it is (SOF2).
func scansJPEG(width, height, scans int) []byte {
	var written bytes.Buffer
	_ = jpeg.Encode(&written, image.NewGray(image.Rect(0, 0, 8, 8)), nil)
	var file []byte
	for at := 2; at < written.Len(); {
		data := written.Bytes()[at:]
		length := 2 + int(binary.BigEndian.Uint16(data[2:]))
		segment := bytes.Clone(data[:length])
		switch segment[1] {
		case 0xC0:
			segment[1] = 0xC2
			binary.BigEndian.PutUint16(segment[5:], uint16(height))
			binary.BigEndian.PutUint16(segment[7:], uint16(width))
		case 0xDA:
			blocks := (width + 7) / 8 * ((height + 7) / 8)
			const first, refine = 0x01, 0x10 // one bit after another; each block takes two bits at first, and one then
			for scan := range scans {
				head := []byte{0xFF, 0xDA, 0, 8, 1, 1, 0, 0, 0, refine}
				bits := blocks
				if scan == 0 {
					head[9], bits = first, 2*blocks
				}
				file = append(append(file, head...), make([]byte, (bits+7)/8)...)
			}
			return append(append([]byte{0xFF, 0xD8}, file...), 0xFF, 0xD9)
		}
		file = append(file, segment...)
		at += length
	}
	return nil
}

func asJPEG(t *testing.T, img image.Image) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := jpeg.Encode(&b, img, nil); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestPicturesThatAreNotWorthDecoding(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		data []byte
		kind string
		want bool
	}{
		"one line of 25 million":     {blackPNG(24_999_999, 1, 1, 0, 0), "image/png", true},
		"one column":                 {blackPNG(1000, 40_000, 1, 0, 0), "image/png", true},
		"25 million, 8 bytes each":   {blackPNG(5000, 4999, 16, 6, 0), "image/png", true},
		"16 million, drawn in parts": {blackPNG(4000, 4000, 8, 6, 1), "image/png", false},
		"25 million, drawn in parts": {blackPNG(4900, 5000, 8, 6, 1), "image/png", true},
		"25 million, 4 bytes each":   {blackPNG(5000, 4999, 8, 6, 0), "image/png", false},
		"25 million, in grey":        {blackPNG(5000, 4999, 8, 0, 0), "image/png", false},
		"a photo of 20 million":      {asJPEG(t, image.NewYCbCr(image.Rect(0, 0, 5000, 4000), image.YCbCrSubsampleRatio420)), "image/jpeg", false},
		"thousands of scans":         {scansJPEG(1000, 1000, 3000), "image/jpeg", true},
		"a dozen scans":              {scansJPEG(1000, 1000, 12), "image/jpeg", false},
		"a dozen scans, very large":  {scansJPEG(5000, 4999, 30), "image/jpeg", true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			conf, _, err := image.DecodeConfig(bytes.NewReader(c.data))
			if err != nil {
				t.Fatal(err)
			}
			if got := media.Costly(c.data, conf, c.kind); got != c.want {
				t.Errorf("%d bytes, %d×%d: costly is %v", len(c.data), conf.Width, conf.Height, got)
			}
		})
	}
	small := scansJPEG(64, 64, 12) // it is a picture indeed
	if _, err := jpeg.Decode(bytes.NewReader(small)); err != nil {
		t.Errorf("the picture of many scans is none: %v", err)
	}
}

// TestSmallerCopyCostsItselfAndALine whatever the sides: a picture 1,441 wide and 17,000 high took 800 MB.
func TestSmallerCopyCostsItselfAndALine(t *testing.T) { //nolint:paralleltest // it counts what is allocated
	for _, size := range []image.Point{{1441, 17_000}, {24_000, 1000}, {30_000, 2}} {
		large := image.NewGray(image.Rectangle{Max: size})
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		small := media.Shrink(large, 1, 1440)
		runtime.ReadMemStats(&after)
		const lines = 32 * 4
		if made, most := int(after.TotalAlloc-before.TotalAlloc), len(small.Pix)+lines*size.X+1<<20; made > most {
			t.Errorf("%v: %d kB were made for a copy of %d kB", size, made>>10, len(small.Pix)>>10)
		}
	}
}

func TestSmallerCopyIsTheMeanOfThePicture(t *testing.T) {
	t.Parallel()
	large := image.NewNRGBA(image.Rect(10, 20, 10+900, 20+30)) // not at zero
	for y := 20; y < 50; y++ {
		for x := 10; x < 910; x++ {
			c := color.NRGBA{A: 255}
			if x%2 == 0 { // black and white by turns, the left half red instead
				c.R = 255
				if x >= 460 {
					c.G, c.B = 255, 255
				}
			}
			large.SetNRGBA(x, y, c)
		}
	}
	small := media.Shrink(large, 1, 90)
	if size := small.Bounds().Size(); size != image.Pt(90, 3) {
		t.Fatalf("it is %v", size)
	}
	for x, want := range map[int]color.RGBA{1: {128, 0, 0, 255}, 88: {128, 128, 128, 255}} {
		if got := small.RGBAAt(x, 1); got != want {
			t.Errorf("at %d it is %v, want %v", x, got, want)
		}
	}
	if uneven := media.Shrink(large, 1, 7); uneven.Bounds().Size() != image.Pt(7, 1) || uneven.RGBAAt(6, 0).R != 127 || uneven.RGBAAt(0, 0).G != 0 {
		t.Errorf("of sides that do not divide: %v", uneven.Pix)
	}
}

// FuzzPicture goes the way of a picture that somebody brings along.
func FuzzPicture(f *testing.F) {
	var drawn bytes.Buffer
	if err := png.Encode(&drawn, image.NewPaletted(image.Rect(0, 0, 20, 10), color.Palette{color.White, color.Transparent})); err != nil {
		f.Fatal(err)
	}
	f.Add(drawn.Bytes())
	f.Add(blackPNG(900, 4, 8, 6, 0))
	f.Add(scansJPEG(64, 40, 5))
	f.Add([]byte("RIFF\x1a\x00\x00\x00WEBPVP8L\x0d\x00\x00\x00\x2f\x00\x00\x00\x10\x07\x10\x11\x11\x88\x88\xfe\x07\x00"))
	f.Add([]byte("GIF89a\x01\x00\x01\x00\x80\x00\x00\xff\xff\xff\x00\x00\x00!\xf9\x04\x00\x00\x00\x00\x00,\x00\x00\x00\x00\x01\x00\x01\x00\x00\x02\x02D\x01\x00;"))
	f.Fuzz(func(t *testing.T, data []byte) {
		kind := media.Sniff(data[:min(len(data), media.Sniffed)])
		conf, _, err := image.DecodeConfig(bytes.NewReader(data))
		turn := media.Orientation(data)
		if err != nil || !media.IsRaster(kind) || media.Costly(data, conf, kind) || conf.Width*conf.Height > 1<<20 { // larger ones only take longer
			return
		}
		full, _, err := image.Decode(bytes.NewReader(data))
		if err != nil || full.Bounds().Empty() {
			return
		}
		width := max(1, conf.Width/2)
		if turn.Swaps() {
			width = max(1, conf.Height/2)
		}
		shown := turn.Apply(media.Shrink(full, turn, width))
		if shown.Bounds().Dx() != width {
			t.Errorf("a copy is %v, want %d wide", shown.Bounds(), width)
		}
		if _, _, err := media.Encode(shown, kind); err != nil {
			t.Error(err)
		}
	})
}
