package traffic

import (
	"fmt"
	"net/url"
	"slices"
	"strings"

	"github.com/chromedp/cdproto/network"
)

// Weight is what a first visit of a page costs on the line.
type Weight struct {
	Bytes int // with headers, as compressed
	Parts []WeightPart
}

// WeightPart is one thing that the page loads.
type WeightPart struct {
	URL   string
	Bytes int
}

func (w Weight) String() string {
	lines := []string{fmt.Sprintf("%d bytes", w.Bytes)}
	for _, part := range w.Parts {
		lines = append(lines, fmt.Sprintf("%7d  %s", part.Bytes, part.URL))
	}
	return strings.Join(lines, "\n")
}

// Open is an address, other than these, that was asked for and has not come whole yet.
func (w *Watch) Open(except []string) string {
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, one := range w.transfers {
		switch {
		case one.finished, !strings.HasPrefix(one.url, "http"), slices.Contains(except, one.url):
		case one.kind == network.ResourceTypeEventSource, one.kind == network.ResourceTypeMedia:
		default:
			return one.url
		}
	}
	return ""
}

// Weigh is what was loaded, without these.
func (w *Watch) Weigh(except []string) Weight {
	w.mu.Lock()
	defer w.mu.Unlock()
	weight := Weight{}
	for _, one := range w.transfers {
		u, err := url.Parse(one.url)
		if err != nil || one.posted || !strings.HasPrefix(u.Scheme, "http") || strings.HasPrefix(u.Path, "/assets/") {
			continue
		}
		if !slices.Contains(except, one.url) {
			weight.Add(one.url, one.bytes)
		}
	}
	return weight
}

// Add counts one thing.
func (w *Weight) Add(address string, bytes int) {
	w.Bytes += bytes
	w.Parts = append(w.Parts, WeightPart{address, bytes})
}
