package password

import (
	_ "embed"
	"slices"
	"strings"
	"unicode/utf8"

	"vatra/lms/fault"
	"vatra/lms/text"
)

// Lengths of a password in characters. There are no rules of composition: NIST SP 800-63B section 5.1.1.2.
const (
	Min = 10
	Max = 200
)

//go:embed common.txt
var commonList string

func commonOnes() map[string]bool {
	common := map[string]bool{}
	for line := range strings.Lines(commonList) {
		if line = strings.TrimSpace(line); line != "" && !strings.HasPrefix(line, "#") {
			common[text.Fold(line)] = true
		}
	}
	return common
}

// Check notes what is wrong with a new password for the person with this address and name.
func (k *Keeper) Check(fields fault.Fields, field, password, email, name string) {
	password = plain(password)
	length, folded := utf8.RuneCountInString(password), text.Fold(password)
	mailbox, _, _ := strings.Cut(email, "@")
	switch {
	case length < Min:
		fields.Add(field, "people.password_short", "Min", Min)
	case length > Max:
		fields.Add(field, "people.password_long", "Max", Max)
	case !utf8.ValidString(password) || strings.ContainsRune(password, 0):
		fields.Add(field, "people.strange_characters")
	case folded == text.Fold(email), folded == text.Fold(mailbox), folded == text.Fold(name),
		folded == strings.ReplaceAll(text.Fold(name), " ", ""):
		fields.Add(field, "people.password_personal")
	case k.common[folded], distinct(folded) < 4:
		fields.Add(field, "people.password_common")
	}
}

// distinct counts the characters that differ.
func distinct(text string) int {
	return len(slices.Compact(slices.Sorted(slices.Values([]rune(text)))))
}
