package content

import (
	"bytes"
	"context"
	"fmt"
	"image"
	_ "image/gif" // to measure
	"io"

	_ "golang.org/x/image/webp" // to measure and to scale down

	"vatra/content/blobs"
	"vatra/content/media"
	"vatra/lms/fault"
)

// measure notes the size of an image in the asset and stores its smaller copies. An image that is broken or too large
// keeps its place as a file, with a warning.
func (s *Store) measure(ctx context.Context, asset *media.Asset, name string) error {
	select {
	case s.decoding <- struct{}{}: // one at a time: a decoded image is large
		defer func() { <-s.decoding }()
	case <-ctx.Done():
		return ctx.Err()
	}
	if asset.Size > media.EncodeLimit {
		imageWarning(asset, name, "content.asset_image_too_large")
		return nil
	}
	blob, err := s.blobs.Get(ctx, asset.SHA256, 0, blobs.ToEnd)
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
		imageWarning(asset, name, "content.asset_image_broken")
		return nil
	}
	turn := media.Orientation(data)
	asset.Width, asset.Height = conf.Width, conf.Height
	if turn.Swaps() {
		asset.Width, asset.Height = conf.Height, conf.Width
	}
	switch {
	case asset.Width <= media.WideImage || asset.MediaType == "image/gif": // a GIF may move
		return nil
	case media.Costly(data, conf, asset.MediaType):
		imageWarning(asset, name, "content.asset_image_too_large")
		return nil
	}
	full, _, err := image.Decode(bytes.NewReader(data))
	if err != nil {
		imageWarning(asset, name, "content.asset_image_broken")
		return nil
	}
	return s.putVariants(ctx, asset, full, turn)
}

func imageWarning(a *media.Asset, name, key string) {
	a.Warnings = append(a.Warnings, fault.Warning{Entry: name, Key: key, Args: map[string]any{"Name": name}})
}

// putVariants stores the copies that are really smaller than the image, the narrowest first.
func (s *Store) putVariants(ctx context.Context, asset *media.Asset, full image.Image, turn media.Turn) error {
	from := full
	for i := len(media.VariantWidths) - 1; i >= 0; i-- {
		width := media.VariantWidths[i]
		if width >= asset.Width || int64(width)*int64(width)*int64(asset.Height)/int64(asset.Width) > media.CopyLimit {
			continue
		}
		small := media.Shrink(from, turn, width)
		from = small // each from the one before: much less to read, and nothing to see of it
		data, mediaType, err := media.Encode(turn.Apply(small), asset.MediaType)
		if err != nil {
			return fmt.Errorf("making a smaller copy: %w", err)
		}
		if int64(len(data)) > asset.Size*9/10 {
			continue
		}
		variant, err := s.putVariant(ctx, data, mediaType, turn.Apply(small).Bounds())
		if err != nil {
			return fmt.Errorf("storing a smaller copy: %w", err)
		}
		variant.Width = width
		asset.Variants = append([]media.Variant{variant}, asset.Variants...)
	}
	return nil
}

// putVariant stores one smaller copy as an asset of its own.
func (s *Store) putVariant(ctx context.Context, data []byte, mediaType string, shown image.Rectangle) (media.Variant, error) {
	staged, err := s.blobs.Stage(ctx, bytes.NewReader(data), mediaType)
	if err != nil {
		return media.Variant{}, err
	}
	defer staged.Discard()
	err = s.recordAsset(ctx, staged, media.Asset{
		SHA256: staged.SHA256, Size: staged.Size, MediaType: mediaType, Width: shown.Dx(), Height: shown.Dy(),
	})
	return media.Variant{SHA256: staged.SHA256, MediaType: mediaType}, err
}
