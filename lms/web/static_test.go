package web_test

import (
	"net/http"
	"regexp"
	"testing"
)

var styleSheet = regexp.MustCompile(`href="(/static/[^"]+/app\.css)"`)

func TestAssetIsFetchedOnce(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	r := s.guest()
	path := styleSheet.FindStringSubmatch(r.get("/").Body)[1]
	first := r.get(path)
	first.check(t, http.StatusOK, []string{"--paper"}, nil)
	if first.Header.Get("Cache-Control") != "public, max-age=31536000, immutable" || first.Header.Get("Set-Cookie") != "" {
		t.Errorf("headers: %v", first.Header)
	}
	tag := first.Header.Get("ETag")
	if again := r.ask(http.MethodGet, path, http.Header{"If-None-Match": {tag}}); again.Status != http.StatusNotModified || again.Body != "" {
		t.Errorf("asked again: %d, %d bytes", again.Status, len(again.Body))
	}
	for accepted, coding := range map[string]string{
		"gzip, deflate, br, zstd": "br", "gzip": "gzip", "identity": "", "br;q=0, gzip": "gzip", "": "",
	} {
		got := r.ask(http.MethodGet, path, http.Header{"Accept-Encoding": {accepted}})
		if got.Header.Get("Content-Encoding") != coding {
			t.Errorf("%q is sent as %q", accepted, got.Header.Get("Content-Encoding"))
		}
		if got.Header.Get("Vary") != "Accept-Encoding" {
			t.Errorf("%q: Vary is %q", accepted, got.Header.Get("Vary"))
		}
	}
	r.get("/static/0000000000000000/app.css").check(t, http.StatusNotFound, nil, nil)
	r.get("/static/x/..%2f..%2fgo.mod").check(t, http.StatusNotFound, nil, nil)
}
