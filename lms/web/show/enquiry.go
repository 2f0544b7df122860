package show

import (
	"vatra/content/markup"
	"vatra/lms/enquiries"
	"vatra/lms/web/door"
	"vatra/lms/web/views/parts"
)

// Enquiry is a question about a lesson, with its answer.
func Enquiry(v *door.Visit, q enquiries.Enquiry) parts.Enquiry {
	version := q.Version
	return parts.Enquiry{
		ID: q.ID.String(), Asker: q.Asker, Question: q.Question, AskedAt: q.AskedAt,
		Answer: q.Answer, AnsweredAt: q.AnsweredAt, AnsweredBy: q.AnsweredBy,
		URL:    markup.LessonURL(version.Code, q.Lesson.Key),
		Course: v.Title(version.Titles, version.Code, v.P.Lang(), version.Languages),
		Lesson: v.Title(q.Lesson.Titles, q.Lesson.Key, v.P.Lang(), version.Languages),
	}
}
