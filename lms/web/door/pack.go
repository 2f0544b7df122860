package door

import (
	"bytes"
	"io"
	"strings"
	"sync"

	"github.com/gofiber/fiber/v2"
	"github.com/klauspost/compress/gzip"
)

const (
	worthPacking = 600      // bytes from which compressing saves a packet
	longPage     = 64 << 10 // bytes from which packing as small as can be saves a slow line more than it costs here
)

// packing compresses pages, which are packed anew for every reader. It uses a stateless gzip: the result is a tenth
// larger than Brotli's and takes a tenth of the time, and Brotli took longer than everything else about a page. What is packed once and for all (see lms/web/assets) is packed as small as can be.
type packing struct {
	drafts  sync.Pool  // of *bytes.Buffer: pages that are drawn and not yet packed
	quick   *sync.Pool // of *gzip.Writer
	careful *sync.Pool // of *gzip.Writer: for the few pages that are long
}

func newPacking() *packing {
	writers := func(level int) *sync.Pool {
		return &sync.Pool{New: func() any {
			writer, err := gzip.NewWriterLevel(io.Discard, level)
			if err != nil {
				panic(err) // the level is one
			}
			return writer
		}}
	}
	return &packing{
		drafts:  sync.Pool{New: func() any { return new(bytes.Buffer) }},
		quick:   writers(gzip.StatelessCompression),
		careful: writers(gzip.BestCompression),
	}
}

// draft is an empty buffer, to be given back by forget.
func (p *packing) draft() *bytes.Buffer {
	draft := p.drafts.Get().(*bytes.Buffer)
	draft.Reset()
	return draft
}

func (p *packing) forget(draft *bytes.Buffer) { p.drafts.Put(draft) }

// pack appends the text, compressed, to a body.
func (p *packing) pack(body *written, text []byte) error {
	writers := p.quick
	if len(text) >= longPage {
		writers = p.careful
	}
	writer := writers.Get().(*gzip.Writer)
	defer writers.Put(writer)
	writer.Reset(body)
	if _, err := writer.Write(text); err != nil {
		return err
	}
	return writer.Close()
}

// written is bytes that are appended to.
type written []byte

func (w *written) Write(more []byte) (int, error) {
	*w = append(*w, more...)
	return len(more), nil
}

// SendPacked sends text, compressed when the browser takes it so. The text is the caller's again afterwards.
func (d *Door) SendPacked(v *Visit, mediaType string, text []byte) error {
	v.Set(fiber.HeaderContentType, mediaType)
	v.Append(fiber.HeaderVary, fiber.HeaderAcceptEncoding)
	body := written(v.Response().SwapBody(nil)[:0]) // the answer's own buffer, which lasts from request to request
	if len(text) >= worthPacking && Accepts(v.Get(fiber.HeaderAcceptEncoding), "gzip") {
		v.Set(fiber.HeaderContentEncoding, "gzip")
		if err := d.packing.pack(&body, text); err != nil {
			return err
		}
	} else {
		body = append(body, text...)
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
