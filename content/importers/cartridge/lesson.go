package cartridge

import (
	"cmp"
	"html"
	"net/url"
	"path"
	"slices"
	"strconv"
	"strings"

	"vatra/content"
	"vatra/content/markup"
	"vatra/content/media"
	"vatra/content/pack"
	"vatra/lms/lang"
	"vatra/lms/text"
)

// name is the path of the entry that a resource begins with.
func (res *imsResource) name() string {
	href := res.Href
	if href == "" && len(res.Files) > 0 {
		href = res.Files[0].Href
	}
	return entryName(href)
}

// entryName is a path of the manifest in the form of the entries' paths.
func entryName(href string) string {
	if pack.Outside.MatchString(href) || href == "" {
		return href
	}
	return strings.TrimPrefix(path.Clean("/"+pack.Unescape(href)), "/")
}

// readResource adds the lesson that a resource makes to the module, or warns why it makes none. Without a title the
// lesson is called what the resource calls itself.
func (r *cartridgeReader) readResource(resource *imsResource, title string, module *pack.Module) error {
	r.seen[resource] = ""
	name, kind := resource.name(), strings.ToLower(resource.Type)
	e := r.Entry(name)
	if e == nil && !pack.IsRemote(resource.Href) {
		r.Warn(ManifestName, "content.resource_missing", "Path", text.Cut(name, markup.MaxLinkShown))
		return nil
	}
	lesson := pack.Lesson{Kind: content.KindPage}
	var text pack.Text
	var taken bool
	var err error
	switch {
	case e == nil:
		lesson.Kind = content.KindLink
		text, taken = r.link(ManifestName, resource.Href, title)
	case strings.HasPrefix(kind, "imsdt"):
		lesson.Kind = content.KindTopic
		text, taken, err = r.topic(e)
	case strings.HasPrefix(kind, "imswl"):
		lesson.Kind = content.KindLink
		text, taken, err = r.webLink(e)
	case strings.HasPrefix(kind, "imsqti") && strings.Contains(kind, "assessment"):
		lesson.Kind = content.KindQuiz
		lesson.Quiz, text, taken, err = r.quiz(e, title)
		if lesson.Quiz != nil {
			lesson.Minutes = lesson.Quiz.TimeLimit / 60 // a cartridge says nothing else of the work
		}
	case kind == "webcontent" && !isHTML(name):
		lesson.Kind = content.KindFile
		text, taken = r.file(e)
	case kind == "webcontent":
		text, taken = r.page(e)
	case strings.HasPrefix(kind, "associatedcontent"):
		text, taken = r.associated(resource)
	default:
		r.skip(resource, kind)
	}
	if err != nil || !taken {
		return err
	}
	if title != "" {
		text.Title = title
	}
	lesson.Key = r.keys.Take("lesson", pack.Slug(text.Title), pack.Slug(pack.Stem(name)))
	lesson.Texts = map[string]pack.Text{r.lang: text}
	r.seen[resource] = lesson.Key
	module.Lessons = append(module.Lessons, lesson)
	return nil
}

// skip warns of a resource of a kind that is not taken.
func (r *cartridgeReader) skip(resource *imsResource, kind string) {
	for _, file := range resource.Files {
		r.claimed[entryName(file.Href)] = true
	}
	r.claimed[resource.name()] = true
	switch {
	case strings.Contains(kind, "lti"):
		r.Warn(resource.name(), "content.lti")
	case strings.Contains(kind, "question-bank"):
		r.Warn(resource.name(), "content.question_bank")
	default:
		r.Warn(resource.name(), "content.resource_unknown", "Type", text.Cut(resource.Type, markup.MaxLinkShown))
	}
}

// page reads a page of HTML. One that its authors had not published is not taken.
func (r *cartridgeReader) page(e *pack.Entry) (pack.Text, bool) {
	r.claimed[e.Path] = true
	data, ok := r.ReadText(e)
	if !ok {
		return pack.Text{}, false
	}
	page, err := readHTML(data)
	switch {
	case err != nil:
		r.Warn(e.Path, "content.entry_unreadable")
	case page.unpublished:
		r.Warn(e.Path, "content.page_unpublished")
	case page.title == "" && strings.TrimSpace(page.body) == "":
		r.Warn(e.Path, "content.text_empty")
	default:
		title := cmp.Or(page.title, pack.TitleFromName(pack.Stem(e.Path)))
		text := pack.Text{Title: title, Source: page.body, Syntax: markup.SyntaxHTML, Entry: e.Path}
		r.texts = append(r.texts, text)
		return text, true
	}
	return pack.Text{}, false
}

