package browsertest

import (
	"fmt"
	"net/http"
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

// MustWeigh fails when a first visit of the page moves more bytes than this, and logs what it moves.
func (b *Browser) MustWeigh(most int) {
	b.t.Helper()
	weight := b.Weight()
	if weight.Bytes > most {
		b.fail("the page may weigh %d bytes and weighs %s", most, weight)
	}
	b.t.Logf("%s: %d bytes", b.URL(), weight.Bytes)
}

// Weight asks for the page's address once more, with nothing cached, and counts all that comes, headers and icon too,
// but no course media (/assets/), and not what a script sends because it waited since an earlier visit.
func (b *Browser) Weight() Weight {
	b.t.Helper()
	// An address with a place on the page would only scroll there.
	address, _, _ := strings.Cut(b.URL(), "#")
	_, err := call(b, network.SetCacheDisabled, network.SetCacheDisabledParams{CacheDisabled: true})
	b.must(err, "switching the cache off")
	b.watch.Lock()
	b.watch.transfers = map[network.RequestID]*transfer{}
	b.watch.Unlock()
	b.Open(address)
	// Chromium asks for the icon when it pleases, and once for all windows, so it is counted apart.
	icons := ask[[]string](b.whole(), "icons")
	if len(icons) == 0 {
		icons = []string{ask[string](b.whole(), "resolve", "/favicon.ico")}
	}
	b.quiet(icons)
	_, err = call(b, network.SetCacheDisabled, network.SetCacheDisabledParams{})
	b.must(err, "switching the cache on")

	weight := b.watch.weigh(icons)
	for _, icon := range icons {
		if strings.HasPrefix(icon, "data:") {
			continue
		}
		response := b.fetch(icon, http.Header{"Accept-Encoding": {"gzip, deflate, br, zstd"}})
		var head strings.Builder
		b.must(response.Header.Write(&head), "weighing the icon")
		weight.add(icon, head.Len()+len(response.Body))
	}
	slices.SortFunc(weight.Parts, func(a, b WeightPart) int { return b.Bytes - a.Bytes })
	return weight
}

// quiet waits until everything that the page asked for has come, except these, and it asked for nothing more.
func (b *Browser) quiet(except []string) {
	b.t.Helper()
	still := 0
	b.until(func() string {
		open := b.watch.open(except)
		if open != "" || b.watch.isLoading() {
			still = 0
			return "the page never gets all of " + open
		}
		if still++; still < 4 {
			return "the page never comes to rest"
		}
		return ""
	})
}

// open is an address, other than these, that was asked for and has not come whole yet.
func (w *watch) open(except []string) string {
	w.Lock()
	defer w.Unlock()
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

func (w *watch) weigh(except []string) Weight {
	w.Lock()
	defer w.Unlock()
	weight := Weight{}
	for _, one := range w.transfers {
		u, err := url.Parse(one.url)
		if err != nil || one.posted || !strings.HasPrefix(u.Scheme, "http") || strings.HasPrefix(u.Path, "/assets/") {
			continue
		}
		if !slices.Contains(except, one.url) {
			weight.add(one.url, one.bytes)
		}
	}
	return weight
}

func (w *Weight) add(address string, bytes int) {
	w.Bytes += bytes
	w.Parts = append(w.Parts, WeightPart{address, bytes})
}
