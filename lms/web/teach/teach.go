package teach

import (
	"bytes"
	"encoding/csv"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/gofiber/fiber/v2"

	"vatra/assessment"
	"vatra/lms/access"
	"vatra/lms/audit"
	"vatra/lms/teaching"
	"vatra/lms/web/door"
	"vatra/lms/web/show"
	views "vatra/lms/web/views/teach"
	"vatra/lms/web/views/ui"
)

func teachURL(code string) string { return "/teach/courses/" + url.PathEscape(code) }

// showTeach lists the courses that the visitor trains, with how many learn them.
func (a *area) showTeach(v *door.Visit) error {
	courses, err := a.Teaching.Courses(v.UserContext(), v.Actor)
	if err != nil {
		return err
	}
	page := views.TeachPage{Base: a.Base(v, v.P.T("nav.teaching"))}
	if v.Actor.Can(access.ManagePeople) {
		page.None = v.P.T("course.list_none")
	} else {
		page.None = v.P.T("staff.teach_none")
	}
	for _, course := range courses {
		page.Courses = append(page.Courses, followedCourse(v, course))
	}
	return a.Render(v, views.Teach(page))
}

func followedCourse(v *door.Visit, course teaching.Course) views.FollowedCourse {
	return views.FollowedCourse{
		URL: teachURL(course.Code), Title: v.Title(course.Titles, course.Code, v.P.Lang(), course.Languages),
		Learners: course.Learners, Completed: course.Completed,
	}
}

// showLearners is the table of a course's learners.
func (a *area) showLearners(v *door.Visit) error {
	code := v.Params("code")
	list, err := a.Teaching.Learners(v.UserContext(), v.Actor, code, v.QueryInt("page", 1))
	if err != nil {
		return err
	}
	course := followedCourse(v, list.Course)
	page := views.LearnersPage{
		Base: a.Base(v, course.Title.Text), Course: course, CourseURL: show.CourseURL(code),
		DownloadURL: course.URL + "/learners.csv",
		Pages:       ui.Pages{Page: list.Page, Last: list.Pages, Path: course.URL},
	}
	page.Section = "nav.teaching"
	page.Crumbs = []ui.Link{{Text: v.P.T("nav.teaching"), URL: "/teach"}}
	for _, learner := range list.Learners {
		row := views.LearnerRow{
			Name: learner.Name, Email: learner.Email, Done: learner.LessonsDone, Of: learner.LessonsTotal,
			StartedAt: learner.StartedAt, SeenAt: learner.SeenAt, CompletedAt: learner.CompletedAt.Time,
			Exams: learnerExams(v, list.Course, learner),
		}
		if v.Actor.Can(access.ManagePeople) {
			row.URL = show.PersonURL(learner.UserID)
		}
		page.Learners = append(page.Learners, row)
	}
	return a.Render(v, views.Learners(page))
}

func learnerExams(v *door.Visit, course teaching.Course, learner teaching.Learner) []views.LearnerExam {
	exams := make([]views.LearnerExam, 0, len(learner.Exams))
	for _, lesson := range learner.Exams {
		outcome := learner.Outcomes[lesson.QuizID]
		exam := views.LearnerExam{
			Title:  v.Title(lesson.Titles, lesson.Key, v.P.Lang(), course.Languages),
			Passed: outcome.Passed, Open: outcome.OpenAttempt.Version() != 0,
		}
		if outcome.Attempts > 0 {
			exam.Mark = assessment.Rounded(outcome.Mark).String()
		}
		exams = append(exams, exam)
	}
	return exams
}

// sendLearners is the table as a file for a spreadsheet (RFC 4180, UTF-8 with the mark by which spreadsheets know it).
// Where numbers are written with a comma, spreadsheets want the fields apart by semicolons.
func (a *area) sendLearners(v *door.Visit) error {
	list, err := a.Teaching.AllLearners(v.UserContext(), v.Actor, v.Params("code"))
	if err != nil {
		return err
	}
	entry := audit.Entry{Event: audit.Exported, Target: "learners " + v.Params("code")}
	if err := a.Audit.Note(v.UserContext(), v.Actor, entry); err != nil {
		return err
	}
	var text bytes.Buffer
	text.WriteString("\ufeff")
	table := csv.NewWriter(&text)
	table.UseCRLF = true
	if v.P.Lang() != "en" {
		table.Comma = ';'
	}
	head := []string{
		v.P.T("staff.name"), v.P.T("account.email"), v.P.T("staff.lessons_done"), v.P.T("staff.lessons"),
		v.P.T("staff.exams"), v.P.T("staff.started"), v.P.T("staff.seen"), v.P.T("staff.completed_on"),
	}
	if err := table.Write(head); err != nil {
		return err
	}
	for _, learner := range list.Learners {
		row := []string{
			cell(learner.Name), cell(learner.Email), strconv.Itoa(learner.LessonsDone), strconv.Itoa(learner.LessonsTotal),
			cell(examsInWords(v, list.Course, learner)),
			day(learner.StartedAt), day(learner.SeenAt), day(learner.CompletedAt.Time),
		}
		if err := table.Write(row); err != nil {
			return err
		}
	}
	table.Flush()
	v.KeepPrivate()
	v.Set(fiber.HeaderContentDisposition, `attachment; filename="learners-`+list.Course.Code+`.csv"`)
	return a.SendPacked(v, "text/csv; charset=utf-8", text.Bytes())
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

// cell keeps a spreadsheet from taking a text that somebody typed for a formula.
func cell(text string) string {
	if strings.HasPrefix(strings.TrimLeft(text, " "), "=") || strings.ContainsAny(text[:min(1, len(text))], "=+-@\t\r") {
		return "'" + text
	}
	return text
}

// day is a date as spreadsheets sort it, or nothing.
func day(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format(time.DateOnly)
}
