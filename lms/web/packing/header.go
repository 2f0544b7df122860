package packing

import "strings"

// Accepts reports whether an Accept-Encoding header names the coding and does not refuse it (RFC 9110, section 12.5.3).
func Accepts(header, coding string) bool {
	for entry := range strings.SplitSeq(header, ",") {
		name, weight, _ := strings.Cut(strings.TrimSpace(entry), ";")
		if strings.EqualFold(strings.TrimSpace(name), coding) {
			weight = strings.TrimSpace(weight)
			return weight != "q=0" && weight != "q=0.0"
		}
	}
	return false
}

// Matches reports whether an If-None-Match header names the tag (RFC 9110, section 13.1.2; the comparison is weak).
func Matches(header, tag string) bool {
	tag = strings.TrimPrefix(tag, "W/")
	for entry := range strings.SplitSeq(header, ",") {
		entry = strings.TrimSpace(entry)
		if entry == "*" || strings.TrimPrefix(entry, "W/") == tag {
			return true
		}
	}
	return false
}
