package content_test

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"image"
	"image/color"
	"image/gif"
	"image/jpeg"
	"image/png"
	"strings"
	"testing"

	"vatra/content"
	"vatra/lms/fault"
)

// scene is a picture with a bright left upper quarter, so that a turned one can be told.
func scene(width, height int) *image.RGBA {
	img := image.NewRGBA(image.Rect(0, 0, width, height))
	for y := range height {
		for x := range width {
			shade := color.RGBA{R: uint8(x * 7), G: uint8(y * 3), B: uint8(x * y), A: 255}
			if x < width/2 && y < height/2 {
				shade = color.RGBA{R: 255, G: 255, B: 255, A: 255}
			}
			img.SetRGBA(x, y, shade)
		}
	}
	return img
}

func asJPEG(t *testing.T, img image.Image) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := jpeg.Encode(&b, img, &jpeg.Options{Quality: 95}); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func asPNG(t *testing.T, img image.Image) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := png.Encode(&b, img); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// turned writes the Exif orientation into a JPEG, as a camera does.
func turned(data []byte, orientation uint16) []byte {
	tiff := []byte("MM\x00\x2a\x00\x00\x00\x08\x00\x01\x01\x12\x00\x03\x00\x00\x00\x01")
	tiff = append(binary.BigEndian.AppendUint16(tiff, orientation), 0, 0)
	segment := append([]byte("Exif\x00\x00"), tiff...)
	head := binary.BigEndian.AppendUint16([]byte{0xFF, 0xD8, 0xFF, 0xE1}, uint16(len(segment)+2))
	return append(append(head, segment...), data[2:]...)
}

func TestWideImagesGetSmallerCopies(t *testing.T) {
	t.Parallel()
	store, blobs := assetStore(t)
	stored, err := store.PutAsset(t.Context(), bytes.NewReader(asJPEG(t, scene(2000, 1000))), "photo.jpg")
	if err != nil {
		t.Fatal(err)
	}
	if stored.MediaType != "image/jpeg" || stored.Width != 2000 || stored.Height != 1000 || len(stored.Variants) != 3 {
		t.Fatalf("got %+v", stored)
	}
	for i, width := range []int{480, 960, 1440} {
		small := stored.Variants[i]
		conf, format, err := image.DecodeConfig(strings.NewReader(readBlob(t, blobs, small.SHA256)))
		if err != nil || small.Width != width || conf.Width != width || conf.Height != width/2 || format != "jpeg" {
			t.Errorf("copy %+v is %+v %s, %v", small, conf, format, err)
		}
	}
	again, err := store.PutAsset(t.Context(), bytes.NewReader(asJPEG(t, scene(2000, 1000))), "other.jpg")
	if err != nil || again.SHA256 != stored.SHA256 || len(again.Variants) != 3 || again.Width != 2000 {
		t.Errorf("the same file again: %+v, %v", again, err)
	}
}

func TestCopiesStandUpright(t *testing.T) {
	t.Parallel()
	store, blobs := assetStore(t)
	// Where the bright quarter of the stored picture is to be seen: left or right, upper or lower.
	for orientation, want := range map[uint16]struct{ right, lower bool }{
		1: {false, false}, 2: {true, false}, 3: {true, true}, 4: {false, true},
		5: {false, false}, 6: {true, false}, 7: {true, true}, 8: {false, true},
	} {
		stored, err := store.PutAsset(t.Context(), bytes.NewReader(turned(asJPEG(t, scene(1200, 1000)), orientation)), "x.jpg")
		if err != nil || len(stored.Variants) == 0 {
			t.Fatalf("%d: %+v, %v", orientation, stored, err)
		}
		small, err := jpeg.Decode(strings.NewReader(readBlob(t, blobs, stored.Variants[0].SHA256)))
		if err != nil {
			t.Fatal(err)
		}
		w, h := small.Bounds().Dx(), small.Bounds().Dy()
		if (stored.Width == 1000) != (orientation >= 5) || w != 480 || (h > w) != (orientation >= 5) {
			t.Errorf("%d: %d×%d, copy %d×%d", orientation, stored.Width, stored.Height, w, h)
		}
		x, y := w/8, h/8
		if want.right {
			x = w - x
		}
		if want.lower {
			y = h - y
		}
		if r, g, b, _ := small.At(x, y).RGBA(); min(r, g, b) < 0xf000 {
			t.Errorf("%d: the bright quarter is elsewhere", orientation)
		}
	}
}

