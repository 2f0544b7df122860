// Package packing owns how a page goes out: it is put together of what was drawn for its reader and of fixed parts, gets its
// tag, and is compressed where its reader takes it so. It knows bytes and headers, and neither requests nor who asks.
package packing

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"sync"

	"github.com/klauspost/compress/flate"

	"vatra/lms/web/views/fixed"
)

const (
	worthPacking = 600      // bytes from which compressing saves a packet
	worthCoding  = 200      // bytes from which a fresh piece is packed by itself: a table of codes takes a good hundred
	leaning      = 4 << 10  // bytes right before a fresh piece of which it may repeat some: more takes longer than it saves
	longText     = 64 << 10 // bytes from which packing as small as can be saves a slow line more than it costs here
)

// Packer compresses pages, for many readers at once. What is drawn anew is packed without state: the result is a tenth larger than Brotli's and
// takes a tenth of the time, and Brotli took longer than everything else about a page. What is packed once, here and in
// lms/web/assets, is packed as small as can be.
type Packer struct {
	pages   sync.Pool // of *Page
	careful sync.Pool // of *flate.Writer
}

// New is a packer with nothing in its hands.
func New() *Packer {
	return &Packer{
		pages: sync.Pool{New: func() any { return new(Page) }},
		careful: sync.Pool{New: func() any {
			writer, err := flate.NewWriter(nil, flate.BestCompression)
			if err != nil {
				panic(err) // the level is one
			}
			return writer
		}},
	}
}

// Page is an empty one, to be given back by Forget.
func (p *Packer) Page() *Page { return p.pages.Get().(*Page) }

// Forget takes a page back that has been sent, for another reader.
func (p *Packer) Forget(page *Page) {
	page.reset()
	p.pages.Put(page)
}

// Fixed packs a fixed part once for all pages: it is for fixed.New.
func (p *Packer) Fixed(text []byte) ([]byte, error) {
	var packed written
	if len(text) == 0 {
		return nil, nil
	}
	err := p.packCarefully(&packed, text)
	return bytes.Clone(packed), err
}

// packCarefully appends blocks that end with a byte.
func (p *Packer) packCarefully(body *written, text []byte) error {
	writer := p.careful.Get().(*flate.Writer)
	defer p.careful.Put(writer)
	writer.Reset(body)
	if _, err := writer.Write(text); err != nil {
		return err
	}
	return writer.Flush()
}

// pack appends the page as gzip (RFC 1952). Fixed parts go out as they were packed, since none of their blocks needs
// another; a fresh piece may lean on the piece before it.
func (p *Packer) pack(body *written, page *Page) error {
	const header = "\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\xff"
	*body = append(*body, header...)
	var sum uint32
	var before []byte
	err := page.each(func(part *fixed.Part, fresh []byte) error {
		if part != nil {
			sum = crc32.Update(sum, crc32.IEEETable, part.Plain)
			*body = append(*body, part.Packed...)
			before = part.Plain
			return nil
		}
		sum = crc32.Update(sum, crc32.IEEETable, fresh)
		err := p.packFresh(body, fresh, before[max(0, len(before)-leaning):])
		before = fresh
		return err
	})
	if err != nil {
		return fmt.Errorf("packing: %w", err)
	}
	*body = append(*body, 1, 0, 0, 0xff, 0xff) // the last block, which is empty
	*body = binary.LittleEndian.AppendUint32(*body, sum)
	*body = binary.LittleEndian.AppendUint32(*body, uint32(page.size()))
	return nil
}

func (p *Packer) packFresh(body *written, text, before []byte) error {
	switch {
	case len(text) >= longText:
		return p.packCarefully(body, text)
	case len(text) >= worthCoding:
		return flate.StatelessDeflate(body, text, false, before)
	}
	length := uint16(len(text))
	*body = append(*body, 0) // stored, and not the last one (RFC 1951, section 3.2.4)
	*body = binary.LittleEndian.AppendUint16(*body, length)
	*body = binary.LittleEndian.AppendUint16(*body, ^length)
	*body = append(*body, text...)
	return nil
}

// written is bytes that are appended to.
type written []byte

func (w *written) Write(more []byte) (int, error) {
	*w = append(*w, more...)
	return len(more), nil
}

// Append appends the page to body, compressed when a browser with that Accept-Encoding header takes it so and it is worth it.
// coding is what Content-Encoding then says, else empty.
func (p *Packer) Append(body []byte, page *Page, accepted string) (longer []byte, coding string, err error) {
	sent := written(body)
	if page.size() >= worthPacking && Accepts(accepted, "gzip") {
		err := p.pack(&sent, page)
		return sent, "gzip", err
	}
	err = page.each(func(part *fixed.Part, fresh []byte) error {
		if part != nil {
			fresh = part.Plain
		}
		sent = append(sent, fresh...)
		return nil
	})
	return sent, "", err
}
