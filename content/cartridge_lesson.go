package content

import (
	"html"
	"net/url"
	"path"
	"slices"
	"strconv"
	"strings"

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
	if outside.MatchString(href) || href == "" {
		return href
	}
	return strings.TrimPrefix(path.Clean("/"+unescape(href)), "/")
}

// readResource adds the lesson that a resource makes to the module, or warns why it makes none. Without a title the
// lesson is called what the resource calls itself.
func (r *cartridgeReader) readResource(resource *imsResource, title string, module *PackageModule) error {
	r.seen[resource] = ""
	name, kind := resource.name(), strings.ToLower(resource.Type)
	e := r.entry(name)
	if e == nil && !isRemote(resource.Href) {
		r.warn(cartridgeManifest, "content.resource_missing", "Path", text.Cut(name, maxLinkShown))
		return nil
	}
	lesson := PackageLesson{Kind: KindPage}
	var text PackageText
	var taken bool
	var err error
	switch {
	case e == nil:
		lesson.Kind = KindLink
		text, taken = r.link(cartridgeManifest, resource.Href, title)
	case strings.HasPrefix(kind, "imsdt"):
		lesson.Kind = KindTopic
		text, taken, err = r.topic(e)
	case strings.HasPrefix(kind, "imswl"):
		lesson.Kind = KindLink
		text, taken, err = r.webLink(e)
	case strings.HasPrefix(kind, "imsqti") && strings.Contains(kind, "assessment"):
		lesson.Kind = KindQuiz
		lesson.Quiz, text, taken, err = r.quiz(e, title)
	case kind == "webcontent" && !isHTML(name):
		lesson.Kind = KindFile
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
	lesson.Key = r.keys.take("lesson", slug(text.Title), slug(stem(name)))
	lesson.Texts = map[string]PackageText{r.lang: text}
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
		r.warn(resource.name(), "content.lti")
	case strings.Contains(kind, "question-bank"):
		r.warn(resource.name(), "content.question_bank")
	default:
		r.warn(resource.name(), "content.resource_unknown", "Type", text.Cut(resource.Type, maxLinkShown))
	}
}

// page reads a page of HTML. One that its authors had not published is not taken.
func (r *cartridgeReader) page(e *entry) (PackageText, bool) {
	r.claimed[e.path] = true
	if e.size > maxTextSize {
		r.warn(e.path, "content.text_too_large", "Limit", maxTextSize>>20)
		return PackageText{}, false
	}
	page, err := readHTML(e)
	switch {
	case err != nil:
		r.warn(e.path, "content.entry_unreadable")
	case page.unpublished:
		r.warn(e.path, "content.page_unpublished")
	case page.title == "" && strings.TrimSpace(page.body) == "":
		r.warn(e.path, "content.text_empty")
	default:
		r.texts = append(r.texts, entryLinks{e.path, htmlLinks(page.body)})
		title := page.title
		if title == "" {
			title = titleFromName(stem(e.path))
		}
		return PackageText{Title: title, Source: page.body, Syntax: SyntaxHTML, Entry: e.path}, true
	}
	return PackageText{}, false
}

// associated reads what one system wrote for itself: of an assignment the page that sets it, of settings nothing.
func (r *cartridgeReader) associated(resource *imsResource) (PackageText, bool) {
	var page, settings *entry
	for _, file := range append([]imsFile{{Href: resource.Href}}, resource.Files...) {
		e := r.entry(entryName(file.Href))
		switch {
		case e == nil:
		case isHTML(e.path) && page == nil:
			page = e
		case path.Ext(e.path) == ".xml":
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
			r.warn(page.path, "content.assignment_as_page")
		}
		return text, taken
	}
	if settings != nil {
		r.warn(resource.name(), "content.resource_settings")
	}
	return PackageText{}, false
}

// file makes a lesson of a document: a link to it.
func (r *cartridgeReader) file(e *entry) (PackageText, bool) {
	if _, known := mediaTypes[strings.ToLower(path.Ext(e.path))]; !known {
		r.claimed[e.path] = true
		r.warn(e.path, "content.entry_unknown")
		return PackageText{}, false
	}
	base := path.Base(e.path)
	return PackageText{
		Title:  titleFromName(stem(e.path)),
		Source: linkTo((&url.URL{Path: base}).String(), base),
		Syntax: SyntaxHTML,
		Entry:  e.path,
	}, true
}

