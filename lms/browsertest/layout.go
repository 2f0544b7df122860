package browsertest

import (
	"fmt"
	"strings"

	"github.com/chromedp/cdproto/emulation"
)

// narrowest is the width, in CSS pixels, down to which a page must not scroll sideways (WCAG 2.2, 1.4.10 Reflow).
const narrowest = 320

// Overflow fails when the page scrolls sideways at its width, or enlarged to 200 %, which leaves half the pixels but
// never fewer than the 320 that WCAG asks for.
func (b *Browser) Overflow() {
	b.t.Helper()
	if found := b.Overflows(); len(found) > 0 {
		b.fail("the page scrolls sideways:\n%s", indent(strings.Join(found, "\n")))
	}
}

// Overflows are what Overflow would fail with.
func (b *Browser) Overflows() []string {
	b.t.Helper()
	b.settle()
	if !strings.Contains(b.viewport().Meta, "width=device-width") {
		return []string{"the page has no <meta name=viewport content=\"width=device-width\">, so a phone shows it small"}
	}
	found := ask[[]string](b.whole(), "overflow")
	if half := max(b.options.Width/2, narrowest); half < b.options.Width {
		b.resize(half)
		for _, line := range ask[[]string](b.whole(), "overflow") {
			found = append(found, fmt.Sprintf("enlarged: %s", line))
		}
		b.resize(b.options.Width)
	}
	return found
}

type viewport struct {
	Width int
	Meta  string
}

func (b *Browser) viewport() viewport {
	b.t.Helper()
	return ask[viewport](b.whole(), "viewport")
}

func (b *Browser) resize(width int) {
	b.t.Helper()
	_, err := call(b, emulation.SetDeviceMetricsOverride, emulation.SetDeviceMetricsOverrideParams{
		Width: int64(width), Height: int64(b.options.Height), DeviceScaleFactor: 1,
	})
	b.must(err, "resizing")
	b.until(func() string {
		if now := b.viewport().Width; now != width {
			return fmt.Sprintf("the window stays %d wide", now)
		}
		return ""
	})
}
