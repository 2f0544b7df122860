package door

import (
	"cmp"

	"vatra/lms/lang"
	"vatra/lms/web/views/ui"
)

// Words are a text for the page, marked when it is not in the page's language.
func (v *Visit) Words(text, lang string) ui.Words {
	if lang == v.P.Lang() {
		lang = ""
	}
	return ui.Words{Text: text, Lang: lang}
}

// Title is a name for the page in the language that is wanted, else in one of the fallbacks; something is always said.
func (v *Visit) Title(texts lang.Texts, otherwise, wanted string, fallbacks []string) ui.Words {
	text, lang := texts.In(wanted, fallbacks...)
	return v.Words(cmp.Or(text, otherwise), lang)
}
