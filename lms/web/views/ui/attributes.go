package ui

import (
	"github.com/a-h/templ"

	"vatra/lms/i18n"
)

// current marks the link to where the reader is.
func current(here bool) templ.Attributes {
	if !here {
		return nil
	}
	return templ.Attributes{"aria-current": "page"}
}

func currentName(b Base) string { return i18n.NameOf(b.Lang()) }
