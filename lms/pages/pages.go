// Package pages owns the pages of the house: help, contact, privacy notice, accessibility statement and terms. Each has a
// text in every language of the interface that comes with Vatra, and an administrator may write another one in its place.
// Texts are Markdown with a few words in braces that the settings fill in: see Fill. It knows no HTTP.
package pages

import (
	"context"
	"embed"
	"slices"
	"strings"
	"time"

	"vatra/lms/access"
	"vatra/lms/audit"
	"vatra/lms/fault"
	"vatra/lms/i18n"
	"vatra/lms/pg"
	"vatra/lms/text"
)

// Key names a page in addresses and in the database.
type Key string

// The pages, in the order in which they stand at the foot of every page.
const (
	Help          Key = "help"
	Contact       Key = "contact"
	Privacy       Key = "privacy"
	Accessibility Key = "accessibility" // as the model of Implementing Decision (EU) 2018/1523 has it
	Terms         Key = "terms"
)

// Keys are all of them.
func Keys() []Key { return []Key{Help, Contact, Privacy, Accessibility, Terms} }

//go:embed starter/*.md
var starter embed.FS

// Text is a page in one language.
type Text struct {
	Key       Key
	Locale    string
	Source    string // Markdown
	Own       bool   // an administrator has written it
	Version   int    // how often it was changed, 0 for never: see Change
	ChangedAt time.Time
}

// Pages keeps the texts.
type Pages struct {
	db  *pg.DB
	log *audit.Log
}

// New reads nothing yet. The log is told who changes what.
func New(db *pg.DB, log *audit.Log) *Pages { return &Pages{db: db, log: log} }

// Starter is the text that comes with Vatra; NotFound error.not_found for a page or a language that there is not.
func Starter(key Key, locale string) (string, error) {
	missing := fault.New(fault.NotFound, "error.not_found")
	if !slices.Contains(Keys(), key) || !i18n.Known(locale) {
		return "", missing
	}
	text, err := starter.ReadFile("starter/" + string(key) + "." + locale + ".md")
	if err != nil {
		return "", fault.Wrap(err, fault.NotFound, "error.not_found")
	}
	return string(text), nil
}

// Text is a page in a language, as it is now: the house's own text, or else the one that comes with Vatra. Everybody may
// read it; NotFound error.not_found as Starter. One statement.
func (p *Pages) Text(ctx context.Context, key Key, locale string) (Text, error) {
	text := Text{Key: key, Locale: locale}
	var err error
	if text.Source, err = Starter(key, locale); err != nil {
		return Text{}, err
	}
	const query = `SELECT source, version, updated_at FROM house_pages WHERE key = $1 AND locale = $2`
	err = p.db.Each(ctx, func(scan pg.Scan) error {
		var own string
		if err := scan(&own, &text.Version, &text.ChangedAt); err != nil {
			return err
		}
		if own != "" {
			text.Source, text.Own = own, true
		}
		return nil
	}, query, string(key), locale)
	return text, err
}

// List are all pages in all languages, for whoever may change them: by page, then in the order of the languages. Sources are
// left out.
func (p *Pages) List(ctx context.Context, actor access.Actor) ([]Text, error) {
	if err := actor.Require(access.ManageHouse); err != nil {
		return nil, err
	}
	type place struct{ key, locale string }
	own := map[place]Text{}
	const query = `SELECT key, locale, source <> '', version, updated_at FROM house_pages`
	err := p.db.Each(ctx, func(scan pg.Scan) error {
		var at place
		var text Text
		if err := scan(&at.key, &at.locale, &text.Own, &text.Version, &text.ChangedAt); err != nil {
			return err
		}
		own[at] = text
		return nil
	}, query)
	var list []Text
	for _, key := range Keys() {
		for _, language := range i18n.Languages() {
			text := own[place{string(key), language.Tag}]
			text.Key, text.Locale = key, language.Tag
			list = append(list, text)
		}
	}
	return list, err
}

// lines writes a text with \n at the ends of its lines and without space around it, however a browser sent it.
func lines(source string) string {
	return strings.TrimSpace(text.Lines(source))
}
