package web

import (
	"cmp"

	"vatra/lms/lang"
	"vatra/lms/web/views"
)

// words are a text for the page, marked when it is not in the page's language.
func (v *visit) words(text, lang string) views.Words {
	if lang == v.P.Lang() {
		lang = ""
	}
	return views.Words{Text: text, Lang: lang}
}

// title is a name for the page in the language that is wanted, else in one of the fallbacks; something is always said.
func (v *visit) title(texts lang.Texts, otherwise, wanted string, fallbacks []string) views.Words {
	text, lang := texts.In(wanted, fallbacks...)
	return v.words(cmp.Or(text, otherwise), lang)
}
