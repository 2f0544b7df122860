package files_test

import (
	"io"
	"net/http"
	"regexp"
	"runtime"
	"strconv"
	"strings"
	"testing"

	"vatra/lms/web/webtest"
)

// TestALargeAssetIsStreamed counts all that is allocated while it goes out, by server and reader together. It is the
// only test that runs at that time: those that run side by side wait for those that do not.
func TestALargeAssetIsStreamed(t *testing.T) {
	const size, most = 64 << 20, 16 << 20
	s := webtest.New(t)
	course := webtest.LittleCourse()
	const line = "% notes\n"
	course["images/notes.pdf"] = "%PDF-1.4" + strings.Repeat(line, size/len(line)-1)
	s.InstallFiles(course)
	guest := s.Guest()
	path := regexp.MustCompile(`/assets/[0-9a-f]{64}/notes.pdf`).FindString(guest.Get("/courses/little/lessons/more").Body)
	read := func(asked string) (status int, length int64) {
		t.Helper()
		request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, s.URL+path, nil)
		webtest.Must(t, err)
		if asked != "" {
			request.Header.Set("Range", asked)
		}
		response, err := guest.Client.Do(request)
		webtest.Must(t, err)
		defer response.Body.Close()
		length, err = io.Copy(io.Discard, response.Body)
		webtest.Must(t, err)
		return response.StatusCode, length
	}
	for _, one := range []struct {
		asked  string
		status int
		length int64
	}{
		{"", http.StatusOK, size},
		{"bytes=1-", http.StatusPartialContent, size - 1},
		{"bytes=0-" + strconv.Itoa(size-2), http.StatusPartialContent, size - 1},
	} {
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		status, length := read(one.asked)
		runtime.ReadMemStats(&after)
		if status != one.status || length != one.length {
			t.Errorf("%q: status %d and %d bytes", one.asked, status, length)
		}
		if grown := after.TotalAlloc - before.TotalAlloc; grown >= most {
			t.Errorf("%q: %d bytes were allocated to send %d", one.asked, grown, length)
		}
	}
}
