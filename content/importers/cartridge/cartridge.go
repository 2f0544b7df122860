// Package cartridge reads packages in IMS Common Cartridge, 1.1 to 1.3.
package cartridge

import (
	"cmp"
	"path"
	"strings"

	"vatra/content/media"
	"vatra/content/pack"
	"vatra/lms/fault"
	"vatra/lms/lang"
)

// cartridgeReader reads an IMS Common Cartridge. Its organisation becomes modules and lessons; what it carries beside
// that, or only other systems understand, is taken where it can be and told where not.
type cartridgeReader struct {
	*pack.Package
	lang      string
	manifest  imsManifest
	resources map[string]*imsResource
	seen      map[*imsResource]string // → key of its lesson, or "" where it gave none
	items     map[string]string       // identifier of an item → key of its first lesson
	claimed   map[string]bool         // entries that have become something, or of which a warning tells
	keys      pack.Keys
	texts     []pack.Text // that may link to assets
}

// Read reads the package as a cartridge: its course, its modules and lessons, its assets, and what it could not take.
func Read(p *pack.Package) error {
	e := p.Entry(ManifestName)
	if e.Size > maxManifestSize {
		return pack.Refuse("content.archive_too_large", e.Path, "Limit", maxManifestSize>>20)
	}
	data, err := e.Read()
	if err != nil {
		return err
	}
	r := &cartridgeReader{
		Package:   p,
		resources: map[string]*imsResource{},
		seen:      map[*imsResource]string{},
		items:     map[string]string{},
		claimed:   map[string]bool{e.Path: true},
		keys:      pack.Keys{},
	}
	if err := decodeXML(e.Path, data, &r.manifest); err != nil {
		return err
	}
	if err := r.manifest.check(p.SourceName()); err != nil {
		return err
	}
	for i := range r.manifest.Resources {
		resource := &r.manifest.Resources[i]
		r.resources[resource.Identifier] = resource
	}
	r.describe(r.manifest.LOM)
	if err := r.readModules(); err != nil {
		return err
	}
	return r.readFurther()
}

// check tells a cartridge from the other packages that have the same manifest.
func (m imsManifest) check(name string) error {
	schema := strings.ToLower(m.Schema)
	switch {
	case strings.Contains(schema, "common cartridge"):
		return nil
	case strings.Contains(schema, "scorm"):
		return fault.New(fault.Invalid, "content.package_scorm", "Entry", name)
	default:
		return fault.New(fault.Invalid, "content.package_unknown", "Entry", name)
	}
}

// describe takes what the metadata says of the course as a whole.
func (r *cartridgeReader) describe(lom imsLOM) {
	for _, tag := range lom.Languages {
		if r.lang = lang.Tag(strings.TrimSpace(tag)); r.lang != "" {
			break
		}
	}
	if r.lang == "" {
		r.lang = r.guess(lom)
	}
	r.Languages = []string{r.lang}
	r.Titles, r.Summaries = lomTexts(lom.Titles, r.lang), lomTexts(lom.Descriptions, r.lang)
	r.NameUnnamed("", "")
	for _, rights := range lom.Rights {
		if r.Licence == "" {
			r.Licence = pack.LicenceName(rights.Text)
		}
	}
	r.Attribution.Author = lom.author()
}

func lomTexts(strings []imsString, otherwise string) lang.Texts {
	texts := lang.Texts{}
	for _, s := range strings {
		tag := lang.Tag(s.Language)
		if tag == "" {
			tag = otherwise
		}
		if text := oneLine(s.Text); text != "" && texts[tag] == "" {
			texts[tag] = text
		}
	}
	return texts
}

// guess finds the language of the pages; one that the course's titles are in is known of it.
func (r *cartridgeReader) guess(lom imsLOM) string {
	var known []string
	for _, title := range lom.Titles {
		if tag := lang.Tag(title.Language); tag != "" {
			known = append(known, tag)
		}
	}
	var sample strings.Builder
	for _, e := range r.Entries() {
		if !isHTML(e.Path) || e.Size > pack.MaxTextSize || sample.Len() > pack.EnoughToGuess {
			continue
		}
		data, err := e.Read()
		if err != nil {
			continue
		}
		if page, err := readHTML(data); err == nil {
			sample.WriteString(page.plain)
			sample.WriteByte('\n')
		}
	}
	return pack.GuessLanguage(sample.String(), known...)
}

// readModules walks the organisation: what stands directly under its root are modules.
func (r *cartridgeReader) readModules() error {
	keys := pack.Keys{}
	for _, organization := range r.manifest.Organizations {
		items := organization.Items
		if len(items) == 1 && items[0].Resource == "" && len(items[0].Items) > 0 {
			items = items[0].Items // the root item, which stands for the course
		}
		if err := r.readItems(items, "", keys); err != nil {
			return err
		}
	}
	return nil
}

