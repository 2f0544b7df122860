package teach

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"iter"
	"strconv"
	"strings"
	"time"

	"github.com/gofiber/fiber/v2"

	"vatra/lms/audit"
	"vatra/lms/teaching"
	"vatra/lms/text"
	"vatra/lms/web/door"
)

// sendLearners is the table as a file for a spreadsheet (RFC 4180, UTF-8 with the mark by which spreadsheets know it).
// Where numbers are written with a comma, spreadsheets want the fields apart by semicolons.
func (a *area) sendLearners(v *door.Visit) error {
	course, learners, err := a.Teaching.AllLearners(v.UserContext(), v.Actor, v.Params("code"))
	if err != nil {
		return err
	}
	entry := audit.Entry{Event: audit.Exported, Target: "learners " + v.Params("code")}
	if err := a.Audit.Note(v.UserContext(), v.Actor, entry); err != nil {
		return err
	}
	head := []string{
		v.P.T("staff.name"), v.P.T("account.email"), v.P.T("staff.lessons_done"), v.P.T("staff.lessons"),
		v.P.T("staff.exams"), v.P.T("staff.started"), v.P.T("staff.seen"), v.P.T("staff.completed_on"),
	}
	// The request is over when the rows are drawn, and its memory serves another: of the visit only its language is used.
	reader := &door.Visit{Actor: v.Actor, P: v.P}
	table, err := newTable(head, v.P.Lang() != "en", learners, func(learner teaching.Learner) []string {
		return []string{
			text.Cell(learner.Name), text.Cell(learner.Email), strconv.Itoa(learner.LessonsDone), strconv.Itoa(learner.LessonsTotal),
			text.Cell(examsInWords(reader, course, learner)),
			day(learner.StartedAt), day(learner.SeenAt), day(learner.CompletedAt.Time),
		}
	})
	if err != nil {
		return err
	}
	v.KeepPrivate()
	v.Set(fiber.HeaderContentType, "text/csv; charset=utf-8")
	v.Set(fiber.HeaderContentDisposition, `attachment; filename="learners-`+course.Code+`.csv"`)
	v.Context().SetBodyStream(table, -1)
	return nil
}

// table draws a file row by row as it is read, so that it is never whole in memory. An error breaks the answer off: the browser
// sees that the file is not complete.
type table struct {
	text *bytes.Buffer
	csv  *csv.Writer
	next func() (teaching.Learner, error, bool)
	stop func()
	row  func(teaching.Learner) []string
}

var _ io.ReadCloser = (*table)(nil)

func newTable(
	head []string, semicolons bool, learners iter.Seq2[teaching.Learner, error], row func(teaching.Learner) []string,
) (*table, error) {
	text := bytes.NewBufferString("\ufeff")
	t := &table{text: text, csv: csv.NewWriter(text), row: row}
	t.csv.UseCRLF = true
	if semicolons {
		t.csv.Comma = ';'
	}
	if err := t.write(head); err != nil {
		return nil, err
	}
	t.next, t.stop = iter.Pull2(learners)
	// The first row now: a database that does not answer is told of while it still can be.
	if err := t.draw(); err != nil && !errors.Is(err, io.EOF) {
		t.stop()
		return nil, err
	}
	return t, nil
}

func (t *table) write(row []string) error {
	if err := t.csv.Write(row); err != nil {
		return err
	}
	t.csv.Flush()
	return t.csv.Error()
}

// Read gives what is drawn, and draws the next row where nothing is left.
func (t *table) Read(into []byte) (int, error) {
	if t.text.Len() == 0 {
		if err := t.draw(); err != nil {
			return 0, err
		}
	}
	return t.text.Read(into)
}

// draw writes the next row; after the last it gives io.EOF.
func (t *table) draw() error {
	learner, err, more := t.next()
	if err != nil {
		return fmt.Errorf("drawing a table of learners: %w", err)
	}
	if !more {
		return io.EOF
	}
	return t.write(t.row(learner))
}

// Close ends it, read to its end or not.
func (t *table) Close() error {
	t.stop()
	return nil
}

func examsInWords(v *door.Visit, course teaching.Course, learner teaching.Learner) string {
	var said []string
	for _, exam := range learnerExams(v, course, learner) {
		if exam.Mark == "" {
			continue
		}
		outcome := v.P.T("quiz_intro.outcome_failed")
		if exam.Passed {
			outcome = v.P.T("quiz_intro.outcome_passed")
		}
		said = append(said, exam.Title.Text+": "+v.P.Percent(exam.Mark)+", "+outcome)
	}
	return strings.Join(said, "; ")
}

// day is a date as spreadsheets sort it, or nothing.
func day(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format(time.DateOnly)
}
