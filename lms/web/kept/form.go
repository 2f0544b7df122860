// Package kept owns a form that was sent and not taken, because its token had expired, its sender was not logged in any more,
// or something did not answer: what was typed is not lost. Nothing of it is stored here. The answer holds it, signed where it
// has to come back as it was, to be sent once more when its reader says so. Passwords are in no page, and files cannot be: they
// are chosen again. When a form is kept, the door decides.
package kept

import (
	"encoding/json"
	"slices"
	"strings"

	"vatra/lms/text"
	"vatra/lms/web/cookies"
	"vatra/lms/web/views/entry"
	"vatra/lms/web/views/ui"
)

// Form is a form that was not taken, as it was filled in.
type Form struct {
	Action    string
	From      string // the page that it is on
	Multipart bool
	Get       bool // no form, but a page or a file that was asked for
	Fields    []entry.Posted
	Files     []entry.Posted // by name, with what each was called
}

// secretField reports whether what was typed in a field must be in no page.
func secretField(name string) bool {
	return name == cookies.TokenField || name == "current" || name == "recovery" || strings.Contains(name, "password")
}

func (f *Form) add(name, value string) {
	if !secretField(name) {
		f.Fields = append(f.Fields, entry.Posted{Name: name, Value: value})
	}
}

// addFile takes one file a field: no form of ours asks for several.
func (f *Form) addFile(name, called string) {
	if !slices.ContainsFunc(f.Files, func(file entry.Posted) bool { return file.Name == name }) {
		f.Files = append(f.Files, entry.Posted{Name: name, Value: text.FileName(called)})
	}
}

// Close writes the form for the page that holds it, to be opened for the same purpose in the same browser. It is signed: what
// comes back is what went out. False for what is longer than most bytes by then.
func (f Form) Close(jar *cookies.Jar, purpose, browser string, most int) (closed string, fits bool) {
	text, err := json.Marshal(f)
	if err != nil {
		return "", false
	}
	closed = jar.Close(purpose+" "+browser, string(text))
	return closed, len(closed) <= most
}

// Open is what Close wrote; false for anything else.
func Open(jar *cookies.Jar, purpose, browser, closed string) (form Form, whole bool) {
	text, whole := jar.Open(purpose+" "+browser, closed)
	if !whole || json.Unmarshal([]byte(text), &form) != nil {
		return Form{}, false
	}
	return form, true
}

// Page offers the form to be sent again; text says why.
func (f Form) Page(base ui.Base, text string) entry.SendAgainPage {
	page := entry.SendAgainPage{
		Base: base, Text: text, Action: f.Action, Multipart: f.Multipart, Fields: f.Fields, Files: f.Files,
	}
	if f.From != "/" {
		page.From = f.From
	}
	return page
}
