package assessment

import (
	"regexp"
	"strings"
)

// Words that authors write in the languages of the interface, in the form that Normalise gives.
var (
	trueWords  = words("true|adevărat|вярно|истина|e vërtetë|e saktë|точно|тачно|истинито")
	falseWords = words("false|fals|невярно|лъжа|e gabuar|e rreme|e pasaktë|неточно|нетачно|неистинито|погрешно")

	rightWords = words("correct|right|true|corect|adevărat|вярно|правилно|верно|saktë|e saktë|i saktë|" +
		"точно|тачно|✓|✔|✅|☑")
	wrongWords = words("incorrect|not correct|wrong|false|incorect|greșit|fals|невярно|неправилно|грешно|" +
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

func words(list string) map[string]bool {
	set := map[string]bool{}
	for word := range strings.SplitSeq(list, "|") {
		set[Normalise(word)] = true
	}
	return set
}

// reads reports whether a cell or a choice is one of the words, whatever punctuation stands at its end.
func reads(set map[string]bool, text string) bool {
	return set[strings.Trim(Normalise(text), " .!*_")]
}

// withoutLabel takes "B. " away from the second choice, and so on: choices may be shuffled.
func withoutLabel(text string, position int) string {
	found := choiceLabel.FindStringSubmatch(text)
	if found == nil {
		return text
	}
	label := Normalise(found[1])
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
		if inner := trimmed[open+1 : len(trimmed)-1]; reads(rightWords, inner) || reads(wrongWords, inner) {
			return strings.TrimSpace(trimmed[:open])
		}
	}
	return trimmed
}
