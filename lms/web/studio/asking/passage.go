package asking

import (
	"cmp"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"vatra/assessment"
	"vatra/lms/fault"
	views "vatra/lms/web/views/studio/asking"
)

// A passage to select is a row with its words as they stand in the text. Where they stand there more than once, [[ ]] around them
// says which is meant.

var bracketed = regexp.MustCompile(`\[\[([^\[\]]+)\]\]`)

// worded is a prompt with the words of each passage in brackets, or with their numbers where the words would not tell them apart.
func worded(question *assessment.Question, text assessment.QuestionText) string {
	words := map[string]bool{}
	for _, choice := range question.Choices {
		one := text.Items[choice.ID].Text
		if strings.ContainsAny(one, "[]") || assessment.Normalise(one) == "" {
			return text.Prompt
		}
		words[assessment.Normalise(one)] = true
	}
	if len(words) < len(question.Choices) {
		return text.Prompt
	}
	return gapPlace.ReplaceAllStringFunc(text.Prompt, func(found string) string {
		n, _ := strconv.Atoi(found[2 : len(found)-2]) // two digits
		if n < 1 || n > len(question.Choices) {
			return found
		}
		return "[[" + text.Items[question.Choices[n-1].ID].Text + "]]"
	})
}

// passage is a row of which something is written, with its number among those.
type passage struct {
	row, number int
	words       string
}

// askPlaces puts the number of each passage into the text, where its words stand.
func askPlaces(text *assessment.QuestionText, form views.QuestionForm, fields fault.Fields) {
	var passages []passage
	for n, row := range form.Rows {
		if words := strings.TrimSpace(row.Text); words != "" {
			passages = append(passages, passage{row: n, number: len(passages) + 1, words: words})
		}
	}
	placed := map[int]bool{}
	text.Prompt = bracketed.ReplaceAllStringFunc(form.Prompt, func(found string) string {
		number := numberAt(passages, found[2:len(found)-2])
		placed[number] = true
		return fmt.Sprintf("[[%d]]", number)
	})
	slices.SortStableFunc(passages, func(a, b passage) int { return cmp.Compare(len(b.words), len(a.words)) }) // one may be in another
	for _, one := range passages {
		if placed[one.number] {
			continue
		}
		at := standsAt(text.Prompt, one.words)
		if at < 0 {
			fields.Add("text-"+strconv.Itoa(one.row), "studio.passage_missing")
			continue
		}
		text.Prompt = text.Prompt[:at] + fmt.Sprintf("[[%d]]", one.number) + text.Prompt[at+len(one.words):]
	}
}

// numberAt is which passage has these words, or else is in the row with this number; 0 where none is, which is refused.
func numberAt(passages []passage, inner string) int {
	for _, one := range passages {
		if assessment.Normalise(one.words) == assessment.Normalise(inner) {
			return one.number
		}
	}
	for _, one := range passages {
		if strconv.Itoa(one.row+1) == inner {
			return one.number
		}
	}
	return 0
}

// standsAt is where the words stand first outside brackets, not as part of longer words; -1 where they do not.
func standsAt(prompt, words string) int {
	from := 0
	for _, place := range append(gapPlace.FindAllStringIndex(prompt, -1), []int{len(prompt), len(prompt)}) {
		for from < place[0] {
			found := strings.Index(prompt[from:place[0]], words)
			if found < 0 {
				break
			}
			at := from + found
			if alone(prompt[:at], prompt[at+len(words):], words) {
				return at
			}
			from = at + 1
		}
		from = place[1]
	}
	return -1
}

// alone reports whether the words do not go on in the letters around them.
func alone(before, after, words string) bool {
	last, _ := utf8.DecodeLastRuneInString(before)
	next, _ := utf8.DecodeRuneInString(after)
	first, _ := utf8.DecodeRuneInString(words)
	end, _ := utf8.DecodeLastRuneInString(words)
	return (!lettered(last) || !lettered(first)) && (!lettered(end) || !lettered(next))
}

func lettered(r rune) bool { return r != utf8.RuneError && (unicode.IsLetter(r) || unicode.IsDigit(r)) }
