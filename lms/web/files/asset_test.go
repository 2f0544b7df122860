package files_test

import (
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"vatra/content/blobs"
	"vatra/lms/web"
	"vatra/lms/web/webtest"
)

// assetPaths are the files that the little course shows: a drawing and a document.
func assetPaths(t *testing.T, s *webtest.Site) (drawing, document string) {
	t.Helper()
	guest := s.Guest()
	find := regexp.MustCompile(`/assets/[0-9a-f]{64}/[^"?# ]+`)
	drawing = find.FindString(guest.Get("/courses/little/lessons/start").Body)
	document = find.FindString(guest.Get("/courses/little/lessons/more").Body)
	if drawing == "" || document == "" {
		t.Fatalf("the lessons show %q and %q", drawing, document)
	}
	return drawing, document
}

func TestAssetsAreSentOnceAndWhole(t *testing.T) {
	t.Parallel()
	s := webtest.New(t)
	s.InstallFiles(webtest.LittleCourse())
	drawing, document := assetPaths(t, s)
	guest := s.Guest()
	file := guest.Get(document)
	want := webtest.LittleCourse()["images/notes.pdf"]
	if file.Status != http.StatusOK || file.Body != want {
		t.Fatalf("status %d and %d bytes, not %d", file.Status, len(file.Body), len(want))
	}
	sum := sha256.Sum256([]byte(want))
	tag := `"` + hex.EncodeToString(sum[:]) + `"`
	for name, value := range map[string]string{
		"Etag": tag, "Cache-Control": "public, max-age=31536000, immutable", "Content-Type": "application/pdf",
		"Accept-Ranges": "bytes", "Content-Length": strconv.Itoa(len(want)), "X-Content-Type-Options": "nosniff",
		"Content-Disposition": "attachment; filename=notes.pdf", "Content-Security-Policy": "default-src 'none'; sandbox",
	} {
		if got := file.Header.Get(name); got != value {
			t.Errorf("%s is %q, not %q", name, got, value)
		}
	}
	if cookies := file.Header.Values("Set-Cookie"); len(cookies) > 0 {
		t.Errorf("a file that caches share sets cookies: %v", cookies)
	}
	picture := guest.Get(drawing)
	if picture.Status != http.StatusOK || picture.Header.Get("Content-Type") != "image/svg+xml" ||
		picture.Header.Get("Content-Disposition") != "" || !strings.Contains(picture.Header.Get("Content-Security-Policy"), "sandbox") {
		t.Errorf("status %d: %v", picture.Status, picture.Header)
	}
	for _, header := range []string{tag, "W/" + tag, `"x", ` + tag, "*"} {
		again := guest.Ask(http.MethodGet, document, http.Header{"If-None-Match": {header}})
		if again.Status != http.StatusNotModified || again.Body != "" || again.Header.Get("Etag") != tag {
			t.Errorf("If-None-Match %s: status %d, %d bytes", header, again.Status, len(again.Body))
		}
	}
	head := guest.Ask(http.MethodHead, document, nil)
	if head.Status != http.StatusOK || head.Header.Get("Content-Length") != strconv.Itoa(len(want)) || head.Body != "" {
		t.Errorf("HEAD: status %d, %s bytes announced", head.Status, head.Header.Get("Content-Length"))
	}
}

// TestAnAssetWhoseStoreIsAway has the program's own client of a store that has answered once and then no more.
func TestAnAssetWhoseStoreIsAway(t *testing.T) {
	t.Parallel()
	s := webtest.New(t)
	s.InstallFiles(webtest.LittleCourse())
	_, document := assetPaths(t, s)
	bucket := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {}))
	store, err := blobs.OpenMinIO(t.Context(), blobs.MinIOConfig{
		Endpoint: bucket.Listener.Addr().String(), Bucket: "vatra", AccessKey: "a", SecretKey: "b", Region: "us-east-1",
	})
	webtest.Must(t, err)
	bucket.Close()
	guest := s.With(func(o *web.Options) {
		school := *o.School
		school.Blobs = store
		o.School = &school
	}).Guest()
	for _, asked := range []string{"", "bytes=0-3"} {
		got := guest.Ask(http.MethodGet, document, http.Header{"Range": {asked}})
		got.Check(t, http.StatusServiceUnavailable, []string{"The files of the courses cannot be read or kept just now."}, nil)
		for _, name := range []string{"Etag", "Content-Range", "Content-Disposition", "Accept-Ranges"} {
			if said := got.Header.Get(name); said != "" {
				t.Errorf("%s of an error page: %s", name, said)
			}
		}
		if said := got.Header.Get("Content-Security-Policy"); strings.Contains(said, "sandbox") {
			t.Errorf("an error page is shown under %s", said)
		}
		if said := got.Header.Get("Cache-Control"); strings.Contains(said, "immutable") {
			t.Errorf("Cache-Control of an error page: %s", said)
		}
	}
}

