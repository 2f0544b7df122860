package door

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"strings"
	"sync"

	"github.com/gofiber/fiber/v2"
	"github.com/klauspost/compress/flate"

	"vatra/lms/web/views/fixed"
)

const (
	worthPacking = 600      // bytes from which compressing saves a packet
	worthCoding  = 200      // bytes from which a fresh piece is packed by itself: a table of codes takes a good hundred
	longText     = 64 << 10 // bytes from which packing as small as can be saves a slow line more than it costs here

	fixedLimit = 6 << 20 // bytes of the parts of pages that are kept
)

// packing compresses pages. What is drawn anew is packed without state: the result is a tenth larger than Brotli's and
// takes a tenth of the time, and Brotli took longer than everything else about a page. What is packed once, here and in
// lms/web/assets, is packed as small as can be.
type packing struct {
	drafts  sync.Pool // of *draft
	careful sync.Pool // of *flate.Writer
}

func newPacking() *packing {
	return &packing{
		drafts: sync.Pool{New: func() any { return new(draft) }},
		careful: sync.Pool{New: func() any {
			writer, err := flate.NewWriter(nil, flate.BestCompression)
			if err != nil {
				panic(err) // the level is one
			}
			return writer
		}},
	}
}

// draft is an empty one, to be given back by forget.
func (p *packing) draft() *draft { return p.drafts.Get().(*draft) }

func (p *packing) forget(d *draft) {
	d.reset()
	p.drafts.Put(d)
}

// packFixed is for fixed.Parts.
func (p *packing) packFixed(text []byte) ([]byte, error) {
	var packed written
	if len(text) == 0 {
		return nil, nil
	}
	err := p.packCarefully(&packed, text)
	return bytes.Clone(packed), err
}

// packCarefully appends blocks that end with a byte.
func (p *packing) packCarefully(body *written, text []byte) error {
	writer := p.careful.Get().(*flate.Writer)
	defer p.careful.Put(writer)
	writer.Reset(body)
	if _, err := writer.Write(text); err != nil {
		return err
	}
	return writer.Flush()
}

// pack appends the page as gzip (RFC 1952), made of blocks of which none needs another: so fixed parts go out as they
// were packed.
func (p *packing) pack(body *written, page *draft) error {
	const header = "\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\xff"
	*body = append(*body, header...)
	var sum uint32
	err := page.each(func(part *fixed.Part, fresh []byte) error {
		if part != nil {
			sum = crc32.Update(sum, crc32.IEEETable, part.Plain)
			*body = append(*body, part.Packed...)
			return nil
		}
		sum = crc32.Update(sum, crc32.IEEETable, fresh)
		return p.packFresh(body, fresh)
	})
	if err != nil {
		return fmt.Errorf("packing: %w", err)
	}
	*body = append(*body, 1, 0, 0, 0xff, 0xff) // the last block, which is empty
	*body = binary.LittleEndian.AppendUint32(*body, sum)
	*body = binary.LittleEndian.AppendUint32(*body, uint32(page.size()))
	return nil
}

func (p *packing) packFresh(body *written, text []byte) error {
	switch {
	case len(text) >= longText:
		return p.packCarefully(body, text)
	case len(text) >= worthCoding:
		return flate.StatelessDeflate(body, text, false, nil)
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

// SendPacked sends text, compressed when the browser takes it so. The text is the caller's again afterwards.
func (d *Door) SendPacked(v *Visit, mediaType string, text []byte) error {
	return d.sendDraft(v, mediaType, &draft{fresh: text})
}

func (d *Door) sendDraft(v *Visit, mediaType string, page *draft) error {
	v.Set(fiber.HeaderContentType, mediaType)
	v.Append(fiber.HeaderVary, fiber.HeaderAcceptEncoding)
	body := written(v.Response().SwapBody(nil)[:0]) // the answer's own buffer, which lasts from request to request
	if page.size() >= worthPacking && Accepts(v.Get(fiber.HeaderAcceptEncoding), "gzip") {
		v.Set(fiber.HeaderContentEncoding, "gzip")
		if err := d.packing.pack(&body, page); err != nil {
			return err
		}
	} else {
		_ = page.each(func(part *fixed.Part, fresh []byte) error {
			if part != nil {
				fresh = part.Plain
			}
			body = append(body, fresh...)
			return nil
		})
	}
	v.Response().SwapBody(body)
	return nil
}

// Accepts reports whether an Accept-Encoding header names the coding and does not refuse it (RFC 9110, section 12.5.3).
func Accepts(header, coding string) bool {
	for entry := range strings.SplitSeq(header, ",") {
		name, weight, _ := strings.Cut(strings.TrimSpace(entry), ";")
		if strings.EqualFold(strings.TrimSpace(name), coding) {
			weight = strings.TrimSpace(weight)
			return weight != "q=0" && weight != "q=0.0"
		}
	}
	return false
}