func linkTo(href, label string) string {
	return `<p><a href="` + html.EscapeString(href) + `">` + html.EscapeString(label) + "</a></p>"
}

// link makes a lesson of an address on the web.
func (r *cartridgeReader) link(entry, href, title string) (PackageText, bool) {
	address, err := url.Parse(strings.TrimSpace(href))
	if err != nil || address.Host == "" || address.Scheme != "http" && address.Scheme != "https" {
		r.warn(entry, "content.link_unsafe", "Link", text.Cut(href, maxLinkShown))
		return PackageText{}, false
	}
	if title == "" {
		title = address.Host
	}
	return PackageText{Title: title, Source: linkTo(address.String(), title), Syntax: SyntaxHTML, Entry: entry}, true
}

// readXML reads an XML resource. One that is broken is a warning; one that declares entities is hostile and ends all.
func (r *cartridgeReader) readXML(e *entry, into any) (data []byte, ok bool, err error) {
	r.claimed[e.path] = true
	if e.size > maxTextSize {
		r.warn(e.path, "content.text_too_large", "Limit", maxTextSize>>20)
		return nil, false, nil
	}
	if data, err = e.read(); err != nil {
		return nil, false, err
	}
	err = decodeXML(e.path, data, into)
	if line, broken := malformedLine(err); broken {
		r.warn(e.path, keyMalformed, "Entry", e.path, "Line", line)
		return nil, false, nil
	}
	return data, err == nil, err
}

func (r *cartridgeReader) webLink(e *entry) (PackageText, bool, error) {
	var link imsWebLink
	if _, ok, err := r.readXML(e, &link); !ok {
		return PackageText{}, false, err
	}
	text, taken := r.link(e.path, link.URL.Href, oneLine(link.Title))
	return text, taken, nil
}

func (r *cartridgeReader) topic(e *entry) (PackageText, bool, error) {
	var topic imsTopic
	if _, ok, err := r.readXML(e, &topic); !ok {
		return PackageText{}, false, err
	}
	source := topic.Text.Content
	if topic.Text.Type == "text/plain" {
		source = "<p>" + strings.ReplaceAll(html.EscapeString(strings.TrimSpace(source)), "\n", "<br>\n") + "</p>"
	}
	for _, attachment := range topic.Attachments {
		name := entryName(attachment.Href)
		source += "\n" + linkTo("/"+(&url.URL{Path: name}).String(), path.Base(name))
	}
	r.texts = append(r.texts, entryLinks{e.path, htmlLinks(source)})
	title := oneLine(topic.Title)
	if title == "" {
		title = titleFromName(stem(e.path))
	}
	return PackageText{Title: title, Source: source, Syntax: SyntaxHTML, Entry: e.path}, true, nil
}

func (r *cartridgeReader) quiz(e *entry, title string) (*PackageQuiz, PackageText, bool, error) {
	var head imsAssessment
	data, ok, err := r.readXML(e, &head)
	if !ok {
		return nil, PackageText{}, false, err
	}
	for _, name := range []string{head.Assessment.Title, titleFromName(stem(e.path))} {
		if title == "" {
			title = oneLine(name)
		}
	}
	quiz := &PackageQuiz{
		Titles:  Texts{r.lang: title},
		Sources: map[string]QuizSource{r.lang: {Format: sourceQTI12, Entry: e.path, Data: slices.Clip(data)}},
	}
	for _, field := range head.Assessment.Fields {
		// A value that is no number is "unlimited", which is also what a quiz without a limit has.
		number, _ := strconv.Atoi(strings.TrimSpace(field.Entry))
		switch strings.TrimSpace(field.Label) {
		case "cc_maxattempts":
			quiz.Attempts = max(number, 0)
		case "qmd_timelimit": // minutes
			quiz.TimeLimit = min(max(number, 0), maxMinutes) * 60
		}
	}
	quiz.setDefaults()
	return quiz, PackageText{Title: title, Syntax: SyntaxHTML, Entry: e.path}, true, nil
}