func TestARangeOfAnAsset(t *testing.T) {
	t.Parallel()
	s := webtest.New(t)
	s.InstallFiles(webtest.LittleCourse())
	_, document := assetPaths(t, s)
	whole := webtest.LittleCourse()["images/notes.pdf"]
	size := strconv.Itoa(len(whole))
	end := len(whole) - 1
	guest := s.Guest()
	tag := guest.Get(document).Header.Get("Etag")
	for _, one := range []struct {
		name, asked, ifRange string
		status               int
		body, says           string
	}{
		{"the beginning", "bytes=0-3", "", 206, whole[:4], "bytes 0-3/" + size},
		{"one byte", "bytes=1-1", "", 206, whole[1:2], "bytes 1-1/" + size},
		{"from the middle on", "bytes=320000-", "", 206, whole[320000:], "bytes 320000-" + strconv.Itoa(end) + "/" + size},
		{"past the end", "bytes=5-99999999", "", 206, whole[5:], "bytes 5-" + strconv.Itoa(end) + "/" + size},
		{"the last five", "bytes=-5", "", 206, whole[len(whole)-5:], "bytes " + strconv.Itoa(end-4) + "-" + strconv.Itoa(end) + "/" + size},
		{"more than all", "bytes=-99999999", "", 206, whole, "bytes 0-" + strconv.Itoa(end) + "/" + size},
		{"a number too large to be one", "bytes=0-99999999999999999999999", "", 200, whole, ""},
		{"outside", "bytes=" + size + "-", "", 416, "", "bytes */" + size},
		{"the last none", "bytes=-0", "", 200, whole, ""},
		{"several", "bytes=0-1,4-5", "", 200, whole, ""},
		{"backwards", "bytes=9-2", "", 200, whole, ""},
		{"no bytes", "pages=1-2", "", 200, whole, ""},
		{"nonsense", "bytes=a-b", "", 200, whole, ""},
		{"a sign", "bytes=+1-2", "", 200, whole, ""},
		{"the same file still", "bytes=0-3", tag, 206, whole[:4], "bytes 0-3/" + size},
		{"another file by now", "bytes=0-3", `"other"`, 200, whole, ""},
	} {
		header := http.Header{"Range": {one.asked}}
		if one.ifRange != "" {
			header.Set("If-Range", one.ifRange)
		}
		got := guest.Ask(http.MethodGet, document, header)
		if got.Status != one.status || got.Body != one.body || got.Header.Get("Content-Range") != one.says {
			t.Errorf("%s: status %d, %d bytes, %q", one.name, got.Status, len(got.Body), got.Header.Get("Content-Range"))
		}
	}
	head := guest.Ask(http.MethodHead, document, http.Header{"Range": {"bytes=0-3"}})
	if head.Status != http.StatusPartialContent || head.Header.Get("Content-Length") != "4" {
		t.Errorf("HEAD of a range: status %d, %s bytes", head.Status, head.Header.Get("Content-Length"))
	}
}

// TestADamagedFileIsNotSent keeps its length: nothing but its bytes says so, and browsers would keep them for a year.
func TestADamagedFileIsNotSent(t *testing.T) {
	t.Parallel()
	s := webtest.New(t)
	s.InstallFiles(webtest.LittleCourse())
	drawing, _ := assetPaths(t, s)
	sum := strings.Split(drawing, "/")[2]
	whole := s.Guest().Get(drawing).Body
	place := filepath.Join(s.Objects, sum[:2], sum)
	webtest.Must(t, os.WriteFile(place, []byte(strings.Repeat("x", len(whole))), 0o600))
	answer := s.Guest().Get(drawing)
	answer.Check(t, http.StatusInternalServerError, nil, []string{"xxxx"})
	if cache := answer.Header.Get("Cache-Control"); strings.Contains(cache, "immutable") {
		t.Errorf("the error is kept for ever: %s", cache)
	}
	s.InstallFiles(webtest.LittleCourse())
	if file := s.Guest().Get(drawing); file.Status != http.StatusOK || file.Body != whole {
		t.Errorf("brought in again it is %d", file.Status)
	}
}
