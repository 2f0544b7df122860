package show

import (
	"maps"
	"slices"

	"vatra/assessment"
	"vatra/assessment/exam"
	"vatra/content/markup"
	"vatra/content/studio"
	"vatra/lms/intake"
	"vatra/lms/web/door"
	"vatra/lms/web/views/parts"
)

// DraftBlocks are the blocks of a lesson of a draft, each with the first language's where it is not translated, and its questions as
// they are asked; of a quiz, its questions. Files and lessons are found under the address: base/files/… and base/lessons/….
func DraftBlocks(v *door.Visit, phrases Phrases, draft *studio.Draft, shown intake.Shown, tag, base string) []parts.DraftBlock {
	questions := map[string]*assessment.Question{}
	for i := range shown.Questions {
		questions[shown.Questions[i].Key] = &shown.Questions[i]
	}
	ask := func(question *assessment.Question) parts.DraftBlock {
		slot := exam.Slot{Question: question, Order: question.Offered()}
		in := Asking{Reading: tag, Fallbacks: draft.Tags(), Phrases: phrases}
		asked := Question(v, slot, assessment.Response{}, in, "q-"+question.Key, 0)
		return parts.DraftBlock{Question: &asked}
	}
	var blocks []parts.DraftBlock
	for _, one := range lessonBlocks(shown.Blocks, append([]string{tag}, draft.Tags()...)) {
		block := parts.DraftBlock{HTML: markup.AddressesAt(one.HTML, base+"/files/", base+"/lessons/"), Lang: v.Words("", one.tag).Lang}
		if question := questions[one.Question]; question != nil {
			block = ask(question)
		}
		block.Place = one.Place
		blocks = append(blocks, block)
	}
	if len(blocks) == 0 {
		for i := range shown.Questions {
			block := ask(&shown.Questions[i])
			block.Place = shown.Places[shown.Questions[i].Key]
			blocks = append(blocks, block)
		}
	}
	return blocks
}

type blockIn struct {
	intake.Block
	tag string
}

// lessonBlocks are what stands at the places of a lesson, each place in the first of the languages that says something there. One
// that is written in a translation alone is among them.
func lessonBlocks(texts map[string][]intake.Block, tags []string) []blockIn {
	said := map[int][]blockIn{}
	for _, tag := range tags {
		here := map[int][]blockIn{}
		for _, block := range texts[tag] {
			if block.HTML != "" || block.Question != "" {
				here[block.Place] = append(here[block.Place], blockIn{block, tag})
			}
		}
		for place, blocks := range here {
			if said[place] == nil {
				said[place] = blocks
			}
		}
	}
	var all []blockIn
	for _, place := range slices.Sorted(maps.Keys(said)) {
		all = append(all, said[place]...)
	}
	return all
}
