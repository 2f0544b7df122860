package content

import (
	"cmp"
	"path"
	"slices"
	"strings"

	"vatra/lms/fault"
)

// cartridgeReader reads an IMS Common Cartridge. Its organisation becomes modules and lessons; what it carries beside
// that, or only other systems understand, is taken where it can be and told where not.
type cartridgeReader struct {
	*Package
	lang      string
	manifest  imsManifest
	resources map[string]*imsResource
	seen      map[*imsResource]string // → key of its lesson, or "" where it gave none
	items     map[string]string       // identifier of an item → key of its first lesson
	claimed   map[string]bool         // entries that have become something, or of which a warning tells
	keys      slugs
	texts     []entryLinks
}

// readCartridge reads the package as a cartridge: its course, its modules and lessons, its assets, and what it could not take.
func readCartridge(p *Package) error {
	e := p.entry(cartridgeManifest)
	if e.size > maxManifestSize {
		return refuse("content.archive_too_large", e.path, "Limit", maxManifestSize>>20)
	}
	data, err := e.read()
	if err != nil {
		return err
	}
	r := &cartridgeReader{
		Package:   p,
		resources: map[string]*imsResource{},
		seen:      map[*imsResource]string{},
		items:     map[string]string{},
		claimed:   map[string]bool{e.path: true},
		keys:      slugs{},
	}
	if err := decodeXML(e.path, data, &r.manifest); err != nil {
		return err
	}
	if err := r.manifest.check(p.sourceName()); err != nil {
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
	if err := r.readFurther(); err != nil {
		return err
	}
	p.checkLinks(r.texts)
	return nil
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
		if r.lang = languageTag(strings.TrimSpace(tag)); r.lang != "" {
			break
		}
	}
	if r.lang == "" {
		r.lang = r.guess(lom)
	}
	r.Languages = []string{r.lang}
	r.Titles, r.Summaries = lomTexts(lom.Titles, r.lang), lomTexts(lom.Descriptions, r.lang)
	r.name("", "")
	for _, rights := range lom.Rights {
		if r.Licence == "" {
			r.Licence = licenceName(rights.Text)
		}
	}
	r.Attribution.Author = lom.author()
}

func lomTexts(strings []imsString, lang string) Texts {
	texts := Texts{}
	for _, s := range strings {
		tag := languageTag(s.Language)
		if tag == "" {
			tag = lang
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
		if tag := languageTag(title.Language); tag != "" {
			known = append(known, tag)
		}
	}
	var sample strings.Builder
	for _, e := range r.entries() {
		if !isHTML(e.path) || e.size > maxTextSize || sample.Len() > enoughToGuess {
			continue
		}
		if page, err := readHTML(e); err == nil {
			sample.WriteString(page.plain)
			sample.WriteByte('\n')
		}
	}
	return guessLanguage(sample.String(), known...)
}

// readModules walks the organisation: what stands directly under its root are modules.
func (r *cartridgeReader) readModules() error {
	keys := slugs{}
	for _, organization := range r.manifest.Organizations {
		items := organization.Items
		if len(items) == 1 && items[0].Resource == "" && len(items[0].Items) > 0 {
			items = items[0].Items // the root item, which stands for the course
		}
		if err := r.readItems(items, nil, keys); err != nil {
			return err
		}
	}
	return nil
}

// readItems makes one module of the items that are lessons and further modules of those that hold others, in their order.
func (r *cartridgeReader) readItems(items []imsItem, titles []string, keys slugs) error {
	var module *PackageModule
	flush := func() {
		if module != nil && len(module.Lessons) > 0 {
			module.Key = keys.take("module", slug(module.Titles[r.lang]))
			r.Modules = append(r.Modules, *module)
		}
		module = nil
	}
	for _, item := range items {
		title := oneLine(item.Title)
		if item.Resource != "" || len(item.Items) == 0 {
			if module == nil {
				module = &PackageModule{Titles: r.moduleTitles(titles)}
			}
			if err := r.readItem(item, module); err != nil {
				return err
			}
			r.items[item.Identifier] = r.seen[r.resources[item.Resource]]
		}
		if len(item.Items) > 0 {
			flush()
			if err := r.readItems(item.Items, append(slices.Clip(titles), title), keys); err != nil {
				return err
			}
			r.items[item.Identifier] = cmp.Or(r.items[item.Identifier], r.items[item.Items[0].Identifier])
		}
	}
	flush()
	return nil
}

// moduleTitles joins the titles of a module and of those around it; lessons that are in none get the course's title.
func (r *cartridgeReader) moduleTitles(titles []string) Texts {
	titles = slices.DeleteFunc(slices.Clone(titles), func(s string) bool { return s == "" })
	if len(titles) == 0 {
		return r.Titles
	}
	return Texts{r.lang: strings.Join(titles, " / ")}
}

// readItem adds the lesson of an item to the module, or warns why there is none.
func (r *cartridgeReader) readItem(item imsItem, module *PackageModule) error {
	title := oneLine(item.Title)
	resource := r.resources[item.Resource]
	switch {
	case item.Resource == "":
		r.warn(cartridgeManifest, "content.item_empty", "Title", title)
		return nil
	case resource == nil:
		r.warn(cartridgeManifest, "content.item_without_resource", "Title", title)
		return nil
	}
	if key, again := r.seen[resource]; again {
		if key != "" {
			r.warn(resource.name(), "content.item_twice", "Title", title)
		}
		return nil
	}
	return r.readResource(resource, title, module)
}

// further is the title of the module of what the cartridge carries and its organisation does not place.
var further = Texts{
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
	module := PackageModule{Key: "further", Titles: further}
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
			r.warn(resource.name(), "content.entry_not_placed")
		}
	}
	for _, e := range r.entries() {
		if !r.claimed[e.path] && (isHTML(e.path) || !r.addAsset(e)) {
			r.warn(e.path, "content.entry_unknown")
		}
	}
	r.indexLinks()
	for identifier, key := range r.items {
		if key != "" {
			r.linkLesson(identifier, key)
		}
	}
	for resource, key := range r.seen {
		if key != "" {
			r.linkLesson(resource.Identifier, key)
			r.linkLesson(resource.name(), key)
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
	e := r.entry(resource.name())
	return resource.Type == "webcontent" && e != nil && !isHTML(e.path)
}

func (r *cartridgeReader) linkedAssets() map[string]bool {
	linked := map[string]bool{}
	for _, text := range r.texts {
		for _, ref := range text.links {
			if found, ok := r.Resolve(text.entry, ref.link); ok && found.Asset != nil {
				linked[found.Asset.Path] = true
			}
		}
	}
	return linked
}

// isDocument tells what is read by itself from pictures and sounds, which are parts of pages.
func isDocument(name string) bool {
	return strings.HasPrefix(mediaTypes[strings.ToLower(path.Ext(name))], "application/")
}
