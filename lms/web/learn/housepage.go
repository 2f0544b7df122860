package learn

import (
	"github.com/a-h/templ"

	"vatra/lms/pages"
	"vatra/lms/web/door"
	"vatra/lms/web/show"
	views "vatra/lms/web/views/learn"
	"vatra/lms/web/views/ui"
)

// housePageKey is all that a page of the house depends on.
type housePageKey struct {
	key     pages.Key
	lang    string
	version int
	values  pages.Values
}

// showHousePage is a page of the house, such as the privacy notice, in the reader's language.
func (a *area) showHousePage(v *door.Visit) error {
	text, err := a.Pages.Text(v.UserContext(), pages.Key(v.Params("key")), v.P.Lang())
	if err != nil {
		return err
	}
	values, err := show.HouseValues(a.Door, v)
	if err != nil {
		return err
	}
	base := a.Base(v, v.P.T("pages.title_"+string(text.Key)))
	key := housePageKey{text.Key, text.Locale, text.Version, values}
	main := base.Keep(key, func(ui.Base) templ.Component {
		html, _ := pages.HTML(text.Source, values, base.Title, text.Locale)
		return views.HousePageMain(base.Title, html)
	}, func(string) templ.Component { return templ.NopComponent })
	return a.Render(v, views.HousePage(base, main))
}
