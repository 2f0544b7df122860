package packing

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"hash"

	"vatra/lms/web/views/fixed"
)

// Page is a page that is drawn and not yet sent: what was drawn for its reader, and the fixed parts between.
type Page struct {
	fresh []byte // all that was drawn anew, one piece after another
	parts []placed
}

// Text is a page without fixed parts. The text is the caller's again once the page has been appended.
func Text(text []byte) *Page { return &Page{fresh: text} }

// placed is a fixed part, with what is fresh before it, up to this place.
type placed struct {
	until int
	part  *fixed.Part
}

// Write appends what was drawn anew. It never fails.
func (p *Page) Write(text []byte) (int, error) {
	p.fresh = append(p.fresh, text...)
	return len(text), nil
}

// Put keeps the rule of fixed.Canvas.
func (p *Page) Put(part *fixed.Part) { p.parts = append(p.parts, placed{len(p.fresh), part}) }

func (p *Page) reset() {
	clear(p.parts)
	p.fresh, p.parts = p.fresh[:0], p.parts[:0]
}

// size is the length of the page.
func (p *Page) size() int {
	size := len(p.fresh)
	for _, one := range p.parts {
		size += len(one.part.Plain)
	}
	return size
}

// each goes through the pieces of the page in their order: a part, or else some fresh text.
func (p *Page) each(do func(part *fixed.Part, fresh []byte) error) error {
	from := 0
	for _, one := range p.parts {
		if one.until > from {
			if err := do(nil, p.fresh[from:one.until]); err != nil {
				return err
			}
		}
		if len(one.part.Plain) > 0 {
			if err := do(one.part, nil); err != nil {
				return err
			}
		}
		from = one.until
	}
	if from == len(p.fresh) {
		return nil
	}
	return do(nil, p.fresh[from:])
}

// Tag is the page's entity tag (RFC 9110, section 8.8.3), the same on every server. The token looks different each time
// and is one, so it does not count; whose it is does.
func (p *Page) Tag(token, whose string) string {
	sum := sha256.New()
	sum.Write([]byte(whose))
	_ = p.each(func(part *fixed.Part, fresh []byte) error {
		if part != nil {
			sum.Write(part.Sum[:])
			return nil
		}
		without(sum, fresh, token)
		return nil
	})
	return `W/"` + base64.RawURLEncoding.EncodeToString(sum.Sum(nil)[:16]) + `"`
}

func without(sum hash.Hash, text []byte, token string) {
	for token != "" {
		before, after, found := bytes.Cut(text, []byte(token))
		if !found {
			break
		}
		sum.Write(before)
		text = after
	}
	sum.Write(text)
}
