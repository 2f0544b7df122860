package asking

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/shopspring/decimal"

	"vatra/assessment"
	"vatra/lms/fault"
	views "vatra/lms/web/views/studio/asking"
)

// A gap is a row: what is right in it a line each, and, where one chooses, what is not.

const mostMarks = 100 // what a gap may count

var (
	gapPlace = regexp.MustCompile(`\[\[(\d{1,2})\]\]`)
	within   = regexp.MustCompile(`^(.+?)\s*(?:±|\+\s*/?\s*-)\s*(.+)$`)
)

func gapRows(question *assessment.Question, text assessment.QuestionText) (rows []views.QuestionRow) {
	for _, gap := range question.Gaps {
		row := views.QuestionRow{Feedback: text.Items[gap.ID].Feedback}
		if gap.Marks != 1 {
			row.Marks = strconv.Itoa(gap.Marks)
		}
		var right, wrong []string
		for _, choice := range gap.Choices {
			row.Kind = views.GapChoices
			if said := oneLine(text.Items[choice.ID].Text); choice.Right {
				right = append(right, said)
			} else {
				wrong = append(wrong, said)
			}
		}
		for _, number := range gap.Numbers {
			row.Kind = views.GapNumber
			right = append(right, numberSaid(number))
		}
		for _, accepted := range text.Items[gap.ID].Accepted {
			right = append(right, oneLine(accepted))
		}
		row.Text, row.Other = strings.Join(right, "\n"), strings.Join(wrong, "\n")
		rows = append(rows, row)
	}
	return rows
}

func oneLine(text string) string { return strings.Join(strings.Fields(text), " ") }

func numberSaid(number assessment.Number) string {
	if number.Tolerance.IsZero() {
		return number.Value.String()
	}
	return number.Value.String() + " ± " + number.Tolerance.String()
}

// gapPoints are those of the gaps together.
func gapPoints(question *assessment.Question) decimal.Decimal {
	points := 0
	for _, gap := range question.Gaps {
		points += gap.Marks
	}
	return decimal.NewFromInt(int64(points))
}

// pointsSaid are empty where they are those of the gaps.
func pointsSaid(question *assessment.Question) string {
	if question.Points.Equal(gapPoints(question)) {
		return ""
	}
	return question.Points.String()
}

func askGaps(q *assessment.Question, text *assessment.QuestionText, form views.QuestionForm, before *assessment.Question, fields fault.Fields) {
	numbers := map[int]int{} // of the gaps, by those of their rows
	for n, row := range form.Rows {
		if strings.TrimSpace(row.Text+row.Other) == "" {
			continue
		}
		gap := assessment.Gap{ID: fmt.Sprintf("g%d", len(q.Gaps)+1), Marks: 1}
		if marks := strings.TrimSpace(row.Marks); marks != "" {
			var err error
			if gap.Marks, err = strconv.Atoi(marks); err != nil || gap.Marks < 1 || gap.Marks > mostMarks {
				fields.Add(fmt.Sprint("marks-", n), "studio.gap_marks_wrong")
			}
		}
		place, reason := askGap(&gap, text, row, earlier(before, len(q.Gaps)))
		if reason != "" {
			fields.Add(fmt.Sprintf("%s-%d", place, n), reason)
		}
		q.Gaps = append(q.Gaps, gap)
		numbers[n+1] = len(q.Gaps)
	}
	text.Prompt = gapPlace.ReplaceAllStringFunc(text.Prompt, func(found string) string {
		n, _ := strconv.Atoi(found[2 : len(found)-2]) // two digits
		if gap, filled := numbers[n]; filled {
			return fmt.Sprintf("[[%d]]", gap)
		}
		return "[[0]]" // which no gap has, so that it is refused
	})
}

// earlier is the same gap in the question as it was; an empty one where it had none.
func earlier(before *assessment.Question, n int) assessment.Gap {
	if before == nil || n >= len(before.Gaps) {
		return assessment.Gap{}
	}
	return before.Gaps[n]
}

// askGap fills a gap with what its row says, or gives the field that is wrong and why.
func askGap(gap *assessment.Gap, text *assessment.QuestionText, row views.QuestionRow, before assessment.Gap) (field, reason string) {
	right, wrong := linesOf(row.Text), linesOf(row.Other)
	item := assessment.ItemText{Feedback: row.Feedback}
	switch {
	case row.Kind == views.GapChoices && (len(right) != 1 || len(wrong) == 0):
		field, reason = "text", "studio.gap_choices_needed"
	case row.Kind == views.GapChoices:
		askGapChoices(gap, text, right[0], wrong, before)
	case len(wrong) > 0:
		field, reason = "other", "studio.gap_wrong_alone"
	case row.Kind == views.GapNumber:
		for _, line := range right {
			number, ok := numberOf(line)
			if !ok {
				field, reason = "text", "studio.gap_number_wrong"
			}
			gap.Numbers = append(gap.Numbers, number)
		}
	default:
		item.Accepted = right
	}
	text.Items[gap.ID] = item
	return field, reason
}

// askGapChoices leaves the right choice at its place, which a translation shares; a new one stands where its letters put it, since in the
// first place it would always be found.
func askGapChoices(gap *assessment.Gap, text *assessment.QuestionText, right string, wrong []string, before assessment.Gap) {
	at := 0
	for _, one := range wrong {
		if one < right {
			at++
		}
	}
	if len(before.Choices) == len(wrong)+1 {
		at = slices.IndexFunc(before.Choices, func(c assessment.Choice) bool { return c.Right })
	}
	for n, said := range slices.Insert(slices.Clone(wrong), at, right) {
		id := fmt.Sprintf("%sc%d", gap.ID, n+1)
		gap.Choices = append(gap.Choices, assessment.Choice{ID: id, Right: n == at})
		text.Items[id] = assessment.ItemText{Text: said}
	}
}

// numberOf reads "30" or "30 ± 1".
func numberOf(line string) (assessment.Number, bool) {
	value, margin := line, "0"
	if found := within.FindStringSubmatch(line); found != nil {
		value, margin = found[1], found[2]
	}
	number := assessment.Number{}
	var err, wide error
	number.Value, err = assessment.Decimal(strings.ReplaceAll(strings.TrimSpace(value), ",", "."))
	number.Tolerance, wide = assessment.Decimal(strings.ReplaceAll(strings.TrimSpace(margin), ",", "."))
	return number, err == nil && wide == nil && !number.Tolerance.IsNegative()
}
