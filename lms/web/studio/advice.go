package studio

import (
	"vatra/content/studio"
	"vatra/content/studio/advice"
	"vatra/lms/web/door"
	"vatra/lms/web/studio/desk"
	views "vatra/lms/web/views/studio"
	"vatra/lms/web/views/ui"
)

// adviceAtOnce is how much of it one is shown: more nobody goes through, and what is mended makes room for the rest.
const adviceAtOnce = 50

// adviceOf is what readers of the draft would stumble over, each with where it is written.
func adviceOf(v *door.Visit, draft *studio.Draft) []views.Advice {
	var all []views.Advice
	for _, found := range advice.Of(draft) {
		all = append(all, views.Advice{Where: desk.Whereabouts(v, draft, found.Piece, found.Lang), Text: v.P.Message(found.Message)})
	}
	main := draft.Tags()[0]
	for _, question := range withoutFeedback(draft) {
		where := ui.Link{Text: desk.PromptOf(question, main, main), Lang: desk.Marked(v, main), URL: desk.QuestionURL(draft.ID, question.ID, main)}
		all = append(all, views.Advice{Where: where, Text: v.P.T("studio.without_feedback")})
	}
	return all[:min(len(all), adviceAtOnce)]
}
