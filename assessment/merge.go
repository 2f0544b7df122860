package assessment

import (
	"maps"
	"slices"

	"vatra/lms/fault"
)

// Merge joins the same questions in several languages into one list: those of the first of languages that has any, in
// its order, each with the texts of the other languages for the question with the same key. Where that question is of
// another form (another number of choices, others right), and where a question is missing in the first language, the
// other language's is left out with a warning: a quiz asks the same of everybody. A language not in languages comes
// after those that are.
func Merge(byLang map[string][]Question, languages []string) ([]Question, []fault.Warning) {
	order := slices.Clone(languages)
	for _, lang := range slices.Sorted(maps.Keys(byLang)) {
		if !slices.Contains(order, lang) {
			order = append(order, lang)
		}
	}
	order = slices.DeleteFunc(order, func(lang string) bool { return len(byLang[lang]) == 0 })
	if len(order) == 0 {
		return nil, nil
	}
	var warnings []fault.Warning
	merged := make([]Question, 0, len(byLang[order[0]]))
	places := map[string]int{}
	for _, q := range byLang[order[0]] {
		q.Texts = maps.Clone(q.Texts)
		places[q.Key] = len(merged)
		merged = append(merged, q)
	}
	for _, lang := range order[1:] {
		seen := map[string]bool{}
		for _, q := range byLang[lang] {
			place, known := places[q.Key]
			if !known {
				warnings = append(warnings, fault.Warn("", "assessment.warning_only_in_language", "Question", q.Key, "Language", lang))
				continue
			}
			seen[q.Key] = true
			if !merged[place].adopt(&q) {
				warnings = append(warnings, fault.Warn("", "assessment.warning_differs_in_language", "Question", q.Key, "Language", lang))
			}
		}
		for _, q := range merged {
			if !seen[q.Key] {
				warnings = append(warnings, fault.Warn("", "assessment.warning_missing_in_language", "Question", q.Key, "Language", lang))
			}
		}
	}
	return merged, warnings
}

// adopt takes the texts of a translation of the question, if its form is the same.
func (q *Question) adopt(other *Question) bool {
	renamed := map[string]string{}
	if !alike(q.Type, other.Type) || !sameChoices(q.Choices, other.Choices, renamed) || !sameNumbers(q.Numbers, other.Numbers) ||
		!sameGaps(q.Gaps, other.Gaps, renamed) || len(q.Pairs) != len(other.Pairs) || len(q.Options) != len(other.Options) {
		return false
	}
	for i, id := range other.Options {
		renamed[id] = q.Options[i]
	}
	for i, p := range other.Pairs {
		if renamed[p.Option] != q.Pairs[i].Option {
			return false
		}
		renamed[p.ID] = q.Pairs[i].ID
	}
	for lang, text := range other.Texts {
		if _, known := q.Texts[lang]; known {
			continue
		}
		items := make(map[string]ItemText, len(text.Items))
		for id, item := range text.Items {
			items[renamed[id]] = item
		}
		text.Items = items
		q.Texts[lang] = text
	}
	return true
}

// alike lets "true" and "false" be other words in another language.
func alike(a, b Type) bool {
	return a == b || a == Single && b == TrueFalse || a == TrueFalse && b == Single
}

// sameChoices reports whether as many choices are right in the same places, and notes which id of the one is which of the other.
func sameChoices(ours, theirs []Choice, renamed map[string]string) bool {
	for i, c := range theirs {
		if len(ours) != len(theirs) || c.Right != ours[i].Right {
			return false
		}
		renamed[c.ID] = ours[i].ID
	}
	return len(ours) == len(theirs)
}

func sameNumbers(ours, theirs []Number) bool {
	return slices.EqualFunc(ours, theirs, func(a, b Number) bool {
		return a.Value.Equal(b.Value) && a.Tolerance.Equal(b.Tolerance)
	})
}

func sameGaps(ours, theirs []Gap, renamed map[string]string) bool {
	return slices.EqualFunc(ours, theirs, func(a, b Gap) bool {
		renamed[b.ID] = a.ID
		return a.Marks == b.Marks && sameNumbers(a.Numbers, b.Numbers) && sameChoices(a.Choices, b.Choices, renamed)
	})
}