func TestPicturesThatAreLeftAsTheyAre(t *testing.T) {
	t.Parallel()
	store, _ := assetStore(t)
	flat := image.NewPaletted(image.Rect(0, 0, 6000, 5000), color.Palette{color.White, color.Black})
	var bomb, moving bytes.Buffer
	if err := (&png.Encoder{CompressionLevel: png.BestSpeed}).Encode(&bomb, flat); err != nil {
		t.Fatal(err)
	}
	if err := gif.Encode(&moving, scene(900, 10), nil); err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		data    []byte
		width   int
		warning string
	}{
		"small":       {asPNG(t, scene(800, 10)), 800, ""},
		"too large":   {bomb.Bytes(), 6000, "content.asset_image_too_large"},
		"cut off":     {asPNG(t, scene(900, 900))[:2000], 900, "content.asset_image_broken"},
		"only a head": {[]byte("\x89PNG\r\n\x1a\n"), 0, "content.asset_image_broken"},
		"moving":      {moving.Bytes(), 900, ""},
	} {
		stored, err := store.PutAsset(t.Context(), bytes.NewReader(c.data), name)
		if err != nil {
			t.Fatal(err)
		}
		told := ""
		for _, w := range stored.Warnings {
			told = w.Key
		}
		if len(stored.Variants) > 0 || stored.Width != c.width || told != c.warning {
			t.Errorf("%s: %+v", name, stored)
		}
	}
}

func TestMediaTypeIsToldByContent(t *testing.T) {
	t.Parallel()
	store, _ := assetStore(t)
	var office bytes.Buffer
	archive := zip.NewWriter(&office)
	for _, name := range []string{"[Content_Types].xml", "_rels/.rels", "word/document.xml"} {
		if _, err := archive.Create(name); err != nil {
			t.Fatal(err)
		}
	}
	if err := archive.Close(); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		data, want string
		inline     bool
	}{
		{"%PDF-1.7\n", "application/pdf", true},
		{"<!doctype html><script>alert(1)</script>", "text/html; charset=utf-8", false},
		{"<?xml version='1.0'?><html xmlns='http://www.w3.org/1999/xhtml'><svg/></html>", "text/xml", false},
		{"<html><svg xmlns='http://www.w3.org/2000/svg'><script>x</script></svg></html>", "text/html; charset=utf-8", false},
		{"Bună ziua", "text/plain; charset=utf-8", true},
		{"WEBVTT\n\n00:00.000 --> 00:01.000\nHi", "text/vtt", true},
		{"\x00\x00\x00\x20ftypisom\x00\x00\x02\x00isomiso2avc1mp41", "video/mp4", true},
		{"\xff\xfb\x90\x64", "audio/mpeg", true},
		{office.String(), "application/vnd.openxmlformats-officedocument.wordprocessingml.document", false},
		{"MZ\x90\x00\x03", "application/vnd.microsoft.portable-executable", false},
		{"\x00\x01\x02", "application/octet-stream", false},
		{"", "text/plain", true},
	} {
		stored, err := store.PutAsset(t.Context(), strings.NewReader(c.data), "photo.png")
		if err != nil || stored.MediaType != c.want || stored.Inline() != c.inline || stored.Size != int64(len(c.data)) {
			t.Errorf("%q: %+v inline %v, %v; want %s", c.data, stored, stored.Inline(), err, c.want)
		}
	}
}

func TestOnlyPublishedAssetsAreServed(t *testing.T) {
	t.Parallel()
	store, db := courseStore(t)
	stored, err := store.PutAsset(t.Context(), bytes.NewReader(asPNG(t, scene(1000, 500))), "map.png")
	if err != nil || len(stored.Variants) == 0 {
		t.Fatalf("%+v, %v", stored, err)
	}
	served := func() (whole, small error) {
		_, whole = store.Asset(t.Context(), stored.SHA256)
		_, small = store.Asset(t.Context(), stored.Variants[0].SHA256)
		return whole, small
	}
	draft := simpleDraft()
	draft.Assets = []content.DraftAsset{{Path: "media/map.png", SHA256: stored.SHA256, Licence: "CC-BY-4.0", Attribution: content.Attribution{Author: "Ana"}}}
	version, err := store.SaveDraft(t.Context(), db, draft)
	if err != nil {
		t.Fatal(err)
	}
	if whole, small := served(); !fault.Is(whole, fault.NotFound) || !fault.Is(small, fault.NotFound) {
		t.Fatalf("a draft's: %v, %v", whole, small)
	}
	if _, err := store.Publish(t.Context(), db, version); err != nil {
		t.Fatal(err)
	}
	if whole, small := served(); whole != nil || small != nil {
		t.Fatalf("published: %v, %v", whole, small)
	}
	got, err := store.Asset(t.Context(), stored.SHA256)
	if err != nil || got.Width != 1000 || got.MediaType != "image/png" || len(got.Variants) != len(stored.Variants) || got.Variants[0] != stored.Variants[0] {
		t.Errorf("got %+v, %v", got, err)
	}
	if _, err := store.Asset(t.Context(), "nonsense"); !fault.Is(err, fault.NotFound) {
		t.Errorf("nonsense: %v", err)
	}
	credits, err := store.VersionAssets(t.Context(), version)
	if err != nil || len(credits) != 1 || credits[0].Attribution.Author != "Ana" || credits[0].Licence != "CC-BY-4.0" || credits[0].Path != "media/map.png" {
		t.Errorf("credits %+v, %v", credits, err)
	}
}
