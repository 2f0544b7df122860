package show

import (
	"net/url"

	"github.com/google/uuid"
)

// TranslationsURL is where a draft is translated into a language: what there is to do of it, or all.
func TranslationsURL(draft uuid.UUID, tag string, all bool) string {
	address := "/studio/" + draft.String() + "/translations?lang=" + url.QueryEscape(tag)
	if all {
		address += "&all=yes"
	}
	return address
}
