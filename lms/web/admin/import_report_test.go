package admin

import (
	"fmt"
	"strings"
	"testing"

	"vatra/assessment"
	"vatra/lms/i18n"
	"vatra/lms/intake"
	"vatra/lms/web/door"
)

// TestAReportLeavesOutNoTypeOfQuestion has a type that nobody has named yet, which stops a test.
func TestAReportLeavesOutNoTypeOfQuestion(t *testing.T) {
	t.Parallel()
	defer func() {
		if told := fmt.Sprint(recover()); !strings.Contains(told, "staff.question_unheard-of") {
			t.Errorf("it is passed over: %s", told)
		}
	}()
	v := &door.Visit{P: i18n.For("en")}
	importReport(v, &intake.Import{Report: &intake.Report{Questions: map[assessment.Type]int{assessment.Single: 2, "unheard-of": 3}}})
}
