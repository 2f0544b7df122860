package pictures

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"image/png"
	"io"
	"time"

	"github.com/klippa-app/go-pdfium"
	"github.com/klippa-app/go-pdfium/requests"
	"github.com/klippa-app/go-pdfium/webassembly"
	"github.com/soniakeys/quant/median"
	"github.com/tetratelabs/wazero"
	"github.com/tetratelabs/wazero/api"
	"github.com/tetratelabs/wazero/experimental"
)

// A picture has at most so many pixels to a side, whatever the shape of its page.
const (
	MaxWidth  = 2000
	maxHeight = 4000
)

// Speak makes the pictures that are ordered on in, a line each, and gives them on out, a line each: what Maker hears. It is
// for a program of its own, which has confined itself before. What it could not draw it says there; its error is the
// program's.
func Speak(in io.Reader, out io.Writer) error {
	pool, err := open()
	if err != nil {
		return err
	}
	defer pool.Close()
	orders, say := json.NewDecoder(in), json.NewEncoder(out)
	for {
		var order Order
		switch err := orders.Decode(&order); {
		case errors.Is(err, io.EOF):
			return nil
		case err != nil:
			return fmt.Errorf("reading an order: %w", err)
		}
		picture, err := drawOne(pool, order)
		said := word{Picture: picture}
		if err != nil {
			said.Refused = err.Error()
		}
		if err := say.Encode(said); err != nil {
			return err
		}
	}
}

// ofWebAssembly bounds what PDFium itself may take, in WebAssembly's pages of 64 KB.
const ofWebAssembly = 128 << 20 / (64 << 10)

// open begins PDFium in a machine of its own, which sees no files of this one.
func open() (pdfium.Pool, error) {
	features := api.CoreFeaturesV2 | experimental.CoreFeaturesExceptionHandling
	pool, err := webassembly.Init(webassembly.Config{
		MaxIdle: 1, MaxTotal: 1, ReuseWorkers: true, Stdout: io.Discard, Stderr: io.Discard, FSConfig: wazero.NewFSConfig(),
		RuntimeConfig: wazero.NewRuntimeConfigInterpreter().WithCoreFeatures(features).WithMemoryLimitPages(ofWebAssembly),
	})
	if err != nil {
		return nil, fmt.Errorf("starting PDFium: %w", err)
	}
	return pool, nil
}

func drawOne(pool pdfium.Pool, order Order) (*Picture, error) {
	if order.Width < 1 || order.Width > MaxWidth || order.Colours < 2 || order.Colours > 256 {
		return nil, fmt.Errorf("no picture is %d pixels wide with %d colours", order.Width, order.Colours)
	}
	renderer, err := pool.GetInstance(time.Minute)
	if err != nil {
		return nil, err
	}
	defer renderer.Close()
	document, err := renderer.OpenDocument(&requests.OpenDocument{File: &order.PDF})
	if err != nil {
		return nil, err
	}
	page := requests.Page{ByIndex: &requests.PageByIndex{Document: document.Document, Index: order.Page}}
	// Of a page as narrow as a thread the height decides.
	drawn, err := renderer.RenderPageInPixels(&requests.RenderPageInPixels{Page: page, Width: order.Width, Height: maxHeight})
	if err != nil {
		return nil, err
	}
	defer drawn.Cleanup()
	return press(drawn.Result.RenderedImage, order.Colours)
}

// press writes a picture as PNG with few colours, each pixel in the nearest one: letters stay sharp.
func press(drawn image.Image, colours int) (*Picture, error) {
	bounds := drawn.Bounds()
	palette := median.Quantizer(colours).Quantize(make(color.Palette, 0, colours), drawn)
	reduced := image.NewPaletted(bounds, palette)
	draw.Draw(reduced, bounds, drawn, bounds.Min, draw.Src)
	var file bytes.Buffer
	encoder := png.Encoder{CompressionLevel: png.BestCompression}
	if err := encoder.Encode(&file, reduced); err != nil {
		return nil, err
	}
	return &Picture{PNG: file.Bytes(), Width: bounds.Dx(), Height: bounds.Dy()}, nil
}
