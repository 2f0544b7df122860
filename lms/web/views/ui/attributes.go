package ui

import (
	"slices"

	"github.com/a-h/templ"

	"vatra/lms/i18n"
)

// current marks the entry of a menu that leads to this page, or to the one above it.
func (b Base) current(entry string) templ.Attributes {
	switch {
	case entry != b.Section:
		return nil
	case b.Within:
		return templ.Attributes{"aria-current": "true"}
	}
	return templ.Attributes{"aria-current": "page"}
}

// atDesk reports whether the page is one of those that only trainers and administrators have.
func (b Base) atDesk(menu Menu) bool {
	return slices.ContainsFunc(menu.Staff, func(entry Link) bool { return entry.Key == b.Section })
}

func currentName(b Base) string { return i18n.NameOf(b.Lang()) }

// Cell is what a td of a Table has: its column's heading, for where the row is a card.
func Cell(column string) templ.Attributes {
	return templ.Attributes{"data-label": column}
}
