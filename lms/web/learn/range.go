package learn

import (
	"strconv"
	"strings"
)

// span is a run of bytes; of tells that it answers a Range header, and not the whole.
type span struct {
	from, length int64
	of           bool
}

// parseRange reads a Range header for size bytes (RFC 9110, section 14.2). What is no range of bytes, or more than one,
// is answered with the whole, as the standard allows. False: the range lies outside.
func parseRange(header string, size int64) (span, bool) {
	whole := span{length: size}
	unit, spec, found := strings.Cut(header, "=")
	if !found || !strings.EqualFold(strings.TrimSpace(unit), "bytes") || strings.Contains(spec, ",") {
		return whole, true
	}
	first, last, dashed := strings.Cut(strings.TrimSpace(spec), "-")
	if !dashed {
		return whole, true
	}
	from, fromGiven, ok := offset(first)
	to, toGiven, too := offset(last)
	switch {
	case !ok || !too || (!fromGiven && !toGiven) || (fromGiven && toGiven && to < from):
		return whole, true
	case !fromGiven: // the last so many bytes
		if to == 0 || size == 0 {
			return span{}, false
		}
		length := min(to, size)
		return span{from: size - length, length: length, of: true}, true
	case from >= size:
		return span{}, false
	case !toGiven || to >= size:
		to = size - 1
	}
	return span{from: from, length: to - from + 1, of: true}, true
}

// offset reads one end of a range, which may be left out. Only digits are a number here; one too large for any file is
// as good as the largest.
func offset(text string) (n int64, given, ok bool) {
	text = strings.TrimSpace(text)
	if text == "" {
		return 0, false, true
	}
	if strings.Trim(text, "0123456789") != "" {
		return 0, true, false
	}
	n, err := strconv.ParseInt(text, 10, 64)
	if err != nil {
		return 1<<63 - 1, true, true
	}
	return n, true, true
}
