package browsertest

import (
	"net/http"
	"slices"
	"strings"

	"vatra/lms/browsertest/traffic"

	"github.com/chromedp/cdproto/network"
)

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
func (b *Browser) Weight() traffic.Weight {
	b.t.Helper()
	// An address with a place on the page would only scroll there.
	address, _, _ := strings.Cut(b.URL(), "#")
	_, err := call(b, network.SetCacheDisabled, network.SetCacheDisabledParams{CacheDisabled: true})
	b.must(err, "switching the cache off")
	b.watch.Forget()
	b.Open(address)
	// Chromium asks for the icon when it pleases, and once for all windows, so it is counted apart.
	icons := ask[[]string](b.whole(), "icons")
	if len(icons) == 0 {
		icons = []string{ask[string](b.whole(), "resolve", "/favicon.ico")}
	}
	b.quiet(icons)
	_, err = call(b, network.SetCacheDisabled, network.SetCacheDisabledParams{})
	b.must(err, "switching the cache on")

	weight := b.watch.Weigh(icons)
	for _, icon := range icons {
		if strings.HasPrefix(icon, "data:") {
			continue
		}
		response := b.fetch(icon, http.Header{"Accept-Encoding": {"gzip, deflate, br, zstd"}})
		var head strings.Builder
		b.must(response.Header.Write(&head), "weighing the icon")
		weight.Add(icon, head.Len()+len(response.Body))
	}
	slices.SortFunc(weight.Parts, func(a, b traffic.WeightPart) int { return b.Bytes - a.Bytes })
	return weight
}

// quiet waits until everything that the page asked for has come, except these, and it asked for nothing more.
func (b *Browser) quiet(except []string) {
	b.t.Helper()
	still := 0
	b.until(func() string {
		open := b.watch.Open(except)
		if open != "" || b.watch.Loading() {
			still = 0
			return "the page never gets all of " + open
		}
		if still++; still < 4 {
			return "the page never comes to rest"
		}
		return ""
	})
}
