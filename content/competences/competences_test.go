package competences_test

import (
	"slices"
	"testing"

	"vatra/content/competences"
	"vatra/lms/i18n"
)

func TestTheFrameworkHasTwentyOneCompetencesWithNames(t *testing.T) {
	t.Parallel()
	count := 0
	for _, area := range competences.Areas() {
		for _, language := range i18n.Languages() {
			printer, seen := i18n.For(language.Tag), map[string]bool{}
			for _, key := range append([]string{"area_" + area.Number}, area.Competences...) {
				name := printer.T("competences." + key)
				if seen[name] {
					t.Errorf("%s: %s is called as another: %s", language.Tag, key, name)
				}
				seen[name] = true
			}
		}
		count += len(area.Competences)
	}
	if count != 21 || len(competences.Areas()) != 5 {
		t.Errorf("%d competences in %d areas", count, len(competences.Areas()))
	}
	if got := competences.Sorted([]string{"4.2", "1.1", "9.9", "4.2", ""}); !slices.Equal(got, []string{"1.1", "4.2"}) {
		t.Errorf("sorted they are %v", got)
	}
}