// readItems makes one module of the items that are lessons and further modules of those that hold others, in their order.
func (r *cartridgeReader) readItems(items []imsItem, titles string, keys pack.Keys) error {
	var module *pack.Module
	flush := func() {
		if module != nil && len(module.Lessons) > 0 {
			module.Key = keys.Take("module", pack.Slug(module.Titles[r.lang]))
			r.Modules = append(r.Modules, *module)
		}
		module = nil
	}
	for _, item := range items {
		title := oneLine(item.Title)
		if item.Resource != "" || len(item.Items) == 0 {
			if module == nil {
				module = &pack.Module{Titles: r.moduleTitles(titles)}
			}
			if err := r.readItem(item, module); err != nil {
				return err
			}
			r.items[item.Identifier] = r.seen[r.resources[item.Resource]]
		}
		if len(item.Items) > 0 {
			flush()
			if err := r.readItems(item.Items, under(titles, title), keys); err != nil {
				return err
			}
			r.items[item.Identifier] = cmp.Or(r.items[item.Identifier], r.items[item.Items[0].Identifier])
		}
	}
	flush()
	return nil
}

// under joins the titles of modules in one another, and keeps them as short as a title may be.
func under(titles, title string) string {
	if titles == "" || title == "" {
		return titles + title
	}
	return oneLine(titles + " / " + title)
}

// moduleTitles are those of a module and of those around it; lessons that are in none get the course's title.
func (r *cartridgeReader) moduleTitles(titles string) lang.Texts {
	if titles == "" {
		return r.Titles
	}
	return lang.Texts{r.lang: titles}
}

// readItem adds the lesson of an item to the module, or warns why there is none.
func (r *cartridgeReader) readItem(item imsItem, module *pack.Module) error {
	title := oneLine(item.Title)
	resource := r.resources[item.Resource]
	switch {
	case item.Resource == "":
		r.Warn(ManifestName, "content.item_empty", "Title", title)
		return nil
	case resource == nil:
		r.Warn(ManifestName, "content.item_without_resource", "Title", title)
		return nil
	}
	if key, again := r.seen[resource]; again {
		if key != "" {
			r.Warn(resource.name(), "content.item_twice", "Title", title)
		}
		return nil
	}
	return r.readResource(resource, title, module)
}

// further is the title of the module of what the cartridge carries and its organisation does not place.
var further = lang.Texts{
	"ro": "Alte materiale",
	"bg": "Други материали",
	"en": "Further material",
	"sq": "Materiale të tjera",
	"mk": "Други материјали",
	"sr": "Остали материјали",
}

// readFurther takes the assets, and into a last module the pages, topics, quizzes and links that no item names and the
// documents that no text links to. Then it tells what is left.
func (r *cartridgeReader) readFurther() error {
	module := pack.Module{Key: "further", Titles: further}
	for i := range r.manifest.Resources {
		resource := &r.manifest.Resources[i]
		if _, known := r.seen[resource]; known || r.isPlainFile(resource) {
			continue
		}
		before := len(module.Lessons)
		if err := r.readResource(resource, "", &module); err != nil {
			return err
		}
		if len(module.Lessons) > before {
			r.Warn(resource.name(), "content.entry_not_placed")
		}
	}
	for _, e := range r.Entries() {
		if !r.claimed[e.Path] && (isHTML(e.Path) || !r.AddAsset(e)) {
			r.Warn(e.Path, "content.entry_unknown")
		}
	}
	r.IndexLinks()
	for identifier, key := range r.items {
		if key != "" {
			r.LinkLesson(identifier, key)
		}
	}
	for resource, key := range r.seen {
		if key != "" {
			r.LinkLesson(resource.Identifier, key)
			r.LinkLesson(resource.name(), key)
		}
	}
	linked := r.linkedAssets()
	for i := range r.manifest.Resources {
		resource := &r.manifest.Resources[i]
		if _, known := r.seen[resource]; known || linked[resource.name()] || !isDocument(resource.name()) {
			continue
		}
		if err := r.readResource(resource, "", &module); err != nil {
			return err
		}
	}
	if len(module.Lessons) > 0 {
		r.Modules = append(r.Modules, module)
	}
	return nil
}

// isPlainFile reports whether a resource is a file that pages may show or link to.
func (r *cartridgeReader) isPlainFile(resource *imsResource) bool {
	e := r.Entry(resource.name())
	return resource.Type == "webcontent" && e != nil && !isHTML(e.Path)
}

func (r *cartridgeReader) linkedAssets() map[string]bool {
	linked := map[string]bool{}
	defer r.At("")
	for _, text := range r.texts {
		r.At(text.Entry)
		for _, link := range pack.HTMLLinks(text.Source) {
			if found, ok := r.Resolve(text.Entry, link); ok && found.Asset != nil {
				linked[found.Asset.Path] = true
			}
		}
	}
	return linked
}

// isDocument tells what is read by itself from pictures and sounds, which are parts of pages.
func isDocument(name string) bool {
	return strings.HasPrefix(media.Types[strings.ToLower(path.Ext(name))], "application/")
}
