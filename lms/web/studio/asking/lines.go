package asking

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/shopspring/decimal"

	"vatra/assessment"
	"vatra/lms/fault"
	views "vatra/lms/web/views/studio/asking"
)

func pairRows(question *assessment.Question, text assessment.QuestionText) []views.QuestionRow {
	var rows []views.QuestionRow
	matched := map[string]bool{}
	for _, pair := range question.Pairs {
		matched[pair.Option] = true
		left := text.Items[pair.ID]
		rows = append(rows, views.QuestionRow{Text: left.Text, Other: text.Items[pair.Option].Text, Feedback: left.Feedback})
	}
	for _, option := range question.Options {
		if !matched[option] {
			rows = append(rows, views.QuestionRow{Other: text.Items[option].Text})
		}
	}
	return rows
}

func askNumbers(question *assessment.Question, form views.QuestionForm, fields fault.Fields) {
	for _, row := range form.Rows {
		if strings.TrimSpace(row.Text) == "" {
			continue
		}
		number := assessment.Number{}
		var err, wide error
		number.Value, err = assessment.Decimal(strings.ReplaceAll(strings.TrimSpace(row.Text), ",", "."))
		if row.Other != "" {
			number.Tolerance, wide = assessment.Decimal(strings.ReplaceAll(strings.TrimSpace(row.Other), ",", "."))
		} else {
			number.Tolerance = decimal.Zero
		}
		if errors.Join(err, wide) != nil {
			fields.Add("prompt", "assessment.question_number")
		}
		question.Numbers = append(question.Numbers, number)
	}
}

func askPairs(question *assessment.Question, text *assessment.QuestionText, form views.QuestionForm) {
	options := map[string]string{}
	for _, row := range form.Rows {
		left, right := strings.TrimSpace(row.Text), strings.TrimSpace(row.Other)
		if right == "" {
			continue
		}
		option, known := options[assessment.Normalise(right)]
		if !known {
			option = fmt.Sprintf("o%d", len(options)+1)
			options[assessment.Normalise(right)] = option
			question.Options = append(question.Options, option)
			text.Items[option] = assessment.ItemText{Text: right}
		}
		if left != "" {
			id := fmt.Sprintf("p%d", len(question.Pairs)+1)
			question.Pairs = append(question.Pairs, assessment.Pair{ID: id, Option: option})
			text.Items[id] = assessment.ItemText{Text: left, Feedback: row.Feedback}
		}
	}
}

// columnsOf are the columns of a matrix.
func columnsOf(question *assessment.Question, text assessment.QuestionText) (columns []string) {
	for _, option := range question.Options {
		columns = append(columns, text.Items[option].Text)
	}
	return columns
}

// matrixRows have the number of the right column.
func matrixRows(question *assessment.Question, text assessment.QuestionText) (rows []views.QuestionRow) {
	for _, pair := range question.Pairs {
		item := text.Items[pair.ID]
		column := strconv.Itoa(slices.Index(question.Options, pair.Option) + 1)
		rows = append(rows, views.QuestionRow{Text: item.Text, Other: column, Feedback: item.Feedback})
	}
	return rows
}

// withColumns are the columns that are written, and some more to write on. All that a question has stay.
func withColumns(columns []string, more int) []string {
	filled := 0
	for n, column := range columns {
		if strings.TrimSpace(column) != "" {
			filled = n + 1
		}
	}
	return append(columns[:filled:filled], make([]string, min(more, mostRows-filled))...)
}

func askMatrix(question *assessment.Question, text *assessment.QuestionText, form views.QuestionForm, fields fault.Fields) {
	ids, known := map[string]string{}, map[string]string{} // by the number of the column, and by what it says
	for n, column := range form.Columns {
		if column = strings.TrimSpace(column); column == "" {
			continue
		}
		option, twice := known[assessment.Normalise(column)]
		if !twice {
			option = fmt.Sprintf("o%d", len(known)+1)
			question.Options = append(question.Options, option)
			text.Items[option] = assessment.ItemText{Text: column}
		}
		known[assessment.Normalise(column)], ids[strconv.Itoa(n+1)] = option, option
	}
	for n, row := range form.Rows {
		if strings.TrimSpace(row.Text) == "" {
			continue
		}
		option, chosen := ids[row.Other]
		if !chosen {
			fields.Add("other-"+strconv.Itoa(n), "studio.column_needed")
		}
		id := fmt.Sprintf("p%d", len(question.Pairs)+1)
		question.Pairs = append(question.Pairs, assessment.Pair{ID: id, Option: option})
		text.Items[id] = assessment.ItemText{Text: strings.TrimSpace(row.Text), Feedback: row.Feedback}
	}
}
