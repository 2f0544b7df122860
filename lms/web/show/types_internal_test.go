package show

import (
	"testing"

	"vatra/assessment"
)

func TestEveryTypeOfQuestionHasItsFields(t *testing.T) {
	t.Parallel()
	for _, kind := range assessment.Types() {
		if _, known := entries[kind]; !known {
			t.Errorf("nobody can answer a question of the type %s", kind)
		}
	}
}
