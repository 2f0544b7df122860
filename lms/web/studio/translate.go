package studio

import (
	"net/url"
	"strings"

	"github.com/google/uuid"

	"vatra/content/studio"
	"vatra/content/translation"
	"vatra/lms/authoring"
	"vatra/lms/i18n"
	"vatra/lms/web/door"
	views "vatra/lms/web/views/studio"
	"vatra/lms/web/views/ui"
)

// aPage is how many texts are shown together.
const aPage = 30

// showTranslations is what there is to translate of a draft into one of its languages, with what helps to.
func (a *area) showTranslations(v *door.Visit) error {
	page, err := a.translatePage(v, v.Query("lang"), written{})
	if err != nil {
		return err
	}
	return a.Render(v, views.Translate(page))
}

func translateURL(draft uuid.UUID, tag string, all bool) string {
	address := draftURL(draft) + "/translations?lang=" + url.QueryEscape(tag)
	if all {
		address += "&all=yes"
	}
	return address
}

// into is the language that is translated into, as it is asked for, else the first that there is; empty where there is none.
func into(draft *studio.Draft, asked string) string {
	tags := draft.Tags()
	tag := language(draft, asked)
	switch {
	case tag != tags[0]:
		return tag
	case len(tags) > 1:
		return tags[1]
	}
	return ""
}

func (a *area) translatePage(v *door.Visit, asked string, w written) (views.TranslatePage, error) {
	draft, err := a.draft(v)
	if err != nil {
		return views.TranslatePage{}, err
	}
	tag := into(draft, asked)
	main, all := draft.Tags()[0], v.Query("all") != ""
	page := views.TranslatePage{
		Base: a.base(v, v.P.T("studio.translate_title"), crumbs(v, draft, draft.Root, main)...), Action: draftURL(draft.ID) + "/translations",
		Lang: tag, Language: i18n.NameOf(tag), SourceLang: marked(v, main), All: all, Toggle: translateURL(draft.ID, tag, !all),
		Tabs: tabs(draft, tag), Glossary: home + "/glossary",
	}
	if tag == "" {
		return page, nil
	}
	page.Scripts = append(page.Scripts, "studio.js")
	if w.piece != uuid.Nil && draft.Piece(w.piece) != nil {
		page.Refused = a.pieceForm(v, draft, draft.Piece(w.piece), w.tag, w)
	}
	for _, format := range translation.Formats() {
		address := draftURL(draft.ID) + "/translations/file?lang=" + url.QueryEscape(tag) + "&format=" + string(format)
		page.Files = append(page.Files, ui.Link{Text: formatNames[format], URL: address})
		page.AllTexts = append(page.AllTexts, ui.Link{Text: formatNames[format], URL: address + "&all=yes"})
	}
	return page, a.fillTranslations(v, draft, tag, w, &page)
}

var formatNames = map[translation.Format]string{translation.PO: "PO (gettext)", translation.XLIFF: "XLIFF 2.1"}

// tabs are the languages with how far they are.
func tabs(draft *studio.Draft, tag string) []views.Coverage {
	var all []views.Coverage
	for _, one := range draft.Tags()[1:] {
		gap := authoring.Gap(authoring.Words(draft, one))
		all = append(all, views.Coverage{
			Link:    ui.Link{Text: i18n.NameOf(one), Lang: one, URL: translateURL(draft.ID, one, false)},
			Current: one == tag, Missing: gap.Missing, Stale: gap.Stale, Whole: gap.Missing+gap.Stale == 0,
			Percent: 100 * (gap.Of - gap.Missing - gap.Stale) / max(gap.Of, 1),
		})
	}
	return all
}

// fillTranslations puts one page of texts into the page. A form that was refused is among them.
func (a *area) fillTranslations(v *door.Visit, draft *studio.Draft, tag string, w written, page *views.TranslatePage) error {
	var words []authoring.Word
	for _, word := range authoring.Words(draft, tag) {
		if page.All || word.State != authoring.Current || word.Piece.ID == w.piece {
			words = append(words, word)
		}
	}
	page.Pages = ui.Pages{
		Page: min(max(v.QueryInt("page", 1), 1), max(pagesOf(len(words)), 1)), Last: pagesOf(len(words)), Path: page.Action, Query: url.Values{"lang": {tag}},
	}
	if page.All {
		page.Pages.Query.Set("all", "yes")
	}
	words = words[min((page.Pages.Page-1)*aPage, len(words)):min(page.Pages.Page*aPage, len(words))]
	matches, err := a.Authoring.Recalled(v.UserContext(), draft, words, tag)
	if err != nil {
		return err
	}
	terms, err := a.Authoring.Terms(v.UserContext(), v.Actor)
	if err != nil {
		return err
	}
	for i, word := range words {
		last := len(page.Parts) - 1
		if last < 0 || page.Parts[last].ID != word.Piece.ID.String() {
			page.Parts = append(page.Parts, a.translatePart(v, draft, word.Piece, tag, w))
			last++
		}
		page.Parts[last].Texts = append(page.Parts[last].Texts, translateText(word, matches[i], terms, draft.Tags()[0], tag))
	}
	return nil
}

func pagesOf(words int) int { return (words + aPage - 1) / aPage }

func (a *area) translatePart(v *door.Visit, draft *studio.Draft, p *studio.Piece, tag string, w written) views.TranslatePart {
	main := draft.Tags()[0]
	part := views.TranslatePart{PieceForm: a.pieceForm(v, draft, p, tag, w), Where: whereabouts(v, draft, p, tag)}
	if p.Kind == studio.Question {
		part.Question, part.Asks = draftURL(draft.ID)+"/questions/"+p.ID.String()+"?lang="+tag, promptOf(p, main, main)
	}
	return part
}

// whereabouts lead to where a piece stands: in its lesson, else in the outline.
func whereabouts(v *door.Visit, draft *studio.Draft, p *studio.Piece, tag string) ui.Link {
	main := draft.Tags()[0]
	if lesson := lessonOf(draft, p); lesson != nil {
		name := named(v, lesson, main)
		return ui.Link{Text: name.Text, Lang: name.Lang, URL: door.Fragment(lessonURL(draft.ID, lesson.ID, tag), anchor(p.ID))}
	}
	name := named(v, p, main)
	return ui.Link{Text: name.Text, Lang: name.Lang, URL: door.Fragment(draftURL(draft.ID), anchor(p.ID))}
}

func translateText(word authoring.Word, matches []translation.Match, terms []translation.Term, from, to string) views.TranslateText {
	one := views.TranslateText{
		Name: word.Name, Rows: rowsFor(max(len(word.Source.Text), len(word.Into.Text)), strings.Count(word.Source.Text, "\n")),
	}
	if word.Name != studio.Text {
		one.Rows = 2
	}
	for _, match := range matches {
		if match.Target != word.Into.Text {
			one.Matches = append(one.Matches, views.Match{Source: match.Source, Target: match.Target, Percent: int(100 * match.Alike)})
		}
	}
	for _, term := range translation.In(word.Source.Text, terms, from, to) {
		one.Terms = append(one.Terms, views.Term{Source: term.Texts[from], Target: term.Texts[to], Note: term.Note})
	}
	return one
}
