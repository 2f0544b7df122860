package translate

import (
	"net/url"
	"slices"
	"strings"

	"github.com/a-h/templ"
	"github.com/google/uuid"

	"vatra/content/studio"
	"vatra/content/studio/words"
	"vatra/content/translation"
	"vatra/lms/access"
	"vatra/lms/authoring"
	"vatra/lms/i18n"
	"vatra/lms/web/door"
	"vatra/lms/web/show"
	"vatra/lms/web/studio/desk"
	views "vatra/lms/web/views/studio/translate"
	"vatra/lms/web/views/ui"
)

// aPage is how many texts are shown together.
const aPage = 30

// showTranslations is what there is to translate of a draft into one of its languages, with what helps to.
func (a *area) showTranslations(v *door.Visit) error {
	page, err := a.translatePage(v, v.Query("lang"), desk.Written{})
	if err != nil {
		return err
	}
	return a.Render(v, views.Translate(page))
}

// Refused is the page once more, with a form on it that was refused.
func Refused(d desk.Desk, v *door.Visit, tag string, w desk.Written) (templ.Component, error) {
	a := &area{d}
	page, err := a.translatePage(v, tag, w)
	return views.Translate(page), err
}

// into are the languages that the visitor may translate a draft into, and the one that is asked for, else the first; empty where there
// is none.
func into(draft *studio.Draft, hand authoring.Hand, asked string) (tag string, all []string) {
	for _, one := range draft.Tags()[1:] {
		if hand.In(one) {
			all = append(all, one)
		}
	}
	switch {
	case slices.Contains(all, asked):
		return asked, all
	case len(all) > 0:
		return all[0], all
	}
	return "", nil
}

func (a *area) translatePage(v *door.Visit, asked string, w desk.Written) (views.TranslatePage, error) {
	draft, hand, err := a.Open(v)
	if err != nil {
		return views.TranslatePage{}, err
	}
	tag, languages := into(draft, hand, asked)
	main, all := draft.Tags()[0], v.Query("all") != ""
	page := views.TranslatePage{
		Base: a.SharedBase(v, v.P.T("studio.translate_title"), draft, hand, draft.Root, tag), Action: desk.DraftURL(draft.ID) + "/translations",
		Lang: tag, Language: i18n.NameOf(tag), SourceLang: desk.Marked(v, main), All: all, Toggle: show.TranslationsURL(draft.ID, tag, !all),
		Tabs: tabs(draft, languages, tag),
	}
	if v.Actor.Can(access.BeginCourses) {
		page.Glossary = desk.Home + "/glossary"
	}
	if tag == "" {
		return page, nil
	}
	page.Scripts = append(page.Scripts, "studio.js")
	if w.Piece != uuid.Nil && draft.Piece(w.Piece) != nil {
		page.Refused = desk.PieceForm(v, draft, draft.Piece(w.Piece), w.Tag, w)
	}
	for _, format := range translation.Formats() {
		address := desk.DraftURL(draft.ID) + "/translations/file?lang=" + url.QueryEscape(tag) + "&format=" + string(format)
		page.Files = append(page.Files, ui.Link{Text: formatNames[format], URL: address})
		page.AllTexts = append(page.AllTexts, ui.Link{Text: formatNames[format], URL: address + "&all=yes"})
	}
	return page, a.fillTranslations(v, draft, hand, tag, w, &page)
}

var formatNames = map[translation.Format]string{translation.PO: "PO (gettext)", translation.XLIFF: "XLIFF 2.1"}

// tabs are the languages with how far they are.
func tabs(draft *studio.Draft, languages []string, tag string) []views.Coverage {
	var all []views.Coverage
	for _, one := range languages {
		gap := words.Count(words.Of(draft, one))
		all = append(all, views.Coverage{
			Link:    ui.Link{Text: i18n.NameOf(one), Lang: one, URL: show.TranslationsURL(draft.ID, one, false)},
			Current: one == tag, Missing: gap.Missing, Stale: gap.Stale, Whole: gap.Missing+gap.Stale == 0,
			Percent: 100 * (gap.Of - gap.Missing - gap.Stale) / max(gap.Of, 1),
		})
	}
	return all
}

