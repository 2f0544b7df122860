package browsertest

import (
	"context"
	"io"
	"net/http"
	"net/url"
	"os"
	"path"
	"path/filepath"
	"strings"

	"vatra/lms/browsertest/traffic"

	"github.com/chromedp/cdproto/network"
)

// Download clicks the link or button with these words and takes the file that comes. A file that the browser shows
// instead of saving, such as a PDF, is fetched once more to get at its bytes; the window then still shows it.
func (b *Browser) Download(words string) traffic.File {
	b.t.Helper()
	b.Click(words)
	var file *traffic.File
	b.until(func() string {
		if done, ok := b.watch.Download(); ok {
			file = done
			return ""
		}
		document, ok := b.watch.Document()
		if ok && !b.watch.Loading() && document.MIME != "text/html" {
			response := b.Fetch(document.URL)
			file = &traffic.File{Name: path.Base(mustPath(document.URL)), Data: response.Body, Whole: true}
			file.Path = filepath.Join(b.downloads, fileName(file.Name)+path.Ext(file.Name))
			b.must(os.WriteFile(file.Path, file.Data, 0o600), "keeping "+file.Name)
			return ""
		}
		return "no file comes after a click on " + words
	})
	if !file.Whole {
		b.fail("the download of %s broke off", file.Name)
	}
	if file.Data == nil {
		file.Path = filepath.Join(b.downloads, file.Path)
		data, err := os.ReadFile(file.Path)
		b.must(err, "reading "+file.Name)
		file.Data = data
	}
	return *file
}

// Response is what Fetch gets.
type Response struct {
	Status int
	Header http.Header
	Body   []byte
}

// Fetch gets an address with this window's cookies and language but past its screen, and follows redirects: for what no
// person looks at, such as headers. A path alone counts from the present page.
func (b *Browser) Fetch(address string) Response {
	b.t.Helper()
	return b.fetch(address, http.Header{})
}

func (b *Browser) fetch(address string, header http.Header) Response {
	b.t.Helper()
	if strings.HasPrefix(address, "/") {
		address = ask[string](b.whole(), "resolve", address)
	}
	ctx, cancel := context.WithTimeout(b.ctx, patience)
	defer cancel()
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, address, http.NoBody)
	b.must(err, "fetching "+address)
	request.Header = header
	if b.options.Language != "" {
		request.Header.Set("Accept-Language", b.options.Language)
	}
	cookies, err := call(b, network.GetCookies, network.GetCookiesParams{URLs: []string{address}})
	b.must(err, "reading the cookies")
	for _, cookie := range cookies.Cookies {
		request.AddCookie(&http.Cookie{Name: cookie.Name, Value: cookie.Value})
	}
	response, err := http.DefaultClient.Do(request)
	b.must(err, "fetching "+address)
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	b.must(err, "fetching "+address)
	return Response{response.StatusCode, response.Header, body}
}

func mustPath(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return "file"
	}
	return u.Path
}
