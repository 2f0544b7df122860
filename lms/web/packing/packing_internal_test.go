package packing

import (
	"bytes"
	"compress/gzip"
	"io"
	"math/rand/v2"
	"strings"
	"testing"

	"vatra/lms/web/views/fixed"
)

// parted is a page of pieces, every other of which is fixed.
func parted(t *testing.T, p *Packer, pieces ...string) *Page {
	t.Helper()
	page := &Page{}
	for i, piece := range pieces {
		if i%2 == 0 {
			_, _ = page.Write([]byte(piece))
			continue
		}
		packed, err := p.Fixed([]byte(piece))
		if err != nil {
			t.Fatal(err)
		}
		part := &fixed.Part{Plain: []byte(piece), Packed: packed}
		copy(part.Sum[:], piece)
		page.Put(part)
	}
	return page
}

func TestAPackedPageIsThePage(t *testing.T) {
	t.Parallel()
	p, random := New(), rand.New(rand.NewPCG(1, 2))
	for range 200 {
		var pieces []string
		for range random.IntN(9) {
			size := []int{0, 1, worthCoding - 1, worthCoding, 5000, longText + 1, 200_000}[random.IntN(7)]
			pieces = append(pieces, strings.Repeat("<li>lecția ", size/11+1)[:size])
		}
		page := parted(t, p, pieces...)
		var body written
		if err := p.pack(&body, page); err != nil {
			t.Fatal(err)
		}
		unpacked, err := gzip.NewReader(bytes.NewReader(body))
		if err != nil {
			t.Fatal(err)
		}
		text, err := io.ReadAll(unpacked)
		if err != nil || string(text) != strings.Join(pieces, "") || page.size() != len(text) {
			t.Fatalf("%d pieces become %d bytes of %d: %v", len(pieces), len(text), page.size(), err)
		}
	}
}

func TestATagIsOfThePageAndNotOfItsToken(t *testing.T) {
	t.Parallel()
	p := New()
	tag := func(token, whose string, pieces ...string) string { return parted(t, p, pieces...).Tag(token, whose) }
	one := tag("T1", "ana", "a T1 b", "fixed", "T1 c")
	if same := tag("T2", "ana", "a T2 b", "fixed", "T2 c"); same != one {
		t.Error("another token makes another page")
	}
	for what, other := range map[string]string{
		"another browser": tag("T1", "ion", "a T1 b", "fixed", "T1 c"), "another text": tag("T1", "ana", "a T1 B", "fixed", "T1 c"),
		"another part": tag("T1", "ana", "a T1 b", "FIXED", "T1 c"), "less": tag("T1", "ana", "a T1 b", "fixed", "c"),
	} {
		if other == one && what != "less" {
			t.Errorf("%s has the same tag", what)
		}
	}
}
