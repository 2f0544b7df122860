package admin

import (
	"testing"

	"vatra/assessment"
	"vatra/lms/i18n"
	"vatra/lms/intake"
	"vatra/lms/web/door"
)

func TestAReportNamesEveryTypeOfQuestion(t *testing.T) {
	t.Parallel()
	counts := map[assessment.Type]int{}
	for _, kind := range assessment.Types() {
		counts[kind] = 1
	}
	for _, l := range i18n.Languages() {
		v := &door.Visit{P: i18n.For(l.Tag)}
		shown := importReport(v, &intake.Import{Report: &intake.Report{Questions: counts}})
		names := map[string]bool{}
		for _, count := range shown.Questions {
			names[count.Type] = true
		}
		if len(names) != len(counts) {
			t.Errorf("in %s %d types have the names %v", l.Tag, len(counts), names)
		}
	}
}
