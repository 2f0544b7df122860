package door

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"hash"

	"vatra/lms/web/views/fixed"
)

// draft is a page that is drawn and not yet sent: what was drawn for its reader, and the fixed parts between.
type draft struct {
	fresh []byte // all that was drawn anew, one piece after another
	parts []draftPart
}

// draftPart is a fixed part, with what is fresh before it, up to this place.
type draftPart struct {
	until int
	part  *fixed.Part
}

func (d *draft) Write(text []byte) (int, error) {
	d.fresh = append(d.fresh, text...)
	return len(text), nil
}

// Put keeps the rule of fixed.Canvas.
func (d *draft) Put(part *fixed.Part) { d.parts = append(d.parts, draftPart{len(d.fresh), part}) }

func (d *draft) reset() {
	clear(d.parts)
	d.fresh, d.parts = d.fresh[:0], d.parts[:0]
}

// size is the length of the page.
func (d *draft) size() int {
	size := len(d.fresh)
	for _, one := range d.parts {
		size += len(one.part.Plain)
	}
	return size
}

// each goes through the pieces of the page in their order: a part, or else some fresh text.
func (d *draft) each(do func(part *fixed.Part, fresh []byte) error) error {
	from := 0
	for _, one := range d.parts {
		if one.until > from {
			if err := do(nil, d.fresh[from:one.until]); err != nil {
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
	if from == len(d.fresh) {
		return nil
	}
	return do(nil, d.fresh[from:])
}

// tag is the page's entity tag (RFC 9110, section 8.8.3), the same on every server. The token looks different each time
// and is one, so it does not count; whose it is does.
func (d *draft) tag(token, whose string) string {
	sum := sha256.New()
	sum.Write([]byte(whose))
	_ = d.each(func(part *fixed.Part, fresh []byte) error {
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
