//go:build real

package serve_test

import (
	"bytes"
	"io"
	"mime/multipart"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"golang.org/x/net/html"

	"vatra/lms/i18n"
)

// textReader reads pages as text and fills in their forms, with cookies and without any script: quick enough for a
// course of many lessons.
type textReader struct {
	t      *testing.T
	s      *site
	words  *i18n.Printer
	client *http.Client
	at     *url.URL
	page   *html.Node
}

// textReader is somebody who is logged in.
func (s *site) textReader(t *testing.T, email, lang string) *textReader {
	t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	r := &textReader{t: t, s: s, words: i18n.For(lang), client: &http.Client{Jar: jar, Timeout: time.Minute}}
	r.open("/login")
	r.send(r.words.T("login.button"), url.Values{"email": {email}, "password": {password}})
	r.mustSee(r.words.T("nav.logout"))
	return r
}

// open goes to an address of the site.
func (r *textReader) open(address string) {
	r.t.Helper()
	to, err := url.Parse(r.s.BaseURL + address)
	if err != nil {
		r.t.Fatal(err)
	}
	r.do(http.MethodGet, to, "", nil)
}

func (r *textReader) do(method string, to *url.URL, mediaType string, body io.Reader) {
	r.t.Helper()
	request, err := http.NewRequestWithContext(r.t.Context(), method, to.String(), body)
	if err != nil {
		r.t.Fatal(err)
	}
	request.Header.Set("Accept-Language", r.words.Lang())
	if mediaType != "" {
		request.Header.Set("Content-Type", mediaType)
	}
	answer, err := r.client.Do(request)
	if err != nil {
		r.t.Fatal(err)
	}
	defer answer.Body.Close()
	if r.page, err = html.Parse(answer.Body); err != nil {
		r.t.Fatal(err)
	}
	r.at = answer.Request.URL
	if answer.StatusCode != http.StatusOK {
		r.t.Fatalf("%s %s answers %d:\n%s", method, to, answer.StatusCode, r.text())
	}
}

// text is all that the page says, with single spaces.
func (r *textReader) text() string { return textOf(r.page) }

func textOf(node *html.Node) string {
	var b strings.Builder
	for n := range node.Descendants() {
		if n.Type == html.TextNode && n.Parent.Data != "script" && n.Parent.Data != "style" {
			b.WriteString(n.Data + " ")
		}
	}
	return strings.Join(strings.Fields(b.String()), " ")
}

func (r *textReader) mustSee(texts ...string) {
	r.t.Helper()
	for _, text := range texts {
		if !strings.Contains(r.text(), strings.Join(strings.Fields(text), " ")) {
			r.t.Fatalf("%s does not say %q:\n%s", r.at, text, r.text())
		}
	}
}

// all are the page's elements of a kind.
func (r *textReader) all(tag string) []*html.Node {
	var found []*html.Node
	for n := range r.page.Descendants() {
		if n.Type == html.ElementNode && n.Data == tag {
			found = append(found, n)
		}
	}
	return found
}

func attribute(node *html.Node, name string) string {
	for _, a := range node.Attr {
		if a.Key == name {
			return a.Val
		}
	}
	return ""
}

// form is a form of the page with the values that it was drawn with.
type form struct {
	action  *url.URL
	values  url.Values
	buttons []string
	names   []string // of its fields, in their order
}

// forms are those of the page's main part.
func (r *textReader) forms() []form {
	r.t.Helper()
	var forms []form
	for _, node := range r.all("form") {
		action, err := r.at.Parse(attribute(node, "action"))
		if err != nil {
			r.t.Fatal(err)
		}
		one := form{action: action, values: url.Values{}}
		for n := range node.Descendants() {
			if n.Type != html.ElementNode {
				continue
			}
			name, value := attribute(n, "name"), attribute(n, "value")
			switch n.Data {
			case "button":
				one.buttons = append(one.buttons, textOf(n))
				continue
			case "option":
				if has(n, "selected") {
					one.values.Add(one.names[len(one.names)-1], value)
				}
				continue
			case "textarea":
				one.values.Add(name, textOf(n))
			case "input":
				kind := attribute(n, "type")
				if (kind != "radio" && kind != "checkbox" && kind != "file") || has(n, "checked") {
					one.values.Add(name, value)
				}
			case "select":
			default:
				continue
			}
			if !slices.Contains(one.names, name) {
				one.names = append(one.names, name)
			}
		}
		forms = append(forms, one)
	}
	return forms
}

func has(node *html.Node, name string) bool {
	return slices.ContainsFunc(node.Attr, func(a html.Attribute) bool { return a.Key == name })
}

// send fills in the form with the button and sends it.
func (r *textReader) send(button string, values url.Values) {
	r.t.Helper()
	f := r.formWith(button)
	for name, given := range values {
		f.values[name] = given
	}
	r.post(f)
}

func (r *textReader) formWith(button string) form {
	r.t.Helper()
	for _, f := range r.forms() {
		if slices.Contains(f.buttons, button) {
			return f
		}
	}
	r.t.Fatalf("%s has no button %q:\n%s", r.at, button, r.text())
	return form{}
}

func (r *textReader) post(f form) {
	r.t.Helper()
	r.do(http.MethodPost, f.action, "application/x-www-form-urlencoded", strings.NewReader(f.values.Encode()))
}

// importPackage uploads a package and waits until its import has ended.
func (r *textReader) importPackage(file string) {
	r.t.Helper()
	r.open("/admin/imports")
	f := r.formWith(r.words.T("staff.import_send"))
	data, err := os.ReadFile(file)
	if err != nil {
		r.t.Fatal(err)
	}
	var body bytes.Buffer
	parts := multipart.NewWriter(&body)
	if err := parts.WriteField("csrf", f.values.Get("csrf")); err != nil {
		r.t.Fatal(err)
	}
	part, err := parts.CreateFormFile("package", filepath.Base(file))
	if err != nil {
		r.t.Fatal(err)
	}
	if _, err := part.Write(data); err != nil {
		r.t.Fatal(err)
	}
	if err := parts.Close(); err != nil {
		r.t.Fatal(err)
	}
	r.do(http.MethodPost, f.action, parts.FormDataContentType(), &body)
	r.mustSee(r.words.T("staff.import_taken"))
	for end := time.Now().Add(3 * time.Minute); !strings.Contains(r.text(), r.words.T("staff.import_ended")); {
		if time.Now().After(end) {
			r.t.Fatalf("the import does not end:\n%s", r.text())
		}
		time.Sleep(100 * time.Millisecond)
		r.open(r.at.Path)
	}
	r.mustSee(r.words.T("staff.import_report"))
}

// get asks for an address of the site and leaves the page as it is.
func (r *textReader) get(address string) (status int, mediaType string, body []byte) {
	r.t.Helper()
	request, err := http.NewRequestWithContext(r.t.Context(), http.MethodGet, r.s.BaseURL+address, http.NoBody)
	if err != nil {
		r.t.Fatal(err)
	}
	answer, err := r.client.Do(request)
	if err != nil {
		r.t.Fatal(err)
	}
	defer answer.Body.Close()
	if body, err = io.ReadAll(answer.Body); err != nil {
		r.t.Fatal(err)
	}
	return answer.StatusCode, answer.Header.Get("Content-Type"), body
}

// linkTo is where a link of the page leads.
func (r *textReader) linkTo(words string) string {
	r.t.Helper()
	for _, link := range r.all("a") {
		if textOf(link) == words {
			return attribute(link, "href")
		}
	}
	r.t.Fatalf("%s has no link %q:\n%s", r.at, words, r.text())
	return ""
}
