package door

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"mime/multipart"
	"path"
	"slices"
	"strings"
	"unicode/utf8"

	"vatra/lms/text"
	"vatra/lms/web/views/entry"
)

const (
	nameLength = 200 // bytes of a file name that are kept: disks take 255
	// KeptField of the login form has a form that waits for the login.
	KeptField = "kept"
	// KeptBody is the most that a form may have grown to by being kept: its letters are written in base64.
	KeptBody = 2 * FormBody
)

// KeptForm is a form that was not taken, as it was filled in.
type KeptForm struct {
	Action    string
	From      string // the page that it is on
	Multipart bool
	Get       bool // no form, but a page or a file that was asked for
	Fields    []entry.Posted
	Files     []entry.Posted // by name, with what each was called
}

// secretField reports whether what was typed in a field must be in no page.
func secretField(name string) bool {
	return name == tokenField || name == "current" || name == "recovery" || strings.Contains(name, "password")
}

func (f *KeptForm) add(name, value string) {
	if !secretField(name) {
		f.Fields = append(f.Fields, entry.Posted{Name: name, Value: value})
	}
}

// addFile takes one file a field: no form of ours asks for several.
func (f *KeptForm) addFile(name, called string) {
	if !slices.ContainsFunc(f.Files, func(file entry.Posted) bool { return file.Name == name }) {
		f.Files = append(f.Files, entry.Posted{Name: name, Value: UploadName(called)})
	}
}

func (f *KeptForm) takePosted(v *Visit) {
	for name, value := range v.Request().PostArgs().All() {
		f.add(string(name), string(value))
	}
}

// takeStream reads a form with files that nobody may send: the files are left out on the way, so that it costs neither
// memory nor disk. It is read to its end, since a browser that is cut off while sending shows no answer. False for what
// is not such a form, or is more than can be kept.
func (f *KeptForm) takeStream(v *Visit) bool {
	f.Multipart = true
	body := v.Context().RequestBodyStream()
	if body == nil {
		body = bytes.NewReader(v.Body())
	}
	fits := f.takeParts(multipart.NewReader(body, string(v.Request().Header.MultipartFormBoundary())))
	_, err := io.Copy(io.Discard, body)
	return fits && err == nil
}

func (f *KeptForm) takeParts(parts *multipart.Reader) bool {
	left := FormBody
	for {
		part, err := parts.NextPart()
		if errors.Is(err, io.EOF) {
			return true
		}
		if err != nil {
			return false
		}
		if part.FileName() != "" {
			left -= len(part.FormName()) + len(part.FileName())
			f.addFile(part.FormName(), part.FileName())
		} else {
			value, err := io.ReadAll(io.LimitReader(part, int64(left)+1))
			if err != nil {
				return false
			}
			left -= len(part.FormName()) + len(value)
			f.add(part.FormName(), string(value))
		}
		if left < 0 {
			return false
		}
	}
}

// closeKept writes a form for the page that holds it, to be opened for the same purpose. It is signed for this browser: what
// comes back is what went out. False for what has become too long.
func (d *Door) closeKept(v *Visit, purpose string, form KeptForm) (closed string, fits bool) {
	text, err := json.Marshal(form)
	if err != nil {
		return "", false
	}
	closed = d.seal.close(purpose+" "+v.browser, string(text))
	return closed, len(closed) <= KeptBody
}

// OpenKept is the form that waited for a login; false for anything else.
func (d *Door) OpenKept(v *Visit, closed string) (form KeptForm, whole bool) {
	return d.openKept(v, KeptField, closed)
}

func (d *Door) openKept(v *Visit, purpose, closed string) (form KeptForm, whole bool) {
	browser, known := d.knownBrowser(v)
	if !known || closed == "" {
		return KeptForm{}, false
	}
	text, whole := d.seal.open(purpose+" "+browser, closed)
	if !whole || json.Unmarshal([]byte(text), &form) != nil {
		return KeptForm{}, false
	}
	return form, true
}

// UploadName is the name of an upload without what no name needs: folders, what is not seen, a length that no disk takes.
func UploadName(name string) string {
	name = path.Base(strings.ReplaceAll(text.WithoutUnseen(name), `\`, "/"))
	for len(name) > nameLength { // its end has the kind
		_, size := utf8.DecodeRuneInString(name)
		name = name[size:]
	}
	return name
}