// associated reads what one system wrote for itself: of an assignment the page that sets it, of settings nothing.
func (r *cartridgeReader) associated(resource *imsResource) (pack.Text, bool) {
	var page, settings *pack.Entry
	for _, file := range append([]imsFile{{Href: resource.Href}}, resource.Files...) {
		e := r.Entry(entryName(file.Href))
		switch {
		case e == nil:
		case isHTML(e.Path) && page == nil:
			page = e
		case path.Ext(e.Path) == ".xml":
			settings = e
		}
	}
	if settings != nil {
		for _, file := range resource.Files {
			r.claimed[entryName(file.Href)] = true
		}
	}
	if page != nil {
		text, taken := r.page(page)
		if taken && settings != nil {
			r.Warn(page.Path, "content.assignment_as_page")
		}
		return text, taken
	}
	if settings != nil {
		r.Warn(resource.name(), "content.resource_settings")
	}
	return pack.Text{}, false
}

// file makes a lesson of a document: a link to it.
func (r *cartridgeReader) file(e *pack.Entry) (pack.Text, bool) {
	if _, known := media.Types[strings.ToLower(path.Ext(e.Path))]; !known {
		r.claimed[e.Path] = true
		r.Warn(e.Path, "content.entry_unknown")
		return pack.Text{}, false
	}
	base := path.Base(e.Path)
	return pack.Text{
		Title:  pack.TitleFromName(pack.Stem(e.Path)),
		Source: linkTo((&url.URL{Path: base}).String(), base),
		Syntax: markup.SyntaxHTML,
		Entry:  e.Path,
	}, true
}

func linkTo(href, label string) string {
	return `<p><a href="` + html.EscapeString(href) + `">` + html.EscapeString(label) + "</a></p>"
}

// link makes a lesson of an address on the web.
func (r *cartridgeReader) link(entry, href, title string) (pack.Text, bool) {
	address, err := url.Parse(strings.TrimSpace(href))
	if err != nil || address.Host == "" || address.Scheme != "http" && address.Scheme != "https" {
		r.Warn(entry, "content.link_unsafe", "Link", text.Cut(href, markup.MaxLinkShown))
		return pack.Text{}, false
	}
	title = cmp.Or(title, address.Host)
	return pack.Text{Title: title, Source: linkTo(address.String(), title), Syntax: markup.SyntaxHTML, Entry: entry}, true
}

// readXML reads an XML resource. One that is broken is a warning; one that declares entities is hostile and ends all.
func (r *cartridgeReader) readXML(e *pack.Entry, into any) (data []byte, ok bool, err error) {
	r.claimed[e.Path] = true
	if data, ok = r.ReadText(e); !ok {
		return nil, false, nil
	}
	err = decodeXML(e.Path, data, into)
	if line, broken := malformedLine(err); broken {
		r.Warn(e.Path, keyMalformed, "Entry", e.Path, "Line", line)
		return nil, false, nil
	}
	return data, err == nil, err
}

func (r *cartridgeReader) webLink(e *pack.Entry) (pack.Text, bool, error) {
	var link imsWebLink
	if _, ok, err := r.readXML(e, &link); !ok {
		return pack.Text{}, false, err
	}
	text, taken := r.link(e.Path, link.URL.Href, oneLine(link.Title))
	return text, taken, nil
}

func (r *cartridgeReader) topic(e *pack.Entry) (pack.Text, bool, error) {
	var topic imsTopic
	if _, ok, err := r.readXML(e, &topic); !ok {
		return pack.Text{}, false, err
	}
	source := topic.Text.Content
	if topic.Text.Type == "text/plain" {
		source = "<p>" + strings.ReplaceAll(html.EscapeString(strings.TrimSpace(source)), "\n", "<br>\n") + "</p>"
	}
	for _, attachment := range topic.Attachments {
		name := entryName(attachment.Href)
		source += "\n" + linkTo("/"+(&url.URL{Path: name}).String(), path.Base(name))
	}
	title := cmp.Or(oneLine(topic.Title), pack.TitleFromName(pack.Stem(e.Path)))
	text := pack.Text{Title: title, Source: source, Syntax: markup.SyntaxHTML, Entry: e.Path}
	r.texts = append(r.texts, text)
	return text, true, nil
}

func (r *cartridgeReader) quiz(e *pack.Entry, title string) (*pack.Quiz, pack.Text, bool, error) {
	var head imsAssessment
	data, ok, err := r.readXML(e, &head)
	if !ok {
		return nil, pack.Text{}, false, err
	}
	title = cmp.Or(title, oneLine(head.Assessment.Title), pack.TitleFromName(pack.Stem(e.Path)))
	quiz := &pack.Quiz{
		Titles:  lang.Texts{r.lang: title},
		Sources: map[string]pack.QuizSource{r.lang: {Format: pack.SourceQTI12, Entry: e.Path, Data: slices.Clip(data)}},
	}
	for _, field := range head.Assessment.Fields {
		// A value that is not a number is "unlimited", which is also what a quiz without a limit has.
		number, _ := strconv.Atoi(strings.TrimSpace(field.Entry))
		switch strings.TrimSpace(field.Label) {
		case "cc_maxattempts":
			quiz.Attempts = max(number, 0)
		case "qmd_timelimit": // minutes
			quiz.TimeLimit = min(max(number, 0), pack.MaxMinutes) * 60
		}
	}
	return quiz, pack.Text{Title: title, Syntax: markup.SyntaxHTML, Entry: e.Path}, true, nil
}
