package browsertest

import (
	"fmt"
	"strings"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/page"
)

// Open goes to an address, as typed into the address bar; a path alone counts from the present page.
func (b *Browser) Open(address string) {
	b.t.Helper()
	if strings.HasPrefix(address, "/") {
		address = ask[string](b, "resolve", address)
	}
	result, err := call(b, page.Navigate, page.NavigateParams{URL: address})
	b.must(err, "opening "+address)
	if result.ErrorText != "" && !result.IsDownload {
		b.fail("%s cannot be opened: %s", address, result.ErrorText)
	}
	b.settle()
}

// Reload asks the server for the page again.
func (b *Browser) Reload() {
	b.t.Helper()
	_, err := call(b, page.Reload, page.ReloadParams{})
	b.must(err, "reloading")
	b.settle()
}

// Back goes one page back, as the browser's button does.
func (b *Browser) Back() {
	b.t.Helper()
	history, err := call(b, page.GetNavigationHistory, cdp.Empty{})
	b.must(err, "asking the history")
	if history.CurrentIndex < 1 {
		b.fail("there is no page to go back to")
	}
	_, err = call(b, page.NavigateToHistoryEntry, page.NavigateToHistoryEntryParams{
		EntryID: history.Entries[history.CurrentIndex-1].ID,
	})
	b.must(err, "going back")
	b.until(func() string {
		now, err := call(b, page.GetNavigationHistory, cdp.Empty{})
		if err != nil || now.CurrentIndex >= history.CurrentIndex {
			return "going back leads nowhere"
		}
		return ""
	})
	b.settle()
}

// URL is the page's address.
func (b *Browser) URL() string {
	b.t.Helper()
	b.settle()
	return b.address()
}

func (b *Browser) address() string {
	history, err := call(b, page.GetNavigationHistory, cdp.Empty{})
	if err != nil || int(history.CurrentIndex) >= len(history.Entries) {
		return "(unknown)"
	}
	return history.Entries[history.CurrentIndex].URL
}

// Title is the page's title.
func (b *Browser) Title() string {
	b.t.Helper()
	return ask[string](b, "title")
}

// Text is what the page shows: one line a block, letters as written and not as a style capitalises them, without what is
// hidden or folded away and without what stands in fields (see Value).
func (b *Browser) Text() string {
	b.t.Helper()
	b.settle()
	return ask[string](b, "text")
}

// HTML is the page as the server sent it, before any script.
func (b *Browser) HTML() string {
	b.t.Helper()
	b.settle()
	document, ok := b.watch.Document()
	if !ok {
		b.fail("no server sent this page")
	}
	body, err := call(b, network.GetResponseBody, network.GetResponseBodyParams{RequestID: document.Request})
	b.must(err, "reading the page as sent")
	return string(body.Body)
}

// Status is the HTTP status that the page came with.
func (b *Browser) Status() int {
	b.t.Helper()
	b.settle()
	document, ok := b.watch.Document()
	if !ok {
		b.fail("no server sent this page")
	}
	return document.Status
}

// Posted says whether the page answers a form: asked for again by its address, it would be another one.
func (b *Browser) Posted() bool {
	b.t.Helper()
	b.settle()
	document, _ := b.watch.Document()
	return document.Posted
}

// Contains says whether the page shows the text now. Line breaks and runs of spaces do not count.
func (b *Browser) Contains(text string) bool {
	b.t.Helper()
	return strings.Contains(plain(b.Text()), plain(text))
}

// MustContain waits until the page shows all the texts.
func (b *Browser) MustContain(texts ...string) {
	b.t.Helper()
	b.until(func() string {
		shown := plain(b.Text())
		for _, text := range texts {
			if !strings.Contains(shown, plain(text)) {
				return fmt.Sprintf("the page does not show %q", text)
			}
		}
		return ""
	})
}

// MustNotContain fails when the page shows one of the texts now.
func (b *Browser) MustNotContain(texts ...string) {
	b.t.Helper()
	shown := plain(b.Text())
	for _, text := range texts {
		if strings.Contains(shown, plain(text)) {
			b.fail("the page shows %q", text)
		}
	}
}

// MustVanish waits until the page no longer shows the text: for what a script takes away.
func (b *Browser) MustVanish(text string) {
	b.t.Helper()
	b.until(func() string {
		if b.Contains(text) {
			return fmt.Sprintf("the page still shows %q", text)
		}
		return ""
	})
}

func plain(text string) string { return strings.Join(strings.Fields(text), " ") }
