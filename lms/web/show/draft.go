package show

import (
	"vatra/assessment"
	"vatra/assessment/exam"
	"vatra/content"
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
	for _, one := range lessonBlocks(shown.Text, append([]string{tag}, draft.Tags()...)) {
		block := parts.DraftBlock{HTML: markup.AddressesAt(one.block.HTML, base+"/files/", base+"/lessons/"), Lang: v.Words("", one.tag).Lang}
		if question := questions[one.block.Question]; question != nil {
			block = ask(question)
		}
		block.Place = one.place
		blocks = append(blocks, block)
	}
	if len(blocks) == 0 {
		for i := range shown.Questions {
			block := ask(&shown.Questions[i])
			block.Place = i
			blocks = append(blocks, block)
		}
	}
	return blocks
}

type blockIn struct {
	block content.Block
	tag   string
	place int // among the parts of the lesson
}

// lessonBlocks are the places of a lesson, each in the first of the languages that says something there. One that is written in a
// translation alone is among them.
func lessonBlocks(texts map[string]content.DraftText, tags []string) []blockIn {
	var blocks []blockIn
	for n := 0; ; n++ {
		found, more := blockIn{}, false
		for _, tag := range tags {
			if n >= len(texts[tag].Blocks) {
				continue
			}
			more = true
			if block := texts[tag].Blocks[n]; found.tag == "" && (block.HTML != "" || block.Question != "") {
				found = blockIn{block, tag, n}
			}
		}
		if !more {
			return blocks
		}
		if found.tag != "" {
			blocks = append(blocks, found)
		}
	}
}
