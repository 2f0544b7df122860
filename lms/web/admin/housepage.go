package admin

import (
	"strconv"

	"github.com/a-h/templ"

	"vatra/lms/fault"
	"vatra/lms/i18n"
	"vatra/lms/pages"
	"vatra/lms/web/door"
	"vatra/lms/web/show"
	views "vatra/lms/web/views/admin"
	"vatra/lms/web/views/ui"
)

// housePageBody is enough for pages.SourceMax characters as a browser sends them, and for ten times as many to be refused
// with what was typed.
const housePageBody = 2 << 20

func editURL(key pages.Key, locale string) string {
	return "/admin/pages/" + string(key) + "/" + locale
}

// showHousePages lists the pages of the house in all languages.
func (a *area) showHousePages(v *door.Visit) error {
	list, err := a.Pages.List(v.UserContext(), v.Actor)
	if err != nil {
		return err
	}
	page := views.HousePagesPage{Base: a.Base(v, v.P.T("nav.pages"))}
	for _, text := range list {
		if last := len(page.Pages) - 1; last < 0 || page.Pages[last].Key != string(text.Key) {
			page.Pages = append(page.Pages, views.HousePage{
				Key: string(text.Key), Title: v.P.T("pages.title_" + string(text.Key)),
			})
		}
		in := &page.Pages[len(page.Pages)-1]
		in.Texts = append(in.Texts, views.HousePageText{
			URL: editURL(text.Key, text.Locale), Language: i18n.NameOf(text.Locale), Locale: text.Locale,
			Own: text.Own, ChangedAt: text.ChangedAt,
		})
	}
	return a.Render(v, views.HousePages(page))
}

// editPage is the page on which a text is changed, with how it reads below.
func (a *area) editPage(v *door.Visit, text pages.Text) (views.EditHousePage, error) {
	values, err := show.HouseValues(a.Door, v)
	if err != nil {
		return views.EditHousePage{}, err
	}
	title := i18n.For(text.Locale).T("pages.title_" + string(text.Key))
	name := i18n.NameOf(text.Locale)
	page := views.EditHousePage{
		Base:   a.Base(v, v.P.T("pages.title_"+string(text.Key))+" ("+name+")"),
		Action: editURL(text.Key, text.Locale), Locale: text.Locale, Source: text.Source, Version: text.Version, Own: text.Own,
		Heading: title, SourceMax: pages.SourceMax,
	}
	page.Section, page.Within = "nav.pages", true
	page.Crumbs = []ui.Link{{Text: v.P.T("nav.pages"), URL: "/admin/pages"}}
	source := text.Source
	if source == "" {
		if source, err = pages.Starter(text.Key, text.Locale); err != nil {
			return views.EditHousePage{}, err
		}
	}
	if len(source) > housePageBody/2 {
		return page, nil
	}
	html, warnings := pages.HTML(source, values, title, text.Locale)
	page.Preview = html
	for _, w := range warnings {
		page.LeftOut = append(page.LeftOut, v.P.Message(fault.Message{Key: w.Key, Args: w.Args}))
	}
	return page, nil
}

func (a *area) showHousePage(v *door.Visit) error {
	text, err := a.Pages.Text(v.UserContext(), pages.Key(v.Params("key")), v.Params("locale"))
	if err != nil {
		return err
	}
	page, err := a.editPage(v, text)
	if err != nil {
		return err
	}
	return a.Render(v, views.EditPage(page))
}

// changeHousePage saves what was typed, or only shows how it would read. Where somebody else has saved meanwhile, both texts
// are shown, and saving once more is a decision.
func (a *area) changeHousePage(v *door.Visit) error {
	now, err := a.Pages.Text(v.UserContext(), pages.Key(v.Params("key")), v.Params("locale"))
	if err != nil {
		return err
	}
	typed := now
	typed.Source = v.FormValue("source")
	if typed.Version, err = strconv.Atoi(v.FormValue("version")); err != nil {
		return fault.New(fault.Invalid, "error.bad_request")
	}
	if v.FormValue("do") == "preview" {
		page, err := a.editPage(v, typed)
		if err != nil {
			return err
		}
		page.Unsaved = true
		return a.Render(v, views.EditPage(page))
	}
	err = a.Pages.Change(v.UserContext(), v.Actor, typed)
	if err == nil {
		a.Flash(v, ui.ToneSuccess, "pages.saved")
		return a.Redirect(v, editURL(now.Key, now.Locale))
	}
	return a.Reload(v, err, func(e ui.Errors) (templ.Component, error) {
		page, failed := a.editPage(v, typed)
		page.Errors, page.Unsaved = e, true
		if fault.Is(err, fault.Conflict) {
			page.Version, page.Theirs = now.Version, now.Source
		}
		return views.EditPage(page), failed
	})
}
