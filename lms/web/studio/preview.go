package studio

import (
	"github.com/google/uuid"

	"vatra/assessment"
	"vatra/assessment/exam"
	"vatra/content"
	"vatra/content/markup"
	"vatra/content/studio"
	"vatra/lms/fault"
	"vatra/lms/i18n"
	"vatra/lms/intake"
	"vatra/lms/web/door"
	"vatra/lms/web/show"
	views "vatra/lms/web/views/studio"
	"vatra/lms/web/views/ui"
)

// showPreview is a lesson as its learners would see it, with what keeps parts of it from being shown.
func (a *area) showPreview(v *door.Visit) error {
	draftID, err := uuid.Parse(v.Params("draft"))
	lessonID, bad := uuid.Parse(v.Params("piece"))
	if err != nil || bad != nil {
		return fault.New(fault.NotFound, "studio.no_piece")
	}
	draft, shown, err := a.Authoring.Preview(v.UserContext(), v.Actor, draftID, lessonID)
	if fault.Is(err, fault.NotFound) && draft != nil {
		err = nil // nothing of it can be shown yet, and the warnings say why
	}
	if err != nil {
		return err
	}
	lesson, tag := draft.Piece(lessonID), language(draft, v.Query("lang"))
	title := named(v, lesson, tag)
	page := views.PreviewPage{
		TitleLang: title.Lang, Tag: tag, Base: a.base(v, title.Text, crumbs(v, draft, lesson, tag)...), Lang: marked(v, tag), Edit: lessonURL(draft.ID, lessonID, tag),
		Summary: lesson.Text(studio.Summary, tag),
	}
	for _, one := range draft.Tags() {
		page.Languages = append(page.Languages, ui.Link{Key: one, Text: i18n.NameOf(one), Lang: one, URL: previewURL(draft, lesson, one)})
	}
	for _, warning := range shown.Warnings {
		page.Warnings = append(page.Warnings, v.P.Message(fault.Message{Key: warning.Key, Args: warning.Args}))
	}
	page.Blocks = a.previewBlocks(v, draft, shown, tag)
	return a.Render(v, views.Preview(page))
}

// previewBlocks are the blocks of a lesson, each with the first language's where it is not translated, and its questions as they are
// asked; of a quiz, its questions.
func (a *area) previewBlocks(v *door.Visit, draft *studio.Draft, shown intake.Shown, tag string) []views.PreviewBlock {
	questions := map[string]*assessment.Question{}
	for i := range shown.Questions {
		questions[shown.Questions[i].Key] = &shown.Questions[i]
	}
	ask := func(question *assessment.Question) views.PreviewBlock {
		slot := exam.Slot{Question: question, Order: question.Offered()}
		in := show.Asking{Reading: tag, Fallbacks: draft.Tags(), Phrases: a.phrases}
		asked := show.Question(v, slot, assessment.Response{}, in, "q-"+question.Key, 0)
		return views.PreviewBlock{Question: &asked}
	}
	var blocks []views.PreviewBlock
	for _, one := range lessonBlocks(shown.Text, append([]string{tag}, draft.Tags()...)) {
		if question := questions[one.block.Question]; question != nil {
			blocks = append(blocks, ask(question))
			continue
		}
		blocks = append(blocks, views.PreviewBlock{HTML: a.previewHTML(draft, one.block), Lang: marked(v, one.tag)})
	}
	if len(blocks) == 0 {
		for i := range shown.Questions {
			blocks = append(blocks, ask(&shown.Questions[i]))
		}
	}
	return blocks
}

type blockIn struct {
	block content.Block
	tag   string
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
				found = blockIn{block, tag}
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

// previewHTML leads to the files and lessons of the draft, which only its writers see.
func (a *area) previewHTML(draft *studio.Draft, block content.Block) string {
	return markup.AddressesAt(block.HTML, draftURL(draft.ID)+"/files/", draftURL(draft.ID)+"/lessons/")
}
