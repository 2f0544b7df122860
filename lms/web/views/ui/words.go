package ui

import "github.com/a-h/templ"

// Words are a text that may be in another language than the page; Lang is its tag then, and empty otherwise.
type Words struct{ Text, Lang string }

// Empty reports whether nothing is said.
func (w Words) Empty() bool { return w.Text == "" }

// CurrentTrue marks the one of several choices that holds.
func CurrentTrue(here bool) templ.Attributes {
	if !here {
		return nil
	}
	return templ.Attributes{"aria-current": "true"}
}

// CurrentPage marks the one of several pages that this is.
func CurrentPage(here bool) templ.Attributes {
	if !here {
		return nil
	}
	return templ.Attributes{"aria-current": "page"}
}
