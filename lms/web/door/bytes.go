package door

import (
	"bytes"
	"net/url"
	"unicode/utf8"

	"vatra/lms/fault"
)

// checkText refuses what is no text in an address: NotFound for a path, Invalid for what is asked of it. No database keeps
// such bytes, and no page of ours leads there. Forms are the handlers' own: they say at the field what is wrong.
func checkText(v *Visit) error {
	path, err := url.PathUnescape(v.Path())
	if err != nil || !isText([]byte(path)) {
		return fault.New(fault.NotFound, "error.not_found")
	}
	for name, value := range v.Context().QueryArgs().All() {
		if !isText(name) || !isText(value) {
			return fault.New(fault.Invalid, "error.bad_request")
		}
	}
	return nil
}

func isText(given []byte) bool { return utf8.Valid(given) && bytes.IndexByte(given, 0) < 0 }
