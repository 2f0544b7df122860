// Package ui owns what every page is made of: the layout, forms, notices, and the Base that each page's model holds,
// through which it speaks the reader's language: { m.T("login.title") }. Views read their models only: they import
// nothing of Vatra but each other, lms/i18n and lms/web/assets, ask no store and decide nothing about access.
package ui

import (
	"net/url"
	"strings"
	"time"

	"vatra/lms/i18n"
	"vatra/lms/web/assets"
	"vatra/lms/web/views/fixed"
)

// Base is what every page has.
type Base struct {
	*i18n.Printer
	Assets *assets.Set
	Fixed  *fixed.Parts // see Layout

	Site        string // the name of the site, a setting
	Title       string // the page's heading, and the first part of its title
	TitleLang   string // of the title, when it is not the page's
	Description string // for search engines and link previews; empty on pages that are nobody else's business
	SummaryLang string // of the description, when it is not the page's
	Robots      Robots
	Preview     *Preview // of a page that people share with a picture; nil of all others
	Path        string   // path and query of this page, to come back to after changing the language
	Section     string   // Key of the menu entry that the page belongs to
	Within      bool     // it is not the entry's own page, but one below it
	Viewer      Viewer
	Contact     Contact
	MayRegister bool // anybody may open an account
	Menu        func() Menu
	Crumbs      []Link // the way from the home page, without the page itself
	Flash       *Notice
	Running     *Running // a quiz whose time is running; nil: none, or the page shows it already
	CSRF        string   // goes into every form: see Form
	Scripts     []string // assets that this page needs beside app.js
	Style       string   // the asset that it needs beside app.css, if any
	PasswordMin int      // characters that a new password has at the least
	Refresh     int      // seconds after which the page asks for itself anew; 0: never
}

// Viewer is who looks at the page.
type Viewer struct {
	Name     string
	LoggedIn bool
	Role     string // Menu follows from it, and from the language
}

// Contact is whom to ask, as the settings say it; either may be empty.
type Contact struct{ Email, Phone string }

// HousePages are the pages at the foot of every page: the last part of their address, which is that of their name too,
// pages.title_….
var HousePages = []string{"help", "contact", "privacy", "accessibility", "terms"}

// HousePage is the address of one of them.
func HousePage(key string) string { return "/pages/" + key }

// Menu is where the visitor may go.
type Menu struct {
	Everyone []Link
	Own      []Link // what stands under the visitor's own name
	Staff    []Link // of trainers and administrators
}

// Link is a place to go.
type Link struct {
	Key  string // of a menu entry: its catalogue key
	Text string
	Lang string // of the text, when it is not the page's
	URL  string
}

// Running is an attempt at a quiz whose time is running.
type Running struct {
	URL  string
	Ends time.Time
	Left time.Duration
}

// Minutes are those that are left, begun ones too.
func (r Running) Minutes() int { return int((r.Left + time.Minute - 1) / time.Minute) }

// running is that of the reader, unless this is its own page.
func (b Base) running() *Running {
	if b.Running == nil || strings.HasPrefix(b.Path, b.Running.URL) {
		return nil
	}
	return b.Running
}

// Tone is the mood of a notice.
type Tone string

// The tones. Each has a word of its own (notice.<tone>), so that none rests on colour.
const (
	ToneInfo    Tone = "info"
	ToneSuccess Tone = "success"
	ToneWarning Tone = "warning"
	ToneProblem Tone = "problem"
)

// Notice is a message above the content of a page.
type Notice struct {
	Tone Tone
	Text string
}

// Errors are the messages of a form that was refused: Text for the whole, Fields by the name of a field.
type Errors struct {
	Text   string
	Fields map[string]string
}

// Any reports whether the form was refused.
func (e Errors) Any() bool { return e.Text != "" }

// Static is the address of an asset.
func (b Base) Static(name string) string { return b.Assets.URL(name) }

// TrackPicture is the asset with the picture of a track.
func (b Base) TrackPicture(code string) string {
	if name := "track-" + code + ".svg"; b.Assets.Has(name) {
		return name
	}
	return "track.svg"
}

// Login is the address of the login, with a "next" that comes back to this page.
func (b Base) Login() string {
	const login = "/login"
	switch b.Path {
	case "", "/":
		return login
	case fixed.Hole(pathHole):
		return fixed.Hole(loginHole)
	}
	return login + "?next=" + url.QueryEscape(b.Path)
}

// title is the text of the browser's tab.
func (b Base) title() string {
	if b.Title == "" || b.Title == b.Site {
		return b.Site
	}
	return b.Title + " – " + b.Site
}

// languages are those of the menu, the reader's own left out.
func (b Base) languages() []i18n.Language {
	var others []i18n.Language
	for _, l := range i18n.Languages() {
		if l.Tag != b.Lang() {
			others = append(others, l)
		}
	}
	return others
}
