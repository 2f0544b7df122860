package files

import (
	"math"

	"github.com/valyala/fasthttp"
)

// span is a run of bytes; of tells that it answers a Range header, and not the whole.
type span struct {
	from, length int64
	of           bool
}

// parseRange reads a Range header for size bytes (RFC 9110, section 14.2). What is no range of bytes, or more than one,
// is answered with the whole, as the standard allows. False: the range lies outside.
func parseRange(header string, size int64) (span, bool) {
	first, last, err := fasthttp.ParseByteRange([]byte(header), int(size))
	if err == nil {
		return span{from: int64(first), length: int64(last - first + 1), of: true}, true
	}
	// A header that fits a larger file names a range, but one outside this file.
	if _, _, err := fasthttp.ParseByteRange([]byte(header), math.MaxInt); err == nil {
		return span{}, false
	}
	return span{length: size}, true
}
