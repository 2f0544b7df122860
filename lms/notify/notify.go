// Package notify owns what people are told by mail: the words around every letter, the letters that somebody may do without,
// who has done so, and the links by which they do. What a letter is about, and when it is due, is decided by the room that it
// is about; how it leaves the house is mail's.
package notify

import (
	"context"
	"fmt"
	"strings"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"vatra/lms/i18n"
	"vatra/lms/jobs"
	"vatra/lms/mail"
	"vatra/lms/pg"
	"vatra/lms/site"
)

// Office writes letters and hands them over to be sent.
type Office struct {
	db   *pg.DB
	conf Config
}

// Config is what an Office needs beside the database.
type Config struct {
	// BaseURL begins every link, without a slash at its end.
	BaseURL string
	// Secret, of at least 32 bytes, signs the links that stop letters; all nodes of a site share it.
	Secret []byte
	// Queue sends what is written, after its transaction has committed and never when it has not.
	Queue *jobs.Queue
}

// New makes it.
func New(db *pg.DB, conf Config) *Office { return &Office{db: db, conf: conf} }

// Reader is whom a letter is to. Without a name they are greeted without one, which is right wherever the address, or the
// name, is only what somebody typed: else anybody could have us write what they like to whom they like.
type Reader struct {
	ID     uuid.UUID `bun:"id"`
	Email  string    `bun:"email"`
	Name   string    `bun:"name"`
	Locale string    `bun:"locale"`
}

// Why is the reason for which somebody gets a letter, which it says.
type Why string

// The reasons.
const (
	HasAccount   Why = "account" // they have one
	HadAccount   Why = "had"     // they had one, until just now
	AddressGiven Why = "given"   // somebody has typed their address into a form
	IsInvited    Why = "invited" // an administrator has
	Teaches      Why = "teaches" // a course, or answers for all of them
	HasAsked     Why = "asked"   // a trainer
	Writes       Why = "writes"  // a course
)

// Letter is one of the letters. Its words are the keys that About begins, with subject and text, whose paragraphs an empty line parts.
// They have the fields Site and Link, and those of Args.
type Letter struct {
	About string // the beginning of its keys, with the full stop
	To    Reader
	Path  string // what Link is, below BaseURL
	Why   Why
	Kind  Kind // of a letter that one may do without; empty where it is needed
	Args  []any
}

// Post writes a letter in its reader's language and hands it over in the transaction. One that its reader does without is not
// written.
func (o *Office) Post(ctx context.Context, tx bun.Tx, letter Letter) error {
	if wanted, err := wants(ctx, tx, letter.To.ID, letter.Kind); err != nil || !wanted {
		return err
	}
	settings, err := site.ReadSettings(ctx, tx)
	if err != nil {
		return err
	}
	id, err := uuid.NewV7()
	if err != nil {
		return err
	}
	message, err := o.framed(letter, settings).Message(id, letter.To.Email)
	if err == nil {
		err = o.conf.Queue.Post(ctx, tx, message)
	}
	if err != nil {
		return fmt.Errorf("posting the letter %s: %w", letter.About, err)
	}
	return nil
}

// framed is the letter with its words.
func (o *Office) framed(letter Letter, settings site.Settings) mail.Letter {
	printer, link := i18n.For(letter.To.Locale), o.conf.BaseURL+letter.Path
	args := append([]any{"Site", settings.SiteName, "Link", link}, letter.Args...)
	framed := mail.Letter{
		Locale: printer.Lang(), Subject: printer.T(letter.About+"subject", args...),
		Greeting:   greeting(printer, letter.To.Name),
		Paragraphs: strings.Split(strings.TrimSpace(printer.T(letter.About+"text", args...)), "\n\n"),
		Link:       link, Button: printer.T("notify.button", "Site", settings.SiteName),
		Why: printer.T("notify.why_"+string(letter.Why), "Site", settings.SiteName), Sender: sender(settings),
	}
	if letter.Kind != "" {
		framed.Stop = o.conf.BaseURL + PathStop + o.token(letter.To.ID, letter.Kind)
		framed.StopText = printer.T("notify.stop_link")
	}
	return framed
}

func greeting(printer *i18n.Printer, name string) string {
	if name == "" {
		return printer.T("notify.hello")
	}
	return printer.T("notify.hello_name", "Name", name)
}

// sender is the site, and the organisation that stands behind it.
func sender(settings site.Settings) string {
	if settings.IssuerName == settings.SiteName {
		return settings.SiteName
	}
	return settings.SiteName + " · " + settings.IssuerName
}
