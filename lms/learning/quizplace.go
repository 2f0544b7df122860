package learning

import (
	"context"

	"github.com/google/uuid"

	"vatra/content"
	"vatra/lms/pg"
)

// QuizPlace is where a quiz stands: in which lesson of which version of a course.
type QuizPlace struct {
	Version *content.Version
	Lesson  content.Lesson
}

// placesLimit is how many bytes the places of quizzes may take in memory, and placeSize what one takes.
const (
	placesLimit = 256 << 10
	placeSize   = 256
)

// lessonIn names a lesson and its version.
type lessonIn struct{ lesson, version uuid.UUID }

// QuizPlace finds the place of a quiz, by one prepared statement, and by none when asked again: a published version
// stays as it is. NotFound where no lesson holds it.
func (s *Sitting) QuizPlace(ctx context.Context, quizID uuid.UUID) (QuizPlace, error) {
	if at, known := s.places.Get(quizID); known {
		return s.place(ctx, at)
	}
	const lesson = `SELECT id, version_id FROM lessons WHERE quiz_id = $1`
	var at lessonIn
	err := s.rooms.DB.Pool.QueryRow(ctx, lesson, quizID).Scan(&at.lesson, &at.version)
	if err != nil {
		return QuizPlace{}, pg.Found(err, "content.lesson_not_found")
	}
	place, err := s.place(ctx, at)
	if err == nil { // else it may not be published yet
		s.places.Put(quizID, at, placeSize)
	}
	return place, err
}

func (s *Sitting) place(ctx context.Context, at lessonIn) (QuizPlace, error) {
	version, err := s.rooms.Courses.Version(ctx, at.version)
	if err != nil {
		return QuizPlace{}, err
	}
	found, err := version.Lesson(at.lesson)
	return QuizPlace{Version: version, Lesson: found}, err
}
