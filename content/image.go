package content

import (
	"bytes"
	"context"
	"fmt"
	"image"
	_ "image/gif" // to measure
	"image/jpeg"
	"image/png"
	"io"

	"golang.org/x/image/draw"
	_ "golang.org/x/image/webp" // to measure and to scale down
)

// What is made smaller, and what is too much for a small machine: a progressive JPEG takes twelve bytes a pixel and more
// while it is decoded.
const (
	wideImage   = 800        // pixels; wider ones get smaller copies
	pixelLimit  = 25_000_000 // a larger image is stored as it is
	encodeLimit = 32 << 20   // bytes of a file that is scaled down
	jpegQuality = 82
)

// variantWidths are the widths of the smaller copies, in pixels: a phone, a page's column, and a column of fine pixels.
var variantWidths = []int{480, 960, 1440}

func isRaster(mediaType string) bool {
	switch mediaType {
	case "image/png", "image/jpeg", "image/gif", "image/webp":
		return true
	}
	return false
}

// measure notes the size of an image in the asset and stores its smaller copies. An image that is broken or too large
// keeps its place as a file, with a warning.
func (s *Store) measure(ctx context.Context, asset *Asset, name string) error {
	select {
	case s.decoding <- struct{}{}: // one at a time: a decoded image is large
		defer func() { <-s.decoding }()
	case <-ctx.Done():
		return ctx.Err()
	}
	if asset.Size > encodeLimit {
		asset.warn(name, "asset.image_too_large")
		return nil
	}
	blob, err := s.blobs.Get(ctx, asset.SHA256, 0, ToEnd)
	if err != nil {
		return fmt.Errorf("reading %s: %w", name, err)
	}
	data, err := io.ReadAll(blob)
	_ = blob.Close()
	if err != nil {
		return fmt.Errorf("reading %s: %w", name, err)
	}
	conf, _, err := image.DecodeConfig(bytes.NewReader(data))
	if err != nil || conf.Width <= 0 || conf.Height <= 0 {
		asset.warn(name, "asset.image_broken")
		return nil
	}
	turn := orientation(data)
	asset.Width, asset.Height = conf.Width, conf.Height
	if turn.swaps() {
		asset.Width, asset.Height = conf.Height, conf.Width
	}
	switch {
	case int64(conf.Width)*int64(conf.Height) > pixelLimit:
		asset.warn(name, "asset.image_too_large")
		return nil
	case asset.Width <= wideImage || asset.MediaType == "image/gif": // a GIF may move
		return nil
	}
	full, _, err := image.Decode(bytes.NewReader(data))
	if err != nil {
		asset.warn(name, "asset.image_broken")
		return nil
	}
	return s.putVariants(ctx, asset, full, turn)
}

func (a *Asset) warn(name, key string) {
	a.Warnings = append(a.Warnings, Warning{Entry: name, Key: key, Args: map[string]any{"Name": name}})
}

// putVariants stores the copies that are really smaller than the image, the narrowest first.
func (s *Store) putVariants(ctx context.Context, asset *Asset, full image.Image, turn exifTurn) error {
	from := full
	for i := len(variantWidths) - 1; i >= 0; i-- {
		width := variantWidths[i]
		if width >= asset.Width {
			continue
		}
		small := shrink(from, turn, width)
		from = small // each from the one before: much less to read, and nothing to see of it
		data, mediaType, err := encode(turn.apply(small), asset.MediaType)
		if err != nil {
			return fmt.Errorf("making a smaller copy: %w", err)
		}
		if int64(len(data)) > asset.Size*9/10 {
			continue
		}
		blob, err := s.blobs.Put(ctx, bytes.NewReader(data), mediaType)
		if err != nil {
			return fmt.Errorf("storing a smaller copy: %w", err)
		}
		shown := turn.apply(small).Bounds()
		err = s.recordAsset(ctx, Asset{
			SHA256: blob.SHA256, Size: blob.Size, MediaType: mediaType, Width: shown.Dx(), Height: shown.Dy(),
		})
		if err != nil {
			return err
		}
		asset.Variants = append([]Variant{{Width: width, SHA256: blob.SHA256, MediaType: mediaType}}, asset.Variants...)
	}
	return nil
}

// shrink scales an image so that it is width pixels wide once it is turned.
func shrink(full image.Image, turn exifTurn, width int) *image.RGBA {
	w, h := full.Bounds().Dx(), full.Bounds().Dy()
	size := image.Rect(0, 0, width, max(1, h*width/w))
	if turn.swaps() {
		size = image.Rect(0, 0, max(1, w*width/h), width)
	}
	small := image.NewRGBA(size)
	draw.CatmullRom.Scale(small, size, full, full.Bounds(), draw.Src, nil)
	return small
}

// encode writes photographs as JPEG and drawings, and whatever one can see through, as PNG. An opaque PNG that is less
// than half as large as JPEG was a photograph.
func encode(img *image.RGBA, like string) ([]byte, string, error) {
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
