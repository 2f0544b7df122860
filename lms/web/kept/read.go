package kept

import (
	"bytes"
	"cmp"
	"errors"
	"io"
	"maps"
	"mime/multipart"
	"slices"
	"strings"

	"github.com/gofiber/fiber/v2"

	"vatra/lms/web/views/entry"
)

// Sent reports whether the request brings a form without files.
func Sent(c *fiber.Ctx) bool {
	return strings.HasPrefix(c.Get(fiber.HeaderContentType), fiber.MIMEApplicationForm)
}

// SentFiles reports whether the request brings a form that may have files.
func SentFiles(c *fiber.Ctx) bool {
	return strings.HasPrefix(c.Get(fiber.HeaderContentType), fiber.MIMEMultipartForm)
}

// Posted is what was sent to the address action, files left out, of a form that was read to look for its token.
func Posted(c *fiber.Ctx, action string) (Form, error) {
	form := Form{Action: action}
	if Sent(c) {
		form.takePosted(c)
		return form, nil
	}
	return form, form.takeParsed(c)
}

// Unread is what was sent to the address action by somebody who may not send it: a form with files is not read before. False
// for more than most bytes without the files, or what is no form; nothing of it is kept then.
func Unread(c *fiber.Ctx, action string, most int) (form Form, fits bool) {
	form = Form{Action: action}
	if Sent(c) {
		form.takePosted(c)
		return form, true
	}
	if !form.takeStream(c, most) {
		form.Fields, form.Files = nil, nil
		return form, false
	}
	return form, true
}

func (f *Form) takePosted(c *fiber.Ctx) {
	for name, value := range c.Request().PostArgs().All() {
		f.add(string(name), string(value))
	}
}

// takeParsed takes what a form with files brought along.
func (f *Form) takeParsed(c *fiber.Ctx) error {
	parsed, err := c.MultipartForm()
	if err != nil {
		return err
	}
	f.Multipart = true
	for name, values := range parsed.Value {
		for _, value := range values {
			f.add(name, value)
		}
	}
	slices.SortStableFunc(f.Fields, byName)
	for _, name := range slices.Sorted(maps.Keys(parsed.File)) {
		f.addFile(name, parsed.File[name][0].Filename)
	}
	return nil
}

// byName keeps fields in an order of their own, since a parsed form has none.
func byName(a, b entry.Posted) int { return cmp.Compare(a.Name, b.Name) }

// takeStream leaves the files out on the way, so that they cost neither memory nor disk. The form is read to its end, since a
// browser that is cut off while sending shows no answer.
func (f *Form) takeStream(c *fiber.Ctx, most int) bool {
	f.Multipart = true
	body := c.Context().RequestBodyStream()
	if body == nil {
		body = bytes.NewReader(c.Body())
	}
	fits := f.takeParts(multipart.NewReader(body, string(c.Request().Header.MultipartFormBoundary())), most)
	_, err := io.Copy(io.Discard, body)
	return fits && err == nil
}

func (f *Form) takeParts(parts *multipart.Reader, left int) bool {
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
