package text

import "strings"

// Set holds the words of a list that is written with spaces between them.
func Set(words string) map[string]bool {
	members := map[string]bool{}
	for _, word := range strings.Fields(words) {
		members[word] = true
	}
	return members
}