// fillTranslations puts one page of texts into the page. A form that was refused is among them.
func (a *area) fillTranslations(
	v *door.Visit, draft *studio.Draft, hand authoring.Hand, tag string, w desk.Written, page *views.TranslatePage,
) error {
	var shown []words.Word
	for _, word := range words.Of(draft, tag) {
		if page.All || word.State != words.Current || word.Piece.ID == w.Piece {
			shown = append(shown, word)
		}
	}
	page.Pages = ui.Pages{
		Page: min(max(v.QueryInt("page", 1), 1), max(pagesOf(len(shown)), 1)), Last: pagesOf(len(shown)), Path: page.Action, Query: url.Values{"lang": {tag}},
	}
	if page.All {
		page.Pages.Query.Set("all", "yes")
	}
	shown = shown[min((page.Pages.Page-1)*aPage, len(shown)):min(page.Pages.Page*aPage, len(shown))]
	matches, err := a.Authoring.Recalled(v.UserContext(), draft, shown, tag)
	if err != nil {
		return err
	}
	terms, err := a.Authoring.Terms(v.UserContext(), v.Actor)
	if err != nil {
		return err
	}
	for i, word := range shown {
		last := len(page.Parts) - 1
		if last < 0 || page.Parts[last].ID != word.Piece.ID.String() {
			page.Parts = append(page.Parts, a.translatePart(v, draft, hand, word.Piece, tag, w))
			last++
		}
		page.Parts[last].Texts = append(page.Parts[last].Texts, translateText(word, matches[i], terms, draft.Tags()[0], tag))
	}
	return nil
}

func pagesOf(texts int) int { return (texts + aPage - 1) / aPage }

func (a *area) translatePart(
	v *door.Visit, draft *studio.Draft, hand authoring.Hand, p *studio.Piece, tag string, w desk.Written,
) views.TranslatePart {
	main := draft.Tags()[0]
	part := views.TranslatePart{Form: desk.PieceForm(v, draft, p, tag, w), Where: whereabouts(v, draft, hand, p, tag)}
	if p.Kind == studio.Question {
		part.Question, part.Asks = desk.QuestionURL(draft.ID, p.ID, tag), desk.PromptOf(p, main, main)
	}
	return part
}

// whereabouts lead to where a piece is written; whoever only translates is shown the lesson as its learners will see it.
func whereabouts(v *door.Visit, draft *studio.Draft, hand authoring.Hand, p *studio.Piece, tag string) ui.Link {
	where := desk.Whereabouts(v, draft, p, tag)
	if !hand.Writes {
		where.URL = ""
		if lesson := desk.LessonOf(draft, p); lesson != nil {
			where.URL = desk.PreviewURL(draft.ID, lesson.ID, tag)
		}
	}
	return where
}

func translateText(word words.Word, matches []translation.Match, terms []translation.Term, from, to string) views.TranslateText {
	one := views.TranslateText{
		Name: word.Name, Rows: desk.RowsFor(max(len(word.Source.Text), len(word.Into.Text)), strings.Count(word.Source.Text, "\n")),
	}
	if word.Name != studio.Text {
		one.Rows = 2
	}
	for _, match := range matches {
		if match.Target != word.Into.Text {
			one.Matches = append(one.Matches, views.Match{Source: match.Source, Target: match.Target, Percent: int(100 * match.Alike), Same: match.Exact()})
		}
	}
	for _, term := range translation.In(word.Source.Text, terms, from, to) {
		one.Terms = append(one.Terms, views.Term{Source: term.Texts[from], Target: term.Texts[to], Note: term.Note})
	}
	return one
}
