package markdown

import (
	"regexp"
	"strings"

	"vatra/assessment"
	"vatra/assessment/formats"
)

// Words that authors write in the languages of the interface, in the form that Normalise gives.
var (
	rightWords = formats.Words("correct|right|true|corect|adevărat|вярно|правилно|верно|saktë|e saktë|i saktë|" +
		"точно|тачно|✓|✔|✅|☑")
	wrongWords = formats.Words("incorrect|not correct|wrong|false|incorect|greșit|fals|невярно|неправилно|грешно|" +
		"pasaktë|e pasaktë|gabim|e gabuar|неточно|погрешно|нетачно|✗|✘|❌|☐")

	explanationLabel = regexp.MustCompile(`(?i)^(?:\*\*|__)?(?:explanation|explicați[ae]|обяснение|shpjegimi?|` +
		`објаснување|објашњење)\s*:?(?:\*\*|__)?:?\s+`)
	feedbackLabel = regexp.MustCompile(`(?i)^(?:\*\*|__)?(?:feedback|comentarii|обратна връзка|коментар|koment[ei]?)` +
		`\s*:?(?:\*\*|__)?:?\s*$`)
	praise = regexp.MustCompile(`(?i)^(?:✅\s*)?(?:correct|that[’']s (?:right|correct)|right|yes|exactly|well done|` +
		`corect|exact|da|правилно|вярно|точно|да|тачно|(?:e )?saktë|po)\s*[!.]+\s*`)

	latinLabels    = "abcdefghijklmnopqrstuvwxyz"
	cyrillicLabels = []rune("абвгд")
	choiceLabel    = regexp.MustCompile(`^(\p{L})[.)]\s+`)
)

// withoutLabel takes "B. " away from the second choice, and so on: choices may be shuffled.
func withoutLabel(text string, position int) string {
	found := choiceLabel.FindStringSubmatch(text)
	if found == nil {
		return text
	}
	label := assessment.Normalise(found[1])
	if position < len(latinLabels) && label == latinLabels[position:position+1] ||
		position < len(cyrillicLabels) && label == string(cyrillicLabels[position]) {
		return text[len(found[0]):]
	}
	return text
}

// withoutVerdict takes "(correct)" away from the end of a choice, where some authors note it for themselves.
func withoutVerdict(text string) string {
	trimmed := strings.TrimSpace(text)
	if open := strings.LastIndex(trimmed, "("); open > 0 && strings.HasSuffix(trimmed, ")") {
		if inner := trimmed[open+1 : len(trimmed)-1]; formats.Reads(rightWords, inner) || formats.Reads(wrongWords, inner) {
			return strings.TrimSpace(trimmed[:open])
		}
	}
	return trimmed
}
