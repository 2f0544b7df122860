package markdown

import (
	"fmt"
	"strconv"
	"strings"

	"vatra/assessment"
)

// writtenGaps are what belongs in the gaps, with what each counts where that is not one.
func writtenGaps(q *assessment.Question, text assessment.QuestionText) []item {
	items := make([]item, 0, len(q.Gaps))
	for _, gap := range q.Gaps {
		one := item{mark: '=', text: strings.Join(answers(gap, text), " | "), feedback: text.Items[gap.ID].Feedback}
		if gap.Marks != 1 {
			one.text += " {points=" + strconv.Itoa(gap.Marks) + "}"
		}
		items = append(items, one)
	}
	return items
}

var (
	always = strings.NewReplacer(`\`, `\\`, "|", `\|`)
	margin = strings.NewReplacer("+", `\+`, "±", `\±`)
)

// escaped are words that mean nothing but themselves among the answers of a gap.
func escaped(words string) string {
	numeric, attributed := tolerance.MatchString(words), attributes.MatchString(words)
	if words = always.Replace(words); numeric {
		words = margin.Replace(words)
	}
	if attributed {
		words = strings.ReplaceAll(words, "{", `\{`)
	}
	if _, is := bracketed(words); is {
		return `\` + words
	}
	return words
}

func answers(gap assessment.Gap, text assessment.QuestionText) (all []string) {
	for _, choice := range gap.Choices {
		words := escaped(text.Items[choice.ID].Text)
		if choice.Right {
			words = "(" + words + ")"
		}
		all = append(all, words)
	}
	for _, number := range gap.Numbers {
		all = append(all, number.Value.String()+" +- "+number.Tolerance.String())
	}
	if len(all) > 0 {
		return all
	}
	for _, accepted := range text.Items[gap.ID].Accepted {
		all = append(all, escaped(accepted))
	}
	return all
}

// worded is the prompt of a question in which one selects, with the words of each choice at its place, so that it can be read as it
// stands. Where all words cannot stand there the places keep their numbers.
func worded(q *assessment.Question, text assessment.QuestionText) string {
	prompt, seen := text.Prompt, map[string]bool{}
	words := make([]string, 0, len(q.Choices))
	for _, choice := range q.Choices {
		one := text.Items[choice.ID].Text
		plain := assessment.Normalise(one)
		if plain == "x" || plain == "" || seen[plain] || strings.ContainsAny(one, "[]\n") {
			return prompt
		}
		seen[plain] = true
		words = append(words, one)
	}
	return placed.ReplaceAllStringFunc(prompt, func(place string) string {
		if n, err := strconv.Atoi(place[2 : len(place)-2]); err == nil && n >= 1 && n <= len(words) {
			return fmt.Sprintf("[[%s]]", words[n-1])
		}
		return place
	})
}
