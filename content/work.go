package content

import "github.com/google/uuid"

// Work is how long a course takes by what its author declares of each lesson, in whole minutes. It is the same in every
// language of a version.
type Work struct {
	Reading   int // of lessons, with the questions inside them
	Exercises int // of lessons that are practice
	Exams     int // of lessons that are quizzes
}

// Minutes is all of it.
func (w Work) Minutes() int { return w.Reading + w.Exercises + w.Exams }

// Plus is the work of both.
func (w Work) Plus(other Work) Work {
	return Work{w.Reading + other.Reading, w.Exercises + other.Exercises, w.Exams + other.Exams}
}

// Work adds up what all lessons of the version declare.
func (v *Version) Work() Work { return v.WorkOf(func(uuid.UUID) bool { return true }) }

// WorkOf adds up what those lessons of the version declare whose id counts.
func (v *Version) WorkOf(counts func(lessonID uuid.UUID) bool) Work {
	var work Work
	for _, lesson := range v.lessons {
		switch {
		case !counts(lesson.ID):
		case lesson.Kind == KindPractice:
			work.Exercises += lesson.Minutes
		case lesson.Kind == KindQuiz:
			work.Exams += lesson.Minutes
		default:
			work.Reading += lesson.Minutes
		}
	}
	return work
}
