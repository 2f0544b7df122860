package markdown

import (
	"path"
	"slices"
	"strings"

	"vatra/content/pack"
	"vatra/lms/lang"
)

// draftModule is a module on its way into the package: its lessons have no keys yet.
type draftModule struct {
	folder string
	titles lang.Texts
	items  []draftItem
}

// draftItem is a lesson and the page that it was made of; key is the manifest's, for a quiz.
type draftItem struct {
	page   *page
	lesson pack.Lesson
	key    string
}

// readModules makes the modules that the manifest lists, then one of each other folder that holds texts, and then puts the
// quizzes where the manifest wants them.
func (r *markdownReader) readModules() error {
	if err := r.claimQuizzes(); err != nil {
		return err
	}
	r.shared = r.sharedHeadings()
	pages := slices.DeleteFunc(slices.Clone(r.pages), func(in *page) bool { return in.quiz })
	modules, pages, err := r.listedModules(pages)
	if err != nil {
		return err
	}
	modules = append(modules, r.folderModules(pages)...)
	if r.manifest != nil {
		if modules, err = r.placeQuizzes(modules); err != nil {
			return err
		}
	}
	r.finish(modules)
	return nil
}

// listedModules makes the manifest's modules, in its order, and gives the pages that are in none of them.
func (r *markdownReader) listedModules(pages []*page) ([]draftModule, []*page, error) {
	if r.manifest == nil || len(r.manifest.Modules) == 0 {
		return nil, pages, nil
	}
	var modules []draftModule
	for _, listed := range r.manifest.Modules {
		module := draftModule{folder: listed.Folder.path(), titles: listed.Title.texts(r.Languages[0])}
		if len(module.titles) == 0 {
			module.titles[r.Languages[0]] = pack.TitleFromFolders(module.folder)
		}
		var rest []*page
		for _, in := range pages {
			if module.folder == "" || strings.HasPrefix(in.path, module.folder+"/") {
				module.items = append(module.items, draftItem{page: in, lesson: r.lesson(in)})
			} else {
				rest = append(rest, in)
			}
		}
		if len(module.items) == 0 {
			return nil, nil, listed.Folder.noFile()
		}
		modules, pages = append(modules, module), rest
	}
	for _, in := range pages {
		for _, tag := range sortedKeys(in.texts) {
			r.Warn(in.texts[tag].entry.Path, "content.entry_not_listed")
		}
	}
	return modules, pages, nil
}

// folderModules makes a module of each folder.
func (r *markdownReader) folderModules(pages []*page) []draftModule {
	var modules []draftModule
	index := map[string]int{}
	for _, in := range pages {
		folder := path.Dir(in.path)
		i, known := index[folder]
		if !known {
			i = len(modules)
			index[folder] = i
			titles := lang.Texts{r.Languages[0]: pack.TitleFromFolders(folder)}
			if folder == "." {
				titles = r.Titles
			}
			modules = append(modules, draftModule{folder: folder, titles: titles})
		}
		modules[i].items = append(modules[i].items, draftItem{page: in, lesson: r.lesson(in)})
	}
	return modules
}

// finish gives every module and lesson its key and puts them into the package. A lesson's key is its file name without
// the number, so that it outlives a new order; where several files are called the same, the number or the module helps.
func (r *markdownReader) finish(modules []draftModule) {
	plain, numbered := map[string]int{}, map[string]int{}
	lessonKeys, moduleKeys := pack.Keys{}, pack.Keys{}
	for _, module := range modules {
		for _, item := range module.items {
			if item.key != "" {
				lessonKeys.Reserve(item.key)
				continue
			}
			name := path.Base(item.page.path)
			plain[pack.Slug(pack.WithoutNumber(name))]++
			numbered[pack.Slug(name)]++
		}
	}
	for _, module := range modules {
		key := moduleKeys.Take("course", pack.Slug(pack.TitleFromFolders(module.folder)))
		done := pack.Module{Key: key, Titles: module.titles}
		for _, item := range module.items {
			name := path.Base(item.page.path)
			switch candidate := pack.Slug(pack.WithoutNumber(name)); {
			case item.key != "":
				item.lesson.Key = item.key
			case plain[candidate] == 1:
				item.lesson.Key = lessonKeys.Take("lesson", candidate, pack.Slug(name))
			case numbered[pack.Slug(name)] == 1:
				item.lesson.Key = lessonKeys.Take("lesson", pack.Slug(name))
			default:
				item.lesson.Key = lessonKeys.Take("lesson", pack.Shorten(done.Key+"-"+pack.Slug(name)))
			}
			done.Lessons = append(done.Lessons, item.lesson)
		}
		r.Modules = append(r.Modules, done)
	}
}
