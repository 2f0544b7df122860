package paper

import (
	"vatra/certificates"
	"vatra/certificates/letters"
	"vatra/lms/lang"
)

// Said is a text and the language that it is in; none for a code.
type Said struct{ Text, Lang string }

// OnPaper is a text as the paper has it: in the holder's language and, where that is another, in English; only the
// code where there is no text. Characters that cannot be printed are left out.
func OnPaper(r *certificates.Record, texts lang.Texts, code string) []Said {
	clean := make(lang.Texts, len(texts))
	for tag, text := range texts {
		clean[tag] = letters.Faces().Regular.Without(text)
	}
	_, speaks := wordsOf(r.Locale)
	own, tag := clean.In(speaks, english)
	if own == "" {
		return []Said{{Text: code}}
	}
	said := []Said{{own, tag}}
	if other, in := clean.In(english); tag != english && speaks != english && in == english {
		said = append(said, Said{other, in})
	}
	return said
}
