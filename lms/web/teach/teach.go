package teach

import (
	"net/url"

	"vatra/assessment"
	"vatra/lms/access"
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

// onlyThose says which learners a page shows where they are not all.
var onlyThose = map[teaching.Which]string{
	teaching.Completed: "staff.desk_completed", teaching.Stuck: "staff.desk_stuck", teaching.Sitting: "staff.desk_sitting",
}

// showLearners is the table of a course's learners.
func (a *area) showLearners(v *door.Visit) error {
	code := v.Params("code")
	which := teaching.Which(v.Query("show"))
	list, err := a.Teaching.LearnersWho(v.UserContext(), v.Actor, code, which, v.QueryInt("page", 1))
	if err != nil {
		return err
	}
	course := followedCourse(v, list.Course)
	page := views.LearnersPage{
		Base: a.Base(v, course.Title.Text), Course: course, CourseURL: show.CourseURL(code),
		DownloadURL: course.URL + "/learners.csv",
		Pages:       ui.Pages{Page: list.Page, Last: list.Pages, Path: course.URL},
	}
	if only := onlyThose[which]; only != "" {
		page.Only = v.P.T(only)
		page.Pages.Query = url.Values{"show": {string(which)}}
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
