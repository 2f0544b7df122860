package fixed_test

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"strings"
	"testing"

	"github.com/a-h/templ"
	"github.com/a-h/templ/runtime"

	"vatra/lms/web/views/fixed"
)

func plain(text []byte) ([]byte, error) { return bytes.Clone(text), nil }

// canvas notes what it is given.
type canvas struct{ said []string }

func (c *canvas) Write(text []byte) (int, error) {
	c.said = append(c.said, "fresh "+string(text))
	return len(text), nil
}

func (c *canvas) Put(part *fixed.Part) { c.said = append(c.said, "fixed "+string(part.Plain)) }

type key struct{ of string }

// long is a text that is worth packing by itself.
func long(text string) string { return strings.Repeat(text, 2000) }

func drawn(t *testing.T, component templ.Component) string {
	t.Helper()
	var text strings.Builder
	if err := component.Render(t.Context(), &text); err != nil {
		t.Fatal(err)
	}
	return text.String()
}

func TestAPartIsDrawnOnceForAKeyAndItsHolesEachTime(t *testing.T) {
	t.Parallel()
	parts, times := fixed.New(1<<20, plain), 0
	draw := func() templ.Component {
		times++
		return templ.Raw("<b>" + fixed.Hole("name") + "</b>" + fixed.Hole("last"))
	}
	fill := func(with string) func(string) templ.Component {
		return func(hole string) templ.Component { return templ.Raw(hole + with) }
	}
	for _, one := range []string{"Ana", "Ion"} {
		if got := drawn(t, parts.Frame(key{"page"}, draw, fill(one))); got != "<b>name"+one+"</b>last"+one {
			t.Errorf("%s: %s", one, got)
		}
	}
	if times != 1 {
		t.Errorf("it was drawn %d times", times)
	}
	drawn(t, parts.Frame(key{"another"}, draw, fill("")))
	if times != 2 {
		t.Errorf("another key was drawn %d times", times-1)
	}
}

func TestACanvasGetsPartsInTheirPlaces(t *testing.T) {
	t.Parallel()
	parts := fixed.New(1<<20, plain)
	on := &canvas{}
	buffer, _ := runtime.GetBuffer(on)
	page := templ.Join(templ.Raw("before "), parts.Frame(key{"page"}, func() templ.Component {
		return templ.Raw(long("a") + fixed.Hole("x") + long("b") + fixed.Hole("y") + "short")
	}, func(hole string) templ.Component {
		return parts.Draw(key{hole}, func() templ.Component { return templ.Raw(long(hole)) })
	}), templ.Raw(" after"))
	if err := page.Render(t.Context(), buffer); err != nil {
		t.Fatal(err)
	}
	if err := runtime.ReleaseBuffer(buffer); err != nil {
		t.Fatal(err)
	}
	want := []string{
		"fresh before ", "fixed " + long("a"), "fixed " + long("x"), "fixed " + long("b"), "fixed " + long("y"), "fresh short after",
	}
	if fmt.Sprint(on.said) != fmt.Sprint(want) {
		t.Errorf("%q", on.said)
	}
}

func TestWhatCannotBeDrawnIsNotKept(t *testing.T) {
	t.Parallel()
	parts, broken := fixed.New(1<<20, plain), true
	page := parts.Draw(key{"page"}, func() templ.Component {
		return templ.ComponentFunc(func(_ context.Context, w io.Writer) error {
			if broken {
				return io.ErrUnexpectedEOF
			}
			_, err := io.WriteString(w, "whole")
			return err
		})
	})
	if err := page.Render(t.Context(), io.Discard); err == nil {
		t.Fatal("a part that cannot be drawn is no error")
	}
	broken = false
	if got := drawn(t, page); got != "whole" {
		t.Errorf("afterwards it is %q", got)
	}
}

func TestPartsAreKeptWithinTheirBytes(t *testing.T) {
	t.Parallel()
	const limit = 100 << 10
	parts, times := fixed.New(limit, plain), 0
	draw := func() templ.Component {
		times++
		return templ.Raw(strings.Repeat("x", 2<<10))
	}
	for n := range 200 { // each takes 4 KB and more
		drawn(t, parts.Draw(key{fmt.Sprint(n)}, draw))
	}
	times = 0
	drawn(t, parts.Draw(key{"199"}, draw))
	if times != 0 {
		t.Error("what was drawn last is gone")
	}
	for n := range 200 - limit/(4<<10) {
		drawn(t, parts.Draw(key{fmt.Sprint(n)}, draw))
	}
	if times != 200-limit/(4<<10) {
		t.Errorf("of what is too much, some is kept: %d", times)
	}
}
