package machine_test

import (
	"net/http"
	"regexp"
	"testing"

	"vatra/lms/web/webtest"
)

var styleSheet = regexp.MustCompile(`href="(/static/[^"]+/app\.css)"`)

func TestAssetIsFetchedOnce(t *testing.T) {
	t.Parallel()
	s := webtest.New(t)
	r := s.Guest()
	path := styleSheet.FindStringSubmatch(r.Get("/").Body)[1]
	first := r.Get(path)
	first.Check(t, http.StatusOK, []string{"--paper"}, nil)
	if first.Header.Get("Cache-Control") != "public, max-age=31536000, immutable" || first.Header.Get("Set-Cookie") != "" {
		t.Errorf("headers: %v", first.Header)
	}
	tag := first.Header.Get("ETag")
	if again := r.Ask(http.MethodGet, path, http.Header{"If-None-Match": {tag}}); again.Status != http.StatusNotModified || again.Body != "" {
		t.Errorf("asked again: %d, %d bytes", again.Status, len(again.Body))
	}
	for accepted, coding := range map[string]string{
		"gzip, deflate, br, zstd": "br", "gzip": "gzip", "identity": "", "br;q=0, gzip": "gzip", "": "",
	} {
		got := r.Ask(http.MethodGet, path, http.Header{"Accept-Encoding": {accepted}})
		if got.Header.Get("Content-Encoding") != coding {
			t.Errorf("%q is sent as %q", accepted, got.Header.Get("Content-Encoding"))
		}
		if got.Header.Get("Vary") != "Accept-Encoding" {
			t.Errorf("%q: Vary is %q", accepted, got.Header.Get("Vary"))
		}
	}
	r.Get("/static/0000000000000000/app.css").Check(t, http.StatusNotFound, nil, nil)
	r.Get("/static/x/..%2f..%2fgo.mod").Check(t, http.StatusNotFound, nil, nil)
}
