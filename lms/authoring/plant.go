package authoring

import (
	"path"
	"regexp"
	"slices"

	"vatra/assessment/formats/markdown"
	"vatra/content"
	"vatra/content/markup"
	"vatra/content/markup/shape"
	"vatra/content/pack"
	"vatra/content/studio"
)

// fileLink is a link of Markdown to a file with a text.
var fileLink = regexp.MustCompile(`\]\(<?([^()<>\s]+\.(?:md|markdown|html))(#[^()<>\s]*)?>?`)

// linkedByKey leads links between the files that a course came in to the lessons that were made of them: a draft has no files, and
// lessons are called by their keys. A link whose file tells no lesson stays, and is among the warnings.
func linkedByKey(version *content.Version, source string) string {
	return fileLink.ReplaceAllStringFunc(source, func(link string) string {
		found := fileLink.FindStringSubmatch(link)
		name, _ := pack.SplitLanguage(path.Base(pack.Unescape(found[1])))
		for _, key := range []string{pack.Slug(pack.WithoutNumber(pack.Stem(name))), pack.Slug(pack.Stem(name))} {
			if _, err := version.LessonByKey(key); err == nil {
				return "](" + key + found[2]
			}
		}
		return link
	})
}

// plantText are the blocks and the questions of a lesson. Where they are as many in every language, block by block; else in the
// pieces between the questions, and where those do not match either, each language is one block.
func plantText(tags []string, texts map[string]content.LessonSource, blocks apart) []studio.Plant {
	for _, one := range []apart{blocks, whole} {
		if plants, ok := aligned(tags, texts, one); ok {
			for _, plant := range plants {
				putShape(plant)
			}
			return plants
		}
	}
	all := studio.Plant{Kind: studio.Block, Values: studio.Values{}}
	for tag, text := range texts {
		all.Values[studio.Place{Name: studio.Text, Lang: tag}] = text.Text
	}
	return []studio.Plant{all}
}

// putShape has a block written in a form where that can say it in every language.
func putShape(plant studio.Plant) {
	if plant.Kind != studio.Block {
		return
	}
	kinds := map[shape.Kind]bool{}
	for _, text := range plant.Values {
		kinds[shape.Of(text)] = true
	}
	for kind := range kinds {
		if len(kinds) == 1 && kind != "" {
			plant.Values[studio.Place{Name: studio.Shape}] = string(kind)
		}
	}
}

// aligned takes the texts apart and puts what stands at the same place together; false where the languages differ.
func aligned(tags []string, texts map[string]content.LessonSource, blocks apart) (plants []studio.Plant, ok bool) {
	for _, tag := range tags {
		text := texts[tag]
		if text.Text == "" {
			continue
		}
		parts := partsOf(text, blocks)
		if plants == nil {
			plants = parts
			continue
		}
		if !slices.EqualFunc(plants, parts, func(a, b studio.Plant) bool { return a.Kind == b.Kind && a.Key() == b.Key() }) {
			return nil, false
		}
		for i := range parts {
			at := studio.Place{Name: studio.Text, Lang: tag}
			plants[i].Values[at] = parts[i].Values[at]
		}
	}
	return plants, true
}

func partsOf(text content.LessonSource, blocks apart) []studio.Plant {
	at := studio.Place{Name: studio.Text, Lang: text.Lang}
	if text.Format != markup.SyntaxMarkdown {
		return []studio.Plant{{Kind: studio.Block, Values: studio.Values{at: text.Text}}}
	}
	var parts []studio.Plant
	segments, _ := markdown.Split(text.Text, text.Lang)
	for _, segment := range segments {
		if segment.Question != nil {
			question := plantQuestion(segment.Question)
			parts = append(parts, question)
			continue
		}
		for _, block := range blocks(segment.Text) {
			if block == shape.Parting {
				continue // a draft puts it where it is needed
			}
			parts = append(parts, studio.Plant{Kind: studio.Block, Values: studio.Values{at: block}})
		}
	}
	return parts
}
