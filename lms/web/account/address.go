package account

import (
	"github.com/a-h/templ"

	"vatra/lms/people/links"
	"vatra/lms/web/door"
	views "vatra/lms/web/views/account"
	"vatra/lms/web/views/ui"
)

const pathAddress = "/account/address"

// own is a page below that of the account.
func (a *area) own(v *door.Visit, title string) ui.Base {
	base := a.Base(v, v.P.T(title))
	base.Section = "nav.account"
	base.Crumbs = []ui.Link{{Text: v.P.T("account.title"), URL: "/account"}}
	return base
}

func (a *area) addressPage(v *door.Visit) (views.AddressPage, error) {
	person, err := a.People.Myself(v.UserContext(), v.Actor)
	return views.AddressPage{Base: a.own(v, "account.address_title"), Email: person.Email}, err
}

func (a *area) showAddress(v *door.Visit) error {
	page, err := a.addressPage(v)
	if err != nil {
		return err
	}
	return a.Render(v, views.Address(page))
}

func (a *area) requestAddress(v *door.Visit) error {
	email := v.FormValue("email")
	if err := a.People.RequestAddress(v.UserContext(), v.Actor, email); err != nil {
		return a.Reload(v, err, func(e ui.Errors) (templ.Component, error) {
			page, err := a.addressPage(v)
			page.Errors, page.Given = e, email
			return views.Address(page), err
		})
	}
	a.Flash(v, ui.ToneInfo, "account.address_sent")
	return a.Redirect(v, "/account")
}

// addressLink is the page that a mailed link leads to, and the link.
func (a *area) addressLink(v *door.Visit, purpose links.Purpose, title string) (views.NewAddressPage, links.Link, error) {
	link, err := a.People.Link(v.UserContext(), purpose, v.Params("token"))
	return views.NewAddressPage{Base: a.Base(v, v.P.T(title)), Action: v.Path(), Email: link.Email}, link, err
}

func (a *area) showNewAddress(v *door.Visit) error {
	page, _, err := a.addressLink(v, links.Address, "account.address_confirm_title")
	if err != nil {
		return err
	}
	return a.Render(v, views.NewAddress(page))
}

func (a *area) changeAddress(v *door.Visit) error {
	page, _, err := a.addressLink(v, links.Address, "account.address_confirm_title")
	if err != nil {
		return err
	}
	if err := a.People.ChangeAddress(v.UserContext(), v.Params("token"), v.FormValue("password"), a.Visitor(v)); err != nil {
		return a.Again(v, err, func(e ui.Errors) templ.Component {
			page.Errors = e
			return views.NewAddress(page)
		})
	}
	a.Flash(v, ui.ToneSuccess, "account.address_done")
	return a.Redirect(v, "/account")
}

func (a *area) showUndoAddress(v *door.Visit) error {
	page, _, err := a.addressLink(v, links.Undo, "account.undo_title")
	if err != nil {
		return err
	}
	return a.Render(v, views.UndoAddress(page))
}

func (a *area) undoAddress(v *door.Visit) error {
	page, link, err := a.addressLink(v, links.Undo, "account.undo_title")
	if err != nil {
		return err
	}
	if err := a.People.UndoAddress(v.UserContext(), v.Params("token"), v.FormValue("password"), a.Visitor(v)); err != nil {
		return a.Again(v, err, func(e ui.Errors) templ.Component {
			page.Errors = e
			return views.UndoAddress(page)
		})
	}
	a.Know(v, link.UserID) // they have read the mail here
	a.Leave(v)
	a.Flash(v, ui.ToneSuccess, "account.undo_done")
	return a.Redirect(v, links.PathLogIn)
}
