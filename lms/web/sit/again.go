package sit

import (
	"slices"

	"github.com/google/uuid"

	"vatra/assessment"
	"vatra/content"
	"vatra/lms/learning"
	"vatra/lms/web/door"
	"vatra/lms/web/show"
	"vatra/lms/web/views/parts"
	views "vatra/lms/web/views/sit"
)

// mostAgain is of how many lessons a reader is told to read them again: more would say nothing.
const mostAgain = 4

// taught is a lesson with the questions that stand in it.
type taught struct {
	lesson    content.Lesson
	questions []*assessment.Question
}

// readAgain finds what to read again for each question that was not answered rightly.
func (a *area) readAgain(v *door.Visit, t *sitting, page *views.QuizResultPage) error {
	lessons, err := a.taughtIn(v, t.place.Version)
	if err != nil {
		return err
	}
	page.Again = map[string][]parts.LessonLink{}
	course := &learning.CourseState{Version: t.place.Version}
	for _, slot := range t.attempt.Slots {
		for _, lesson := range lessonsAbout(slot.Question, lessons, t.place.Lesson) {
			page.Again[show.AnchorOf(slot)] = append(page.Again[show.AnchorOf(slot)], show.LessonLink(v, course, lesson, t.titles))
		}
	}
	return nil
}

// taughtIn are the lessons of a course that are no quiz. Their questions never change, and come from memory.
func (a *area) taughtIn(v *door.Visit, version *content.Version) ([]taught, error) {
	var lessons []taught
	for _, lesson := range version.Lessons() {
		if lesson.Kind == content.KindQuiz {
			continue
		}
		one := taught{lesson: lesson}
		if lesson.QuizID != uuid.Nil {
			quiz, err := a.Quizzes.Quiz(v.UserContext(), lesson.QuizID)
			if err != nil {
				return nil, err
			}
			one.questions = quiz.Questions
		}
		lessons = append(lessons, one)
	}
	return lessons, nil
}

// lessonsAbout are the lessons in which the question itself stands, else those with a question on the same subject (a tag that
// both carry), else those of the quiz's own module. Where they are too many to be of use there are none.
func lessonsAbout(question *assessment.Question, lessons []taught, quiz content.Lesson) []content.Lesson {
	rules := []func(taught) bool{
		func(t taught) bool { return t.asks(func(q *assessment.Question) bool { return q.Key == question.Key }) },
		func(t taught) bool { return t.asks(func(q *assessment.Question) bool { return shareTag(q, question) }) },
		func(t taught) bool { return t.lesson.ModuleID == quiz.ModuleID },
	}
	for _, rule := range rules {
		var found []content.Lesson
		for _, one := range lessons {
			if rule(one) {
				found = append(found, one.lesson)
			}
		}
		if len(found) > 0 && len(found) <= mostAgain {
			return found
		}
	}
	return nil
}

func (t taught) asks(what func(*assessment.Question) bool) bool {
	return slices.ContainsFunc(t.questions, what)
}

func shareTag(a, b *assessment.Question) bool {
	return slices.ContainsFunc(a.Tags, func(tag string) bool { return slices.Contains(b.Tags, tag) })
}
