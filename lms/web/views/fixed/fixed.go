// Package fixed keeps parts of pages that are the same for many readers: drawn once, and packed once as they go over the
// line. A page is put together of such parts, and of what is drawn anew for its reader.
//
// It knows no page. What a part shows must follow from its key alone: two readers with the same key get the same part.
package fixed

import (
	"bytes"
	"context"
	"crypto/sha256"
	"io"

	"github.com/a-h/templ"
	"github.com/a-h/templ/runtime"

	"vatra/lms/cache"
)

// Part is a piece of a page, drawn and packed.
type Part struct {
	Plain  []byte
	Packed []byte // blocks of DEFLATE (RFC 1951) that end with a byte and lean on nothing before them; nil where it is short
	Sum    [sha256.Size]byte
}

// Canvas is what a page is drawn on, by its parts.
type Canvas interface {
	io.Writer
	// Put takes a part as it is; its bytes stay unchanged.
	Put(*Part)
}

// Parts keeps parts up to a number of bytes; what was used longest ago goes first.
type Parts struct {
	kept *cache.Cache[any, []piece]
	pack func([]byte) ([]byte, error)
}

// piece is a part, or the hole after it.
type piece struct {
	part *Part
	hole string
}

// New keeps up to limit bytes, each part as pack makes it.
func New(limit int, pack func([]byte) ([]byte, error)) *Parts {
	return &Parts{kept: cache.New[any, []piece](limit), pack: pack}
}

// Frame is what draw gives, drawn once for the key, which is a struct of a type of its own. It may have holes, see Hole: fill
// draws what goes into the hole with the name, each time anew.
func (p *Parts) Frame(key any, draw func() templ.Component, fill func(hole string) templ.Component) templ.Component {
	return templ.ComponentFunc(func(ctx context.Context, w io.Writer) error {
		pieces, known := p.kept.Get(key)
		if !known {
			var err error
			if pieces, err = p.make(ctx, draw()); err != nil {
				return err
			}
			p.kept.Put(key, pieces, size(pieces))
		}
		for _, piece := range pieces {
			if err := put(w, piece.part); err != nil {
				return err
			}
			if piece.hole == "" {
				continue
			}
			if err := fill(piece.hole).Render(ctx, w); err != nil {
				return err
			}
		}
		return nil
	})
}

// worthPutting is the size in bytes from which a part goes out as it was packed. A smaller one takes less when it is
// packed with what is around it.
const worthPutting = 1000

// put gives a part to the canvas, or its text to anything else.
func put(w io.Writer, part *Part) error {
	if part.Packed == nil {
		_, err := w.Write(part.Plain)
		return err
	}
	if buffer, buffered := w.(*runtime.Buffer); buffered {
		if canvas, is := buffer.Underlying.(Canvas); is {
			if err := buffer.Flush(); err != nil {
				return err
			}
			canvas.Put(part)
			return nil
		}
	}
	_, err := w.Write(part.Plain)
	return err
}

// mark is around the name of a hole. No text that is drawn has it: PostgreSQL takes no such character.
const mark = "\x00"

// Hole is drawn where something is to be filled in each time: between tags, or as the value of an attribute.
func Hole(name string) string { return mark + name + mark }

func (p *Parts) make(ctx context.Context, component templ.Component) ([]piece, error) {
	var drawn bytes.Buffer
	if err := component.Render(ctx, &drawn); err != nil {
		return nil, err
	}
	var pieces []piece
	for cut := bytes.Split(drawn.Bytes(), []byte(mark)); ; cut = cut[2:] {
		one := piece{part: &Part{Plain: bytes.Clone(cut[0])}}
		if len(cut[0]) >= worthPutting {
			var err error
			if one.part.Packed, err = p.pack(cut[0]); err != nil {
				return nil, err
			}
			one.part.Sum = sha256.Sum256(cut[0])
		}
		if len(cut) < 3 {
			return append(pieces, one), nil
		}
		one.hole = string(cut[1])
		pieces = append(pieces, one)
	}
}

// size is roughly what a kept part takes in memory, its key included, in bytes.
func size(pieces []piece) int {
	const overhead, pieceOverhead = 600, 160
	bytes := overhead
	for _, piece := range pieces {
		bytes += pieceOverhead + len(piece.hole) + cap(piece.part.Plain) + cap(piece.part.Packed)
	}
	return bytes
}
