package paper

import (
	"vatra/certificates"
	"vatra/certificates/letters"
)

// Said is a text and the language that it is in; none for a code.
type Said struct{ Text, Lang string }

// OnPaper is a text as the paper has it: in the holder's language and, where that is another, in English; only the
// code where there is no text. Characters that cannot be printed are left out.
func OnPaper(r *certificates.Record, texts certificates.Texts, code string) []Said {
	clean := make(certificates.Texts, len(texts))
	for lang, text := range texts {
		clean[lang] = letters.Faces().Regular.Without(text)
	}
	_, speaks := wordsOf(r.Locale)
	own, lang := clean.In(speaks)
	if own == "" {
		return []Said{{Text: code}}
	}
	said := []Said{{own, lang}}
	if other, in := clean.In(english); lang != english && speaks != english && in == english {
		said = append(said, Said{other, in})
	}
	return said
}
